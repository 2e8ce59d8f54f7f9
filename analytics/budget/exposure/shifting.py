"""Moving and summing arrays by month: where a window ends, what is put into other months, what rows add up to."""

import numpy as np

from analytics.budget.exposure.book import FloatArray, IntArray


def binned(values: FloatArray, into: IntArray, size: int) -> FloatArray:
    """Return [size] the sums of the values that are put into each place; both of one shape."""
    return np.asarray(np.bincount(into.ravel(), values.ravel(), size), np.float64)


def summed(values: FloatArray, into: IntArray, size: int) -> FloatArray:
    """Return [size, month] the sums of the rows of [row, month] that are put into each."""
    months = values.shape[-1]
    place = into[:, None] * months + np.arange(months)
    return binned(values, place, size * months).reshape(size, months)


def scattered(values: FloatArray, into: IntArray, months: int) -> FloatArray:
    """Return [entry, month] the values summed by the months they are put into; later ones than the last are dropped."""
    entries, width = values.shape[0], months + 1
    place = np.minimum(into, months) + np.arange(entries)[:, None] * width
    return binned(values, place, entries * width).reshape(entries, width)[:, :months]


def ends(first: IntArray, length: IntArray, span: IntArray) -> IntArray:
    """Return the last month of each window, where months in all hang on the span of payment.

    first: [window] month of the first instalment. length: [window, span] months that may be paid by the terms of each
    span. Who is out once stays out: the window ends before the first month that the terms then in force do not allow.
    """
    spans = length.shape[-1]
    allowed = first[:, None] + length - 1
    if spans == 1:
        return allowed[:, 0]
    begins = np.searchsorted(span, np.arange(spans))
    closes = np.append(begins[1:], span.size) - 1
    reached = np.maximum(allowed, begins - 1)
    stops = (reached < closes) & (first[:, None] <= closes)
    stops[:, -1] = True
    at = np.argmax(stops, axis=1)
    return np.take_along_axis(reached, at[:, None], axis=1)[:, 0]

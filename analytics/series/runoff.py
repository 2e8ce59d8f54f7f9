"""What a promise to one person comes to: exact mean and mean square of a stream of instalments cut short by leaving.

A person gets an instalment of every month t of a window that lies on his grid (every, every other, every twelfth month)
while he is in; in at t means in at all earlier months. Sums over windows are differences of running sums, so that any
number of windows on the same path cost one look-up each. Shares of the instalments (those paid in one year) are
weights: the share of an instalment that falls into the year is the chance that it does, one by one.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.series.survival import survival

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]


def running(values: FloatArray, every: int) -> FloatArray:
    """Return along the last axis values[t] + values[t - every] + ...; every 0 leaves the values as they are."""
    months = values.shape[-1]
    if every == 0 or every >= months:
        return values
    if every == 1:
        return np.cumsum(values, axis=-1)
    short = -months % every
    padded = np.concatenate([values, np.zeros((*values.shape[:-1], short))], axis=-1) if short else values
    rows = padded.reshape(*values.shape[:-1], -1, every)
    return np.cumsum(rows, axis=-2).reshape(padded.shape)[..., :months]


@dataclass(frozen=True, slots=True)
class Path:
    """Running sums [every + month, row, share], zero before the first month; see `path`."""

    every: int
    paid: FloatArray
    squares: FloatArray
    crossed: FloatArray
    nominal: FloatArray


def path(chance: FloatArray, amount: FloatArray, weight: FloatArray, every: int) -> Path:
    """Return the running sums from which windows are read.

    chance: [row, month] to be in, falling. amount: [row, month] of an instalment. weight: [row, month, share] the part
    of it that counts, by share. every: months between instalments, at least 1.
    """
    rows, months, shares = weight.shape
    alive, fen = (np.ascontiguousarray(part.T)[:, :, None] for part in (chance, amount))
    counted = np.zeros((months + every, rows, shares))
    np.multiply(weight.swapaxes(0, 1), fen, out=counted[every:])
    nominal = _accumulated(counted.copy(), every)
    paid, squares, crossed = counted, np.zeros_like(counted), np.zeros_like(counted)
    paid[every:] *= alive
    np.multiply(paid[every:], fen, out=squares[every:])
    np.multiply(paid[every:], nominal[:-every], out=crossed[every:])
    paid, squares, crossed = (_accumulated(part, every) for part in (paid, squares, crossed))
    return Path(every, paid, squares, crossed, nominal)


def _accumulated(values: FloatArray, every: int) -> FloatArray:
    """Add up in place along the first axis, in steps."""
    months = values.shape[0]
    for begin in range(every, months, every):
        end = min(begin + every, months)
        values[begin:end] += values[begin - every : begin - every + end - begin]
    return values


def window(of: Path, row: IntArray, first: IntArray, last: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return mean and mean square of the instalments first, first + every, ... <= last, by window and share.

    row, first, last: one entry per window, months counted from 0; none where last < first. Divide both by the chance
    to be in at the start.
    """
    count = np.maximum((last - first) // of.every + 1, 0)
    start = np.minimum(first, of.paid.shape[0] - 1)
    end = start + of.every * count
    mean = of.paid[end, row] - of.paid[start, row]
    squares = of.squares[end, row] - of.squares[start, row]
    crossed = of.crossed[end, row] - of.crossed[start, row] - of.nominal[start, row] * mean
    return mean, np.maximum(squares + 2 * crossed, 0)


def stream_moments(amount: float, hazard: float, length: int, used: int = 0) -> tuple[float, float]:
    """Return mean and variance of what a person still gets who has had `used` of `length` monthly instalments."""
    months = max(length - used, 0)
    if not months:
        return 0.0, 0.0
    sums = path(survival([hazard], months), np.full((1, months), amount), np.ones((1, months, 1)), 1)
    row = np.zeros(1, np.int64)
    mean, square = (float(part[0, 0]) for part in window(sums, row, row, row + months - 1))
    return mean, max(square - mean**2, 0.0)

"""From the expected outlay of a book of promises to what each budget line may expect."""

import numpy as np
import polars as pl

from analytics.budget.exposure.book import FloatArray
from analytics.budget.exposure.outlay import Class, Outlay, totals
from analytics.budget.lines import Expected


def expected(outlay: Outlay) -> Expected:
    """Return the outlay by budget line and month.

    The sd of a line and year is that of `totals`, spread over the months as the mean is. The correlation of a year is
    the one that makes its lines add up to the sd of all streams together.
    """
    book, whole = outlay.book, totals(outlay, outlay.book.lines)
    member = (np.array(whole.names)[:, None] == np.array(book.lines, dtype=str)).astype(np.float64)
    mean, committed = (member @ part for part in (outlay.mean.sum(axis=0), outlay.mean[Class.COMMITTED]))
    year = np.searchsorted(outlay.years, [month.year for month in book.months])
    of_year = whole.mean[:, year]
    share = np.divide(mean, of_year, out=np.zeros_like(mean), where=of_year > 0)
    variance = np.square(share) * whole.variance[:, year]
    grid = [(line, month) for line in whole.names for month in book.months]
    cells = {"mean_fen": mean, "var_fen": variance, "committed_fen": committed}
    months = pl.DataFrame(grid, schema={"line": pl.String, "month": pl.Date}, orient="row").with_columns(
        pl.Series(name, values.ravel()) for name, values in cells.items()
    )
    sd, together = np.sqrt(whole.variance), totals(outlay).variance[0]
    rho = {number: _correlation(sd[:, place], float(together[place])) for place, number in enumerate(outlay.years)}
    return Expected(months, rho)


def _correlation(sd: FloatArray, variance: float) -> float:
    """Return how the parts must be correlated, each two alike, for their sum to have this variance."""
    alone, most = float(np.square(sd).sum()), float(sd.sum() ** 2)
    return float(np.clip((variance - alone) / (most - alone), 0, 1)) if most > alone else 0.0

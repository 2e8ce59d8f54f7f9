"""What the lines may expect is what the outlay of their streams says, in mean and in spread."""

import numpy as np
import polars as pl
import pytest

from analytics.budget.exposure.outlay import Class, project, totals
from analytics.budget.line_outlook import expected
from tests.budget.exposure.books import SMALL, plausible


@pytest.mark.parametrize("seed", [0, 1])
def test_months_add_up_to_the_years_of_the_outlay(seed: int) -> None:
    outlay = project(plausible(seed, SMALL))
    found, whole = expected(outlay), totals(outlay, outlay.book.lines)
    by_year = found.by_year().sort("line", "budget_year")
    mean, sd = (by_year[name].to_numpy().reshape(len(whole.names), -1) for name in ("mean_fen", "sd_fen"))
    assert np.allclose(mean, whole.mean[:, :-1])
    assert np.allclose(sd, np.sqrt(whole.variance[:, :-1]))
    assert found.months["mean_fen"].sum() == pytest.approx(outlay.total)
    assert found.months["committed_fen"].sum() == pytest.approx(outlay.mean[Class.COMMITTED].sum())


def test_all_lines_of_a_year_are_as_sure_as_all_streams() -> None:
    outlay = project(plausible(2, SMALL))
    found, together = expected(outlay), totals(outlay).variance[0]
    for place, year in enumerate(outlay.years):
        sd = found.by_year().filter(pl.col("budget_year") == year)["sd_fen"].to_numpy()
        rho = found.correlation[year]
        assert 0 <= rho <= 1
        assert (1 - rho) * np.square(sd).sum() + rho * sd.sum() ** 2 == pytest.approx(together[place], rel=1e-6)

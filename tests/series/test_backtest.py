"""Forecasts made again and held against what came: rows, scores by hand, and the coverage of a fixed set."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from analytics.series import Settings, attain, backtest
from analytics.series.backtest import crps_of_normal, crps_of_quantiles
from tests.series import simulated
from tests.series.shapes import SHAPES
from tests.series.test_attain import asked

REPORTS = simulated.frame(SHAPES["reported at once"])
ORIGINS = [simulated.month(n) for n in (18, 24)]


def test_one_row_per_origin_and_window_with_its_outcome() -> None:
    told = backtest(REPORTS, asked(4, 600, 0, 30), ORIGINS)
    assert told.select("origin", "series").rows() == [(o, f"s{n:02}") for o in ORIGINS for n in range(4)]
    assert told["outcome"].to_list()[:4] == SHAPES["reported at once"][:, :30].sum(axis=(1, 2)).tolist()
    assert told["months_ahead"].to_list() == [12] * 4 + [6] * 4
    assert (told["is_reached"] == (told["outcome"] >= 600)).all()


def test_a_row_is_what_was_said_then() -> None:
    targets = asked(4, 600, 0, 30)
    told = backtest(REPORTS, targets, ORIGINS[:1])
    then = attain(REPORTS.filter(pl.col("reported_month") < ORIGINS[0]), targets, ORIGINS[0])
    assert told.select(then.columns).equals(then)


def test_a_window_whose_outcome_is_not_known_yet_is_left_out() -> None:
    assert backtest(REPORTS, asked(4, 600, 0, 31), ORIGINS).is_empty()
    assert backtest(REPORTS.clear(), asked(4, 600, 0, 31), ORIGINS).is_empty()
    assert backtest(REPORTS, asked(4, 600, 0, 12), ORIGINS).is_empty()
    assert backtest(REPORTS, asked(4, 600, 0, 30), [date(2020, 1, 1)]).is_empty()


def test_horizons_try_the_beginning_of_a_long_window() -> None:
    told = backtest(REPORTS, asked(1, 480, 0, 48), ORIGINS, horizons=(3, 6, 24))
    assert told["months_ahead"].to_list() == [3, 6, 3, 6]
    assert told["target"].to_list() == [210, 240, 270, 300]


def test_the_even_pace_is_carried_on() -> None:
    told = backtest(REPORTS, pl.concat([asked(1, 600, 0, 30), asked(1, 60, 26, 29)]), [simulated.month(24)])
    assert told["linear"][0] == pytest.approx(told["reported"][0] * 30 / 24)
    assert told["linear"][1] is None


def test_last_year_comes_once_more() -> None:
    monthly = np.tile(np.arange(1, 13), 3)[None, :, None] * 10
    settings = Settings(launch_weight=1e-9, lag_weight=1e-9)
    told = backtest(simulated.frame(monthly), asked(1, 900, 0, 30), [simulated.month(24)], settings=settings)
    assert told["naive"][0] == pytest.approx(told["outcome"][0])


def test_scores_by_hand() -> None:
    certain = np.full((1, 50), 7.0)
    assert crps_of_quantiles(certain, np.array([10])) == pytest.approx(3.0)
    spread = np.arange(50, dtype=np.float64)[None]
    brute = np.abs(spread[0] - 20).mean() - np.abs(spread[0][:, None] - spread[0]).mean() / 2
    assert crps_of_quantiles(spread, np.array([20])) == pytest.approx(brute, rel=0.01)
    assert crps_of_normal(np.zeros(1), np.ones(1), np.zeros(1)) == pytest.approx(0.2337, abs=1e-4)
    assert crps_of_normal(np.zeros(1), np.zeros(1), np.ones(1)) == pytest.approx(1.0)


@pytest.fixture(scope="module")
def tried() -> pl.DataFrame:
    """Forecasts of three fixed pools at four origins over programme and calendar year, with their outcomes."""
    return simulated.tried(range(1_000, 1_003))


def test_four_of_five_outcomes_lie_in_the_band(tried: pl.DataFrame) -> None:
    covered = tried.group_by("window").agg(pl.col("is_inside").mean()).sort("window")
    assert covered["is_inside"].is_between(0.75, 0.90).all(), covered


def test_the_forecast_beats_last_year_and_the_even_pace(tried: pl.DataFrame) -> None:
    scores = tried.select(pl.col("crps", "naive_crps", "linear_crps") / pl.col("outcome").clip(1)).mean()
    assert scores["crps"][0] < 0.95 * scores["naive_crps"][0]
    assert scores["crps"][0] < 0.5 * scores["linear_crps"][0]


def test_probabilities_happen_as_often_as_they_say(tried: pl.DataFrame) -> None:
    likely = pl.col("p_attain") >= 0.5
    told = tried.group_by(likely).agg(pl.col("p_attain").mean().alias("said"), pl.col("is_reached").mean())
    assert (told["said"] - told["is_reached"]).abs().max() < 0.1  # type: ignore[operator]

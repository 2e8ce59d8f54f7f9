"""The forecasts of a home: kept with their back-test, the same at every asking, moved by another intake alone."""

from collections.abc import Iterator
from datetime import date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics import house as settings
from analytics import pipeline
from analytics.pipeline import House, Results
from tests.pages.furnished import furnish

AS_OF = date(2026, 9, 30)
AT = datetime(2026, 10, 1, 9, 0)  # noqa: DTZ001 - wall time of the city


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(settings.HOME_VARIABLE, raising=False)
        patch.delenv("TALENT_KEY", raising=False)
        yield House(furnish(tmp_path_factory.mktemp("forecasting") / "home", 0.005))


def evaluated(house: House, known_at: datetime | None = None) -> Results:
    opened = house.open()
    return pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF, known_at=known_at)


def test_every_forecast_starts_from_the_actual_that_is_shown(house: House) -> None:
    for known_at in (None, datetime(2026, 10, 12)):  # noqa: DTZ001
        found = evaluated(house, known_at)
        actual = dict(found.progress.select("id", "actual").iter_rows())
        told = found.forecasts.filter(pl.col("is_current") & pl.col("reported").is_not_null())
        assert told.height > 5
        for row in told.iter_rows(named=True):
            assert row["reported"] == (actual[row["target_id"]] or 0), row["target_id"]
            assert row["reported"] <= row["p10"] <= row["p50"] <= row["p90"]


def test_what_was_known_at_a_time_is_what_the_back_test_took_for_known(house: House) -> None:
    now, then = evaluated(house), datetime(2025, 9, 30, 23, 59, 59)  # noqa: DTZ001
    opened = house.open()
    past = pipeline.evaluate(
        opened.snapshot, opened.policy, opened.ledgers, as_of=then.date(), known_at=then
    ).ahead.told.reports
    cut = now.ahead.told.reports.filter(pl.col("reported_month") <= then.date(), pl.col("event_month") <= then.date())
    known, taken = (frame.group_by("series").agg(pl.col("count").sum()).sort("series") for frame in (past, cut))
    both = known.join(taken, on="series", suffix="_taken")
    assert ((both["count"] - both["count_taken"]).abs() <= (both["count"] * 0.02).clip(2)).all()


def test_a_back_test_is_kept_and_found_again(house: House) -> None:
    assert pipeline.latest_target_backtest(house.open()) is None
    made = pipeline.make_target_backtest(house.open(), as_of=AS_OF, at=AT)
    pipeline.keep_target_backtest(house.vault, made)
    kept = pipeline.latest_target_backtest(house.open())
    assert kept is not None
    assert (kept.version, kept.as_of, kept.made_at) == (made.version, AS_OF, AT)
    assert_frame_equal(kept.frame, made.frame)
    assert kept.coverage == pytest.approx(kept.scores.filter(by="all")["coverage"].item())
    assert pipeline.latest_backtest(house.vault) is None  # that of spending is another kind


def test_the_intake_as_it_is_changes_nothing_and_more_of_it_helps(house: House) -> None:
    found = evaluated(house)
    same, more = (pipeline.attainments(found, factor) for factor in (1.0, 2.0))
    assert same["p_attain"].to_list() == same["before"].to_list()
    assert (more["p_attain"] >= more["before"]).all()
    told = found.forecasts.filter(pl.col("is_current") & pl.col("p_attain").is_not_null())
    assert same["target_id"].to_list() == told["target_id"].to_list()

"""Forecasts through the wiring: the kernel's own numbers, reasons where there are none, and doubts."""

from datetime import date, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.progress.forecasts import DOUBTS, NO_FORECAST
from analytics.series import REPORTS, TARGETS, attain
from tests.progress.coming import FARMERS, OPENING, coming, farmers
from tests.progress.frames import AS_OF, evaluated

STEADY = [40, 50, 60] * 16
BANDS = ("p10", "p50", "p90", "p_attain")


def test_a_forecast_is_what_the_kernel_says_of_the_counts_by_hand() -> None:
    found = coming(STEADY)
    months = pl.date_range(OPENING, AS_OF, "1mo", eager=True)
    by_hand = pl.DataFrame(
        {"series": FARMERS, "event_month": months, "reported_month": months, "count": STEADY}, schema=REPORTS
    )
    windows = [(date(2026, 1, 1), date(2026, 12, 1), 600), (date(2027, 1, 1), date(2027, 9, 1), 450)]
    asked = pl.DataFrame([(FARMERS, "even", *window) for window in windows], schema=TARGETS, orient="row")
    goal = pl.DataFrame([("goal.others", "even", OPENING, date(2027, 9, 1), 80_000)], schema=TARGETS, orient="row")
    reports = pl.concat([by_hand, by_hand.with_columns(series=pl.lit("goal.others"))])
    told = attain(reports, pl.concat([goal, asked]), date(2026, 10, 1), unfiled=_none())
    expected = told.filter(series=FARMERS).row(0, named=True)
    assert {name: farmers(found)[name] for name in BANDS} == pytest.approx({name: expected[name] for name in BANDS})
    assert farmers(found)["unreported_share"] == pytest.approx(expected["unreported_share"])


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"series": pl.String, "event_month": pl.Date})


def test_what_cannot_be_forecast_says_why_and_has_no_interval() -> None:
    told = coming(STEADY).forecasts.filter("is_current")
    reasons = dict(told.select("target_id", "no_forecast").iter_rows())
    assert reasons["goal.colleges"] == "stock"
    assert reasons["goal.apartments"] == reasons["quota.talent_loans"] == "amounts"
    assert reasons["round.top_professionals"] == reasons["quota.hometown_events"] == "scheduled"
    assert reasons["quota.internships"] == "no_rows"
    assert reasons[FARMERS] is None
    assert set(told["no_forecast"].drop_nulls()) <= set(NO_FORECAST)
    assert told.filter(pl.col("no_forecast").is_not_null()).select(BANDS).null_count().row(0) == (19,) * 4


def test_a_part_year_that_asks_for_nothing_is_not_forecast() -> None:
    found = evaluated(date(2027, 9, 30), readings={"r16": "none"})
    assert farmers(found)["no_forecast"] == "nothing_asked"


def test_without_the_days_of_recording_nothing_is_forecast() -> None:
    assert evaluated().forecasts["mean"].null_count() == evaluated().forecasts.height


@pytest.mark.parametrize(("months", "reason", "doubt"), [(11, "short_history", None), (12, None, "short_history"),
                                                         (17, None, "short_history"), (18, None, None)])  # fmt: skip
def test_a_short_history_has_no_probability_and_a_longer_one_little_confidence(
    months: int, reason: str | None, doubt: str | None
) -> None:
    begun = pl.Series([AS_OF.replace(day=1)]).dt.offset_by(f"-{months - 1}mo").item()
    row = farmers(coming([50] * months, first=begun))
    assert (row["history_months"], row["no_forecast"], row["doubt"]) == (months, reason, doubt)
    assert row["basis"] != "forecast" if reason else row["p_attain"] is not None


def test_few_events_and_a_break_are_said() -> None:
    assert farmers(coming([0, 0, 1] * 16))["doubt"] == "few_events"
    broken = farmers(coming([100] * 42 + [10] * 6, known=lambda day: day))
    assert (broken["doubt"], broken["is_break"]) == ("break", True)
    assert broken["low_confidence"]
    assert broken["doubt"] in DOUBTS


def test_a_target_that_is_reached_is_certain() -> None:
    row = farmers(coming([0] * 39 + [100] * 9))
    assert (row["actual"], row["status"], row["p_attain"]) == (900, "done", 1.0)


def test_what_is_known_late_makes_up_for_what_is_not_yet_reported() -> None:
    late = [coming(STEADY, on=AS_OF + timedelta(days=days)) for days in (0, 100)]
    shares = [farmers(found)["unreported_share"] for found in late]
    assert shares[0] > shares[1]
    assert [farmers(found)["actual"] for found in late] == [450, 450]


def test_in_the_midst_of_a_month_nothing_counted_is_forecast_away() -> None:
    day = date(2026, 9, 20)
    row = farmers(coming([0] * 47 + [599], as_of=day))
    assert row["actual"] == 599
    assert row["p10"] >= 599
    assert farmers(coming([0] * 47 + [600], as_of=day))["p_attain"] == 1.0


@settings(max_examples=15, deadline=None)
@given(st.lists(st.integers(0, 80), min_size=48, max_size=48), st.integers(1, 200))
def test_more_that_is_counted_never_makes_it_less_likely(counts: list[int], more: int) -> None:
    added = [*counts[:-1], counts[-1] + more]
    less, greater = (farmers(coming(made))["p_attain"] for made in (counts, added))
    assert (less is None) or greater >= less - 1e-9

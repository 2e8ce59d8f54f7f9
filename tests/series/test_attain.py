"""Will a target be reached: the contract of the entry, what never changes an answer, and histories of every shape."""

from datetime import date

import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as runs
from hypothesis import strategies as st
from polars.testing import assert_frame_equal

from analytics.series import REPORTS, TARGETS, attain
from tests.series import simulated
from tests.series.shapes import MONTHS, SHAPES, SHORT

FIRST_COLUMNS = ["series", "reported", "mean", "p10", "p50", "p90", "p_attain", "low_confidence"]
ORIGIN = simulated.month(MONTHS)


def asked(count: int, target: int, start: int = 0, end: int = 48) -> pl.DataFrame:
    """Return the same target of so many series over the months from `start` to before `end`."""
    return pl.DataFrame(
        {
            "series": [f"s{n:02}" for n in range(count)],
            "group": ["all"] * count,
            "start_month": [simulated.month(start)] * count,
            "end_month": [simulated.month(end - 1)] * count,
            "target": [target] * count,
        },
        schema=TARGETS,
    )


def test_the_first_columns_are_those_of_the_contract() -> None:
    told = attain(simulated.frame(SHAPES["steady"]), asked(4, 1_000), ORIGIN)
    assert told.columns[:8] == FIRST_COLUMNS
    assert told.height == 4
    assert told["low_confidence"].to_list() == [False] * 4


def test_a_steady_series_is_carried_on() -> None:
    told = attain(simulated.frame(SHAPES["reported at once"]), asked(4, 960), ORIGIN)
    assert told["mean"].to_numpy() == pytest.approx([960.0] * 4, rel=0.1)
    assert (told["p10"] < told["p50"]).all()
    assert (told["p50"] < told["p90"]).all()
    assert told["p_attain"].is_between(0.1, 0.9).all()


def test_a_target_that_is_reached_is_certain() -> None:
    reports = simulated.frame(SHAPES["steady"])
    reported = int(attain(reports, asked(4, 1), ORIGIN)["reported"].min())  # type: ignore[arg-type]
    assert attain(reports, asked(4, reported), ORIGIN)["p_attain"].to_list() == [1.0] * 4
    assert attain(reports.clear(), asked(1, 0), ORIGIN)["p_attain"].to_list() == [1.0]


def test_a_window_that_is_over_and_all_known_is_what_it_is() -> None:
    told = attain(simulated.frame(SHAPES["steady"]), asked(4, 400, 0, 12), ORIGIN)
    assert told["p10"].to_list() == told["p90"].to_list() == told["reported"].to_list()
    assert told["p_attain"].is_in([0.0, 1.0]).all()
    assert told["need_per_month"].null_count() == 4


def test_several_windows_of_one_series_keep_their_order() -> None:
    both = pl.concat([asked(2, 1_200), asked(2, 300, 36, 48)])
    told = attain(simulated.frame(SHAPES["steady"]), both, ORIGIN)
    assert_frame_equal(told.select(both.columns), both)
    assert told["reported"][2:].to_list() == [0, 0]


@pytest.mark.parametrize("name", SHAPES)
def test_a_history_of_any_shape_is_answered(name: str) -> None:
    events = SHAPES[name]
    targets = pl.concat([asked(len(events), 500, 0, 60), asked(len(events), 20, events.shape[1], 60)])
    told = attain(simulated.frame(events), targets, simulated.month(events.shape[1]))
    numbers = told.select(pl.col(pl.Float64, pl.Int64)).drop("need_per_month").to_numpy()
    assert np.isfinite(numbers).all()
    assert told["p_attain"].is_between(0, 1).all()
    assert told.select((pl.col("p10") <= pl.col("p50")) & (pl.col("p50") <= pl.col("p90"))).to_series().all()
    assert told.select(pl.col("p10") >= pl.col("reported")).to_series().all()
    if name in SHORT:
        assert told["low_confidence"].all()


def test_no_report_at_all_is_answered() -> None:
    told = attain(REPORTS.to_frame(), asked(2, 10), ORIGIN)
    assert told["reported"].to_list() == [0, 0]
    assert told["low_confidence"].all()
    assert (told["p_attain"] < 0.05).all()


def test_a_window_before_any_history_is_answered() -> None:
    told = attain(REPORTS.to_frame(), asked(2, 10, 36, 48), ORIGIN)
    assert told["low_confidence"].all()
    early = attain(simulated.frame(SHAPES["steady"]), asked(4, 10, 12, 24), simulated.month(0))
    assert early["reported"].to_list() == [0] * 4


def test_a_history_of_decades_is_answered() -> None:
    events = np.full((1, 240, 1), 5)
    told = attain(simulated.frame(events), asked(1, 1_300, 0, 260), simulated.month(240))
    assert told["reported"].to_list() == [1_200]
    assert told["mean"][0] == pytest.approx(1_300, rel=0.02)


def test_no_target_is_no_row() -> None:
    told = attain(simulated.frame(SHAPES["steady"]), TARGETS.to_frame(), ORIGIN)
    assert told.columns[:8] == FIRST_COLUMNS
    assert told.is_empty()


@pytest.mark.parametrize("name", ["a break of the trend", "a break upwards"])
def test_a_break_is_told(name: str) -> None:
    """The level changes in month 30; the three months after it are closed in month 35."""
    told = attain(simulated.frame(SHAPES[name]), asked(4, 2_000), simulated.month(35))
    assert told["is_break"].all()
    assert told["low_confidence"].all()


def test_a_steady_series_raises_no_alarm() -> None:
    told = attain(simulated.frame(SHAPES["steady"]), asked(4, 2_000), ORIGIN)
    assert not told["is_break"].any()


def test_quarterly_filers_are_told_by_the_phase() -> None:
    """In the second month of a quarter two months are not filed: these are not months without anybody."""
    events = SHAPES["quarterly filers"]
    for origin in (33, 34, 35, 36):
        told = attain(simulated.frame(events), asked(4, 1_440), simulated.month(origin))
        assert told["mean"].to_numpy() == pytest.approx([1_440.0] * 4, rel=0.15)


def test_lift_is_a_factor_on_what_is_still_to_come() -> None:
    reports = simulated.frame(SHAPES["reported at once"])
    plain, lifted = (attain(reports, asked(2, 900), ORIGIN, lift=lift) for lift in (None, {"s00": 2.0}))
    assert lifted["mean"][1] == plain["mean"][1]
    assert lifted["mean"][0] - plain["mean"][0] == pytest.approx(240, rel=0.15)
    assert attain(reports, asked(2, 900), ORIGIN, lift={"s00": 0.0})["mean"][0] < plain["mean"][0] - 200


def test_not_filed_is_not_zero() -> None:
    events = SHAPES["steady"].copy()
    events[0, -4:] = 0
    silent = pl.DataFrame({"series": ["s00"] * 4, "event_month": [simulated.month(n) for n in range(32, 36)]})
    reports, targets = simulated.frame(events), asked(4, 1_200)
    taken_for_zero = attain(reports, targets, ORIGIN)
    known_silent = attain(reports, targets, ORIGIN, unfiled=silent)
    assert known_silent["mean"][0] > taken_for_zero["mean"][0] * 1.1
    assert known_silent["mean"][0] == pytest.approx(1_200, rel=0.12)
    assert known_silent["unreported_share"][0] == pytest.approx(1.0)


def test_the_last_month_to_turn_it_is_told() -> None:
    """Ten a month for two years, once twenty for a quarter: a year at ten brings 120, at twenty 240."""
    monthly = np.full((1, MONTHS), 10)
    monthly[:, 9:12] = 20
    reports = simulated.frame(monthly[..., None])
    done = int(monthly.sum())
    ahead = [attain(reports, asked(1, done + more), ORIGIN)["recoverable_until"][0] for more in (20, 180, 1_000)]
    assert ahead[0] == simulated.month(47)
    assert ORIGIN < ahead[1] < simulated.month(47)
    assert ahead[2] is None


def histories() -> st.SearchStrategy[np.ndarray]:
    """Return [series, month, delay] counts: up to three series, up to 30 months."""
    sizes = st.tuples(st.integers(1, 3), st.integers(1, 30), st.just(3))
    seeds, means = st.integers(0, 2**32 - 1), st.sampled_from([0.0, 0.1, 0.6, 3.0, 20.0])
    return st.tuples(sizes, seeds, means).map(lambda d: np.random.default_rng(d[1]).poisson(d[2], d[0]))


slow = runs(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@slow
@given(histories(), st.floats(0.5, 1.5), st.integers(1, 30), st.data())
def test_more_reported_never_lowers_the_chance(
    events: np.ndarray, ease: float, added: int, data: st.DataObject
) -> None:
    """Season, delays and spread are estimated from the same counts, so that they may move it by a hair."""
    series, months, _ = events.shape
    at = data.draw(st.tuples(st.integers(0, series - 1), st.integers(0, months - 1)))
    more = events.copy()
    more[(*at, 0)] += added
    origin = simulated.month(months)
    target = int(attain(simulated.frame(events), asked(series, 0), origin)["mean"][at[0]] * ease)
    before, after = (
        attain(simulated.frame(counts), asked(series, target), origin)["p_attain"][at[0]] for counts in (events, more)
    )
    assert after >= before - 3e-3


@slow
@given(histories(), st.integers(0, 300), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(events: np.ndarray, target: int, random: object) -> None:
    reports, targets = simulated.frame(events), asked(len(events), target)
    seed = random.randint(0, 1_000)  # type: ignore[attr-defined]
    origin = simulated.month(events.shape[1])
    straight = attain(reports, targets, origin)
    mixed = attain(reports.sample(fraction=1, shuffle=True, seed=seed), targets.reverse(), origin)
    assert_frame_equal(straight, mixed.reverse(), check_exact=True)


@slow
@given(histories(), st.integers(1, 30))
def test_nothing_reported_later_is_used(events: np.ndarray, origin: int) -> None:
    reports, targets = simulated.frame(events), asked(len(events), 50)
    day: date = simulated.month(min(origin, events.shape[1]))
    known = reports.filter(pl.col("reported_month") < day)
    assert_frame_equal(attain(reports, targets, day), attain(known, targets, day), check_exact=True)


def test_what_was_reported_after_the_origin_is_known_where_it_is_said() -> None:
    reports = simulated.frame(SHAPES["steady"]).filter(pl.col("event_month") < simulated.month(30))
    at_once, later = (
        attain(reports, asked(4, 1_000), simulated.month(30), until=until) for until in (None, simulated.month(36))
    )
    whole = reports.filter(pl.col("reported_month") < simulated.month(36)).group_by("series").agg(pl.col("count").sum())
    assert later["reported"].to_list() == whole.sort("series")["count"].to_list()
    assert (later["reported"] >= at_once["reported"]).all()
    assert (later["unreported_share"] < at_once["unreported_share"]).all()
    assert_frame_equal(at_once, attain(reports, asked(4, 1_000), simulated.month(30), until=simulated.month(30)))
    assert_frame_equal(at_once, attain(reports, asked(4, 1_000), simulated.month(30), until=simulated.month(24)))


def test_months_of_which_nothing_was_filed_widen_no_interval_by_being_taken_for_zero() -> None:
    reports = simulated.frame(SHAPES["reported at once"])
    blank = [simulated.month(n) for n in (33, 34, 35)]
    gone = reports.filter(~pl.col("event_month").is_in(blank))
    unfiled = pl.DataFrame({"series": ["s00"] * 3, "event_month": blank}).vstack(
        pl.DataFrame({"series": ["s01"] * 3, "event_month": blank})
    )
    silent, said = (attain(gone, asked(2, 1_200, 0, 60), ORIGIN, unfiled=cells) for cells in (None, unfiled))
    assert (said["mean"] > silent["mean"]).all()
    assert said["level_error"][0] <= silent["level_error"][0]

"""Budget lines: what is available adds up, transfers balance, and an overrun is as likely as the numbers say."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import budget
from analytics.budget.lines import MONEY, Expected, booked, told_by_payments
from analytics.policy import Policy
from analytics.series.matched import exceedance
from tests.budget.frames import YOUTH, paid

AS_OF = date(2026, 9, 30)
LINE, OTHER, UNPAID = "youth_allowances", "skilled_talents", "rural_training"
KINDS = ("set", "adjusted", "spent", "earmarked", "transferred_in", "transferred_out")
_ROWS = {
    "budget_year": pl.Int32,
    "line_code": pl.String,
    "kind": pl.String,
    "amount_fen": pl.Int64,
    "event_date": pl.Date,
}
_WAITING = {"benefit_id": pl.String, "cause": pl.String, "amount_fen": pl.Int64}
_MONTHS = {
    "line": pl.String, "month": pl.Date, "mean_fen": pl.Float64, "var_fen": pl.Float64, "committed_fen": pl.Float64,
}  # fmt: skip
WAN = 1_000_000


def rows(*told: Any) -> pl.DataFrame:
    """Return the fact budget_line from (year, line, kind, fen, day)."""
    return pl.DataFrame(list(told), schema=_ROWS, orient="row")


def waiting(*told: Any) -> pl.DataFrame:
    return pl.DataFrame(list(told), schema=_WAITING, orient="row")


def expected(*told: Any) -> Expected:
    """Return expectations from (line, month, mean, variance, committed)."""
    return Expected(pl.DataFrame(list(told), schema=_MONTHS, orient="row"), {2026: 0.5})


def money(*told: Any) -> pl.DataFrame:
    """Return payments from (line, month, fen)."""
    schema = {"line": pl.String, "month": pl.Date, "paid_fen": pl.Int64}
    return pl.DataFrame(list(told), schema=schema, orient="row").with_columns(undated_fen=pl.lit(0, pl.Int64))


def one(frame: pl.DataFrame, **where: Any) -> dict[str, Any]:
    [found] = frame.filter(**where).to_dicts()
    return found


def worked(policy: Policy) -> pl.DataFrame:
    told = rows(
        (2026, LINE, "set", 100 * WAN, date(2026, 2, 20)),
        (2026, LINE, "adjusted", -10 * WAN, date(2026, 9, 10)),
        (2026, LINE, "transferred_in", 20 * WAN, date(2026, 7, 15)),
        (2026, OTHER, "set", 50 * WAN, date(2026, 2, 20)),
        (2026, OTHER, "transferred_out", 20 * WAN, date(2026, 7, 15)),
        (2026, LINE, "earmarked", 5 * WAN, date(2026, 3, 1)),
        (2026, LINE, "spent", 60 * WAN, date(2026, 9, 25)),
        (2026, LINE, "spent", 30 * WAN, date(2026, 12, 18)),
        (2026, UNPAID, "set", 8 * WAN, None),
        (2026, UNPAID, "spent", 3 * WAN, date(2026, 6, 28)),
    )
    owed = waiting((YOUTH, "arrears", 7 * WAN), (YOUTH, "unclaimed", 90 * WAN))
    spent = money((LINE, date(2026, 3, 1), 50 * WAN), (LINE, date(2026, 9, 1), 14 * WAN))
    to_come = expected(
        (LINE, date(2026, 10, 1), 20.0 * WAN, (3.0 * WAN) ** 2, 12.0 * WAN),
        (LINE, date(2026, 12, 1), 10.0 * WAN, (2.0 * WAN) ** 2, 4.0 * WAN),
        (LINE, date(2027, 1, 1), 40.0 * WAN, (9.0 * WAN) ** 2, 6.0 * WAN),
    )
    return budget.lines(told, spent, owed, to_come, policy, as_of=AS_OF)


def test_a_line_is_told_from_what_was_set_to_what_is_expected(policy: Policy) -> None:
    found = one(worked(policy), budget_year=2026, line=LINE)
    assert [found[name] for name in MONEY] == [
        n * WAN for n in (100, -10, 20, 0, 110, 5, 7, 7 + 16, 64, 0, 60, 64)
    ]  # fmt: skip
    assert (found["difference_fen"], found["finding"]) == (4 * WAN, "unbooked")
    assert (found["mean_fen"], found["sd_fen"]) == pytest.approx((94 * WAN, 5 * WAN))
    chance = float(exceedance(30.0 * WAN, (5.0 * WAN) ** 2, 46.0 * WAN))
    assert (found["overrun"], found["outlook"]) == (pytest.approx(chance), "unlikely")
    assert found["low_fen"] < 94 * WAN < found["high_fen"]


def test_a_year_ahead_has_an_expectation_and_nothing_set(policy: Policy) -> None:
    found = one(worked(policy), budget_year=2027, line=LINE)
    assert (found["mean_fen"], found["overrun"], found["outlook"]) == (40 * WAN, None, "unset")
    assert found["finding"] is None


def test_of_a_line_without_payment_rows_only_bookings_speak(policy: Policy) -> None:
    found = one(worked(policy), line=UNPAID)
    assert (found["spent_fen"], found["difference_fen"], found["finding"]) == (3 * WAN, None, None)
    assert (found["overrun"], found["outlook"]) == (None, "unknown")
    assert UNPAID not in told_by_payments(policy)
    assert "teacher_training" not in told_by_payments(policy)


def test_payments_and_bookings_agree_within_the_tolerance(policy: Policy) -> None:
    told = rows((2026, LINE, "spent", 100 * WAN, None), (2026, OTHER, "spent", 100 * WAN, None))
    spent = money((LINE, AS_OF.replace(day=1), 98 * WAN), (OTHER, AS_OF.replace(day=1), 97 * WAN))
    found = budget.lines(told, spent, waiting(), expected(), policy, as_of=AS_OF)
    assert dict(found.select("line", pl.col("finding").cast(pl.String)).iter_rows()) == {LINE: "agree", OTHER: "untold"}


def test_a_line_that_is_spent_is_over(policy: Policy) -> None:
    told = rows(
        (2025, LINE, "set", WAN, None), (2025, UNPAID, "set", WAN, None), (2025, UNPAID, "spent", 2 * WAN, None)
    )
    spent = money((LINE, date(2025, 3, 1), 2 * WAN))
    found = budget.lines(told, spent, waiting(), expected(), policy, as_of=AS_OF)
    assert found["outlook"].cast(pl.String).to_list() == ["over", "over"]
    assert found["overrun"].to_list() == [1.0, 1.0]


def test_all_lines_err_as_their_correlation_says(policy: Policy) -> None:
    month = date(2026, 11, 1)
    to_come = expected(*((line, month, 10.0 * WAN, (3.0 * WAN) ** 2, 0.0) for line in (LINE, OTHER)))
    told = rows((2026, LINE, "set", 11 * WAN, None), (2026, OTHER, "set", 11 * WAN, None))
    found = budget.lines(told, money(), waiting(), to_come, policy, as_of=AS_OF)
    sds = {rho: one(budget.in_total(found, {2026: rho}, policy))["sd_fen"] for rho in (0.0, 0.5, 1.0)}
    assert sds == pytest.approx({0.0: 3 * 2**0.5 * WAN, 0.5: 3 * 3**0.5 * WAN, 1.0: 6 * WAN})
    whole = one(budget.in_total(found, {2026: 1.0}, policy))
    assert whole["overrun"] == pytest.approx(found["overrun"][0])


def test_a_payment_without_a_day_belongs_to_its_last_month(policy: Policy) -> None:
    told = paid(
        ("ann", YOUTH, 1, 3, 300, date(2024, 5, 6)),
        ("ben", YOUTH, 1, 3, 200, None),
        ("cat", YOUTH, None, None, 100, None),
    )
    found = budget.payments(told, policy, date(2024, 6, 30))
    assert found.rows() == [
        (LINE, date(2024, 3, 1), 200, 200),
        (LINE, date(2024, 5, 1), 300, 0),
        (LINE, date(2024, 6, 1), 100, 100),
    ]


def test_what_leaves_a_line_and_arrives_nowhere_is_told() -> None:
    told = rows(
        (2026, LINE, "transferred_out", 50, date(2026, 7, 15)),
        (2026, OTHER, "transferred_in", 50, date(2026, 7, 20)),
        (2025, OTHER, "transferred_out", -30, date(2025, 3, 1)),
        (2025, LINE, "transferred_in", 20, date(2025, 3, 1)),
        (2026, LINE, "transferred_out", 70, date(2026, 12, 1)),
    )
    assert budget.transfers(told, AS_OF).rows() == [
        (2025, date(2025, 3, 1), 30, 20, 10, 10),
        (2026, date(2026, 7, 15), 50, 0, 50, 0),
        (2026, date(2026, 7, 20), 0, 50, -50, 0),
    ]


ROWS = st.lists(
    st.tuples(
        st.sampled_from([2025, 2026]),
        st.sampled_from([LINE, OTHER, UNPAID]),
        st.sampled_from(KINDS),
        st.integers(-(10**9), 10**9),
        st.sampled_from([date(2025, 3, 1), date(2026, 3, 1), date(2026, 12, 1), None]),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(ROWS)
def test_what_is_available_adds_up(policy: Policy, told: list[tuple[Any, ...]]) -> None:
    found = budget.lines(rows(*told), money(), waiting(), expected(), policy, as_of=AS_OF)
    kinds = {"set": 1, "adjusted": 1}
    by_hand = 0
    for _, _, kind, fen, day in told:
        if day is None or day <= AS_OF:
            by_hand += kinds.get(kind, 0) * fen + (fen if kind == "transferred_in" else 0)
            by_hand -= abs(fen) if kind == "transferred_out" else 0
    assert found["available_fen"].sum() == by_hand
    whole = budget.in_total(found, {}, policy)
    for name in MONEY:
        assert whole[name].sum() == found[name].sum()


@settings(max_examples=30, deadline=None, derandomize=True)
@given(st.lists(st.tuples(st.sampled_from([LINE, OTHER]), st.integers(1, 10**9)), min_size=1, max_size=6))
def test_transfers_told_on_both_sides_add_to_nothing(moves: Iterable[tuple[str, int]]) -> None:
    day, told = date(2026, 3, 1), list[tuple[Any, ...]]()
    for line, fen in moves:
        other = OTHER if line == LINE else LINE
        told += [(2026, line, "transferred_out", fen, day), (2026, other, "transferred_in", fen, day)]
    found = budget.transfers(rows(*told), AS_OF)
    assert (found["gap_fen"].to_list(), found["open_fen"].to_list()) == ([0], [0])
    by_line = booked(rows(*told), AS_OF)
    assert by_line["transferred_in_fen"].sum() == by_line["transferred_out_fen"].sum()


@settings(max_examples=40, deadline=None, derandomize=True)
@given(st.integers(0, 200), st.integers(0, 50), st.floats(0, 80), st.floats(0, 30))
def test_more_paid_never_lowers_the_probability_of_an_overrun(
    policy: Policy, paid_wan: int, more: int, mean: float, sd: float
) -> None:
    told = rows((2026, LINE, "set", 100 * WAN, None))
    to_come = expected((LINE, date(2026, 10, 1), mean * WAN, (sd * WAN) ** 2, 0.0))
    chances = [
        one(budget.lines(told, money((LINE, date(2026, 1, 1), fen * WAN)), waiting(), to_come, policy, as_of=AS_OF))[
            "overrun"
        ]
        for fen in (paid_wan, paid_wan + more)
    ]
    assert 0 <= chances[0] <= chances[1] <= 1

"""Due, approved and paid meet in cells, and every fen of the difference has one cause."""

from datetime import date
from typing import Any

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.budget.ledger import Ledger, ledger
from analytics.policy import Policy, PolicyError
from tests.budget.frames import AS_OF, ONCE, SKILL, TITLE, YOUTH, approved, due, month, paid, told

CELL = ["beneficiary", "benefit_id", "month"]
PEOPLE = ("ann", "bo", "cy")
BENEFITS = (YOUTH, SKILL, TITLE, ONCE)
DAY = date(2025, 3, 4)


def book(policy: Policy, owed: pl.DataFrame, given_: pl.DataFrame, got: pl.DataFrame, **grounds: Any) -> Ledger:
    return ledger(owed, given_, got, told(**grounds), policy, as_of=AS_OF)


def money(found: Ledger) -> list[tuple[Any, ...]]:
    return found.cells.select("month", "due_fen", "approved_fen", "paid_fen").rows()


def runs(most: int) -> st.SearchStrategy[tuple[int, int]]:
    return st.tuples(st.integers(1, 12), st.integers(0, most)).map(lambda pair: (pair[0], pair[0] + pair[1]))


@st.composite
def spells(draw: st.DrawFn) -> tuple[Any, ...]:
    first, last = draw(runs(6))
    return (draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(BENEFITS)), first, last, draw(st.integers(1, 90_000)))


@st.composite
def statements(draw: st.DrawFn) -> tuple[Any, ...]:
    first, last = draw(st.one_of(runs(8), st.just((None, None))))
    fen = draw(st.one_of(st.integers(-50_000, 300_000), st.sampled_from([0, 1, 99, 100_000, 600_000])))
    day = draw(st.one_of(st.none(), st.dates(date(2023, 6, 1), AS_OF)))
    return (draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(BENEFITS)), first, last, fen, day, "D1")


@settings(max_examples=100, deadline=None)
@given(
    owed=st.lists(spells(), max_size=8),
    decided=st.lists(statements(), max_size=8),
    received=st.lists(statements(), max_size=8),
    grounds=st.fixed_dictionaries(
        {
            "applications": st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(BENEFITS)), max_size=4),
            "refused": st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(BENEFITS)), max_size=4),
            "insured": st.lists(st.tuples(st.sampled_from(PEOPLE), st.dates(month(1), month(12))), max_size=2),
            "late_fact": st.lists(spells(), max_size=4).map(lambda rows: due(*rows)),
        }
    ),
    seed=st.integers(0, 9),
)
def test_every_fen_is_kept_and_has_one_cause(
    policy: Policy, *, owed: list[Any], decided: list[Any], received: list[Any], grounds: dict[str, Any], seed: int
) -> None:
    frames = due(*owed), approved(*decided), paid(*received)
    found = book(policy, *frames, **grounds)

    assert found.cells["due_fen"].sum() == sum(row[4] * (row[3] - row[2] + 1) for row in owed)
    assert found.cells["approved_fen"].sum() == sum(row[4] for row in decided)
    assert found.cells["paid_fen"].sum() == sum(row[4] for row in received)
    gaps = found.cells.select(*CELL, gap=pl.col("due_fen") - pl.col("paid_fen")).filter(pl.col("gap") != 0)
    split = found.differences.group_by(CELL).agg(gap=pl.col("amount_fen").sum()).sort(CELL)
    assert split.equals(gaps)
    assert not found.differences.select(*CELL, "cause").is_duplicated().any()
    signs = found.differences.join(gaps, on=CELL)
    assert (signs["amount_fen"].sign() == signs["gap"].sign()).all()

    again = book(policy, *(frame.sample(fraction=1, shuffle=True, seed=seed) for frame in frames), **grounds)
    assert again.cells.equals(found.cells)
    assert again.differences.equals(found.differences)
    assert again.open.select(*CELL, "cause", "amount_fen").equals(found.open.select(*CELL, "cause", "amount_fen"))


def test_a_lot_that_is_just_what_is_due_leaves_the_months_between_alone(policy: Policy) -> None:
    owed = due(("ann", YOUTH, 1, 2, 1000), ("ann", YOUTH, 4, 4, 1500))
    found = book(policy, owed, approved(("ann", YOUTH, 1, 4, 3500, DAY)), paid(("ann", YOUTH, 1, 4, 3500, DAY)))
    assert money(found) == [
        (month(1), 1000, 1000, 1000),
        (month(2), 1000, 1000, 1000),
        (month(4), 1500, 1500, 1500),
    ]
    assert found.differences.is_empty()


def test_fen_left_over_go_to_the_first_months(policy: Policy) -> None:
    found = book(policy, due(), approved(("ann", YOUTH, 1, 3, 1001, DAY)), paid(("ann", YOUTH, 1, 3, 1000, DAY)))
    assert found.cells.select("approved_fen", "paid_fen").rows() == [(334, 334), (334, 333), (333, 333)]


def test_more_than_is_due_goes_to_the_months_that_are_not(policy: Policy) -> None:
    owed = due(("ann", YOUTH, 1, 2, 1000))
    found = book(policy, owed, approved(), paid(("ann", YOUTH, 1, 4, 2501, DAY)))
    assert found.cells["paid_fen"].to_list() == [1000, 1000, 251, 250]


def test_less_than_is_due_is_shared_or_fills_the_first_months(policy: Policy) -> None:
    owed = due(("ann", YOUTH, 1, 3, 1000), ("bo", YOUTH, 1, 3, 1000))
    found = book(policy, owed, approved(), paid(("ann", YOUTH, 1, 3, 1500, DAY), ("bo", YOUTH, 1, 3, 2000, DAY)))
    assert found.cells["paid_fen"].to_list() == [500, 500, 500, 1000, 1000, 0]


def test_money_without_months_goes_to_the_oldest_that_lack_it(policy: Policy) -> None:
    owed = due(("ann", ONCE, 1, 1, 500), ("ann", ONCE, 3, 3, 500))
    found = book(policy, owed, approved(("ann", ONCE, None, None, 700, DAY)), paid(("ann", ONCE, 2, 2, 800, DAY)))
    assert money(found) == [(month(1), 500, 500, 500), (month(3), 500, 200, 300)]


def test_what_is_left_goes_to_the_newest_month_or_to_its_day_if_there_are_more_lots_than_months(policy: Policy) -> None:
    owed = due(("ann", ONCE, 1, 1, 500))
    once, twice = [("ann", ONCE, None, None, 700, DAY)], [("ann", ONCE, None, None, 350, DAY)] * 2
    assert money(book(policy, owed, approved(), paid(*once))) == [(month(1), 500, 0, 700)]
    assert money(book(policy, owed, approved(), paid(*twice))) == [(month(1), 500, 0, 500), (month(15), 0, 0, 200)]


def test_a_decision_without_months_is_for_the_months_that_were_paid(policy: Policy) -> None:
    owed = due(("ann", YOUTH, 1, 6, 100))
    found = book(policy, owed, approved(("ann", YOUTH, None, None, 200, DAY)), paid(("ann", YOUTH, 4, 5, 200, DAY)))
    assert found.cells.filter(pl.col("approved_fen") > 0)["month"].to_list() == [month(4), month(5)]


def test_what_is_owed_names_the_last_decision(policy: Policy) -> None:
    decided = approved(
        ("ann", YOUTH, 1, 1, 600, date(2024, 4, 1), "first"), ("ann", YOUTH, 1, 1, 400, date(2024, 5, 1), "second")
    )
    found = book(policy, due(("ann", YOUTH, 1, 2, 1000)), decided, paid(("ann", YOUTH, 1, 1, 300, DAY)))
    assert found.open.select("month", "cause", "amount_fen", "document_no").rows() == [
        (month(1), "arrears", 700, "second"),
        (month(2), "undecided", 1000, None),
    ]
    assert found.batches.rows() == [(YOUTH, "first", month(1), 600, 0), (YOUTH, "second", month(1), 400, 700)]


def test_an_empty_city_has_an_empty_ledger(policy: Policy) -> None:
    found = book(policy, due(), approved(), paid())
    assert found.cells.is_empty()
    assert found.differences.is_empty()
    assert found.open.is_empty()


def test_an_unknown_benefit_is_refused(policy: Policy) -> None:
    with pytest.raises(PolicyError, match="x99"):
        book(policy, due(("ann", "x99", 1, 1, 5)), approved(), paid())

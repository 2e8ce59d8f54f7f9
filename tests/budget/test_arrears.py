"""Ages, people waiting, and the month up to which money has come."""

from datetime import date

import polars as pl
import pytest

from analytics.budget.arrears import aged, owed, paid_to, totals
from analytics.budget.ledger import Ledger, ledger
from analytics.policy import Policy
from tests.budget.frames import SKILL, YOUTH, approved, due, month, paid, told

AS_OF = date(2024, 12, 15)


def waiting(policy: Policy, day: date | None, as_of: date) -> tuple[int, str]:
    given = approved(("ann", YOUTH, 1, 1, 1000, day))
    found = ledger(due(("ann", YOUTH, 1, 1, 1000)), given, paid(), told(), policy, as_of=as_of)
    return aged(found.open, policy, as_of=as_of).select("months_owed", pl.col("age").cast(pl.String)).row(0)


@pytest.mark.parametrize(
    ("day", "as_of", "months", "age"),
    [
        (date(2024, 9, 16), AS_OF, 2, "m0_3"),
        (date(2024, 9, 15), AS_OF, 3, "m3_6"),
        (date(2024, 6, 16), AS_OF, 5, "m3_6"),
        (date(2024, 6, 15), AS_OF, 6, "m6_12"),
        (date(2023, 12, 16), AS_OF, 11, "m6_12"),
        (date(2023, 12, 15), AS_OF, 12, "m12"),
        (date(2024, 12, 15), AS_OF, 0, "m0_3"),
        (None, date(2024, 4, 29), 2, "m0_3"),
        (None, date(2024, 4, 30), 3, "m3_6"),
        (None, date(2024, 5, 1), 3, "m3_6"),
    ],
)
def test_age_counts_whole_months_from_the_decision_else_from_the_end_of_the_month(
    policy: Policy, day: date | None, as_of: date, months: int, age: str
) -> None:
    assert waiting(policy, day, as_of) == (months, age)


def city(policy: Policy) -> Ledger:
    """Ten people are paid to February, one of them to January, two of them to March."""
    people = [f"p{n}" for n in range(10)]
    spells = due(*((who, YOUTH, 1, 4, 1000) for who in people), ("p0", SKILL, 1, 1, 700))
    lots = approved(*((who, YOUTH, 1, 4, 4000, date(2024, 5, 1), "Q1") for who in people))
    last = {"p0": 1, "p1": 3, "p2": 3}
    money = paid(*((who, YOUTH, 1, last.get(who, 2), 1000 * last.get(who, 2), date(2024, 6, 1)) for who in people))
    return ledger(spells, lots, money, told([("p0", SKILL)]), policy, as_of=AS_OF)


def test_totals_count_every_person_once(policy: Policy) -> None:
    found = aged(city(policy).open, policy, as_of=AS_OF)
    by_cause = totals(found, ["cause"]).with_columns(pl.col("cause").cast(pl.String))
    assert by_cause.rows() == [
        ("arrears", 19_000, 10, 19, date(2024, 5, 1)),
        ("undecided", 700, 1, 1, month(1).replace(day=31)),
    ]
    assert totals(owed(found), ["benefit_id", "age"])["amount_fen"].sum() == 19_000


def test_a_benefit_is_paid_to_the_month_of_which_nearly_all_has_come(policy: Policy) -> None:
    [found] = paid_to(city(policy), policy).rows(named=True)
    assert found == {
        "benefit_id": YOUTH,
        "paid_to": month(2),
        "fully_paid_to": month(1),
        "approved_to": month(4),
        "approved_fen": 40_000,
        "open_fen": 19_000,
    }
    [batch] = paid_to(city(policy), policy, ["benefit_id", "document_no"]).rows(named=True)
    assert (batch["document_no"], batch["paid_to"]) == ("Q1", month(2))


def test_where_the_first_month_is_open_nothing_is_paid_to(policy: Policy) -> None:
    lots = approved(("ann", YOUTH, 1, 2, 2000, date(2024, 5, 1), "Q1"))
    found = ledger(due(("ann", YOUTH, 1, 2, 1000)), lots, paid(), told(), policy, as_of=AS_OF)
    [row] = paid_to(found, policy).rows(named=True)
    assert row["paid_to"] is None
    assert row["fully_paid_to"] is None

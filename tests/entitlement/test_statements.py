"""What ledgers state of money is told once, on its day, and nothing that did not arrive counts."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.entitlement.statements import approved, beneficiary, paid
from analytics.policy import Policy
from analytics.records import schema

AS_OF = date(2025, 12, 31)
JAN, FEB, MAR = date(2025, 1, 1), date(2025, 2, 1), date(2025, 3, 1)
DAY = date(2025, 4, 10)
YOUTH, ONCE, TRIP = "b03a", "b01a", "b12e"
Facts = dict[str, pl.DataFrame]


def facts(**rows: list[dict[str, Any]]) -> Facts:
    """Return the three tables; every row has a record_id, a ledger and a unit if it names none."""
    found = {}
    for name in ("payment", "decision_amount", "application"):
        usual = {"ledger": "rosters", "unit_id": "human_resources", "benefit_id": YOUTH}
        filled = [{"record_id": n, **usual, **row} for n, row in enumerate(rows.get(name, []), 1)]
        found[name] = pl.DataFrame(filled, schema=schema.fact_schemas()[name])
    return found


def roster(start: date | None = JAN, end: date | None = JAN, fen: int = 1000, **more: Any) -> dict[str, Any]:
    return {"person_key": "ann", "from_month": start, "to_month": end, "amount_fen": fen, "paid_on": DAY, **more}


def amounts(policy: Policy, *rows: dict[str, Any], applications: tuple[dict[str, Any], ...] = ()) -> list[int]:
    found = paid(facts(payment=list(rows), application=list(applications)), policy, as_of=AS_OF)
    return found["amount_fen"].to_list()


def test_money_that_came_counts_and_money_that_was_sent_back_does_not(policy: Policy) -> None:
    rows = [roster(), roster(FEB, FEB, status="paid"), roster(MAR, MAR, status="returned")]
    assert amounts(policy, *rows) == [1000, 1000, 0]


def test_money_taken_back_where_the_payment_was_overwritten_leaves_nothing(policy: Policy) -> None:
    assert amounts(policy, roster(status="clawed_back")) == [0]
    assert amounts(policy, roster(FEB, FEB), roster(status="clawed_back")) == [1000, 0]


def test_money_taken_back_of_a_payment_that_stands_counts_against_it_once(policy: Policy) -> None:
    back = roster(FEB, FEB, status="clawed_back", paid_on=date(2025, 9, 1))
    assert amounts(policy, roster(JAN, MAR, 3000), back) == [3000, -1000]
    assert amounts(policy, roster(JAN, MAR, 3000), back, back) == [3000, -1000, 0]


@pytest.mark.parametrize(
    ("change", "total"),
    [
        ({}, 1000),
        ({"from_month": None, "to_month": None}, 1000),
        ({"from_month": FEB, "to_month": FEB}, 2000),
        ({"paid_on": date(2025, 4, 11)}, 2000),
        ({"amount_fen": 1001}, 2001),
        ({"person_key": "bo"}, 2000),
    ],
)
def test_the_treasury_tells_the_same_money_again_only_when_all_agrees(
    policy: Policy, change: dict[str, Any], total: int
) -> None:
    assert sum(amounts(policy, roster(), roster(ledger="payments", **change))) == total


def test_every_row_of_a_roster_hides_one_of_the_treasury(policy: Policy) -> None:
    again = roster(ledger="payments")
    assert len(amounts(policy, roster(), again, again)) == 2
    assert len(amounts(policy, roster(), roster(), again, again)) == 2
    assert len(amounts(policy, roster(), roster(ledger="youth"))) == 2


def test_a_stage_speaks_where_no_ledger_does(policy: Policy) -> None:
    stage = {"person_key": "ann", "benefit_id": ONCE, "stage": "paid_out", "event_date": DAY, "amount_fen": 500}
    asked = {**stage, "stage": "received"}
    monthly = {**stage, "benefit_id": YOUTH}
    told = roster(None, None, 500, benefit_id=ONCE)
    assert amounts(policy, applications=(stage, asked, monthly)) == [500]
    assert amounts(policy, told, applications=(stage,)) == [500]
    decided = {**stage, "stage": "decided", "application_no": "A1"}
    found = approved(facts(application=[decided]), policy, as_of=AS_OF)
    assert found.select("amount_fen", "decided_on", "fact").rows() == [(500, DAY, "application")]


def test_what_comes_after_the_day_is_not_yet_told_and_no_day_is_in_time(policy: Policy) -> None:
    rows = facts(payment=[roster(paid_on=date(2026, 1, 1)), roster(FEB, FEB, paid_on=None)])
    assert paid(rows, policy, as_of=AS_OF)["from_month"].to_list() == [FEB]


def test_a_run_of_months_is_completed_from_its_count(policy: Policy) -> None:
    rows = facts(payment=[roster(to_month=None, months=14), roster(JAN, MAR)])
    found = paid(rows, policy, as_of=AS_OF).select("from_month", "to_month", "months")
    assert found.rows() == [(JAN, date(2026, 2, 1), 14), (JAN, MAR, 3)]


def test_decisions_keep_their_document_and_months(policy: Policy) -> None:
    row = {"person_key": "ann", "from_month": JAN, "to_month": MAR, "amount_fen": 3000, "decided_on": DAY}
    found = approved(facts(decision_amount=[{**row, "document_no": "Q1"}]), policy, as_of=AS_OF)
    assert found.select("beneficiary", "months", "amount_fen", "document_no").rows() == [("ann", 3, 3000, "Q1")]


def test_the_payee_of_the_benefit_receives_the_money(policy: Policy) -> None:
    rows = pl.DataFrame(
        [(YOUTH, "ann", "e1", "u"), (TRIP, "ann", "e1", "u"), (TRIP, "ann", None, "u"), (YOUTH, None, None, "u")],
        schema=["benefit_id", "person_key", "employer_id", "unit_id"],
        orient="row",
    )
    assert rows.select(beneficiary(policy)).to_series().to_list() == ["ann", "e1", "ann", "unit:u"]

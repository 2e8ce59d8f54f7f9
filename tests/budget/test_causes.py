"""Each cause is found where it is planted, and takes its own part alone."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.budget.causes import Grounds, grounds
from analytics.budget.ledger import ledger
from analytics.entitlement import Dues
from analytics.policy import Policy
from tests.budget.frames import AS_OF, IN_KIND, ONCE, SKILL, YOUTH, approved, due, month, paid, told

DAY = date(2024, 6, 1)
YEAR = due(("ann", YOUTH, 1, 3, 1000))
CLOCK = due(("ann", YOUTH, 1, 36, 1000))


def causes(
    policy: Policy, owed: pl.DataFrame, given: pl.DataFrame, got: pl.DataFrame, grounds: Grounds
) -> list[tuple[Any, ...]]:
    """Return (number of the month, cause, fen) of every difference."""
    found = ledger(owed, given, got, grounds, policy, as_of=AS_OF).differences
    number = (pl.col("month").dt.year() - 2024) * 12 + pl.col("month").dt.month()
    return found.select(number, pl.col("cause").cast(pl.String), "amount_fen").rows()


UNDER = {
    "arrears": (
        approved(("ann", YOUTH, 1, 3, 3000, DAY)),
        paid(("ann", YOUTH, 1, 1, 1000, DAY)),
        told(),
        [(2, "arrears", 1000), (3, "arrears", 1000)],
    ),
    "arrears of part of it": (
        approved(("ann", YOUTH, 1, 3, 2400, DAY)),
        paid(("ann", YOUTH, 1, 3, 1500, DAY)),
        told(),
        [(n, cause, fen) for n in (1, 2, 3) for cause, fen in (("arrears", 300), ("wrong_level", 200))],
    ),
    "undecided": (approved(), paid(), told([("ann", YOUTH)]), [(n, "undecided", 1000) for n in (1, 2, 3)]),
    "the next batch": (
        approved(("ann", YOUTH, 1, 2, 2000, DAY)),
        paid(("ann", YOUTH, 1, 2, 2000, DAY)),
        told(),
        [(3, "undecided", 1000)],
    ),
    "unclaimed": (approved(), paid(), told([("ann", SKILL)]), [(n, "unclaimed", 1000) for n in (1, 2, 3)]),
    "left out": (
        approved(("ann", YOUTH, 1, 1, 1000, DAY), ("ann", YOUTH, 3, 3, 1000, DAY)),
        paid(("ann", YOUTH, 1, 1, 1000, DAY), ("ann", YOUTH, 3, 3, 1000, DAY)),
        told(),
        [(2, "wrong_months", 1000)],
    ),
    "rounding": (
        approved(("ann", YOUTH, 1, 3, 3000, DAY)),
        paid(("ann", YOUTH, 1, 3, 2997, DAY)),
        told(),
        [(n, "rounding", 1) for n in (1, 2, 3)],
    ),
    "a fact known late": (
        approved(("ann", YOUTH, 1, 2, 2000, DAY)),
        paid(("ann", YOUTH, 1, 2, 2000, DAY)),
        told(late_fact=due(("ann", YOUTH, 1, 2, 1000))),
        [(3, "late_fact", 1000)],
    ),
    "an older rule": (
        approved(("ann", YOUTH, 1, 3, 2400, DAY)),
        paid(("ann", YOUTH, 1, 3, 2400, DAY)),
        told(rule_version=due(("ann", YOUTH, -30, 60, 800), ("zoe", YOUTH, 1, 2, 5))),
        [(n, "rule_version", 200) for n in (1, 2, 3)],
    ),
}


@pytest.mark.parametrize("case", UNDER)
def test_missing_money(policy: Policy, case: str) -> None:
    given, got, why, expected = UNDER[case]
    assert causes(policy, YEAR, given, got, why) == expected


OVER = {
    "double": (YEAR, [(2, 2, 1000), (2, 2, 1000)], told(), [(2, "double", -1000)]),
    "wrong level": (YEAR, [(2, 2, 1500)], told(), [(2, "wrong_level", -500)]),
    "both": (YEAR, [(2, 2, 1500), (2, 2, 900)], told(), [(2, "wrong_level", -500), (2, "double", -900)]),
    "after departure": (YEAR, [(4, 4, 1000)], told(insured=[("ann", month(3))]), [(4, "after_departure", -1000)]),
    "still insured": (YEAR, [(4, 4, 1000)], told(insured=[("ann", None)]), [(4, "wrong_months", -1000)]),
    "over the clock": (CLOCK, [(37, 37, 1000)], told(), [(37, "over_clock", -1000)]),
    "before the clock began": (due(("ann", YOUTH, 2, 37, 1000)), [(1, 1, 1000)], told(), [(1, "wrong_months", -1000)]),
    "a condition": (due(), [(1, 1, 1000)], told(refused=[("ann", YOUTH)]), [(1, "condition", -1000)]),
    "a register not on file": (
        due(),
        [(1, 1, 1000)],
        told(refused=[("ann", YOUTH)], condition="no_fact"),
        [(1, "late_fact", -1000)],
    ),
    "another benefit": (due(("ann", SKILL, 1, 1, 1200)), [(1, 1, 1000)], told(), [(1, "suppressed", -1000)]),
    "nothing known": (due(), [(1, 1, 1000)], told(), [(1, "unexplained", -1000)]),
    "twice for nothing": (due(), [(1, 1, 900), (1, 1, 900)], told(), [(1, "double", -900), (1, "unexplained", -900)]),
}  # fmt: skip


@pytest.mark.parametrize("case", OVER)
def test_money_too_much(policy: Policy, case: str) -> None:
    owed, payments, why, expected = OVER[case]
    got = paid(*(("ann", YOUTH, first, last, fen, DAY) for first, last, fen in payments))
    found = causes(policy, owed, approved(), got, why)
    assert [row for row in found if row[2] < 0] == expected


def test_what_is_given_in_kind_is_not_owed(policy: Policy) -> None:
    found = causes(policy, due(("e1", IN_KIND, 1, 1, 1000)), approved(), paid(), told([("e1", IN_KIND)]))
    assert found == [(1, "in_kind", 1000)]


def test_what_is_paid_once_is_too_much_or_once_too_often(policy: Policy) -> None:
    owed, given = due(("ann", ONCE, 1, 1, 1000)), approved(("ann", ONCE, None, None, 1000, DAY))
    much, often = paid(("ann", ONCE, None, None, 1500, DAY)), paid(*[("ann", ONCE, None, None, 1000, DAY)] * 2)
    gone = told(insured=[("ann", month(1))])
    assert causes(policy, owed, given, much, gone) == [(1, "wrong_level", -500)]
    assert causes(policy, owed, given, often, gone) == [(6, "wrong_months", -1000)]


def test_an_application_that_came_back_last_is_none(policy: Policy) -> None:
    stages = [
        ("ann", "received", 1),
        ("ann", "returned", 2),
        ("bo", "returned", 1),
        ("bo", "received", 2),
        ("cy", "received", 1),
    ]
    rows = [
        {"person_key": who, "benefit_id": YOUTH, "stage": stage, "event_date": month(n), "unit_id": "u"}
        for who, stage, n in stages
    ]
    applications = pl.DataFrame(rows).with_columns(employer_id=pl.lit(None, pl.String))
    spells = pl.DataFrame(
        {"person_key": ["ann", "bo", "bo"], "end_month": [month(3), month(4), None]},
        schema_overrides={"end_month": pl.Date},
    )
    nothing = told()
    dues = Dues(due(), nothing.suppressed, nothing.refused)
    found = grounds({"application": applications, "insurance_spell": spells}, dues, policy)
    assert sorted(found.applications["beneficiary"]) == ["bo", "cy"]
    assert dict(found.insured.rows()) == {"ann": month(3), "bo": None}

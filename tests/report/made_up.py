"""The money of one made-up person with decisions and payments, as the accounts tell it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any

import polars as pl

from analytics import budget, entitlement
from analytics import policy as policies
from analytics.budget import Ledger
from analytics.entitlement import Dues, statements
from analytics.entitlement.made_up import KEY, MadeUp, made_up_facts
from analytics.policy import Policy
from analytics.report.person.file import PersonFile, person_file
from analytics.report.records_view import Sources
from analytics.report.voice import Voice
from analytics.texts import Lang, catalogue

POLICY = policies.load()
AS_OF = date(2024, 12, 31)
SINCE = date(2023, 7, 1)
NAME, NUMBER = "张三丰", "370283199001011235"


@dataclass(frozen=True)
class Money:
    as_of: date
    known_at: datetime | None
    readings: Mapping[str, str]
    policy: Policy
    facts: Mapping[str, pl.DataFrame]
    dues: Dues
    approved: pl.DataFrame
    paid: pl.DataFrame
    ledger: Ledger
    waiting: pl.DataFrame


class Filed:
    """Records and identities of the person: every record stands in one file, whenever it is asked for."""

    def facts(self, name: str, known_at: datetime | None = None) -> pl.DataFrame:  # noqa: ARG002
        return money().facts[name]

    def sheets(self, known_at: datetime | None = None) -> pl.DataFrame:  # noqa: ARG002
        return pl.DataFrame()

    def employers(self, known_at: datetime | None = None) -> pl.DataFrame:  # noqa: ARG002
        return pl.DataFrame(schema={"employer_id": pl.String, "employer_name": pl.String})

    def record(self, fact: str, record_id: int) -> dict[str, Any]:
        row = money().facts[fact].filter(record_id=record_id).row(0, named=True)
        place = {"file_name": "青年人才.xlsx", "sheet": "一季度", "row_no": record_id, "batch_id": 3}
        return row | place | {"unit_id": "human_resources", "recorded_at": datetime.combine(AS_OF, time(9))}

    def reveal(self, person_keys: Sequence[str] | pl.Series) -> pl.DataFrame:  # noqa: ARG002
        return pl.DataFrame({"person_key": [KEY], "name": [NAME], "id_number": [NUMBER]})


def sources() -> Sources:
    return Sources(Filed(), Filed())


def voice(lang: Lang = "zh") -> Voice:
    return Voice(POLICY, catalogue(lang))


@cache
def money() -> Money:
    """Return the accounts: a master insured since July 2023, 15 months approved, 12 of them paid, one month twice."""
    person = MadeUp({"degree": "master", "skill_grade": "technician"}, SINCE, "enterprise")
    facts = dict(made_up_facts(person, POLICY))
    paid = [_paid(number, _month(number)) for number in range(12)] + [_paid(12, _month(0), date(2024, 9, 9))]
    facts["payment"] = _rows("payment", paid)
    decided = {"from_month": SINCE, "to_month": date(2024, 9, 1), "months": 15, "amount_fen": 3_000_000}
    facts["decision_amount"] = _rows("decision_amount", [{**decided, "decided_on": date(2024, 4, 1), "record_id": 50}])
    policy, readings = POLICY, POLICY.settled(None, AS_OF)
    dues = entitlement.dues(facts, policy, as_of=AS_OF, readings=readings)
    approved = statements.approved(facts, policy, as_of=AS_OF)
    arrived = statements.paid(facts, policy, as_of=AS_OF)
    ledger = budget.ledger(dues.due, approved, arrived, budget.grounds(facts, dues, policy), policy, as_of=AS_OF)
    waiting = budget.aged(ledger.open, policy, as_of=AS_OF)
    return Money(AS_OF, None, readings, policy, facts, dues, approved, arrived, ledger, waiting)


@cache
def file() -> PersonFile:
    return person_file(money(), KEY)


def _month(number: int) -> date:
    return date(2023 + (6 + number) // 12, (6 + number) % 12 + 1, 1)


def _paid(number: int, month: date, on: date = date(2024, 8, 1)) -> dict[str, Any]:
    told = {"from_month": month, "to_month": month, "months": 1, "amount_fen": 200_000, "status": "paid"}
    return {**told, "paid_on": on, "record_id": 100 + number, "batch_no": "QN2024-1"}


def _rows(fact: str, rows: list[dict[str, Any]]) -> pl.DataFrame:
    table = made_up_facts(MadeUp({}, SINCE, "enterprise"), POLICY)[fact].clear()
    common = {"person_key": KEY, "benefit_id": "b03a", "unit_id": "human_resources"}
    known = [{name: (common | row).get(name) for name in table.columns} for row in rows]
    return pl.DataFrame(known, schema=table.schema)

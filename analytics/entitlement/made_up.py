"""A made-up person as facts: whoever asks what somebody would get needs no record for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics import records
from analytics.entitlement.evidence import Facts, facts_of
from analytics.entitlement.people import claim_of
from analytics.entitlement.rates import FOREIGN, LOCAL, NO_LEVEL
from analytics.policy import Policy
from analytics.policy.claims import Condition, Evidence, Role

KEY = "made-up"
_EMPLOYER = "made-up-employer"
_EMPLOYERS, _APPLICATIONS = "employer", "application"
_PERSON = {"person_key": pl.String, "birth_month": pl.Date, "sex": pl.String, "is_foreign": pl.Boolean}
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class MadeUpClaim:
    """What is assumed for one more benefit: the roles of its claim; all its conditions are taken to hold."""

    benefit_id: str
    roles: Mapping[Role, Any]


@dataclass(frozen=True)
class MadeUp:
    """Somebody insured from a month on (`until` null: still), with the levels held on entry by kind.

    A foreigner has a contract instead of insurance. claims: further benefits asked about.
    """

    levels: Mapping[str, str]
    since: date
    employer_kind: str
    until: date | None = None
    is_foreign: bool = False
    claims: tuple[MadeUpClaim, ...] = ()


def made_up_facts(person: MadeUp, policy: Policy) -> Facts:
    """Return the fact tables that say of KEY what is told of the person, and nothing of anybody else."""
    rows: dict[str, list[dict[str, Any]]] = {_EMPLOYERS: [{}]}

    def add(evidence: Evidence, benefit_id: str, **told: Any) -> None:
        row = _showing(evidence, benefit_id) | told
        rows.setdefault(evidence.fact, []).append(row)

    paid_as = FOREIGN if person.is_foreign else LOCAL
    spells = claim_of(policy, paid_as["degree"])
    add(spells, FOREIGN["degree"], **{spells.columns["since"]: person.since, spells.columns["until"]: person.until})
    for kind, level in person.levels.items():
        if level != NO_LEVEL:
            benefit_id = paid_as.get(kind, LOCAL[kind])
            held = claim_of(policy, benefit_id).held[0]
            add(held, benefit_id, level=level, **({held.on: person.since - _DAY} if held.on else {}))
    for asked in person.claims:
        claim = claim_of(policy, asked.benefit_id)
        told = {claim.columns[role]: value for role, value in asked.roles.items() if role in claim.columns}
        add(claim, asked.benefit_id, **told)
        rows.setdefault(_APPLICATIONS, []).append({"benefit_id": asked.benefit_id})
        for condition in _one_of_each(claim.conditions):
            brought = {column: asked.roles.get(role) for role, column in condition.brings.items()}
            add(condition, asked.benefit_id, **_in_time(condition, person.since) | brought)
    return _tables(rows, person, policy)


def _one_of_each(conditions: Iterable[Condition]) -> Iterable[Condition]:
    """Yield the first condition of each code: of several with one code, any is enough."""
    return {condition.code: condition for condition in reversed(tuple(conditions))}.values()


def _showing(evidence: Evidence, benefit_id: str) -> dict[str, Any]:
    """Return a row that the evidence asks for."""
    row: dict[str, Any] = {column: values[0] for column, values in evidence.where.items()}
    if "benefit_id" in records.fact_schema(evidence.fact):
        row.setdefault("benefit_id", benefit_id)
    return row


def _in_time(condition: Condition, day: date) -> dict[str, Any]:
    named = {column: day for column in (condition.on, condition.since, condition.until) if column}
    schema = records.fact_schema(condition.fact)
    found = {column: day.year if schema[column].is_integer() else day for column, day in named.items()}
    return found | ({condition.of: _EMPLOYER if condition.by == "employer_id" else KEY} if condition.of else {})


def _tables(rows: Mapping[str, list[dict[str, Any]]], person: MadeUp, policy: Policy) -> Facts:
    found = {"person": pl.DataFrame([{"person_key": KEY, "is_foreign": person.is_foreign}], schema=_PERSON)}
    for name in facts_of(policy):
        if name in found:
            continue
        schema = records.fact_schema(name) | {"record_id": pl.Int64}
        told = [
            {"person_key": KEY, "employer_id": _EMPLOYER, "employer_kind": person.employer_kind}
            | row
            | {"record_id": number}
            for number, row in enumerate(rows.get(name, ()))
        ]
        known = [{column: row.get(column) for column in schema} for row in told]
        found[name] = pl.DataFrame(known, schema=schema)
    return found

"""Between people of the oracle and the frames of the kernel."""

from collections.abc import Mapping, Sequence
from datetime import date

import polars as pl

from analytics.entitlement import allowances
from analytics.policy import Policy
from tests.entitlement.oracle import PaySpell, Person

UPGRADES = pl.List(pl.Struct({"kind": pl.String, "level": pl.String, "from_month": pl.Date}))
PERSONS = {
    "person_id": pl.Int64,
    "degree": pl.String,
    "skill_grade": pl.String,
    "title": pl.String,
    "is_foreign": pl.Boolean,
    "application_date": pl.Date,
    "upgrades": UPGRADES,
}
SPELLS = {
    "person_id": pl.Int64,
    "start_month": pl.Date,
    "end_month": pl.Date,
    "employer_kind": pl.String,
    "is_back_paid": pl.Boolean,
}
Found = dict[int, list[PaySpell]]


def frames(people: Sequence[Person]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the persons, numbered in order, and their spells."""
    persons = [
        (n, p.degree, p.skill_grade, p.title, p.is_foreign, p.application_date, [u._asdict() for u in p.upgrades])
        for n, p in enumerate(people)
    ]
    spells = [(n, *spell) for n, p in enumerate(people) for spell in p.spells]
    return pl.DataFrame(persons, schema=PERSONS, orient="row"), pl.DataFrame(spells, schema=SPELLS, orient="row")


def paid(result: pl.LazyFrame) -> Found:
    """Return the pay spells by person."""
    found: Found = {}
    for person, *spell in (
        result.select("person_id", "benefit_id", "from_month", "to_month", "months", "amount_fen").collect().iter_rows()
    ):
        found.setdefault(person, []).append(PaySpell(*spell))
    return found


def of_one(person: Person, policy: Policy, as_of: date, readings: Mapping[str, str] | None = None) -> list[PaySpell]:
    """Return what the kernel pays one person."""
    persons, spells = frames([person])
    return paid(allowances(persons, spells, policy, as_of=as_of, readings=readings)).get(0, [])

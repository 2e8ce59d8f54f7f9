"""Worked cases of the benefits: the facts of a few people, and what is due, as tests/cases/benefits writes them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analytics.entitlement import Dues, dues, facts_of
from analytics.policy import Policy
from analytics.records import schema

FOLDER = Path(__file__).parents[1] / "cases" / "benefits"
_NAMES = {"person_key", "employer_id", "referrer_id", "referrer_key"}
_MARK = "/"
_PERSON = {"person_key": pl.String, "birth_month": pl.Date, "is_foreign": pl.Boolean}


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """due: beneficiary, from_month, months, amount_fen, reason of every row of the benefit; refused: its conditions."""

    benefit: str
    name: str
    kind: str
    as_of: date
    readings: dict[str, str]
    facts: dict[str, list[dict[str, Any]]]
    due: list[dict[str, Any]]
    refused: list[str]

    def __str__(self) -> str:
        return f"{self.benefit}: {self.name}"


def cases() -> Iterator[Case]:
    """Yield every case of every benefit."""
    for path in sorted(FOLDER.glob("*.toml")):
        for table in tomllib.loads(path.read_text(encoding="utf-8"))["case"]:
            yield Case(benefit=path.stem, **({"readings": {}, "due": [], "refused": []} | table))


def frames(policy: Policy, rows: Mapping[str, Sequence[Mapping[str, Any]]]) -> dict[str, pl.DataFrame]:
    """Return all fact tables that are needed, with the given rows; records are numbered through, the rest is empty."""
    tables: dict[str, pl.DataFrame] = {}
    number = 1
    for name in facts_of(policy):
        columns = dict(_PERSON) if name == "person" else {**schema.fact_schemas()[name]}
        given = [dict(row) for row in rows.get(name, ())]
        if unknown := {key for row in given for key in row} - set(columns):
            raise ValueError(f"{name}: {sorted(unknown)}")
        for row in given if name != "person" else ():
            row["record_id"] = number
            number += 1
        tables[name] = pl.DataFrame(given, schema=columns)
    return tables


def settled(policy: Policy, asked: Iterable[Case]) -> dict[Case, Dues]:
    """Return what comes out for every case; cases of the same day and readings live in one city side by side."""
    cities: dict[tuple[Any, ...], dict[str, Case]] = {}
    for number, case in enumerate(asked):
        is_alone = any(_NAMES.isdisjoint(row) for rows in case.facts.values() for row in rows)
        key = (case.as_of, *sorted(case.readings.items()), number if is_alone else None)
        cities.setdefault(key, {})[f"{number}{_MARK}"] = case
    return {case: found for city in cities.values() for case, found in _city(policy, city).items()}


def _city(policy: Policy, city: Mapping[str, Case]) -> dict[Case, Dues]:
    rows: dict[str, list[dict[str, Any]]] = {}
    for mark, case in city.items():
        for name, given in case.facts.items():
            marked = ({key: f"{mark}{v}" if key in _NAMES else v for key, v in row.items()} for row in given)
            rows.setdefault(name, []).extend(marked)
    first = next(iter(city.values()))
    found = dues(frames(policy, rows), policy, as_of=first.as_of, readings=first.readings)
    return {case: _of(found, mark, alone=len(city) == 1) for mark, case in city.items()}


def _of(found: Dues, mark: str, *, alone: bool) -> Dues:
    """Return the part of one case, without its mark."""

    def part(frame: pl.DataFrame) -> pl.DataFrame:
        mine = frame if alone else frame.filter(pl.col("beneficiary").str.starts_with(mark))
        return mine.with_columns(pl.col("beneficiary").str.strip_prefix(mark))

    return Dues(part(found.due), part(found.suppressed), part(found.refused))


def told(case: Case, found: Dues) -> tuple[list[dict[str, Any]], list[str]]:
    """Return what is due and refused of the benefit of the case, as cases write it."""
    shown = ("beneficiary", "from_month", "months", "amount_fen", "reason")
    due = found.due.filter(pl.col("benefit_id") == case.benefit).select(shown)
    refused = found.refused.filter(pl.col("benefit_id") == case.benefit)
    return due.rows(named=True), sorted(refused["condition"])

"""What bureaus state differently about one person: the matters, who says what, and who holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.intake.disagreements import kinds
from analytics.report import evidence
from analytics.report.evidence import Identities
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = ("matter", "about", "statements", "ruling")
_UNITS = "unit"


@dataclass(frozen=True)
class Statement:
    """What one bureau says, in words, and the code of the record that says it."""

    unit_id: str
    unit: str
    value: str
    said: str
    ledger: str
    batch_id: int
    holds: bool


@dataclass(frozen=True)
class Matter:
    """One matter that bureaus disagree on: `code` names it in addresses; `ruling` is a sentence once somebody ruled."""

    code: str
    disagreement: str
    person_key: str
    about: str
    title: str
    subject: str
    statements: tuple[Statement, ...]
    ruling: str | None


def matters(found: pl.DataFrame, identities: Identities, voice: Voice) -> list[Matter]:
    """Return the matters, those without a ruling first; `found` as intake.disagreements.with_rulings returns it."""
    people = evidence.masked(found["person_key"], identities)
    grouped = found.group_by("disagreement", "person_key", "about", maintain_order=True)
    listed = [_matter(part.to_dicts(), people, voice) for _, part in grouped]
    return sorted(listed, key=lambda matter: matter.ruling is not None)


def table(listed: list[Matter], voice: Voice) -> Table:
    """Return one row per matter."""
    waiting = sum(matter.ruling is None for matter in listed)
    columns = tuple(Column(name, voice.t(f"disagreement.{name}")) for name in _COLUMNS)
    rows = tuple(_row(matter, voice) for matter in listed)
    return Table(voice.t("disagreement.title", count=len(listed), waiting=waiting), columns, rows)


def statements(matter: Matter, voice: Voice) -> Table:
    """Return one row per bureau that speaks on a matter: what it states, in which ledger and file."""
    columns = tuple(Column(name, voice.t(f"disagreement.{name}")) for name in ("unit", "value", "ledger", "batch"))
    rows = tuple(
        (
            Cell(item.unit, tone="good" if item.holds else ""),
            Cell(item.said),
            Cell(item.ledger),
            Cell(str(item.batch_id), item.batch_id, Drill("intake", {"view": "batches", "batch": str(item.batch_id)})),
        )
        for item in matter.statements
    )
    return Table(voice.t("disagreement.card", matter=matter.title, person=matter.subject), columns, rows)


def _matter(rows: list[dict[str, Any]], people: Mapping[str, str], voice: Voice) -> Matter:
    first = rows[0]
    kind, key = first["disagreement"], first["person_key"]
    ruled_by, ruled_unit = first["ruled_by"], first["ruled_unit"]
    ruling = None
    if ruled_by:
        said = {"unit": voice.unit(ruled_unit), "by": ruled_by, "day": f"{first['ruled_at']:%Y-%m-%d}"}
        ruling = voice.t("disagreement.ruled", reason=first["reason"], **said)
    return Matter(
        code=".".join((kind, key, first["about"])),
        disagreement=kind,
        person_key=key,
        about=first["about"],
        title=_title(kind, first["about"], voice),
        subject=people.get(key) or voice.t("listing.person.unknown", person=key[:8]),
        statements=tuple(_statement(row, ruled_unit, voice) for row in rows),
        ruling=ruling,
    )


def _title(kind: str, about: str, voice: Voice) -> str:
    """Return the kind of a matter, with the benefit, day or month that it is about where it is about one."""
    title = voice.texts.pick(kinds()[kind].title)
    named = [
        _detail(column, part, voice) for column, part in zip(kinds()[kind].about[1:], about.split("|"), strict=False)
    ]
    return voice.t("disagreement.named", matter=title, details=voice.listing(named)) if named else title


def _detail(column: str, part: str, voice: Voice) -> str:
    if column == "benefit_id":
        return voice.texts.pick(voice.policy.benefit(part).title)
    if column.endswith("_month"):
        return voice.texts.month(date.fromisoformat(part))
    return voice.texts.date(date.fromisoformat(part)) if column.endswith(("_date", "_on")) else part


def _statement(row: Mapping[str, Any], ruled_unit: str | None, voice: Voice) -> Statement:
    unit = voice.unit(row["unit_id"])
    return Statement(
        unit_id=row["unit_id"],
        unit=unit,
        value=row["value"],
        said=_worded(row, voice),
        ledger=voice.ledger(row["ledger"]),
        batch_id=row["batch_id"],
        holds=row["unit_id"] == ruled_unit,
    )


def _worded(row: Mapping[str, Any], voice: Voice) -> str:
    kind, value = kinds()[row["disagreement"]], row["value"]
    if kind.code_list == _UNITS:
        return voice.t("disagreement.paid")
    if kind.code_list:
        known = voice.policy.codes[kind.code_list]
        return voice.texts.pick(known.code(value).label) if value in known.ids else value
    if not kind.source:
        column = row["about"].rpartition("|")[2]
        return voice.t("disagreement.column", column=voice.t(f"column.{column}"), value=_plain(column, value, voice))
    return _plain(next(source.value for source in kind.source if source.fact == row["fact"]), value, voice)


def _plain(column: str, value: str, voice: Voice) -> str:
    if column.endswith("_fen"):
        return voice.texts.money_fen(int(value))
    return voice.texts.month(date.fromisoformat(value)) if column.endswith("_month") else value


def _row(matter: Matter, voice: Voice) -> tuple[Cell, ...]:
    said = [voice.t("disagreement.says", unit=item.unit, value=item.said) for item in matter.statements]
    opens = Drill("intake", {"view": "rulings", "matter": matter.code})
    return (
        Cell(matter.title, drill=opens),
        Cell(matter.subject),
        Cell(voice.listing(said)),
        Cell(matter.ruling or voice.t("disagreement.open"), tone="good" if matter.ruling else "warn"),
    )

"""The card of a person: the answer as a sentence, and everything behind it in the order in which it is asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.entitlement.trace import Trace
from analytics.report import evidence
from analytics.report.person import balance, records, timeline, why, words
from analytics.report.person.balance import Sums
from analytics.report.person.file import PersonFile
from analytics.report.person.timeline import Strip
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

_FINDINGS = ("rule", "kind", "benefit", "span", "amount", "records")
_INTEGRITY = "integrity"


@dataclass(frozen=True)
class PersonCard:
    """One person, masked: title, the months, what comes next, and the tables by name; empty ones are left out."""

    who: str
    title: str
    strip: Strip
    coming: tuple[str, ...]
    sums: Sums
    tables: Mapping[str, Table]


def card(
    file: PersonFile, readings: Mapping[str, str], findings: pl.DataFrame, sources: Sources, voice: Voice
) -> PersonCard:
    """Return the card; `findings` are those of the audit about anybody."""
    who = named(file.key, sources, voice)
    sums = balance.sums(file)

    def opens(row: Mapping[str, Any]) -> Drill | None:
        return records.opens(file, row["fact"], row["record_id"])

    tables = {
        "balance": balance.table(file, voice),
        "steps": why.steps(file.trace, readings, lambda row: _of_step(file, row), voice),
        "levels": why.levels(file.trace, lambda row: _of_step(file, row), voice),
        "aside": why.aside(file.suppressed, opens, voice),
        "refused": why.refused(file.refused, opens, voice),
        "others": why.due(file.others, opens, voice, "due.others"),
        "findings": _findings(file, findings.filter(pl.col("persons").list.contains(file.key)), voice),
    }
    return PersonCard(
        who=who,
        title=voice.t("person.title", who=who, sentence=sentence(file.trace, sums, voice)),
        strip=timeline.strip(timeline.known(file), timeline.drills(file), voice),
        coming=why.coming(file.trace, voice),
        sums=sums,
        tables={name: table for name, table in tables.items() if table.rows},
    )


def named(key: str, sources: Sources, voice: Voice) -> str:
    """Return the masked name and number of a person."""
    masked = evidence.masked(pl.Series([key]), sources.identities).get(key)
    return masked or voice.t("listing.person.unknown", person=key[:8])


def sentence(trace: Trace, sums: Sums, voice: Voice) -> str:
    """Return the answer: by which level how much a month, months counted and left; what is due, paid and open."""
    said = [monthly(trace, voice), *_money(sums, voice)]
    if sums.in_kind:
        said.append(voice.t("person.in_kind", amount=words.money(sums.in_kind, voice)))
    return voice.t("person.parts").join(part for part in said if part)


def monthly(trace: Trace, voice: Voice) -> str:
    """Return the level that is paid for, the rate, and the months counted and left; nothing where none was ever due."""
    paid = trace.months.drop_nulls("benefit_id")
    if paid.is_empty():
        return voice.t("person.no_allowance")
    last = paid.row(-1, named=True)
    held = trace.levels.filter(benefit_id=last["benefit_id"])["level"].to_list()
    left = None if trace.clock_limit is None else max(trace.clock_limit - trace.clock_used, 0)
    values = {
        "level": words.level(held[0], voice) if held else words.benefit(last["benefit_id"], voice),
        "rate": words.yuan(last["amount_fen"], voice),
        "used": trace.clock_used,
    }
    if left is None:
        return voice.t("person.monthly.free", **values)
    return voice.t("person.monthly" if left else "person.monthly.done", left=left, **values)


def _money(sums: Sums, voice: Voice) -> list[str]:
    if not (sums.due or sums.paid):
        return [voice.t("person.nothing")]
    due, paid, missing, over, owed = (
        words.money(fen, voice) for fen in (sums.due, sums.paid, sums.open, sums.over, sums.owed)
    )
    said = [voice.t("person.money", due=due, paid=paid)]
    if sums.open and sums.open == sums.owed:
        said.append(voice.t("person.owed", amount=missing))
    elif sums.open:
        part = voice.t("person.open.owed", amount=owed) if sums.owed else ""
        said.append(voice.t("person.open", amount=missing) + part)
    if sums.over:
        said.append(voice.t("person.over", amount=over))
    if not (sums.open or sums.over):
        said.append(voice.t("person.settled"))
    return [voice.t("person.clauses").join(said)]


def _of_step(file: PersonFile, row: Mapping[str, Any]) -> Drill | None:
    """Return the record of the fact that answers a question."""
    if row["step"] in ("entered", "new"):
        return records.entered(file)
    return records.held(file, row["found"]) if row["step"] == "level" else None


def _findings(file: PersonFile, found: pl.DataFrame, voice: Voice) -> Table:
    made = tuple(_finding(row, file, voice) for row in found.iter_rows(named=True))
    return Table(
        voice.t("person.findings.caption", count=len(made)), why.columns("person.findings", _FINDINGS, voice), made
    )


def _finding(row: dict[str, Any], file: PersonFile, voice: Voice) -> tuple[Cell, ...]:
    rule = voice.policy.integrity[row["rule"]]
    kind = next(kind for kind in rule.kinds if kind.id == row["kind"])
    mine = file.facts["payment"]["record_id"]
    numbers = mine.filter(mine.is_in(row["record_ids"] or [])).to_list()
    first = records.opens(file, "payment", numbers[0]) if numbers else None
    return (
        Cell(
            voice.t("person.findings.numbered", number=rule.number, title=voice.texts.pick(rule.title)),
            drill=Drill(_INTEGRITY, {"view": "findings", "finding": row["finding_id"]}),
        ),
        Cell(
            voice.t(f"person.findings.{'lead' if row['is_lead'] else 'confirmed'}", kind=voice.texts.pick(kind.title)),
            tone="mute" if row["is_lead"] else "bad",
        ),
        Cell(words.benefit(row["benefit_id"], voice) if row["benefit_id"] else voice.t("value.dash")),
        Cell(words.span(row["from_month"], row["to_month"], voice)),
        words.amount(row["amount_fen"] or 0, None, voice),
        Cell(voice.texts.number(len(numbers)), len(numbers), drill=first),
    )

"""The answer of the integrity page: what can be recovered, what is owed to citizens, and the twelve rules."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.policy.integrity import IntegrityRule
from analytics.report.cards import Card
from analytics.report.integrity import findings as found_in
from analytics.report.integrity import speech
from analytics.report.integrity.findings import CONFIRMED, FINDINGS, LEAD, OWED, PAGE, STANDINGS, Question, opens
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

_RULES = ("rule", "words", "clause", "findings", *STANDINGS)
_KINDS = ("kind", "findings", "people", "amount", "oldest")
_UNITS = ("unit", "findings", "people", "amount", "oldest")
_NUMBERS = frozenset({"findings", "people", "amount", *STANDINGS})
_MINOR = frozenset({"words", "clause", "oldest", LEAD})


def headline(findings: pl.DataFrame, voice: Voice) -> str:
    """Return what can be claimed back, what has to be looked into, and what is owed, as one sentence."""
    if findings.is_empty():
        return voice.t("integrity.headline.nothing")
    sums = {name: speech.said(_sum(findings, name), voice) for name in STANDINGS}
    return voice.t("integrity.headline", **sums)


def union(findings: pl.DataFrame, voice: Voice) -> str:
    """Return why the rules' own sums come to more than the union, in one sentence."""
    gross = int(findings.filter(pl.col("amount_fen") > 0)["amount_fen"].sum())
    once = _sum(findings, CONFIRMED) + _sum(findings, LEAD)
    return voice.t("integrity.union", gross=speech.said(gross, voice), once=speech.said(once, voice))


def cards(findings: pl.DataFrame, cases: pl.DataFrame, voice: Voice) -> list[Card]:
    """Return the three sums and the cases; each opens its rows."""
    made = [_standing_card(findings, name, voice) for name in STANDINGS]
    undone = cases.filter(pl.col("state").is_in(["open", "explained", "confirmed"])).height
    recovered = int(cases.filter(pl.col("state") == "recovered")["amount_fen"].sum())
    line = voice.t("integrity.card.cases.line", all=voice.texts.number(cases.height), fen=speech.said(recovered, voice))
    return [
        *made,
        Card(
            id="cases",
            name=voice.t("integrity.card.cases"),
            sign=None,
            value=voice.texts.number(undone),
            measure=voice.t("integrity.card.cases.measure"),
            lines=(Cell(line),),
            drill=Drill(PAGE, {"view": "cases"}),
        ),
    ]


def rules(findings: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per rule and one for all: findings, confirmed, leads, owed; each number opens its findings."""
    tallies = findings.group_by("rule", "standing").agg(pl.len(), pl.col("counted_fen").sum())
    by = {(number, standing): (count, fen) for number, standing, count, fen in tallies.iter_rows()}
    rows = [_rule(rule, by, voice) for rule in voice.policy.integrity.rules]
    whole = (
        Cell(voice.t("integrity.all")),
        Cell(""),
        Cell(""),
        speech.count(findings.height, opens(Question()), voice),
        *(speech.amount(_sum(findings, name), opens(Question(standing=name)), voice) for name in STANDINGS),
    )
    shown = speech.columns("integrity.rules", _RULES, voice, numbers=_NUMBERS, minor=_MINOR, tight=frozenset({"rule"}))
    return Table(voice.t("integrity.rules.title"), shown, (*rows, whole))


def owed(findings: pl.DataFrame, voice: Voice) -> tuple[Table, Table]:
    """Return what citizens got too little of, by kind and by the unit that decided."""
    mine = findings.filter(pl.col("standing") == OWED)
    by_kind = _owed_by(mine, ["rule", "kind"])
    kinds = tuple(_owed_row(_kind_cell(row, voice), _of_kind(row), row, voice) for row in by_kind)
    by_unit = _owed_by(mine, ["unit_id"])
    units = tuple(_owed_row(_unit_cell(row, voice), _of_unit(row), row, voice) for row in by_unit)
    return (
        Table(voice.t("integrity.owed.kinds"), _owed_columns(_KINDS, voice), kinds),
        Table(voice.t("integrity.owed.units"), _owed_columns(_UNITS, voice), units),
    )


def _owed_columns(names: tuple[str, ...], voice: Voice) -> Any:
    return speech.columns("integrity.owed", names, voice, numbers=_NUMBERS, minor=_MINOR, tight=frozenset({"oldest"}))


def owed_title(findings: pl.DataFrame, voice: Voice) -> str:
    """Return to how many persons and employers how much is owed, as one sentence."""
    mine = findings.filter(pl.col("standing") == OWED)
    if mine.is_empty():
        return voice.t("integrity.owed.nothing")
    persons = mine.select(found_in.parties()).item()
    fen = speech.said(_sum(findings, OWED), voice)
    return voice.t("integrity.owed.title", people=voice.texts.number(persons), fen=fen)


def _sum(findings: pl.DataFrame, standing: str) -> int:
    return int(findings.filter(pl.col("standing") == standing)["counted_fen"].sum())


def _standing_card(findings: pl.DataFrame, standing: str, voice: Voice) -> Card:
    mine = findings.filter(pl.col("standing") == standing)
    persons = mine.select(found_in.parties()).item()
    line = voice.t("integrity.card.line", findings=voice.texts.number(mine.height), people=voice.texts.number(persons))
    return Card(
        id=standing,
        name=voice.t(f"integrity.card.{standing}"),
        sign=None,
        value=speech.said(_sum(findings, standing), voice),
        measure="",
        lines=(Cell(line),),
        drill=opens(Question(standing=standing)) if mine.height else None,
    )


def _rule(rule: IntegrityRule, by: Mapping[tuple[int, str], tuple[int, int]], voice: Voice) -> tuple[Cell, ...]:
    found = {name: by.get((rule.number, name), (0, 0)) for name in STANDINGS}
    number = rule.number
    return (
        Cell(speech.rule(rule, voice), drill=Drill(PAGE, {"view": FINDINGS, "rule": str(number)})),
        Cell(voice.texts.pick(rule.words)),
        Cell(speech.clause(rule, voice)),
        speech.count(sum(count for count, _ in found.values()), opens(Question(number)), voice),
        *(speech.amount(fen, opens(Question(number, standing=name)), voice) for name, (_, fen) in found.items()),
    )


def _owed_by(mine: pl.DataFrame, by: list[str]) -> list[dict[str, Any]]:
    sums = mine.group_by(by).agg(
        findings=pl.len(),
        people=found_in.parties(),
        amount=pl.col("counted_fen").sum(),
        oldest=pl.col("from_month").min(),
    )
    return sums.sort("amount", *by, descending=[True, *(False for _ in by)]).to_dicts()


def _owed_row(name: Cell, question: Question, row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    oldest = row["oldest"]
    return (
        name,
        speech.count(row["findings"], found_in.opens(question), voice),
        speech.count(row["people"], None, voice),
        speech.amount(row["amount"], found_in.opens(question), voice),
        Cell(voice.texts.month(oldest) if oldest else voice.t("value.dash"), oldest),
    )


def _kind_cell(row: Mapping[str, Any], voice: Voice) -> Cell:
    return Cell(speech.kind(row["rule"], row["kind"], voice), drill=found_in.opens(_of_kind(row)))


def _of_kind(row: Mapping[str, Any]) -> Question:
    return Question(rule=row["rule"], kind=row["kind"], standing=OWED)


def _unit_cell(row: Mapping[str, Any], voice: Voice) -> Cell:
    return Cell(voice.unit(row["unit_id"]) or voice.t("value.dash"))


def _of_unit(row: Mapping[str, Any]) -> Question:
    return Question(standing=OWED, unit=row["unit_id"])

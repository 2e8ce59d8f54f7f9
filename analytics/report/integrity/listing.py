"""The list of findings behind a number, and one finding with its rows."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

import polars as pl

from analytics.report import cells, evidence
from analytics.report.integrity import speech
from analytics.report.integrity.findings import NONE, STANDINGS, Question, opens, opens_one
from analytics.report.integrity.speech import Parties
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

PAGE_ROWS = 50
_LIST = ("finding", "who", "benefit", "months", "amount", "counted", "standing", "unit", "case")
_ROWS = ("who", "benefit", "months", "amount", "day", "file", "sheet", "row")
_NUMBERS = frozenset({"amount", "counted", "row"})
_MINOR = frozenset({"benefit", "months", "counted", "unit", "standing", "sheet", "file"})
_TIGHT = frozenset({"case", "unit", "day", "standing", "sheet"})
_PLACED = ("record_id", "person_key", "employer_id", "benefit_id", "from_month", "to_month", "amount_fen")


class Accounts(Protocol):
    """What a finding is shown from."""

    @property
    def facts(self) -> Mapping[str, pl.DataFrame]: ...
    @property
    def approved(self) -> pl.DataFrame: ...
    @property
    def known_at(self) -> datetime | None: ...


@dataclass(frozen=True)
class Card:
    """One finding: what it is, in words; the rows it rests on; whom it is about."""

    finding: Mapping[str, Any]
    title: str
    said: tuple[tuple[str, Cell], ...]
    rows: Table
    persons: tuple[Cell, ...]


def title(found: pl.DataFrame, question: Question, voice: Voice) -> str:
    """Return how many findings answer the question and what they come to, as one sentence."""
    sums = dict(found.group_by("standing").agg(pl.col("counted_fen").sum()).iter_rows())
    some = [name for name in STANDINGS if sums.get(name)]
    parts = [voice.t(f"integrity.sum.{name}", fen=speech.said(sums[name], voice)) for name in some]
    filters = voice.listing(_filters(question, voice))
    said = voice.t("listing.filters", filters=filters) if filters else ""
    count = voice.texts.number(found.height)
    return voice.t("integrity.findings.title", filters=said, count=count, sums=voice.listing(parts))


def table(found: pl.DataFrame, page: int, sources: Sources, known_at: datetime | None, voice: Voice) -> Table:
    """Return one page of findings, counted from 1 and brought into range; page 0 is all of them."""
    last = max(-(-found.height // PAGE_ROWS), 1)
    part = found if page == 0 else found.slice((min(page, last) - 1) * PAGE_ROWS, PAGE_ROWS)
    parties = Parties.of(part, sources, known_at)
    rows = tuple(_row(item, parties, voice) for item in part.iter_rows(named=True))
    shown = speech.columns("integrity.list", _LIST, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("integrity.list.title", count=found.height), shown, rows)


def card(findings: pl.DataFrame, code: str, accounts: Accounts, sources: Sources, voice: Voice) -> Card | None:
    """Return a finding by its number; None when the rules do not find it today."""
    found = findings.filter(pl.col("finding_id") == code)
    if found.is_empty():
        return None
    item = found.row(0, named=True)
    parties = Parties.of(found, sources, accounts.known_at)
    rule = voice.policy.integrity[item["rule"]]
    named = speech.kind(item["rule"], item["kind"], voice)
    said = {
        "rule": Cell(voice.texts.pick(rule.words), drill=opens(Question(item["rule"]))),
        "clause": Cell(speech.clause(rule, voice)),
        "benefit": Cell(speech.benefit(item["benefit_id"], voice)),
        "employer": Cell(parties.employer(item["employer_id"], voice)),
        "months": Cell(speech.months(item["from_month"], item["to_month"], voice)),
        "standing": Cell(voice.t(f"integrity.standing.{item['standing']}")),
        "amount": speech.amount(abs(item["amount_fen"]), None, voice),
        "counted": speech.amount(item["counted_fen"], None, voice),
        "stake": speech.amount(item["stake_fen"], None, voice),
    }
    fen = speech.yuan(abs(item["amount_fen"]) or item["stake_fen"], voice)
    return Card(
        finding=item,
        title=voice.t("integrity.finding.title", rule=speech.rule(rule, voice), kind=named, fen=fen),
        said=tuple((voice.t(f"integrity.finding.{name}"), cell) for name, cell in said.items()),
        rows=rows_behind(item, accounts, sources, voice),
        persons=tuple(parties.person(key, voice) for key in item["persons"]),
    )


def rows_behind(item: Mapping[str, Any], accounts: Accounts, sources: Sources, voice: Voice) -> Table:
    """Return the rows that a finding rests on: payments, or the decisions where nothing was paid."""
    told = _told(item, accounts)
    located = evidence.located(told, sources.records, accounts.known_at) if told.height else told
    parties = Parties.of(
        located.select(pl.concat_list("person_key").alias("persons"), "employer_id"), sources, accounts.known_at
    )
    rows = tuple(_payment(row, parties, voice) for row in located.iter_rows(named=True))
    caption = "integrity.rows.paid" if item["record_ids"] else "integrity.rows.approved"
    shown = speech.columns("integrity.rows", _ROWS, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t(caption, count=len(rows)), shown, rows)


def _told(item: Mapping[str, Any], accounts: Accounts) -> pl.DataFrame:
    """Return fact, day and the columns _PLACED of the rows a finding is about, in the order of their months."""
    if item["record_ids"]:
        wanted = pl.col("record_id").is_in(item["record_ids"])
        days = {"payment": "paid_on", "application": "event_date"}
        parts = [_as_rows(accounts.facts[fact].filter(wanted), fact, day) for fact, day in days.items()]
    else:
        mine = pl.col("person_key").is_in(item["persons"])
        wanted = mine if item["persons"] else pl.col("employer_id") == item["employer_id"]
        if item["benefit_id"]:
            wanted &= pl.col("benefit_id") == item["benefit_id"]
        decided = accounts.approved.filter(wanted).rename({"decided_on": "day"})
        parts = [decided.select(*_PLACED, "fact", "day")]
    return pl.concat(parts, how="diagonal_relaxed").sort("from_month", "day", "record_id", nulls_last=True)


def _as_rows(rows: pl.DataFrame, fact: str, day: str) -> pl.DataFrame:
    lacking = [pl.lit(None, pl.Date).alias(name) for name in _PLACED if name not in rows.columns]
    return rows.with_columns(lacking).select(*_PLACED, fact=pl.lit(fact), day=day)


def _row(item: Mapping[str, Any], parties: Parties, voice: Voice) -> tuple[Cell, ...]:
    state = item["state"]
    return (
        Cell(speech.kind(item["rule"], item["kind"], voice), drill=opens_one(item["finding_id"])),
        parties.of_finding(item, voice),
        Cell(speech.benefit(item["benefit_id"], voice)),
        Cell(speech.months(item["from_month"], item["to_month"], voice)),
        speech.amount(abs(item["amount_fen"]), opens_one(item["finding_id"]), voice),
        speech.amount(item["counted_fen"], None, voice),
        Cell(voice.t(f"integrity.standing.{item['standing']}")),
        Cell(voice.unit(item["unit_id"]) or voice.t("value.dash")),
        Cell(state_name(state, voice), state, tone="mute" if state == NONE else ""),
    )


def state_name(state: str, voice: Voice) -> str:
    """Return the title of a state of a case; NONE: that there is no case."""
    titles = {known.id: known.title for known in voice.policy.integrity.states}
    return voice.t("integrity.case.none") if state == NONE else voice.texts.pick(titles[state])


def _payment(row: Mapping[str, Any], parties: Parties, voice: Voice) -> tuple[Cell, ...]:
    key = row["person_key"]
    where = Drill("intake", {"view": "batches", "batch": str(row["batch"])}) if row.get("batch") else None
    return (
        parties.person(key, voice) if key else Cell(parties.employer(row["employer_id"], voice)),
        Cell(speech.benefit(row["benefit_id"], voice)),
        Cell(speech.months(row["from_month"], row["to_month"], voice)),
        speech.amount(row["amount_fen"] or 0, None, voice),
        cells.day(row["day"], voice),
        Cell(row["file_name"] or voice.t("value.dash"), drill=where),
        Cell(row["sheet"] or voice.t("value.dash")),
        Cell(str(row["row_no"] or ""), row["row_no"]),
    )


def _filters(question: Question, voice: Voice) -> list[str]:
    rules = voice.policy.integrity
    named = {
        "rule": speech.rule(rules[question.rule], voice) if question.rule else None,
        "kind": _kind(question, voice),
        "standing": voice.t(f"integrity.standing.{question.standing}") if question.standing else None,
        "unit": voice.unit(question.unit) if question.unit else None,
        "state": state_name(question.state, voice) if question.state else None,
    }
    return [text for text in named.values() if text]


def _kind(question: Question, voice: Voice) -> str | None:
    titles = {kind.id: kind.title for rule in voice.policy.integrity.rules for kind in rule.kinds}
    return voice.texts.pick(titles[question.kind]) if question.kind else None

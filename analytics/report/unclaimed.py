"""Who is entitled and never applied, what it costs if all of them claim, and why the others are due nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.entitlement.exclusions import STEPS
from analytics.report import evidence
from analytics.report.evidence import Identities
from analytics.report.integrity import speech
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import NOWHERE, Voice

PAGE = "readings"
PAGE_ROWS = 50
_CAUSE = "unclaimed"
_BENEFITS = ("benefit", "people", "months", "amount")
_TOWNS = ("town", "people", "months", "amount")
_LIST = ("who", "benefit", "town", "months", "amount", "since")
_STEPS = ("step", "people", "share", "meaning")
_EXCLUDED = ("who", "step")
_NUMBERS = frozenset({"people", "months", "amount", "share"})
_MINOR = frozenset({"since", "meaning", "town"})
_TIGHT = frozenset({"since"})


@dataclass(frozen=True)
class Question:
    """Which of them: of one benefit, one town."""

    benefit: str | None = None
    town: str | None = None


def claims(waiting: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return one row per beneficiary and benefit never applied for: months, amount_fen, since, town (null: unknown).

    waiting: of the ledger, with its age. spells: insurance_spell; the last one tells the town of a person.
    """
    town = (
        spells.drop_nulls("town")
        .sort("start_month", "record_id", nulls_last=False)
        .group_by(pl.col("person_key").alias("beneficiary"), maintain_order=True)
        .agg(lives=pl.col("town").last())
    )
    mine = waiting.filter(pl.col("cause") == _CAUSE)
    sums = mine.group_by("beneficiary", "benefit_id").agg(
        months=pl.len(), amount_fen=pl.col("amount_fen").sum(), since=pl.col("month").min()
    )
    placed = sums.join(town, on="beneficiary", how="left").rename({"lives": "town"})
    return placed.sort("amount_fen", "beneficiary", "benefit_id", descending=[True, False, False])


def title(found: pl.DataFrame, voice: Voice) -> str:
    """Return how many are entitled and have not applied, and what it would cost, as one sentence."""
    people = voice.texts.number(found["beneficiary"].n_unique())
    return voice.t("unclaimed.title", people=people, fen=speech.said(int(found["amount_fen"].sum()), voice))


def selected(found: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return the claims that answer the question; NOWHERE asks for those whose town nobody knows."""
    asked = [pl.lit(value=True)]
    if question.benefit:
        asked.append(pl.col("benefit_id") == question.benefit)
    if question.town:
        asked.append(pl.col("town").is_null() if question.town == NOWHERE else pl.col("town") == question.town)
    return found.filter(asked)


def by_benefit(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per benefit, and one for all."""
    rows = [
        (Cell(speech.benefit(row["benefit_id"], voice)), *_sums(row, {"benefit": row["benefit_id"]}, voice))
        for row in _grouped(found, "benefit_id")
    ]
    whole = {"people": found["beneficiary"].n_unique(), "months": found["months"].sum()}
    whole |= {"amount_fen": found["amount_fen"].sum()}
    rows.append((Cell(voice.t("integrity.all")), *_sums(whole, {}, voice)))
    shown = speech.columns("unclaimed", _BENEFITS, voice, numbers=_NUMBERS)
    return Table(voice.t("unclaimed.benefits"), shown, tuple(rows))


def by_town(found: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per town."""
    rows = tuple(
        (Cell(voice.town(row["town"])), *_sums(row, {"town": row["town"] or NOWHERE}, voice))
        for row in _grouped(found, "town")
    )
    return Table(voice.t("unclaimed.towns"), speech.columns("unclaimed", _TOWNS, voice, numbers=_NUMBERS), rows)


def listed(found: pl.DataFrame, page: int, employers: pl.DataFrame, vault: Identities, voice: Voice) -> Table:
    """Return one page of claims, counted from 1 and brought into range; page 0 is all. Persons are masked."""
    part = _page(found, page)
    names = evidence.masked(part["beneficiary"], vault)
    firms = dict(employers.select("employer_id", "employer_name").iter_rows())
    rows = tuple(_claim(row, names, firms, voice) for row in part.iter_rows(named=True))
    shown = speech.columns("unclaimed", _LIST, voice, numbers=_NUMBERS, minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("unclaimed.list", count=found.height), shown, rows)


def excluded(exclusions: pl.DataFrame, voice: Voice) -> Table:
    """Return everybody with a local month by the first question that fails; the last row is all of them."""
    counts = dict(exclusions.group_by("step").len().iter_rows())
    everybody = exclusions.height
    rows = [_step(step, counts[step], everybody, voice) for step in STEPS if step in counts]
    whole = (Cell(voice.t("integrity.all")), speech.count(everybody, None, voice), Cell(""), Cell(""))
    shown = speech.columns("unclaimed.steps", _STEPS, voice, numbers=_NUMBERS, minor=_MINOR)
    return Table(voice.t("unclaimed.steps.title"), shown, (*rows, whole))


def of_step(exclusions: pl.DataFrame, step: str | None) -> pl.DataFrame:
    """Return the persons that a question ends, nobody for a question there is none of."""
    return exclusions.filter(pl.col("step").cast(pl.String) == (step or ""))


def people(found: pl.DataFrame, page: int, vault: Identities, voice: Voice) -> Table:
    """Return one page of the persons of one question, masked."""
    part = _page(found, page)
    names = evidence.masked(part["person_key"], vault)
    rows = tuple(
        (_who(key, names, {}, voice), Cell(voice.t(f"unclaimed.step.{step}"))) for key, step in part.iter_rows()
    )
    shown = speech.columns("unclaimed", _EXCLUDED, voice, numbers=_NUMBERS)
    return Table(voice.t("unclaimed.people.title", count=found.height), shown, rows)


def people_title(found: pl.DataFrame, step: str, voice: Voice) -> str:
    """Return how many a question ends, as one sentence."""
    count = voice.texts.number(found.height)
    return voice.t("unclaimed.people.step", count=count, step=voice.t(f"unclaimed.step.{step}"))


def _page(found: pl.DataFrame, page: int) -> pl.DataFrame:
    last = max(-(-found.height // PAGE_ROWS), 1)
    return found if page == 0 else found.slice((min(page, last) - 1) * PAGE_ROWS, PAGE_ROWS)


def _grouped(found: pl.DataFrame, by: str) -> list[dict[str, Any]]:
    sums = found.group_by(by).agg(
        people=pl.col("beneficiary").n_unique(), months=pl.col("months").sum(), amount_fen=pl.col("amount_fen").sum()
    )
    return sums.sort("amount_fen", by, descending=[True, False]).to_dicts()


def _sums(row: Mapping[str, Any], codes: Mapping[str, str], voice: Voice) -> tuple[Cell, ...]:
    drill = Drill(PAGE, {"view": _CAUSE, "list": "all", **codes})
    return (
        speech.count(row["people"], drill, voice),
        speech.count(row["months"], drill, voice),
        speech.amount(row["amount_fen"], drill, voice),
    )


def _who(key: str, names: Mapping[str, str], firms: Mapping[str, str | None], voice: Voice) -> Cell:
    if key in firms:
        return Cell(firms[key] or key)
    shown = names.get(key)
    return Cell(shown or voice.t("listing.person.unknown", person=key[:8]), drill=Drill("person", {"p": key}))


def _claim(
    row: Mapping[str, Any], names: Mapping[str, str], firms: Mapping[str, str | None], voice: Voice
) -> tuple[Cell, ...]:
    since = row["since"]
    return (
        _who(row["beneficiary"], names, firms, voice),
        Cell(speech.benefit(row["benefit_id"], voice)),
        Cell(voice.town(row["town"])),
        Cell(voice.texts.number(row["months"]), row["months"]),
        speech.amount(row["amount_fen"], None, voice),
        Cell(voice.texts.month(since) if since else voice.t("value.dash"), since),
    )


def _step(step: str, count: int, everybody: int, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(voice.t(f"unclaimed.step.{step}"), step),
        speech.count(count, Drill(PAGE, {"view": _CAUSE, "step": step}), voice),
        Cell(voice.texts.pct(count / everybody, 1), count / everybody),
        Cell(voice.t(f"unclaimed.step.{step}.meaning")),
    )

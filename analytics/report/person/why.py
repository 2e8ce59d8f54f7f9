"""Rule by rule: every question about every allowance, with its answer, the fact, the clause and the reading."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

from analytics.entitlement.trace import Trace
from analytics.report.person import words
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_STEPS = ("benefit", "question", "sign", "found", "needed", "article", "reading")
_LEVELS = ("kind", "level", "benefit", "rate")
_ASIDE = ("benefit", "span", "amount", "winner", "clause", "next")
_REFUSED = ("benefit", "said", "article")
_DUE = ("benefit", "span", "months", "rate", "amount", "reason", "article")
_NUMBERS = frozenset({"rate", "amount", "next", "months"})
_MINOR = frozenset({"needed", "months"})
#: Which record a step, or a row about money, opens; nobody made up has any.
Opens = Callable[[Mapping[str, Any]], Drill | None]


def nothing(_: Mapping[str, Any]) -> None:
    """Open no record."""


def steps(trace: Trace, readings: Mapping[str, str], opens: Opens, voice: Voice) -> Table:
    """Return one row per allowance and question, up to the first no of each."""
    rows = trace.steps.to_dicts()
    paid = {row["benefit_id"] for row in rows} - {row["benefit_id"] for row in rows if not row["holds"]}
    asked = len({row["benefit_id"] for row in rows})
    caption = voice.t("steps.caption", asked=asked, paid=len(paid))
    made = tuple(_step(row, readings, opens, voice) for row in rows)
    return Table(caption, columns("steps", _STEPS, voice), made)


def _step(row: dict[str, Any], readings: Mapping[str, str], opens: Opens, voice: Voice) -> tuple[Cell, ...]:
    benefit = voice.policy.benefit(row["benefit_id"])
    return (
        Cell(voice.texts.pick(benefit.title)),
        Cell(words.question(row["step"], benefit.id, voice)),
        Cell(voice.t("steps.yes" if row["holds"] else "steps.no"), tone="good" if row["holds"] else "bad"),
        Cell(words.answer(row, voice), drill=opens(row)),
        Cell(words.needed(row, voice)),
        Cell(voice.article(benefit.article)),
        words.reading(row["reading"], readings[row["reading"]], voice),
    )


def levels(trace: Trace, opens: Opens, voice: Voice) -> Table:
    """Return one row per level held on entry, with the allowance that it would bring."""
    made = tuple(
        (
            Cell(voice.texts.pick(voice.policy.codes[row["kind"]].title)),
            Cell(words.level(row["level"], voice), drill=opens({"step": "level", "found": row["level"]})),
            Cell(words.benefit(row["benefit_id"], voice) if row["benefit_id"] else voice.t("value.dash")),
            words.amount(row["rate_fen"] or 0, None, voice),
        )
        for row in trace.levels.iter_rows(named=True)
    )
    return Table(voice.t("levels.caption", count=len(made)), columns("levels", _LEVELS, voice), made)


def coming(trace: Trace, voice: Voice) -> tuple[str, ...]:
    """Return the clock, and what comes if nothing changes, as sentences."""
    said = [words.coming(row, voice) for row in trace.coming.iter_rows(named=True)]
    used, limit = trace.clock_used, trace.clock_limit
    if limit is not None and used:
        left = max(limit - used, 0)
        said.insert(0, voice.t("clock.said" if left else "clock.done", used=used, limit=limit, left=left))
    return tuple(said)


def due(rows: pl.DataFrame, opens: Opens, voice: Voice, caption: str = "due.caption") -> Table:
    """Return one row per pay spell with the rule and the reason; the caption takes {count} and {amount}."""
    ordered = rows.sort("from_month", "benefit_id")
    made = tuple(_due(row, opens(row), voice) for row in ordered.iter_rows(named=True))
    total = int((rows["amount_fen"] * rows["months"]).sum())
    said = voice.t(caption, count=len(made), amount=words.yuan(total, voice))
    return Table(said, columns("due", _DUE, voice), made)


def _due(row: dict[str, Any], drill: Drill | None, voice: Voice) -> tuple[Cell, ...]:
    benefit = voice.policy.benefit(row["benefit_id"])
    return (
        Cell(voice.texts.pick(benefit.title)),
        Cell(words.span(row["from_month"], row["to_month"], voice)),
        Cell(voice.texts.number(row["months"]), row["months"]),
        words.amount(row["amount_fen"], drill, voice),
        words.amount(row["amount_fen"] * row["months"], drill, voice),
        Cell(words.reason(row, voice)),
        Cell(voice.article(benefit.article)),
    )


def aside(rows: pl.DataFrame, opens: Opens, voice: Voice) -> Table:
    """Return what was put aside: by what, by which clause, and what the best of it would have come to."""
    made = tuple(
        (
            Cell(words.benefit(row["benefit_id"], voice)),
            Cell(words.span(row["from_month"], row["to_month"], voice)),
            words.amount(row["amount_fen"] * row["months"], opens(row), voice),
            Cell(words.benefit(row["winner"], voice)),
            Cell(words.clause(row, voice)),
            words.amount(row["next_best_fen"] or 0, None, voice),
        )
        for row in rows.iter_rows(named=True)
    )
    return Table(voice.t("aside.caption", count=len(made)), columns("aside", _ASIDE, voice), made)


def refused(rows: pl.DataFrame, opens: Opens, voice: Voice) -> Table:
    """Return what was asked for, decided or paid and is not due, and the condition that fails."""
    made = tuple(
        (
            Cell(words.benefit(row["benefit_id"], voice)),
            Cell(words.refusal(row, voice), drill=opens(row)),
            Cell(voice.article(voice.policy.benefit(row["benefit_id"]).article)),
        )
        for row in rows.iter_rows(named=True)
    )
    return Table(voice.t("refused.caption", count=len(made)), columns("refused", _REFUSED, voice), made)


def columns(part: str, names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    """Return the columns of a part of the page."""
    return tuple(
        Column(n, voice.t(f"{part}.{n}"), "right" if n in _NUMBERS else "left", n in _MINOR, n in _NUMBERS)
        for n in names
    )

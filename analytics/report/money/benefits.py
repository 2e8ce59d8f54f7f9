"""Benefit by benefit: due, approved, paid, owed by age, paid up to when, who waits; and of one, batches and places."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics import budget
from analytics.report.money import rows, speech
from analytics.report.money.books import OWED, Books, of, owed
from analytics.report.money.rows import Question
from analytics.report.table import Align, Cell, Column, Drill, Table
from analytics.report.voice import NOWHERE, Voice

_LEFT = frozenset({"benefit", "document", "paid_to", "decided", "place", "oldest"})
_MINOR = frozenset({"approved", "days"})
_ALIGN: Mapping[str, Align] = {"benefit": "left", "paid_to": "left"}
_BATCHES = ("document", "decided", "approved", "owed", "people", "paid_to")
_PLACES = ("place", "owed", "people", "oldest")


@dataclass(frozen=True)
class Benefits:
    """One row per benefit, by its id: the columns of the table without their words; ages: fen by benefit and age."""

    money: Mapping[str, Mapping[str, Any]]
    owed: Mapping[str, Mapping[str, Any]]
    ages: Mapping[tuple[str, str], int]
    paid_to: Mapping[str, date | None]
    days: Mapping[str, float]


def gathered(books: Books) -> Benefits:
    """Return what the table says, from the ledger and the applications."""
    money = books.ledger.cells.lazy().group_by("benefit_id").agg(pl.col("due_fen", "approved_fen", "paid_fen").sum())
    ages = budget.totals(owed(books), ["benefit_id", "age"]).select("benefit_id", "age", "amount_fen").iter_rows()
    times = budget.stage_times(books.facts["application"], books.policy, as_of=books.as_of)
    decided = times.filter(pl.col("stage").cast(pl.String) == "decided")
    return Benefits(
        money=_by_id(money.collect()),
        owed=_by_id(budget.totals(owed(books), ["benefit_id"])),
        ages={(benefit, str(age)): fen for benefit, age, fen in ages},
        paid_to={item["benefit_id"]: item["paid_to"] for item in budget.paid_to(books.ledger, books.policy).to_dicts()},
        days=dict(decided.select("benefit_id", "total_median_days").iter_rows()),
    )


def sentence(books: Books, voice: Voice) -> str:
    """Return how many benefits are in arrears, and for which the most is owed."""
    found, count = budget.totals(owed(books), ["benefit_id"]).sort("amount_fen"), len(books.policy.benefits)
    if found.is_empty():
        return voice.t("money.benefits.title.none", count=count)
    worst = found.row(-1, named=True)
    return voice.t(
        "money.benefits.title",
        count=count,
        owed=found.height,
        name=speech.benefit_name(worst["benefit_id"], voice),
        amount=voice.texts.money_fen(worst["amount_fen"]),
    )


def table(books: Books, voice: Voice) -> Table:
    """Return one row per benefit of the policy in its order, and the sums of all."""
    found, ages = gathered(books), books.policy.arrears.ages
    names = ("benefit", *rows.MONEY, OWED, *(age.id for age in ages), "paid_to", "people", "days")
    titles = {age.id: voice.texts.pick(age.title) for age in ages}
    columns = tuple(
        Column(
            n,
            titles.get(n) or voice.t(f"money.benefits.{n}"),
            _ALIGN.get(n, "right"),
            n in _MINOR or n in titles,
            n != "benefit",
        )
        for n in names
    )
    made = tuple(_row(benefit.id, found, books, voice) for benefit in books.policy.benefits)
    people = owed(books)["beneficiary"].n_unique()
    total = (
        Cell(voice.t("money.all")),
        *(_sum(found, name, voice) for name in rows.MONEY),
        speech.amount(sum(item["amount_fen"] for item in found.owed.values()), Question(OWED), voice),
        *(
            speech.amount(
                sum(fen for (_, at), fen in found.ages.items() if at == age.id), Question(OWED, age=age.id), voice
            )
            for age in ages
        ),
        Cell(""),
        speech.count(people, Question(OWED), voice),
        Cell(""),
    )
    caption = voice.t(
        "money.benefits.table", count=len(made), owed=sum(b.id in found.owed for b in books.policy.benefits)
    )
    return Table(caption, columns, (*made, total))


def batches(books: Books, benefit: str, voice: Voice) -> Table:
    """Return one row per document: when it was decided, what was approved, what is owed to whom, paid up to when."""
    waiting = _by(owed(books).filter(of(benefit)), "document_no")
    given = books.approved.filter(of(benefit)).group_by("document_no").agg(
        pl.col("decided_on").min(), pl.col("amount_fen").sum()
    )  # fmt: skip
    reached = budget.paid_to(books.ledger, books.policy, ("benefit_id", "document_no")).filter(of(benefit))
    until = dict(reached.select("document_no", "paid_to").iter_rows())
    ordered = given.sort("decided_on", "document_no", descending=[True, False], nulls_last=True).iter_rows()
    made = tuple(_batch(benefit, item, waiting, until, voice) for item in ordered)
    caption = voice.t("money.batches.table", count=len(made))
    return Table(caption, speech.columns("batches", _BATCHES, voice, left=_LEFT), made)


def places(books: Books, benefit: str, kind: str, voice: Voice) -> Table:
    """Return one row per unit or town (kind) in which something is owed, the largest sum first."""
    column = "unit_id" if kind == "unit" else "town"
    say = speech.unit if kind == "unit" else speech.town
    found = budget.totals(owed(books).filter(of(benefit)), [column]).sort("amount_fen", descending=True)
    made = tuple(
        _place(say(item[column], voice), speech.placed(kind, item[column], benefit), item, voice)
        for item in found.to_dicts()
    )
    caption = voice.t(f"money.{kind}s.table", count=len(made))
    return Table(caption, speech.columns("places", _PLACES, voice, left=_LEFT), made)


def _row(benefit: str, found: Benefits, books: Books, voice: Voice) -> tuple[Cell, ...]:
    money, owed = found.money.get(benefit, {}), found.owed.get(benefit, {})
    until, days = found.paid_to.get(benefit), found.days.get(benefit)
    dash = voice.t("value.dash")
    return (
        Cell(speech.benefit_name(benefit, voice), drill=Drill(speech.PAGE, {"view": "benefits", "benefit": benefit})),
        *(speech.amount(money.get(f"{name}_fen", 0), Question(name, benefit), voice) for name in rows.MONEY),
        speech.amount(owed.get("amount_fen", 0), Question(OWED, benefit), voice),
        *(
            speech.amount(found.ages.get((benefit, age.id), 0), Question(OWED, benefit, age=age.id), voice)
            for age in books.policy.arrears.ages
        ),
        Cell(voice.texts.month(until), until) if until else Cell(dash),
        speech.count(owed.get("people", 0), Question(OWED, benefit), voice),
        Cell(dash) if days is None else Cell(voice.texts.number(days), days),
    )


def _sum(found: Benefits, name: str, voice: Voice) -> Cell:
    return speech.amount(sum(item[f"{name}_fen"] for item in found.money.values()), Question(name), voice)


def _batch(
    benefit: str, item: tuple[Any, ...], owed: Mapping[str | None, Any], until: Mapping[str, date], voice: Voice
) -> tuple[Cell, ...]:
    number, decided, fen = item
    waits, code = owed.get(number, {}), number or NOWHERE
    month = until.get(number)
    return (
        Cell(number or voice.t("money.document.none")),
        Cell(voice.texts.date(decided), decided) if decided else Cell(voice.t("value.dash")),
        speech.amount(fen, Question(rows.APPROVED, benefit, document=code), voice),
        speech.amount(waits.get("amount_fen", 0), Question(OWED, benefit, document=code), voice),
        speech.count(waits.get("people", 0), Question(OWED, benefit, document=code), voice),
        Cell(voice.texts.month(month), month) if month else Cell(voice.t("value.dash")),
    )


def _place(name: str, asked: Question, item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(name),
        speech.amount(item["amount_fen"], asked, voice),
        speech.count(item["people"], asked, voice),
        Cell(voice.texts.date(item["oldest"]), item["oldest"]),
    )


def _by(frame: pl.DataFrame, column: str) -> dict[str | None, dict[str, Any]]:
    return {item[column]: item for item in budget.totals(frame, [column]).to_dicts()}


def _by_id(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {item["benefit_id"]: item for item in frame.to_dicts()}

"""From due to paid, cause by cause: a waterfall and its table, which add up to the fen."""

from dataclasses import dataclass

import polars as pl

from analytics.report import amounts, figures
from analytics.report.curves import Chart
from analytics.report.figures import Step
from analytics.report.money import rows, speech
from analytics.report.money.books import OWED, Books, of, sums
from analytics.report.money.rows import OVER, UNDER, Question
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

#: Causes with a bar of their own, in the order in which money gets lost on the way; the others share one.
_SHOWN = ("unclaimed", "undecided", OWED)
_COLUMNS = ("cause", "amount", "people", "cells")
_LEFT = frozenset({"cause"})


@dataclass(frozen=True)
class Part:
    """What one cause takes from due (under) or adds to paid (over): amount_fen of due - paid, payees and cells."""

    cause: str
    side: str
    fen: int
    people: int
    cells: int


def parts(books: Books, benefit: str | None = None) -> list[Part]:
    """Return the parts of due - paid, missing money first, each in the order of its way."""
    side = pl.when(pl.col("amount_fen") > 0).then(pl.lit(UNDER)).otherwise(pl.lit(OVER)).alias("side")
    found = (
        books.ledger.differences.lazy()
        .filter(of(benefit))
        .group_by(pl.col("cause").cast(pl.String), side)
        .agg(pl.col("amount_fen").sum(), people=pl.col("beneficiary").n_unique(), cells=pl.len())
        .collect()
    )
    order = [*_SHOWN, *(cause.id for cause in books.policy.arrears.causes if cause.id not in _SHOWN)]
    made = [Part(*row) for row in found.select("cause", "side", "amount_fen", "people", "cells").iter_rows()]
    return sorted(made, key=lambda part: (part.side == OVER, order.index(part.cause)))


def waterfall(books: Books, voice: Voice, benefit: str | None = None) -> Chart | None:
    """Return due, less what is missing by cause, more what is over, as paid; None where there is no money."""
    found = sums(books, benefit)
    if not (found.due or found.paid):
        return None
    made = parts(books, benefit)
    lost, over = (sum(abs(part.fen) for part in made if part.side == side) for side in (UNDER, OVER))
    money = voice.texts.money_fen
    values = {"due": money(found.due), "paid": money(found.paid), "missing": money(lost), "over": money(over)}
    return Chart(
        "causes",
        voice.t("money.causes.title", **values),
        figures.waterfall(_steps(found.due, found.paid, made, voice)),
        voice.t("money.causes.alt", **values),
        _table(books, made, benefit, voice),
    )


def _steps(due: int, paid: int, made: list[Part], voice: Voice) -> list[Step]:
    level = due

    def money(fen: int) -> str:
        return amounts.bare(voice.texts, amounts.MONEY, fen)

    steps = [Step(voice.t("money.due"), 0, due, money(due), figures.NAVY)]
    missing = [
        (voice.t(f"money.short.{part.cause}"), part.fen) for part in made if part.side == UNDER and part.cause in _SHOWN
    ]
    rest = sum(part.fen for part in made if part.side == UNDER and part.cause not in _SHOWN)
    if rest:
        missing.append((voice.t("money.causes.rest"), rest))
    for name, fen in missing:
        level -= fen
        steps.append(Step(name, level, fen, voice.t("value.less", value=money(fen)), figures.WARM))
    over = -sum(part.fen for part in made if part.side == OVER)
    if over:
        steps.append(
            Step(voice.t("money.causes.over"), level, over, voice.t("money.more", value=money(over)), figures.GREY)
        )
    return [*steps, Step(voice.t("money.paid"), 0, paid, money(paid), figures.GOOD)]


def _table(books: Books, made: list[Part], benefit: str | None, voice: Voice) -> Table:
    ends = [_end(books, name, benefit, voice) for name in (rows.DUE, rows.PAID)]
    lines = (ends[0], *(_line(part, benefit, voice) for part in made), ends[1])
    return Table(voice.t("money.causes.table"), speech.columns("causes", _COLUMNS, voice, left=_LEFT), lines)


def _line(part: Part, benefit: str | None, voice: Voice) -> tuple[Cell, ...]:
    asked = Question(part.cause, benefit, side=part.side)
    sign, name = ("value.less" if part.side == UNDER else "money.more"), speech.about(part.cause, voice)
    if part.cause in {cause.id for cause in voice.policy.arrears.causes if cause.side == "either"}:
        name += voice.t("listing.filters", filters=voice.t(f"money.side.{part.side}"))
    return (
        Cell(name),
        Cell(
            voice.t(sign, value=speech.yuan(abs(part.fen), voice)), -voice.texts.yuan(part.fen), speech.opens(asked),
            "bad" if part.side == OVER else "",
        ),
        speech.count(part.people, asked, voice),
        Cell(voice.texts.number(part.cells), part.cells),
    )  # fmt: skip


def _end(books: Books, name: str, benefit: str | None, voice: Voice) -> tuple[Cell, ...]:
    asked = Question(name, benefit)
    cells = rows.cells(books, asked)
    return (
        Cell(voice.t(f"money.{name}")),
        speech.amount(int(cells["amount_fen"].sum()), asked, voice),
        speech.count(cells["beneficiary"].n_unique(), asked, voice),
        Cell(voice.texts.number(cells.height), cells.height),
    )

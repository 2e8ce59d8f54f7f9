"""The order of payment: the arrears under a monthly ceiling of cash, four orders side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import cycle

import polars as pl

from analytics.budget import Plan
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.figures import Line
from analytics.report.money import speech
from analytics.report.money.books import Books, owed
from analytics.report.money.rows import MONTHS, PLAN, UNIT, Point, Question
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

#: The recent months that tell what can be paid; ceilings are set in steps of so many units.
RECENT, STEP = 12, 50
_LEFT = frozenset({"order", "month", "settled"})
_LINES = ((figures.NAVY, "solid"), (figures.WARM, "dash"), (figures.GOOD, "dot"), (figures.SOFT, "dashdot"))
#: Months of the plan that the tables show.
TOLD, HALF = (1, 3, 6, 9, 12, 18, 24, 30, 36), 6


@dataclass(frozen=True)
class Ceilings:
    """The monthly ceilings to choose from, in units of 10 000 yuan: the usual one, the least and the most."""

    usual: int
    least: int
    most: int

    def nearest(self, code: str | None) -> int:
        """Return the ceiling that a code of the address asks for, brought into range and onto a step."""
        if not (code and code.isascii() and code.isdigit() and len(code) < 8):
            return self.usual
        return _onto_step(min(max(int(code), self.least), self.most))


def ceilings(books: Books) -> Ceilings:
    """Return the ceilings: the usual one is what was paid in the leanest of the recent months, on the next step."""
    total = int(owed(books)["amount_fen"].sum()) // UNIT
    most = max(_onto_step(total // 2 + STEP), 4 * STEP)
    month, last = pl.col("paid_on").dt.month_start(), books.as_of.replace(day=1)
    paid = books.paid.filter(pl.col("paid_on").is_not_null()).group_by(month).agg(pl.col("amount_fen").sum())
    recent = paid.filter(pl.col("paid_on") <= last, pl.col("amount_fen") > 0).sort("paid_on").tail(RECENT)["amount_fen"]
    least = recent.min()
    usual = int(least) // UNIT if isinstance(least, int) else total // RECENT
    return Ceilings(min(max(_onto_step(usual), STEP), most), STEP, most)


def sentence(made: Plan, ceiling: int, voice: Voice) -> str:
    """Return when everything is settled, and which order leaves the fewest waiting for long."""
    months = made.months
    last = _settled(made)
    money = voice.texts.money_fen(ceiling * UNIT)
    if last is None:
        left = int(months.filter(pl.col("month") == MONTHS)["open_fen"].max() or 0)  # pyright: ignore[reportArgumentType]
        return voice.t("money.order.title.open", cash=money, months=MONTHS, left=voice.texts.money_fen(left))
    waits = {order: int(total) for order, total in months.group_by("order").agg(pl.col("people").sum()).iter_rows()}
    best = min(waits, key=lambda order: (waits[order], order))
    return voice.t("money.order.title", cash=money, months=last, order=_titles(voice)[best])


def compared(made: Plan, ceiling: int, voice: Voice) -> Table:
    """Return one row per order: last month settled, who still waits after six months, and the most who wait long."""
    limits = voice.policy.arrears.orders_waiting.waiting_over
    heads = {name: voice.t(f"money.order.{name}") for name in ("order", "settled", "half", "waited")}
    heads |= {f"over_{limit}": voice.t("money.order.most", months=limit) for limit in limits}
    columns = tuple(
        Column(name, head, "left" if name in _LEFT else "right", name == "waited", name in _LEFT)
        for name, head in heads.items()
    )
    lines = tuple(_line(order.id, made.months, ceiling, limits, voice) for order in voice.policy.arrears.orders)
    return Table(voice.t("money.order.table"), columns, lines)


def charts(made: Plan, ceiling: int, books: Books, voice: Voice) -> list[Chart]:
    """Return the open balance, which all orders share, and for each limit the people who wait for longer."""
    limits = voice.policy.arrears.orders_waiting.waiting_over
    return [_balance(made, ceiling, books, voice), *(_over(made, ceiling, limit, books, voice) for limit in limits)]


def _line(order: str, months: pl.DataFrame, ceiling: int, limits: Sequence[int], voice: Voice) -> tuple[Cell, ...]:
    mine = months.filter(pl.col("order") == order)
    last = mine.filter(pl.col("open_fen") == 0)["month"].min()
    waited = int(mine["people"].sum())
    return (
        Cell(_titles(voice)[order]),
        Cell(voice.t("money.order.after", months=last) if last else voice.t("money.order.never", months=MONTHS), last),  # pyright: ignore[reportArgumentType]
        _people(mine, Point(ceiling, order, HALF), voice),
        Cell(voice.texts.number(waited), waited),
        *(_worst(mine, order, limit, ceiling, voice) for limit in limits),
    )


def _worst(mine: pl.DataFrame, order: str, limit: int, ceiling: int, voice: Voice) -> Cell:
    """Return the month in which the most people wait for more than so many months, as their number."""
    worst = mine.sort(f"over_{limit}", "month", descending=[True, False])["month"][0]
    return _people(mine, Point(ceiling, order, worst, limit), voice)


def _people(mine: pl.DataFrame, at: Point, voice: Voice) -> Cell:
    column = "people" if at.over is None else f"over_{at.over}"
    number = int(mine.filter(pl.col("month") == at.after)[column][0])
    return speech.count(number, Question(PLAN, plan=at), voice)


def _balance(made: Plan, ceiling: int, books: Books, voice: Voice) -> Chart:
    orders = voice.policy.arrears.orders
    curves = {order.id: made.months.filter(pl.col("order") == order.id).sort("month") for order in orders}
    shared = curves[orders[0].id]
    total, money = int(owed(books)["amount_fen"].sum()), voice.texts.money_fen
    open_fen = [total, *shared["open_fen"].to_list()]
    last = next((n for n, fen in enumerate(open_fen) if fen == 0), None)
    values = {"owed": money(total), "months": MONTHS if last is None else last, "left": money(open_fen[-1])}
    drawn = [
        Line(voice.t("money.order.open"), [float(fen) for fen in open_fen[: _until(made) + 1]], figures.NAVY, width=3.5)
    ]
    heads = ("month", "cash_paid", "open_fen", *(order.id for order in orders))
    titles = {name: voice.t(f"money.order.{name}") for name in heads[:3]} | {
        order.id: voice.texts.pick(order.title) for order in orders
    }
    columns = tuple(
        Column(n, titles[n], "left" if n == "month" else "right", n in _titles(voice), n == "month") for n in heads
    )
    months = _told(made)
    told = [item for item in shared.to_dicts() if item["month"] in months]
    until = _until(made)
    lines = tuple(
        (
            Cell(voice.t("money.order.after", months=item["month"]), item["month"]),
            speech.amount(item["paid_fen"], None, voice),
            speech.amount(item["open_fen"], None, voice),
            *(_people(curves[order.id], Point(ceiling, order.id, item["month"]), voice) for order in orders),
        )
        for item in told
    )
    return Chart(
        "balance",
        voice.t("money.balance.title" if last is not None else "money.balance.title.open", **values),
        figures.lines(
            drawn, _ticks(until, voice), [(v, money(int(v))) for v in figures.rounds(float(total))], has_legend=True
        ),
        voice.t("money.balance.alt", **values),
        Table(voice.t("money.balance.table"), columns, lines),
    )


def _over(made: Plan, ceiling: int, limit: int, books: Books, voice: Voice) -> Chart:
    titles, column = _titles(voice), f"over_{limit}"
    now = owed(books).filter(pl.col("months_owed") > limit)["beneficiary"].n_unique()
    curves = {order: made.months.filter(pl.col("order") == order).sort("month") for order in titles}
    until = _until(made)
    drawn = [
        Line(titles[order], [float(now), *(float(value) for value in curve[column][:until])], colour, dash)
        for (order, curve), (colour, dash) in zip(curves.items(), cycle(_LINES))
    ]
    most = {order: int(curve[column].max() or 0) for order, curve in curves.items()}  # pyright: ignore[reportArgumentType]
    best, worst = (pick(most, key=lambda order: most[order]) for pick in (min, max))
    values = {
        "limit": limit, "best": titles[best], "worst": titles[worst],
        "least": voice.texts.number(most[best]), "most": voice.texts.number(most[worst]),
    }  # fmt: skip
    columns = (
        Column("month", voice.t("money.order.month"), is_tight=True),
        *(Column(order, title, "right") for order, title in titles.items()),
    )
    lines = tuple(
        (
            Cell(voice.t("money.order.after", months=month), month),
            *(_people(curve, Point(ceiling, order, month, limit), voice) for order, curve in curves.items()),
        )
        for month in _told(made)
    )
    top = float(max(now, *most.values(), 1))
    key = "money.over.title.same" if most[best] == most[worst] else "money.over.title"
    return Chart(
        column,
        voice.t(key, **values),
        figures.lines(
            drawn, _ticks(until, voice), [(v, voice.texts.number(v)) for v in figures.rounds(top)], has_legend=True
        ),
        voice.t("money.over.alt", **values),
        Table(voice.t("money.over.table", limit=limit), columns, lines),
    )


def _settled(made: Plan) -> int | None:
    """Return the month in which the last fen is paid, the same in all orders."""
    return made.months.filter(pl.col("open_fen") == 0)["month"].min()  # pyright: ignore[reportReturnType]


def _until(made: Plan) -> int:
    """Return how many months the charts show: until all is settled, in half-years."""
    last = _settled(made)
    return MONTHS if last is None else -(-last // HALF) * HALF


def _told(made: Plan) -> list[int]:
    """Return the months that the tables show, the last of them that in which all is settled."""
    last = _settled(made) or MONTHS
    return sorted({*(month for month in TOLD if month < last), last})


def _ticks(until: int, voice: Voice) -> list[tuple[float, str]]:
    step = 1 if until <= HALF else until // HALF
    return [(float(month), voice.t("money.order.tick", months=month)) for month in range(0, until + 1, step)]


def _onto_step(units: int) -> int:
    return units // STEP * STEP


def _titles(voice: Voice) -> dict[str, str]:
    return {order.id: voice.texts.pick(order.title) for order in voice.policy.arrears.orders}

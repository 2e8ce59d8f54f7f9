"""Budget lines in words: one row per line, the answer as a sentence, the pace of spending, and what does not agree."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import polars as pl

from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.figures import Line
from analytics.report.money import speech
from analytics.report.money.proof import ALL, Proof
from analytics.report.money.rows import PAID, Question
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

_COLUMNS = (
    "line", "set", "adjusted", "transferred", "available", "earmarked", "committed", "paid", "booked", "difference",
    "expected", "band", "overrun", "outlook",
)  # fmt: skip
_LEFT = frozenset({"line", "outlook"})
_MINOR = frozenset(
    {"set", "adjusted", "transferred", "earmarked", "committed", "booked", "difference", "band", "overrun"}
)
_MONTHS = ("month", "paid", "expected", "total", "low", "high", "linear", "seasonal")
_TRANSFERS = ("day", "out", "in", "gap")
#: From bad to good, as the sentence counts them.
_ALARMING = ("over", "likely")
_TONES = {"over": "st-behind", "likely": "st-behind", "possible": "st-slightly_behind"}
_PARTS_UP = 4
#: Nearer to nothing, or to all, a probability is not told to the per cent.
_NEARLY = 0.01


def sentence(found: pl.DataFrame, total: pl.DataFrame, year: int, proof: Proof, voice: Voice) -> str:
    """Return how much of what is available is expected to be spent in the year, and how many lines it may overrun.

    found: budget.lines; total: budget.in_total. The band is told where the back-test bore it out.
    """
    whole = total.filter(pl.col("budget_year") == year).to_dicts()
    if not whole or not whole[0]["available_fen"]:
        return voice.t("money.lines.headline.unset", year=year)
    item, money = whole[0], voice.texts.money_fen
    outlook = found.filter(pl.col("budget_year") == year)["outlook"].cast(pl.String)
    return voice.t(
        "money.lines.headline" + (".band" if proof.holds() else ""),
        year=year,
        available=money(item["available_fen"]),
        spent=money(item["spent_fen"]),
        expected=money(round(item["mean_fen"])),
        low=money(round(item["low_fen"])),
        high=money(round(item["high_fen"])),
        chance=chance(item["overrun"], voice),
        count=int(outlook.is_in(_ALARMING).sum()),
    )


def table(found: pl.DataFrame, total: pl.DataFrame, year: int, proof: Proof, voice: Voice) -> Table:
    """Return one row per line of the year, and all lines; the probability of an overrun as a share.

    The band of a line, and of all, is told where the back-test bore it out.
    """
    rows = found.filter(pl.col("budget_year") == year).to_dicts()
    whole = total.filter(pl.col("budget_year") == year).to_dicts()
    made = [_row(item["line"], item, proof, voice) for item in rows]
    made += [_row(ALL, item, proof, voice) for item in whole]
    columns = speech.columns("lines", _COLUMNS, voice, left=_LEFT, minor=_MINOR)
    return Table(voice.t("money.lines.table", year=year, count=len(rows)), columns, tuple(made))


def findings(found: pl.DataFrame, transfers: pl.DataFrame, year: int, voice: Voice) -> list[str]:
    """Return what does not agree in the year, each as a sentence: payments and bookings, and transfers.

    transfers: budget.transfers.
    """
    money = voice.texts.money_fen
    told = found.filter(pl.col("budget_year") == year, pl.col("finding").cast(pl.String).is_in(["unbooked", "untold"]))
    said = [
        voice.t(
            f"money.lines.{item['finding']}",
            line=name(item["line"], voice),
            paid=money(item["paid_fen"]),
            booked=money(item["booked_fen"]),
            difference=money(abs(item["difference_fen"])),
        )
        for item in told.sort(pl.col("difference_fen").abs(), descending=True).to_dicts()
    ]
    moved = transfers.filter(pl.col("budget_year") == year, pl.col("open_fen") != 0)
    if moved.is_empty():
        return said
    gap = moved["open_fen"][0]
    key = "lost" if gap > 0 else "found"
    days = [voice.texts.date(day) for day in moved.filter(pl.col("gap_fen") != 0)["event_date"].drop_nulls()]
    return [*said, voice.t(f"money.transfers.{key}", year=year, gap=money(abs(gap)), days=voice.listing(days))]


def moves(transfers: pl.DataFrame, year: int, voice: Voice) -> Table:
    """Return one row per day of the year on which money moved between lines."""
    rows = transfers.filter(pl.col("budget_year") == year).to_dicts()
    made = tuple(
        (
            Cell(voice.texts.date(item["event_date"]), item["event_date"])
            if item["event_date"]
            else Cell(voice.t("value.dash")),
            *(speech.amount(item[part], None, voice) for part in ("out_fen", "in_fen", "gap_fen")),
        )
        for item in rows
    )
    columns = speech.columns("transfers", _TRANSFERS, voice, left=frozenset({"day"}))
    return Table(voice.t("money.transfers.table", year=year, count=len(made)), columns, made)


def chart(months: pl.DataFrame, line: str | None, available: int, proof: Proof, voice: Voice) -> Chart:
    """Return a line (None: all that payments tell of) month by month: paid and expected, its band, and the two paces.

    The band is drawn where the back-test bore it out.

    months: budget.line_months; available: fen.
    """
    mine = months.filter(pl.col("line").is_null() if line is None else pl.col("line") == line)
    if not proof.holds(line or ALL):
        mine = mine.with_columns(low_fen=pl.lit(None, pl.Float64), high_fen=pl.lit(None, pl.Float64))
    rows = mine.to_dicts()
    yuan = [{key: _yuan(value) for key, value in item.items() if key.endswith("_fen")} for item in rows]
    paid = [item["total_fen"] if row["mean_fen"] is None else None for item, row in zip(yuan, rows, strict=True)]
    last = sum(value is not None for value in paid)
    ahead = [None if place < last - 1 else item["total_fen"] for place, item in enumerate(yuan)]
    drawn = [
        Line(voice.t("money.pace.linear"), [item["linear_fen"] for item in yuan], figures.GREY, "dash"),
        Line(voice.t("money.pace.seasonal"), [item["seasonal_fen"] for item in yuan], figures.SOFT, "dot"),
        Line(voice.t("money.pace.low"), [item["low_fen"] for item in yuan], figures.WARM, "dot", 1.5),
        Line(voice.t("money.pace.high"), [item["high_fen"] for item in yuan], figures.WARM, "dot", 1.5),
        Line(voice.t("money.pace.expected"), ahead, figures.WARM, "dash"),
        Line(voice.t("money.pace.paid"), paid, figures.NAVY, width=3.5),
    ]
    known = [one for one in drawn if any(value is not None for value in one.values)]
    top = max([1.0, *(value for one in known for value in one.values if value is not None)])
    across = [(place, voice.texts.skeleton(item["month"], "MMM")) for place, item in enumerate(rows)]
    money = voice.texts.money_fen
    values = {
        "line": voice.t("money.pace.all", count=months["line"].n_unique() - 1) if line is None else name(line, voice),
        "year": rows[0]["month"].year,
        "available": money(available),
        "expected": money(round(rows[-1]["total_fen"])),
    }
    up = [(value, money(round(value * 100))) for value in figures.rounds(top, _PARTS_UP)]
    return Chart(
        "pace",
        voice.t("money.pace.title", **values),
        figures.lines(known, across, up, has_legend=True),
        voice.t("money.pace.alt", **values),
        _months(rows, voice),
    )


def told(item: Mapping[str, Any], voice: Voice) -> str:
    """Return what is available and booked of a line that no payments tell of; item: a row of budget.lines."""
    money = voice.texts.money_fen
    return voice.t(
        "money.lines.told",
        line=name(item["line"], voice),
        year=item["budget_year"],
        available=money(item["available_fen"]),
        booked=money(item["booked_fen"]),
    )


def name(line: str, voice: Voice) -> str:
    """Return the words of a budget line."""
    return voice.texts.pick(voice.policy.codes["budget_line"].code(line).label)


def chance(share: float | None, voice: Voice) -> str:
    """Return a probability; what is nearly sure or nearly out of the question is called neither."""
    if share is None:
        return voice.t("value.dash")
    if 0 < share < _NEARLY or 1 - _NEARLY < share < 1:
        return voice.t("money.chance.low" if share < _NEARLY else "money.chance.high")
    return voice.texts.pct(share)


def signed(fen: int, voice: Voice) -> str:
    """Return an amount in the unit people read aloud, what is less than nothing with its sign before the currency."""
    said = voice.texts.money_fen(abs(fen))
    return voice.t("value.less", value=said) if fen < 0 else said


def _short(fen: int, voice: Voice) -> Cell:
    """Return an amount in the unit people read aloud, the value exported in yuan to the fen."""
    if not fen:
        return Cell(voice.t("value.dash"), 0)
    return Cell(signed(fen, voice), voice.texts.yuan(fen))


def _row(line: str, item: Mapping[str, Any], proof: Proof, voice: Voice) -> tuple[Cell, ...]:
    opens = Drill(speech.PAGE, {"view": "lines", "line": line})
    moved = item["transferred_in_fen"] - item["transferred_out_fen"]
    amounts = (item["set_fen"], item["adjusted_fen"], moved, item["available_fen"], item["earmarked_fen"])
    outlook = str(item["outlook"])
    money = voice.texts.money_fen
    band = voice.t("money.lines.range", low=money(round(item["low_fen"])), high=money(round(item["high_fen"])))
    spent = Question(PAID, line=line or None, spent=item["budget_year"])
    return (
        Cell(name(line, voice), drill=opens) if line else Cell(voice.t("money.all")),
        *(_short(fen, voice) for fen in (*amounts, item["committed_fen"])),
        replace(_short(item["paid_fen"], voice), drill=speech.opens(spent) if item["paid_fen"] else None),
        _short(item["booked_fen"], voice),
        _short(item["difference_fen"] or 0, voice),
        _expected(item["mean_fen"], voice),
        Cell(band if item["sd_fen"] and proof.holds(line) else voice.t("value.dash")),
        Cell(chance(item["overrun"], voice), item["overrun"]),
        Cell(voice.t(f"money.outlook.{outlook}"), tone=_TONES.get(outlook, "")),
    )


def _months(rows: list[dict[str, Any]], voice: Voice) -> Table:
    made = tuple(
        (
            Cell(voice.texts.month(item["month"]), item["month"]),
            Cell(voice.t("value.dash")) if item["paid_fen"] is None else speech.amount(item["paid_fen"], None, voice),
            *(_expected(item[f"{part}_fen"], voice) for part in ("mean", "total", "low", "high", "linear", "seasonal")),
        )
        for item in rows
    )
    columns = speech.columns("pace", _MONTHS, voice, left=frozenset({"month"}))
    return Table(voice.t("money.pace.table"), columns, made)


def _expected(fen: float | None, voice: Voice) -> Cell:
    """Return an expectation in the unit people read aloud; the value exported is in yuan."""
    if fen is None:
        return Cell(voice.t("value.dash"))
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)))


def _yuan(fen: float | None) -> float | None:
    return None if fen is None else fen / 100

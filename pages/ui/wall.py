"""The meeting page as HTML: cards, the task table with its bullets, who is behind, and the grid of filings."""

from bisect import bisect_right
from collections.abc import Sequence
from html import escape
from itertools import accumulate
from typing import Protocol

from analytics.report.board import BoardRow
from analytics.report.cards import Card, UnitBehind
from analytics.report.filings import Grid, GridCell, GridRow
from analytics.report.forecast.ahead import Notice, Turn
from analytics.report.table import Cell, Drill
from analytics.texts import Texts
from pages.ui.address import BUREAU, Address
from pages.ui.blocks import anchor, pill, second

#: The bar's full width stands for this share of the target, so that what exceeds it can be seen.
FULL = 1.2
#: Units in the grid, those with the most missing first; the calendar has them all.
SHOWN = 2
#: Tasks that the wall lists by lead unit, the unit farthest behind first.
TASKS = 6
_COLUMNS = ("status", "task", "lead", "done", "ratio", "gap", "chance", "need")
_RIGHT = {"ratio", "gap", "chance", "need"}
_MINOR = {"lead", "ratio", "need"}


class Board(Protocol):
    """Tasks to be laid out: their rows, how good their forecasts are, and what else is said of them."""

    @property
    def rows(self) -> Sequence[BoardRow]: ...
    @property
    def proven(self) -> Cell: ...
    @property
    def notes(self) -> Sequence[str]: ...


def cards(shown: Sequence[Card], address: Address) -> str:
    return f'<div class="cards" style="--n:{len(shown)}">{"".join(_card(card, address) for card in shown)}</div>'


def board(page: Board, texts: Texts, address: Address, title: str | None = None, mark: Cell | None = None) -> str:
    """Return the task table with its title and legend; column widths differ by language, for words differ in length.

    `mark` stands beside the title.
    """
    widths = (float(width) for width in texts.t("meeting.widths").split())
    columns = "".join(_column(name, width) for name, width in zip(_COLUMNS, widths, strict=True))
    heads = "".join(
        f'<th scope="col"{_classes(name)}>{escape(texts.t(f"meeting.column.{name}"))}</th>' for name in _COLUMNS
    )
    body = "".join(_row(row, texts, address) for row in page.rows)
    inside = f"<colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    head = f"<h2>{escape(title or texts.t('meeting.board'))}{_mark(mark, address)}</h2>"
    return f'{head}<table class="t board">{inside}</table>' + legend(page, texts, address)


def legend(page: Board, texts: Texts, address: Address) -> str:
    """Return what the marks of the bars mean, how often intervals held, and what else the forecasts say."""
    has_band = any(row.reach and row.reach.band for row in page.rows)
    marks = (
        ("k-bar st-on_pace", "done"), ("k-pace", "pace"), ("k-season", "season"), ("k-full", "full"),
        ("k-reach", "reach") if has_band else ("k-middle", "middle"),
    )  # fmt: skip
    items = (f'<i class="{mark}"></i>{escape(texts.t(f"meeting.legend.{name}"))}' for mark, name in marks)
    proven = anchor(page.proven.text, page.proven.drill, address)
    notes = " · ".join(escape(note) for note in page.notes)
    return f'<p class="lg">{"".join(items)} · {proven}</p><p class="lg">{notes}</p>'


def ahead(notice: Notice, texts: Texts, address: Address) -> str:
    """Return the tasks that turn before the next meeting, a row a day."""
    rows = "".join(_day(day, turns, texts, address) for day, turns in notice.days)
    listed = f'<table class="t units"><tbody>{rows}</tbody></table>' if rows else ""
    return f'<section data-notice="{len(notice.turns)}">{second(notice.title)}{listed}</section>'


def behind(title: str, units: Sequence[UnitBehind], texts: Texts, address: Address) -> str:
    """Return the lead units with tasks behind pace, each task a link; the rest is behind one more."""
    listed = list(accumulate(len(unit.rows) for unit in units))
    shown = max(bisect_right(listed, TASKS), 1)
    rows = "".join(_unit(unit, address) for unit in units[:shown])
    if len(units) > shown:
        more = anchor(texts.t("behind.more", count=len(units) - shown), Drill(BUREAU), address)
        rows += f'<tr><td colspan="2" class="lg">{more}</td></tr>'
    return second(title) + (f'<table class="t units"><tbody>{rows}</tbody></table>' if units else "")


def grid(content: Grid, texts: Texts, address: Address) -> str:
    """Return units by months; a missing filing has a shape of its own and opens the calendar behind it."""
    if not content.rows:
        return second(content.title)
    last = len(content.months) - 3
    heads = "".join(f'<th scope="col"{_old(n, last)}>{escape(name)}</th>' for n, name in enumerate(content.months))
    body = "".join(_grid_row(row, last, texts, address) for row in content.rows[:SHOWN])
    rest = len(content.rows) - SHOWN
    more = Drill("intake", {"view": "calendar"})
    others = f'<p class="lg">{anchor(texts.t("grid.more", count=rest), more, address)}</p>' if rest > 0 else ""
    head = f'<tr><th class="l" scope="col">{escape(texts.t("calendar.unit"))}</th>{heads}</tr>'
    return second(content.title) + f'<table class="hm"><thead>{head}</thead><tbody>{body}</tbody></table>{others}'


def _mark(mark: Cell | None, address: Address) -> str:
    if mark is None:
        return ""
    return f'<span class="mark tone-{mark.tone}">{anchor(mark.text, mark.drill, address)}</span>'


def _column(name: str, width: float) -> str:
    minor = " minor" if name in _MINOR else ""
    return f'<col class="c-{name}{minor}" style="width:{width}%">'


def _card(card: Card, address: Address) -> str:
    bar = ""
    if card.share is not None:
        pace = "" if card.pace is None else f'<b style="left:{min(card.pace, 1):.1%}"></b>'
        bar = (
            f'<div class="bt" role="img" aria-label="{escape(card.alt)}">'
            f'<i style="width:{min(card.share, 1):.1%}"></i>{pace}</div>'
        )
    lines = "&nbsp;· ".join(_line(line, address) for line in card.lines)
    head = f'<div class="k"><span>{escape(card.name)}</span>{pill(card.sign) if card.sign else ""}</div>'
    value = f'<div class="v">{anchor(card.value, card.drill, address)} <small>{escape(card.measure)}</small></div>'
    inside = f'{head}{value}{bar}<div class="d">{lines}</div>'
    status = f" st-{card.sign.id}" if card.sign else ""
    return f'<div class="card{status}" data-card="{escape(card.id)}">{inside}</div>'


def _line(line: Cell, address: Address) -> str:
    return anchor(line.text, line.drill, address)


def _row(row: BoardRow, texts: Texts, address: Address) -> str:
    warm = " warm" if row.sign.is_warm else ""
    recent = f' <span class="u">{escape(row.recent)}</span>' if row.recent else ""
    ratio = anchor(row.ratio, row.records, address, texts.t("meeting.opens", task=row.title))
    cells = {
        "status": pill(row.sign),
        "task": anchor(row.title, row.indicator, address),
        "lead": f'<span class="b">{anchor(row.lead, Drill("bureau", {"b": row.lead_id}), address)}</span>',
        "done": _bullet(row),
        "ratio": f'{ratio} <span class="u">{escape(row.unit)}</span>',
        "gap": escape(row.gap),
        "chance": _chance(row),
        "need": escape(row.need) + recent,
    }
    inside = "".join(f"<td{_classes(name)}>{cells[name]}</td>" for name in _COLUMNS)
    return f'<tr class="st-{row.sign.id}{warm}" data-target="{escape(row.target_id)}">{inside}</tr>'


def _bullet(row: BoardRow) -> str:
    season = "" if row.seasonal is None else f'<div class="ss" style="left:{_place(row.seasonal)}"></div>'
    return (
        f'<div class="bl" role="img" aria-label="{escape(row.alt)}"><div class="bg"></div>'
        f'<div class="br" style="width:{_place(row.share)}"></div>{season}'
        f'<div class="pc" style="left:{_place(row.pace)}"></div>{_whisker(row)}</div>'
    )


def _whisker(row: BoardRow) -> str:
    """Return the forecast of the end on the bar: its middle, and the interval where one may be shown."""
    if row.reach is None:
        return ""
    line = ""
    if row.reach.band:
        low, high = row.reach.band
        line = f'<div class="wk" style="left:{_place(low)};width:{_length(low, high)}"></div>'
    return f'{line}<div class="md" style="left:{_place(row.reach.middle)}"></div>'


def _chance(row: BoardRow) -> str:
    """Return the probability; one that rests on little carries a mark, which the lines under the table explain."""
    if row.reach is None or not row.reach.doubt:
        return f"<b>{escape(row.chance)}</b>"
    said = escape(row.reach.doubt)
    return (
        f'<span title="{said}" aria-label="{escape(row.chance)} {said}">{escape(row.chance)}<i class="dt">?</i></span>'
    )


def _place(share: float) -> str:
    """Return where a share of the target stands on the bar."""
    return f"{min(max(share, 0), FULL) / FULL:.2%}"


def _length(low: float, high: float) -> str:
    return f"{(min(high, FULL) - min(low, FULL)) / FULL:.2%}"


def _unit(unit: UnitBehind, address: Address) -> str:
    tasks = " ".join(_task(row, address) for row in unit.rows)
    name = anchor(unit.name, Drill("bureau", {"b": unit.unit_id}), address)
    return f'<tr><th scope="row">{name}</th><td>{tasks}</td></tr>'


def _day(day: str, turns: Sequence[Turn], texts: Texts, address: Address) -> str:
    shown = " ".join(
        f'<span class="task"><span class="sg st-{turn.turns.id}">{escape(turn.turns.shape)}</span> '
        f"{anchor(turn.title, turn.drill, address, _said(day, turn, texts))} {escape(turn.chance)}</span>"
        for turn in turns
    )
    return f'<tr><th scope="row">{escape(day)}</th><td>{shown}</td></tr>'


def _said(day: str, turn: Turn, texts: Texts) -> str:
    return texts.t("notice.said", task=turn.title, day=day, word=turn.turns.word, chance=turn.chance)


def _task(row: BoardRow, address: Address) -> str:
    shape = f'<span class="sg st-{row.sign.id}">{escape(row.sign.shape)}</span>'
    return f'<span class="task">{shape} {anchor(row.title, row.indicator, address)} {escape(row.gap)}</span>'


def _grid_row(row: GridRow, last: int, texts: Texts, address: Address) -> str:
    opens = Drill("bureau", {"b": row.unit_id})
    cells = "".join(_grid_cell(cell, _old(n, last), texts, address) for n, cell in enumerate(row.cells))
    return f'<tr><th class="l" scope="row">{anchor(row.name, opens, address)}</th>{cells}</tr>'


def _grid_cell(cell: GridCell | None, old: str, texts: Texts, address: Address) -> str:
    if cell is None:
        return f"<td{old}>{escape(texts.t('value.dash'))}</td>"
    tone = "gap" if cell.is_missing else "ok"
    classes = f' class="{tone} minor"' if old else f' class="{tone}"'
    return f"<td{classes}>{anchor(cell.text, cell.drill, address, cell.alt)}</td>"


def _old(place: int, last: int) -> str:
    """Return the class that takes older months off a narrow screen."""
    return ' class="minor"' if place < last else ""


def _classes(name: str) -> str:
    names = " ".join(word for word, has in (("n", name in _RIGHT), ("minor", name in _MINOR)) if has)
    return f' class="{names}"' if names else ""

"""The page of a unit as HTML: months against the need as small bars, the list of things to do, and its points."""

from dataclasses import replace
from html import escape

from analytics.report.bureau.points import Points
from analytics.report.bureau.tasks import Month, Need, Needs
from analytics.report.bureau.todo import Line, Todos
from analytics.report.table import Table
from analytics.texts import Texts
from pages.ui import blocks
from pages.ui.address import Address
from pages.ui.blocks import anchor, second


def needs(shown: Needs, texts: Texts, address: Address) -> str:
    """Return a row per open task: twelve months as bars under the line of the need, the need, what does not count."""
    if not shown.rows:
        return ""
    rows = "".join(_need(row, address) for row in shown.rows)
    legend = f'<p class="lg">{escape(texts.t("bureau.needs.legend"))}</p>'
    return f'<section>{second(shown.title)}<table class="t needs"><tbody>{rows}</tbody></table>{legend}</section>'


def todos(shown: Todos, most: int, texts: Texts, address: Address) -> str:
    """Return what is to be done, the first of it in sight and the rest to be opened."""
    first = _lines(shown.lines[:most], address)
    rest = shown.lines[most:]
    more = blocks.folded(texts.t("bureau.todo.more", count=len(rest)), _lines(rest, address)) if rest else ""
    return f'<section data-todo="{len(shown.lines)}">{second(shown.title)}{first}{more}</section>'


def points(shown: Points, texts: Texts, address: Address) -> str:
    """Return the points of the year: the total that opens the assessment, how it comes about, and every item."""
    head = f"<h2>{anchor(shown.title, shown.opens, address)}</h2>"
    said = f'<p class="lg">{" · ".join(escape(part) for part in shown.said)}</p>' if shown.said else ""
    return f"<section>{head}{said}{shortened(shown.table, shown.most, texts, address)}</section>"


def titled(table: Table, most: int, texts: Texts, address: Address) -> str:
    """Return a table under its sentence, its first rows in sight; only the sentence where there is no row."""
    inside = shortened(table, most, texts, address) if table.rows else ""
    return f"<section>{second(table.caption)}{inside}</section>"


def shortened(table: Table, most: int, texts: Texts, address: Address) -> str:
    """Return the first rows of a table, the others to be opened under them."""
    first, rest = replace(table, rows=table.rows[:most]), replace(table, rows=table.rows[most:])
    more = blocks.folded(texts.t("bureau.more", count=len(rest.rows)), blocks.table(rest, address)) if rest.rows else ""
    return (blocks.table(first, address, is_captioned=False) if first.rows else "") + more


def _need(row: Need, address: Address) -> str:
    bars = "".join(_bar(month) for month in row.months)
    line = "" if row.line is None else f'<u style="bottom:{min(row.line, 1):.1%}"></u>'
    drawn = f'<div class="mb" role="img" aria-label="{escape(row.alt)}">{bars}{line}</div>'
    gap = "".join(f'<br><span class="u">{anchor(cell.text, cell.drill, address)}</span>' for cell in row.gap)
    name = anchor(row.name, row.drill, address)
    return f'<tr><th scope="row">{name}</th><td class="year">{drawn}</td><td>{escape(row.text)}{gap}</td></tr>'


def _bar(month: Month) -> str:
    said = f"{month.name} {month.text}"
    return f'<i style="height:{month.height:.1%}" title="{escape(said)}"></i>'


def _lines(lines: tuple[Line, ...], address: Address) -> str:
    if not lines:
        return ""
    return f'<table class="t todo"><tbody>{"".join(_line(line, address) for line in lines)}</tbody></table>'


def _line(line: Line, address: Address) -> str:
    more = f' <span class="u">{escape(line.more)}</span>' if line.more else ""
    said = escape(line.state)
    sign = f'<span class="tone-{line.tone}" title="{said}" aria-label="{said}">{line.shape}</span>'
    kind = f'<span class="kind">{escape(line.kind)}</span>'
    what = f'<span class="written">{anchor(line.what.text, line.what.drill, address)}{more}</span>'
    due = f'<span class="tone-{line.tone}">{escape(line.due)}</span>'
    return f'<tr><td class="k">{sign} {kind}</td><td>{what}</td><td class="n">{due}</td></tr>'

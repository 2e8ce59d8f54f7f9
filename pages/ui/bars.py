"""Bars as HTML: a table whose middle column is drawn by the style sheet, readable as text and on paper."""

from html import escape

from analytics.report.whatif.bars import Bar, Bars
from pages.ui import blocks
from pages.ui.address import Address

#: Between two numbers of one row; a narrow screen breaks the line after the stroke.
_BETWEEN = " / "


def draw(shown: Bars, address: Address) -> str:
    """Return the title, the rows with their bars and numbers, and what adds up."""
    rows = "".join(_row(row, shown, address) for row in shown.rows)
    named = f'id="bars-{escape(shown.id)}" aria-label="{escape(shown.alt)}"'
    table = f'<table class="t bars" {named}><tbody>{rows}</tbody></table>'
    return f'<section class="chart">{blocks.second(shown.title)}{table}{blocks.note(shown.said)}</section>'


def _row(row: Bar, shown: Bars, address: Address) -> str:
    zero = f'<u style="left:{shown.place(0.0):.2%}"></u>'
    spans = "".join(
        f'<i class="b-{tone}" style="left:{left:.2%};width:{max(right - left, 0):.2%}"></i>'
        for start, end, tone in row.spans
        for left, right in [sorted((shown.place(start), shown.place(end)))]
    )
    mark = "" if row.mark is None else f'<b style="left:{shown.place(row.mark):.2%}"></b>'
    note = f' <span class="u">{escape(row.note)}</span>' if row.note else ""
    name = blocks.anchor(row.name, row.drill, address)
    return (
        f'<tr><th scope="row">{name}{note}</th>'
        f'<td class="track" aria-hidden="true"><div>{spans}{mark}{zero}</div></td>'
        f'<td class="n">{_numbers(row.text)}</td></tr>'
    )


def _numbers(text: str) -> str:
    *before, last = (escape(part) for part in text.split(_BETWEEN))
    return " ".join(f"<span>{part}</span>" for part in (*(f"{part} /" for part in before), last))

"""The overview of an assessment as HTML: rank intervals with tie groups, stacked points, and the grid of items."""

from html import escape

from analytics.report.assessment.grid import Grid, GridCell, GridRow
from analytics.report.assessment.summary import Overview, UnitLine
from analytics.texts import Texts
from pages.ui.address import Address
from pages.ui.blocks import anchor, pill, second

_COLUMNS = ("band", "unit", "between", "range", "points", "total")
_RIGHT = frozenset({"total"})
_MINOR = frozenset({"range", "points"})


def ranks(shown: Overview, texts: Texts, address: Address) -> str:
    """Return the table of units: band, between which places, what the total is made of; a line ends each tie group."""
    widths = texts.t("assessment.wall.widths.open" if shown.is_open else "assessment.wall.widths").split()
    columns = "".join(
        f'<col class="{"minor" if name in _MINOR else name}" style="width:{width}%">'
        for name, width in zip(_COLUMNS, widths, strict=True)
    )
    heads = "".join(
        f'<th scope="col"{_classes(name)}>{escape(texts.t(f"assessment.wall.{name}"))}</th>' for name in _COLUMNS
    )
    body = "".join(_line(line, shown, address) for line in shown.lines)
    inside = f"<colgroup>{columns}</colgroup><thead><tr>{heads}</tr></thead><tbody>{body}</tbody>"
    table = f'<table class="t board ranks" aria-label="{escape(shown.alt)}">{inside}</table>'
    return second(texts.t("assessment.wall.title")) + table + legend(shown, texts)


def legend(shown: Overview, texts: Texts) -> str:
    """Return what the marks mean, and what the letters behind names mean where there are any."""
    marks = "".join(f'<i class="k-stack s-{n}"></i>{escape(name)}' for n, name in enumerate(shown.classes))
    said = " · ".join(escape(note) for note in shown.notes)
    ways = f'<i class="k-range"></i>{escape(texts.t("assessment.legend.range"))}'
    return f'<p class="lg">{ways}{marks}</p><p class="lg">{said}</p>'


def grid(content: Grid, address: Address) -> str:
    """Return units by items; a low cell has a shape and a frame of its own, every cell opens why."""
    heads = "".join(
        f'<th scope="col" class="{"minor" * head.is_minor}">{escape(head.title)}</th>' for head in content.heads
    )
    body = "".join(_grid_row(row, content, address) for row in content.rows)
    head = f'<tr><th class="l" scope="col">{escape(content.unit)}</th>{heads}</tr>'
    table = f'<table class="hm items"><thead>{head}</thead><tbody>{body}</tbody></table>'
    return f'{second(content.title)}{table}<p class="lg">{escape(content.note)}</p>'


def _line(line: UnitLine, shown: Overview, address: Address) -> str:
    marks = "".join(f'<sup title="{escape(said)}">{escape(sign)}</sup>' for sign, said in line.notes)
    cells = {
        "band": pill(line.band),
        "unit": anchor(line.name, line.drill, address) + marks,
        "between": escape(line.between),
        "range": _range(line, len(shown.lines)),
        "points": _stack(line, shown),
        "total": f"<b>{escape(line.said)}</b>",
    }
    inside = "".join(f"<td{_classes(name)}>{cells[name]}</td>" for name in _COLUMNS)
    names = " ".join(["tie"] * line.opens_tie + [f"st-{line.band.id}"])
    return f'<tr class="{names}" data-unit="{escape(line.unit_id)}">{inside}</tr>'


def _range(line: UnitLine, count: int) -> str:
    if line.low is None or line.high is None:
        return ""
    left, width = (line.low - 1) / count, (line.high - line.low + 1) / count
    return (
        f'<div class="rg" role="img" aria-label="{escape(line.alt)}">'
        f'<i style="left:{left:.2%};width:{width:.2%}"></i></div>'
    )


def _stack(line: UnitLine, shown: Overview) -> str:
    parts, at = "", 0.0
    for n, stack in enumerate(line.stacks):
        parts += f'<i class="s-{n}" style="left:{at / shown.full:.2%};width:{stack / shown.full:.2%}"></i>'
        at += stack
    if line.extra:
        start, width = min(at, at + line.extra), abs(line.extra)
        tone = "more" if line.extra > 0 else "less"
        parts += f'<i class="s-{tone}" style="left:{start / shown.full:.2%};width:{width / shown.full:.2%}"></i>'
    if line.expected is not None:
        parts += f'<b style="left:{min(line.expected / shown.full, 1):.2%}"></b>'
    limits = "".join(f'<u style="left:{limit / shown.full:.2%}"></u>' for limit in shown.limits)
    return f'<div class="stk" aria-hidden="true">{parts}{limits}</div>'


def _grid_row(row: GridRow, content: Grid, address: Address) -> str:
    cells = "".join(
        _grid_cell(cell, head.is_minor, address) for cell, head in zip(row.cells, content.heads, strict=True)
    )
    tie = ' class="tie"' if row.opens_tie else ""
    return f'<tr{tie}><th class="l" scope="row">{anchor(row.name, row.drill, address)}</th>{cells}</tr>'


def _grid_cell(cell: GridCell, is_minor: bool, address: Address) -> str:
    names = " ".join(name for name in (cell.tone, "minor" * is_minor) if name)
    return f'<td class="{names}">{anchor(cell.text, cell.drill, address, cell.alt)}</td>'


def _classes(name: str) -> str:
    names = " ".join(word for word, has in (("n", name in _RIGHT), ("minor", name in _MINOR)) if has)
    return f' class="{names}"' if names else ""

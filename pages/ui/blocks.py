"""Pieces of a page as HTML: every value is escaped here, and every link carries language and quarter on."""

from collections.abc import Iterable, Sequence
from html import escape

from analytics.report.signs import Paint, Sign
from analytics.report.table import Cell, Column, Drill, Table
from pages.ui.address import Address, follow

_ALIGN = {"left": "", "right": "n", "centre": "m"}


def wrap(*parts: str) -> str:
    """Return parts as one block in the type of the dashboard."""
    return f'<div class="tb">{"".join(parts)}</div>'


def heading(title: str, subtitle: str, demo: str | None) -> str:
    """Return the title sentence and the line under it; demonstration data says so in the colour of a warning."""
    mark = f' · <span class="demo">{escape(demo)}</span>' if demo else ""
    return f'<h1>{escape(title)}</h1><p class="sub">{escape(subtitle)}{mark}</p>'


def second(title: str) -> str:
    return f"<h2>{escape(title)}</h2>"


def note(*sentences: str) -> str:
    return f'<p class="note">{"<br>".join(escape(sentence) for sentence in sentences)}</p>'


def source(text: str) -> str:
    return f'<p class="src">{escape(text)}</p>'


def pill(sign: Sign) -> str:
    """Return a status as shape and word in its colour."""
    return f'<span class="sg st-{escape(sign.id)}">{escape(sign.shape)} {escape(sign.word)}</span>'


def paint(paints: Iterable[Paint]) -> str:
    """Return the colours of the statuses as style rules, from the policy data."""
    rules = (
        f".st-{p.id}{{--st-fill:{p.fill};--st-ink:{p.text};--st-tint:{p.tint}}}.tone-st-{p.id}{{color:{p.text};font-weight:700}}"
        for p in paints
    )  # fmt: skip
    return f"<style>{''.join(rules)}</style>"


def anchor(text: str, drill: Drill | None, address: Address, title: str = "") -> str:
    """Return the text, as a link when a page stands behind it."""
    if drill is None:
        return escape(text)
    return reference(text, follow(address, drill), title)


def reference(text: str, target: str, title: str = "") -> str:
    label = f' title="{escape(title)}" aria-label="{escape(title)}"' if title else ""
    return f'<a href="{escape(target)}" target="_self"{label}>{escape(text)}</a>'


def table(content: Table, address: Address, *, is_captioned: bool = True) -> str:
    """Return a table with a heading cell for every column; a narrow screen scrolls it sideways inside its frame."""
    caption = f"<caption>{escape(content.caption)}</caption>" if is_captioned else ""
    head = "".join(f'<th scope="col"{_classes(column)}>{escape(column.title)}</th>' for column in content.columns)
    body = "".join(f"<tr>{_cells(row, content.columns, address)}</tr>" for row in content.rows)
    whole = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f'<div class="scroll" tabindex="0"><table class="t long">{whole}</table></div>'


def facts(pairs: Sequence[tuple[str, Cell]], address: Address) -> str:
    """Return names and values as a list."""
    items = (f"<dt>{escape(name)}</dt><dd>{_cell(cell, address)}</dd>" for name, cell in pairs)
    return f'<dl class="facts">{"".join(items)}</dl>'


def chips(choices: Iterable[tuple[str, str | None]]) -> str:
    """Return choices side by side; the one without a link is the present one."""
    items = (
        f'<span aria-current="true">{escape(text)}</span>' if target is None else reference(text, target)
        for text, target in choices
    )
    return f'<nav class="chips">{"".join(items)}</nav>'


def _cells(row: Sequence[Cell], columns: Sequence[Column], address: Address) -> str:
    return "".join(
        f"<td{_classes(column)}>{_cell(cell, address)}</td>" for cell, column in zip(row, columns, strict=True)
    )


def _cell(cell: Cell, address: Address) -> str:
    shown = anchor(cell.text, cell.drill, address)
    return f'<span class="tone-{escape(cell.tone)}">{shown}</span>' if cell.tone else shown


def _classes(column: Column) -> str:
    names = " ".join(name for name in (_ALIGN[column.align], "minor" if column.is_minor else "") if name)
    return f' class="{names}"' if names else ""

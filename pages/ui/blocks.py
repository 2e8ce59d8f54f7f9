"""Pieces of a page as HTML: every value is escaped here, and every link carries language and quarter on."""

from collections.abc import Iterable, Sequence
from html import escape

from analytics.report.batches import BatchCard
from analytics.report.board import BoardRow
from analytics.report.difference import Difference
from analytics.report.links import Pair
from analytics.report.records_view import RecordCard
from analytics.report.signs import Paint, Sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.texts import Texts
from pages.ui.address import Address, follow, link

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


def foot(text: str, name: str, target: str) -> str:
    """Return the source line with the link to exactly this page."""
    return f'<p class="src">{escape(text)} · {reference(name, target)}</p>'


def lead(sign: Sign, *sentences: str) -> str:
    """Return a status with the sentences that explain it."""
    return f'<p class="sub">{pill(sign)} · {" · ".join(escape(sentence) for sentence in sentences)}</p>'


def plain(text: str) -> str:
    return escape(text)


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


def table(content: Table, address: Address, *, is_captioned: bool = True, sums: tuple[int, int] | None = None) -> str:
    """Return a table with a heading cell for every column; a narrow screen scrolls it sideways inside its frame.

    `sums` are the count and the sum of all rows behind the table, of which it may show a part.
    """
    caption = f"<caption>{escape(content.caption)}</caption>" if is_captioned else ""
    head = "".join(f'<th scope="col"{_classes(column)}>{escape(column.title)}</th>' for column in content.columns)
    body = "".join(f"<tr>{_cells(row, content.columns, address)}</tr>" for row in content.rows)
    whole = f"{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    told = f' data-count="{sums[0]}" data-sum="{sums[1]}"' if sums else f' data-count="{len(content.rows)}"'
    return f'<div class="scroll" tabindex="0"><table class="t long"{told}>{whole}</table></div>'


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


def menu(name: str, links: Iterable[tuple[str, str | None]]) -> str:
    """Return links that open under a name, by mouse and by keyboard; the one without a target is the present page."""
    items = [
        f'<span aria-current="page">{escape(text)}</span>' if target is None else reference(text, target)
        for text, target in links
    ]
    here = " here" if any("aria-current" in item for item in items) else ""
    return f'<details class="menu{here}"><summary>{escape(name)}</summary><nav>{"".join(items)}</nav></details>'


def choices(rows: Iterable[BoardRow], page: str, address: Address) -> str:
    """Return every task with its status, as links to a page about it."""
    items = (
        f"<li>{pill(row.sign)} {reference(row.title, link(address, page, {'ind': row.target_id}))} "
        f'<span class="u">{escape(row.ratio)} {escape(row.unit)}</span></li>'
        for row in rows
    )
    return f'<ul class="choices">{"".join(items)}</ul>'


def record(card: RecordCard, address: Address) -> str:
    """Return the card of one record: verdict, where it was filed, what the bureau wrote."""
    inside = f"<p>{escape(card.verdict)}</p>{facts(card.filed, address)}{facts(card.written, address)}"
    return f'<section class="panel">{second(card.title)}{inside}</section>'


def batch(card: BatchCard, address: Address) -> str:
    """Return the card of one file taken in: its times, its sheets, its rows that wait."""
    said = facts([(name, Cell(value)) for name, value in card.said], address)
    inside = said + table(card.sheets, address) + table(card.waiting, address)
    return f'<section class="panel">{second(card.title)}{inside}</section>'


def matter(statements: Table, ruling: str | None, address: Address) -> str:
    """Return the card of a matter that bureaus disagree on: what each states, and the ruling if there is one."""
    ruled = told(ruling, is_good=True) if ruling else ""
    listed = table(statements, address, is_captioned=False)
    return f'<section class="panel">{second(statements.caption)}{ruled}{listed}</section>'


def pair(item: Pair, address: Address) -> str:
    """Return the card of two that may be one and the same, and the ruling if there is one."""
    ruled = "" if item.is_open else told(item.ruling, is_good=True)
    return f'<section class="panel">{second(item.title)}{ruled}{facts(item.said, address)}</section>'


def difference(item: Difference, address: Address) -> str:
    """Return what a file would change: whether it can come in, the counts by state, warnings, the rows."""
    counts = "".join(
        f'<span class="count{" none" * (not count)}" data-state="{state}">{escape(name)} <b>{count}</b></span>'
        for state, name, count in item.counts
    )
    warnings = "".join(f"<li>{escape(warning)}</li>" for warning in item.warnings)
    listed = f'<ul class="warnings">{warnings}</ul>' if warnings else ""
    rows = table(item.table, address) if item.table.rows else ""
    head = second(item.name) + told(item.sentence, is_good=item.is_welcome)
    return f'<section class="panel">{head}<p class="counts">{counts}</p>{listed}{rows}</section>'


def told(sentence: str, *, is_good: bool) -> str:
    """Return what happened, with a shape that says whether it went well."""
    shape, tone = ("●", "good") if is_good else ("◆", "bad")
    return f'<p class="told" role="status"><span class="tone-{tone}">{shape}</span> {escape(sentence)}</p>'


def section(name: str, inside: str) -> str:
    """Return a part of a page that a link can lead to."""
    return f'<section id="{escape(name)}">{inside}</section>'


def folded(name: str, inside: str) -> str:
    """Return a part of a page that opens when its name is pressed."""
    return f'<details class="folded"><summary>{escape(name)}</summary>{inside}</details>'


def steps(sentences: Iterable[str]) -> str:
    return f'<ol class="steps">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ol>'


def warnings(sentences: Iterable[str]) -> str:
    return f'<ul class="warnings">{"".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)}</ul>'


def pager(page: int, pages: int, texts: Texts, before: str, after: str) -> str:
    """Return the way through the pages of a table; nothing when one page holds it all."""
    if pages <= 1:
        return ""
    parts = [reference(texts.t("pager.before"), before)] if page > 1 else []
    parts.append(escape(texts.t("pager.page", page=page, pages=pages)))
    parts += [reference(texts.t("pager.after"), after)] if page < pages else []
    return f'<nav class="pager">{" ".join(parts)}</nav>'


def _cells(row: Sequence[Cell], columns: Sequence[Column], address: Address) -> str:
    return "".join(
        f"<td{_classes(column)}>{_cell(cell, address)}</td>" for cell, column in zip(row, columns, strict=True)
    )


def _cell(cell: Cell, address: Address) -> str:
    shown = anchor(cell.text, cell.drill, address)
    return f'<span class="tone-{escape(cell.tone)}">{shown}</span>' if cell.tone else shown


def _classes(column: Column) -> str:
    names = " ".join(name for name in (_ALIGN[column.align], "minor" * column.is_minor, "k" * column.is_tight) if name)
    return f' class="{names}"' if names else ""

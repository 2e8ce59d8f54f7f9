"""The months of a person as HTML: one row a year, one box a month, with the signs explained under it."""

from collections.abc import Sequence
from html import escape

from analytics.report.person.timeline import Box, Strip
from analytics.texts import Texts
from pages.ui.address import Address, follow


def strip(content: Strip, address: Address) -> str:
    """Return the strip with its legend; every box says in words what it stands for."""
    head = "".join(f'<th scope="col">{escape(month)}</th>' for month in content.months)
    rows = "".join(
        f'<tr><th scope="row">{year}</th>{"".join(_box(box, address) for box in boxes)}</tr>'
        for year, boxes in content.years
    )
    signs = "".join(
        f'<li><i class="mo-{escape(code)}" aria-hidden="true">{escape(sign)}</i> {escape(said)}</li>'
        for code, sign, said in content.legend
    )
    table = f"<table><caption>{escape(content.title)}</caption><thead><tr><td></td>{head}</tr></thead>{rows}</table>"
    return f'<div class="strip">{table}<ul>{signs}</ul></div>'


def coming(sentences: Sequence[str], texts: Texts) -> str:
    """Return the clock and what comes next; nothing where there is nothing to say."""
    if not sentences:
        return ""
    items = "".join(f"<li>{escape(sentence)}</li>" for sentence in sentences)
    return f'<h2>{escape(texts.t("person.coming"))}</h2><ul class="warnings">{items}</ul>'


def _box(box: Box | None, address: Address) -> str:
    if box is None:
        return "<td></td>"
    said = f'title="{escape(box.said)}" aria-label="{escape(box.said)}"'
    if box.drill is None:
        return f'<td class="mo-{escape(box.code)}"><span role="img" {said}>{escape(box.sign)}</span></td>'
    link = f'<a href="{escape(follow(address, box.drill))}" target="_self" {said}>{escape(box.sign)}</a>'
    return f'<td class="mo-{escape(box.code)}">{link}</td>'

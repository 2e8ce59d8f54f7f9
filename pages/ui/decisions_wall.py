"""The decisions page as HTML: items with their factors and options, and decisions with a bullet each."""

from collections.abc import Sequence
from html import escape

from analytics.report.decisions.followed import Bullet, Followed
from analytics.report.decisions.items import Item
from analytics.texts import Texts
from pages.ui.address import Address
from pages.ui.blocks import anchor, note, pill, second

#: Options shown with an item in the list; its own page has them all.
SHOWN = 2
#: Items shown on the wall of the meeting.
BRIEF = 3


def items(shown: Sequence[Item], texts: Texts, address: Address, most: int) -> str:
    """Return the items of the meeting, the first at the top."""
    if not shown:
        return second(texts.t("decisions.agenda.title")) + note(texts.t("decisions.agenda.none"))
    listed = "".join(_item(item, address) for item in shown)
    told = note(texts.t("decisions.agenda.note", most=most))
    return f'{second(texts.t("decisions.agenda.title"))}<ol class="asks">{listed}</ol>{told}'


def brief(shown: Sequence[Item], texts: Texts, address: Address) -> str:
    """Return the first items for the wall of the meeting: each with what its first option costs and brings."""
    listed = "".join(_brief(item, address) for item in shown[:BRIEF])
    head = second(texts.t("meeting.agenda", count=len(shown)))
    return f'<section data-agenda="{len(shown)}">{head}<ol class="brief">{listed}</ol></section>' if shown else ""


def followed(shown: Sequence[Followed], texts: Texts, address: Address) -> str:
    """Return earlier decisions: state, who and until when, and a bullet of now against the promise."""
    head = second(texts.t("decisions.followed.title"))
    if not shown:
        return head + note(texts.t("decisions.followed.none"))
    names = ("state", "work", "bar", "moved")
    heads = "".join(f'<th scope="col">{escape(texts.t(f"decisions.followed.{name}"))}</th>' for name in names)
    body = "".join(_followed(row, address) for row in shown)
    table = f'<table class="t done"><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>'
    return head + table + _legend(texts)


def factors(item: Item, product: str, address: Address) -> str:
    """Return the three factors of an item and what they come to."""
    rows = "".join(
        f'<tr><th scope="row">{escape(name)}</th><td class="n"><b>{anchor(cell.text, cell.drill, address)}</b></td>'
        f"<td>{escape(reason)}</td></tr>"
        for name, cell, reason in item.factors
    )
    last = (
        f'<tr class="sum"><th scope="row">{escape(product)}</th><td class="n"><b>{escape(item.product)}</b></td>'
        f"<td>{escape(item.product_alt)}</td></tr>"
    )
    return f'<table class="t factors"><tbody>{rows}{last}</tbody></table>'


def bullet(shown: Bullet) -> str:
    """Return now as a bar, the promise as a stroke, the forecast of then as a dotted one, then as a ring."""
    expected = "" if shown.expected is None else f'<div class="ss" style="left:{shown.expected:.2%}"></div>'
    promised = "" if shown.promised is None else f'<div class="pc" style="left:{shown.promised:.2%}"></div>'
    then = "" if shown.then is None else f'<div class="md" style="left:{shown.then:.2%}"></div>'
    return (
        f'<div class="bl" role="img" aria-label="{escape(shown.alt)}"><div class="bg"></div>'
        f'<div class="br" style="width:{shown.now:.2%}"></div>{expected}{promised}{then}</div>'
    )


def _brief(item: Item, address: Address) -> str:
    ways = "".join(
        f'<br><span class="u">{escape(choice.name)} · {escape(choice.cost)} → <b>{escape(choice.effect)}</b></span>'
        for choice in item.choices[:1]
    )
    return f"<li>{anchor(item.title, item.drill, address)}{ways}</li>"


def _item(item: Item, address: Address) -> str:
    options = "".join(
        f'<li>{escape(choice.name)} <span class="u">· {escape(choice.cost)}</span> → '
        f"<b>{escape(choice.effect)}</b></li>"
        for choice in item.choices[:SHOWN]
    )
    sums = " × ".join(anchor(cell.text, cell.drill, address, reason) for _, cell, reason in item.factors)
    return (
        f'<li data-item="{escape(item.ref)}"><div><p class="q">{anchor(item.title, item.drill, address)}</p>'
        f'<ul>{options}</ul></div><div class="p"><p title="{escape(item.product_alt)}">{sums} = '
        f'<b>{escape(item.product)}</b></p><p class="u">{escape(item.who)}</p></div></li>'
    )


def _followed(row: Followed, address: Address) -> str:
    late = f' <span class="tone-{escape(row.late.tone)}">{escape(row.late.text)}</span>' if row.late.text else ""
    drawn = bullet(row.bullet) if row.bullet else ""
    numbers = f'<span class="u">{escape(row.against)}</span>'
    moved = f'<span class="tone-{escape(row.moved.tone)}">{escape(row.moved.text)}</span>'
    who = f'<span class="u">{escape(row.owner)} · {escape(row.due.text)}</span>{late}'
    what = f"{anchor(row.title, row.drill, address)}<br>{who}"
    return (
        f'<tr class="st-{escape(row.sign.id)}" data-decision="{row.number}"><td class="k">{pill(row.sign)}</td>'
        f'<td>{what}</td><td class="bar">{drawn}{numbers}</td><td class="mv">{moved}</td></tr>'
    )


def _legend(texts: Texts) -> str:
    marks = (("k-bar st-done", "now"), ("k-pace", "promised"), ("k-season", "expected"), ("k-middle", "then"))
    items = (f'<i class="{mark}"></i>{escape(texts.t(f"decisions.legend.{name}"))}' for mark, name in marks)
    return f'<p class="lg">{"".join(items)}</p>'

"""Long tables a page at a time; which page is a code of the address."""

from dataclasses import replace

from analytics.report.table import Table
from analytics.texts import Texts
from pages.ui import blocks
from pages.ui.address import Address, link

ROWS = 50


def number(address: Address) -> int:
    """Return the page asked for, the first one without a sensible code."""
    code = address.get("page") or ""
    return int(code) if code.isascii() and code.isdigit() and 0 < len(code) < 6 else 1


def paged(table: Table, page: str, address: Address, texts: Texts) -> str:
    """Return one page of a table with the way to the others, its count that of the whole; without rows, a word."""
    if not table.rows:
        return blocks.note(texts.t("pager.nothing"))
    pages = -(-len(table.rows) // ROWS)
    shown = min(max(number(address), 1), pages)
    part = replace(table, rows=table.rows[(shown - 1) * ROWS : shown * ROWS])
    ways = [link(address, page, {**address.own, "page": str(n)}) for n in (shown - 1, shown + 1)]
    listed = blocks.table(part, address, is_captioned=False, sums=(len(table.rows), len(table.rows)))
    return listed + blocks.pager(shown, pages, texts, *ways)

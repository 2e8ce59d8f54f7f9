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
    count = len(table.rows)
    shown = shown_of(count, address)
    part = replace(table, rows=table.rows[(shown - 1) * ROWS : shown * ROWS])
    return blocks.table(part, address, is_captioned=False, sums=(count, count)) + ways(count, page, address, texts)


def ways(count: int, page: str, address: Address, texts: Texts, each: int = ROWS) -> str:
    """Return the way to the other pages of so many rows, `each` on a page."""
    shown = shown_of(count, address, each)
    before, after = (link(address, page, {**address.own, "page": str(n)}) for n in (shown - 1, shown + 1))
    return blocks.pager(shown, _pages(count, each), texts, before, after)


def shown_of(count: int, address: Address, each: int = ROWS) -> int:
    """Return the page asked for, the last one where there are fewer."""
    return min(number(address), _pages(count, each))


def _pages(count: int, each: int) -> int:
    return max(-(-count // each), 1)

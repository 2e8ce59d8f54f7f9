"""What a browser can tell about a page: sizes, cut cells, font sizes, visible words."""

import re
from collections.abc import Set as AbstractSet

from playwright.sync_api import Page

HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
#: Latin that a Chinese reader expects: the other language, file kinds, and the codes of readings.
EXPECTED = frozenset({"EN", "xlsx", "xls", "csv", "CSV", "mm", "EMBA", "MBA", "ID"})
FILE = re.compile(r"\S+\.(xlsx|csv|xls)|Sheet\d|HT-\S+|[0-9a-f]{64}")
#: Pictures drawn as letters, and the switch that names every language in its own words.
SILENT, LANGUAGES = "[data-testid='stIconMaterial']", ".langs"
_SCROLL = """() => { const main = document.querySelector('[data-testid="stMain"]');
  return {down: main.scrollHeight - main.clientHeight, side: main.scrollWidth - main.clientWidth,
          page: document.scrollingElement.scrollWidth - document.scrollingElement.clientWidth}; }"""
_CUT = """() => [...document.querySelectorAll('td, th, .card *, h1, h2, .sub')]
  .filter(e => e.clientWidth > 0 && getComputedStyle(e).display !== 'inline' && e.scrollWidth > e.clientWidth + 1)
  .map(e => e.textContent.trim().slice(0, 40))"""
_OVERLAP = """() => [...document.querySelectorAll('.board td, .hm td, .hm th, .units td')].filter(cell => {
  const box = cell.getBoundingClientRect(), range = document.createRange(); range.selectNodeContents(cell);
  const text = range.getBoundingClientRect();
  return text.width > 0 && (text.right > box.right + 1 || text.left < box.left - 1); })
  .map(e => e.textContent.trim().slice(0, 40))"""
_TEXTS = """(skipped) => { const found = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walk.nextNode()) { const node = walk.currentNode, parent = node.parentElement, text = node.textContent.trim();
    if (!text || parent.closest('script, style, noscript') || (skipped && parent.closest(skipped))) continue;
    if (!parent.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const range = document.createRange(); range.selectNodeContents(node); const box = range.getBoundingClientRect();
    const frame = parent.getBoundingClientRect();
    if (Math.min(box.width, box.height, frame.width, frame.height) < 2) continue;
    found.push([text, parseFloat(getComputedStyle(parent).fontSize)]); }
  return found; }"""


def scroll(page: Page) -> dict[str, int]:
    """Return by how much the page is taller and wider than the window."""
    return page.evaluate(_SCROLL)


def cut(page: Page) -> list[str]:
    """Return the texts that do not fit where they stand."""
    return [*page.evaluate(_CUT), *page.evaluate(_OVERLAP)]


def texts(page: Page, skipped: str = "") -> list[tuple[str, float]]:
    """Return every visible text with its font size, but not those inside `skipped` elements."""
    return [(text, size) for text, size in page.evaluate(_TEXTS, skipped)]


def english(page: Page, skipped: str = "", also: AbstractSet[str] = frozenset()) -> list[str]:
    """Return the visible texts with Latin words that a Chinese reader does not expect; `also` are expected."""
    found = texts(page, _several(SILENT, skipped))
    return [text for text, _ in found if set(WORD.findall(FILE.sub("", text))) - EXPECTED - also]


def chinese(page: Page, skipped: str = "") -> list[str]:
    """Return the visible texts with Chinese characters, but not those inside `skipped` elements."""
    return [text for text, _ in texts(page, _several(LANGUAGES, skipped)) if HAN.search(text)]


def _several(*selectors: str) -> str:
    return ", ".join(selector for selector in selectors if selector)

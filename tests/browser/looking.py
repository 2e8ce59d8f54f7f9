"""What a browser can tell about a page: sizes, cut cells, font sizes, visible words."""

from playwright.sync_api import Page

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

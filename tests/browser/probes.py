"""What a test asks the open page: sizes, clipped cells, small text, words of the other language."""

from playwright.sync_api import Page

_OVERFLOW = """() => {
  const boxes = [document.scrollingElement, document.querySelector('[data-testid="stMain"]')].filter(Boolean);
  return {
    down: Math.max(...boxes.map(b => b.scrollHeight - b.clientHeight)),
    aside: Math.max(...boxes.map(b => b.scrollWidth - b.clientWidth)),
  };
}"""

_CLIPPED = """() => [...document.querySelectorAll('td, th, h1, h2, .card *, .sg')]
  .filter(e => e.offsetParent && e.scrollWidth > e.clientWidth + 1
    && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX))
  .map(e => e.textContent.trim())"""

_TEXTS = """() => {
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, owner = node.parentElement, text = node.textContent.trim();
    if (!text || !owner || ['SCRIPT', 'STYLE', 'NOSCRIPT'].includes(owner.tagName)) continue;
    const style = getComputedStyle(owner);
    const box = owner.getBoundingClientRect();
    if (style.visibility === "hidden" || style.display === "none" || box.width < 2 || box.height < 2) continue;
    if (parseFloat(style.opacity) === 0 || parseFloat(style.fontSize) === 0) continue;
    found.push({text, size: parseFloat(style.fontSize), table: !!owner.closest('table.board'), named: !!owner.closest('[translate="no"]')});
  }
  return found;
}"""


def overflow(page: Page) -> dict[str, float]:
    """Return by how many pixels the page is longer (`down`) and wider (`aside`) than the screen."""
    return page.evaluate(_OVERFLOW)


def clipped(page: Page) -> list[str]:
    """Return the text of every cell, heading or card line that does not fit its box."""
    return page.evaluate(_CLIPPED)


def texts(page: Page) -> list[dict[str, object]]:
    """Return every visible piece of text with its size in pixels, and whether it stands in the task table."""
    return page.evaluate(_TEXTS)

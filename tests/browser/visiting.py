"""A visit to one page: opened at a size and in a language, settled, with everything it asked the network for."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, Request

WALL, LAPTOP, PHONE, LARGE_WALL = (1920, 1080), (1366, 768), (390, 844), (3840, 2160)
PAGES: dict[str, dict[str, str]] = {
    "": {},
    "indicator": {"ind": "goal.youth"},
    "records": {"ind": "quota.ecommerce"},
    "integrity": {},
    "readings": {"reading": "r01"},
    "intake": {},
    "decisions": {},
    "assessment": {"year": "2025"},
    "money": {},
    "bureau": {"b": "agriculture"},
    "quality": {"b": "agriculture"},
    "assumptions": {},
    "calculator": {"degree": "master", "from": "2024-07"},
    "person": {},
    "method": {},
}
#: The views of the filing page, each with what it shows when something was asked for.
VIEWS: dict[str, dict[str, str]] = {
    "batches": {"view": "batches"},
    "batch": {"view": "batches", "batch": "1"},
    "quarantine": {"view": "quarantine"},
    "calendar": {"view": "calendar"},
    "forms": {"view": "forms"},
    "form": {"view": "forms", "ledger": "youth"},
    "rulings": {"view": "rulings"},
    "pairs": {"view": "rulings", "list": "pairs"},
    "pair": {"view": "rulings", "list": "pairs", "pair": "1"},
    "links": {"view": "rulings", "list": "links"},
}
_SETTLED = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  return app && app.getAttribute('data-test-script-state') === 'notRunning' && document.querySelector('h1');
}"""


_DRAWN = """() => [...document.querySelectorAll('[class*=st-key-figure_]')]
  .every(frame => frame.querySelector('.js-plotly-plot')?.clientHeight > 50)"""


@dataclass
class Visit:
    """An open page and the addresses it asked for."""

    page: Page
    requests: list[Request] = field(default_factory=list)

    def settle(self) -> None:
        self.page.wait_for_function(_SETTLED, timeout=60_000)
        self.page.wait_for_function(_DRAWN, timeout=60_000)
        self.page.evaluate("document.fonts.ready")

    def go(self, url: str) -> None:
        self.page.goto(url)
        self.settle()


def url(address: str, name: str, **query: str) -> str:
    return f"{address}/{name}?{urlencode(PAGES.get(name, {}) | query)}"


@contextmanager
def visit(browser: Browser, start: str, size: tuple[int, int] = WALL) -> Iterator[Visit]:
    """Open an address in a fresh browser context of a size and wait until the page has settled."""
    context = browser.new_context(
        viewport={"width": size[0], "height": size[1]}, locale="zh-CN", timezone_id="Asia/Shanghai"
    )
    page = context.new_page()
    seen = Visit(page)
    page.on("request", lambda request: seen.requests.append(request))  # noqa: PLW0108 - it must take an attribute
    try:
        seen.go(start)
        yield seen
    finally:
        context.close()

"""What a reader waits for in a fresh browser, and what crosses the wire."""

import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.benchmarks.timing import Timed
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.serving import served
from tests.browser.visiting import WALL, url

VISITS, PRESSES = 3, 20
_PATIENCE, _CALM = 60_000, 700
#: Notes when the sentence and the figure have both changed after the next key, and two frames have been drawn.
_WATCH = """() => {
  const read = () => [document.querySelector('h1')?.innerText,
    [...document.querySelectorAll('.js-plotly-plot path.js-line')].map(line => line.getAttribute('d')).join()];
  const [title, figure] = read();
  window.painted = undefined;
  document.addEventListener('keydown', () => {
    const start = performance.now();
    const done = () => { window.painted = performance.now() - start; };
    const look = () => {
      const [now, drawn] = read();
      const changed = now && drawn && now !== title && drawn !== figure;
      requestAnimationFrame(changed ? () => requestAnimationFrame(done) : look);
    };
    look();
  }, { once: true, capture: true });
}"""


def measure(home: Path) -> list[Timed]:
    """Return first text and transfer of the meeting page and of the indicator page, each in a fresh context."""
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        lines = [
            *_visits(browser, "meeting", url(address, ""), ("≤ 2 000", "≤ 1 200")),
            *_visits(browser, "indicator", url(address, "indicator"), ("≤ 3 000", "≤ 2 700")),
        ]
        lines.append(_slider(browser, url(address, "whatif", who="all")))
        browser.close()
    return lines


def _slider(browser: Browser, where: str) -> Timed:
    """Return how long it takes from a key on a slider until the new answer and its figure are painted."""
    context = browser.new_context(viewport={"width": WALL[0], "height": WALL[1]}, locale="zh-CN")
    page = context.new_page()
    page.goto(where)
    page.wait_for_selector(".src", timeout=_PATIENCE)
    page.wait_for_timeout(_CALM)
    page.locator(".st-key-whatif_rate input[type=range]").focus()
    waits = []
    for number in range(PRESSES):
        page.evaluate(_WATCH)
        page.keyboard.press("ArrowRight" if number < PRESSES / 2 else "ArrowLeft")
        page.wait_for_function("() => window.painted !== undefined", timeout=_PATIENCE)
        waits.append(float(page.evaluate("window.painted")))
        page.wait_for_timeout(_CALM)
    context.close()
    late = sorted(waits)[round(0.95 * (PRESSES - 1))]
    return Timed("what-if: key on a slider to painted (worst: p95)", statistics.median(waits), late, "≤ 300, 500")


def _visits(browser: Browser, name: str, where: str, targets: tuple[str, str]) -> list[Timed]:
    _visit(browser, where)
    seen = [_visit(browser, where) for _ in range(VISITS)]
    waits, sizes = zip(*seen, strict=True)
    return [
        Timed(f"{name}: first text in a fresh browser", statistics.median(waits), max(waits), targets[0]),
        Timed(f"{name}: kilobytes transferred", statistics.median(sizes), max(sizes), targets[1]),
    ]


def _visit(browser: Browser, where: str) -> tuple[float, float]:
    context = browser.new_context(viewport={"width": WALL[0], "height": WALL[1]}, locale="zh-CN")
    page: Page = context.new_page()
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108 - it must take an attribute
    start = time.perf_counter()
    page.goto(where)
    page.wait_for_selector("h1")
    waited = (time.perf_counter() - start) * 1000
    page.wait_for_load_state("networkidle")
    size = sum(answer.request.sizes()["responseBodySize"] for answer in answers) / 1000
    context.close()
    return waited, size

"""What a reader waits for in a fresh browser, and what crosses the wire."""

import statistics
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, Response, sync_playwright

from tests.benchmarks.timing import Timed
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.serving import served
from tests.browser.visiting import WALL, url

VISITS = 3


def measure(home: Path) -> list[Timed]:
    """Return first text and transfer of the meeting page and of the indicator page, each in a fresh context."""
    with served(home) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        lines = [
            *_visits(browser, "meeting", url(address, ""), ("≤ 2 000", "≤ 1 200")),
            *_visits(browser, "indicator", url(address, "indicator"), ("≤ 3 000", "≤ 2 700")),
        ]
        browser.close()
    return lines


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

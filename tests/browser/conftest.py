"""A served dashboard over the furnished home, and a browser to look at it."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime, time
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from analytics import pipeline
from analytics.pipeline import House
from tests.browser.serving import served
from tests.browser.visiting import LAPTOP, LARGE_WALL, PHONE, WALL, Visit
from tests.pages.furnished import AS_OF, furnish

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
SIZES = {"wall": WALL, "wall4k": LARGE_WALL, "laptop": LAPTOP, "phone": PHONE}
#: How long a page may take on a busy machine before the test gives up; nothing asserts a speed.
PATIENCE = 60_000
Look = Callable[..., Page]


def chromium() -> str | None:
    """Return the browser of this machine, if it has one."""
    return shutil.which("chromium")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if chromium() is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        folder = furnish(tmp_path_factory.mktemp("browser") / "home", 0.05)
        _test_forecasts(folder)
        yield folder


def _test_forecasts(folder: Path) -> None:
    """Keep a back-test in the home, so that intervals are shown."""
    opened = House(folder).open()
    made = pipeline.make_target_backtest(opened, as_of=AS_OF, at=datetime.combine(AS_OF, time(9)))
    pipeline.keep_target_backtest(opened.vault, made)


@pytest.fixture(scope="session")
def address(home: Path) -> Iterator[str]:
    """Serve the home; gives the address without a slash at its end."""
    with served(home) as found:
        yield found


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        yield found
        found.close()


@pytest.fixture
def look(browser: Browser, address: str) -> Iterator[Look]:
    """Return a function that opens a path at a size and waits until the page is drawn."""
    contexts = []

    def opened(path: str = "", size: str = "wall") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{address}/{path}")
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until the script has run, the figures have their size, and the fonts are there."""
    Visit(page).settle()
    page.wait_for_selector(".src")
    page.wait_for_timeout(250)

"""A served dashboard over the furnished home, started and stopped by its process, and a browser to look at it."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from analytics import house
from tests.pages.furnished import furnish

CHROMIUM = shutil.which("chromium")
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
SIZES = {"wall": (1920, 1080), "wall4k": (3840, 2160), "laptop": (1366, 768), "phone": (390, 844)}
#: How long a page may take on a busy machine before the test gives up; nothing asserts a speed.
PATIENCE = 60_000
Look = Callable[..., Page]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no chromium on this machine"))


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        return furnish(tmp_path_factory.mktemp("browser") / "home", 0.05)


@pytest.fixture(scope="session")
def site(home: Path) -> Iterator[str]:
    """Serve the home on a free port of this machine; gives the address without a slash at its end."""
    port = free_port()
    with served([sys.executable, str(house.ROOT / "serve.py"), "--port", str(port)], home, port) as address:
        yield address


@contextmanager
def served(command: list[str], home: Path, port: int) -> Iterator[str]:
    """Run a server for a home until the block ends."""
    environment = {**os.environ, house.HOME_VARIABLE: str(home)}
    environment.pop("TALENT_KEY", None)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{address}/_stcore/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(20)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    for _ in range(240):
        assert process.poll() is None, "the server ended by itself"
        try:
            urllib.request.urlopen(url, timeout=2).close()
        except OSError:
            time.sleep(0.25)
        else:
            return
    raise AssertionError("the server does not answer")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield found
        found.close()


@pytest.fixture
def look(browser: Browser, site: str) -> Iterator[Look]:
    """Return a function that opens an address at a size and waits until the page is drawn."""
    contexts = []

    def opened(path: str = "", size: str = "wall") -> Page:
        width, height = SIZES[size]
        context = browser.new_context(viewport={"width": width, "height": height}, accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{site}/{path}")
        settle(page)
        return page

    yield opened
    for context in contexts:
        context.close()


def settle(page: Page) -> None:
    """Wait until the page has its title and its figures, and nothing is on its way any more."""
    page.wait_for_selector("h1")
    page.wait_for_selector(".src")
    page.wait_for_function("() => [...document.querySelectorAll('.js-plotly-plot')].every(f => f.clientHeight > 50)")
    page.wait_for_function("() => document.fonts.status === 'loaded'")
    page.wait_for_timeout(250)

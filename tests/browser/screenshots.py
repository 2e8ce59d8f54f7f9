"""`make screenshots`: every page and view at three sizes in both languages, and the pictures of the README."""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

from analytics import demo, house, pipeline
from tests.browser import visiting
from tests.browser.conftest import ARGUMENTS, chromium
from tests.browser.serving import served
from tests.browser.visiting import LAPTOP, PHONE, WALL, visit


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    policy, layouts = pipeline.rulebook()
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        home = Path(place) / "home"
        demo.build(home, policy=policy, layouts=layouts)
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        with served(home) as address:
            for name, page, codes in _places():
                for lang in ("zh", "en"):
                    for size in (WALL, LAPTOP, PHONE):
                        with visit(browser, visiting.url(address, page, lang=lang, **codes), size) as seen:
                            seen.page.wait_for_timeout(500)
                            seen.page.screenshot(path=folder / f"{name}_{lang}_{size[0]}.png")
        browser.close()


def _places() -> Iterator[tuple[str, str, dict[str, str]]]:
    """Give for each picture its name, the page and the codes of the address."""
    for page in visiting.PAGES:
        yield page or "meeting", page, {}
    for view, codes in visiting.VIEWS.items():
        yield f"intake_{view}", "intake", codes


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else house.ROOT / "build" / "screenshots")

"""`make screenshots`: every page at three sizes in both languages, and the pictures of the README."""

import sys
import tempfile
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
            for name in visiting.PAGES:
                for lang in ("zh", "en"):
                    for size in (WALL, LAPTOP, PHONE):
                        with visit(browser, visiting.url(address, name, lang=lang), size) as seen:
                            seen.page.wait_for_timeout(500)
                            path = folder / f"{name or 'meeting'}_{lang}_{size[0]}.png"
                            seen.page.screenshot(path=path)
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else house.ROOT / "build" / "screenshots")

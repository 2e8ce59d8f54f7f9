"""Both languages complete: no English word stands on a Chinese page and no Chinese word on an English one."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import probes, visiting
from tests.browser.visiting import visit

LATIN = re.compile(r"[A-Za-z]{2,}")
HAN = re.compile(r"[\u4e00-\u9fff]")
#: Names of files, worksheets and (masked) persons stay as they are, and so do the two names of the languages.
NAMES = re.compile(r"\.(xlsx|xls|csv)$|\*|^Sheet\d+$|^EN$|^中文$")
#: What every reader of tables knows, in either language.
KNOWN = re.compile(r"\b(xlsx|xls|csv|XLSX|XLS|CSV|UTF|GB|SHA|Excel|ID)\b")


def _foreign(texts: list[dict[str, object]], lang: str) -> list[str]:
    words = LATIN if lang == "zh" else HAN
    shown = (str(t["text"]) for t in texts if not t["named"])
    return [text for text in shown if not NAMES.search(text) and words.search(KNOWN.sub("", text))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", visiting.PAGES)
def test_a_page_speaks_one_language(browser: Browser, address: str, name: str, lang: str) -> None:
    with visit(browser, visiting.url(address, name, lang=lang)) as seen:
        assert _foreign(probes.texts(seen.page), lang) == []
        assert seen.page.evaluate("document.documentElement.lang") == {"zh": "zh-CN", "en": "en"}[lang]


@pytest.mark.parametrize("name", ["indicator", "records"])
def test_the_other_language_is_one_click_away_and_keeps_the_place(browser: Browser, address: str, name: str) -> None:
    with visit(browser, visiting.url(address, name, lang="zh", y="2025", q="4")) as seen:
        before = seen.page.locator("h1").inner_text()
        seen.page.get_by_text("EN", exact=True).click()
        seen.page.wait_for_function("before => document.querySelector('h1')?.innerText !== before", arg=before)
        seen.settle()
        assert "lang=en" in seen.page.url
        assert "y=2025" in seen.page.url
        assert "q=4" in seen.page.url
        assert "ind=" in seen.page.url
        assert re.findall(r"\d+", before)[0] in seen.page.locator("h1").inner_text()

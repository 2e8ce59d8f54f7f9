"""Every page and view, in both languages: nothing scrolls sideways on a phone, one language, readable from the back.

One visit serves all three: a page is opened on a phone and then drawn out to the size of the wall.
"""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import looking
from tests.browser.conftest import PATIENCE, SIZES, settle

LANGS = ["zh", "en"]
#: Pages of the meeting room: what stands on them is read from the back.
READABLE = [
    "?", "indicator?ind=goal.youth&", "records?ind=goal.youth&", "method?", "money?", "money?view=exposure&",
    "bureau?b=human_resources&", "decisions?", "assessment?year=2025&", "quality?b=human_resources&",
]  # fmt: skip
PATHS = [
    *READABLE, "indicator?", "indicator?ind=quota.talent_loans&", "records?",
    "records?ind=quota.talent_loans&state=not_counted&", "intake?", "intake?view=batches&",
    "intake?view=batches&batch=1&", "intake?view=quarantine&", "intake?view=calendar&", "intake?view=forms&",
    "intake?view=forms&ledger=youth&", "intake?view=rulings&", "intake?view=rulings&list=pairs&", "backtest?",
    "integrity?", "readings?reading=r01&", "readings?reading=r14&", "readings?view=unclaimed&", "person?",
    "money?view=order&", "money?view=benefits&", "money?view=lines&", "money?view=results&",
    "money?view=exposure&by=stream&", "calculator?degree=master&from=2024-07&ben=b01a&b01a.day=x&",
    "calculator?degree=master&from=2024-07&ben=b04a&", "assumptions?", "assumptions?assumption=hazard&",
    "assumptions?view=trial&", "bureau?", "bureau?b=370283105&", "bureau?b=health&", "quality?",
    "decisions?view=notes&", "decisions?view=work&", "decisions?item=target:quota.ecommerce&", "assessment?",
    "assessment?year=2025&group=towns&", "assessment?b=commerce&", "assessment?b=commerce&item=key.ecommerce&",
    "assessment?view=reviews&", "assessment?view=appeals&", "assessment?view=outcomes&", "assessment?view=watch&",
    "assessment?view=comparison&", "assessment?view=trial&", "whatif?", "whatif?view=compare&",
]  # fmt: skip
#: What bureaus wrote stays in their language: rows of records, names, files and quarantined cells.
WRITTEN = {
    "assessment?b=commerce&item": ".long td:nth-child(2), .long td:nth-child(7)",
    "bureau": ".written",
    "decisions": ".done td a, .taken li, .long tbody, textarea",
    "records": ".long tbody, .facts, .panel h2",
    "intake": ".long tbody, .facts, .panel h2",
}


@pytest.fixture(scope="module")
def visitor(browser: Browser, address: str) -> Iterator[Page]:
    """One browser that goes from page to page, so that fonts and scripts are fetched once."""
    page = browser.new_page(base_url=address)
    page.set_default_timeout(PATIENCE)
    yield page
    page.close()


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("path", PATHS)
def test_a_page_fits_a_phone_and_speaks_one_language(visitor: Page, path: str, lang: str) -> None:
    sized(visitor, "phone").goto(f"/{path}lang={lang}")
    settle(visitor)
    found = looking.scroll(visitor)
    assert found["side"] <= 0
    assert found["page"] <= 0
    settle(sized(visitor, "wall"))
    assert visitor.locator("html").get_attribute("lang") == {"zh": "zh-CN", "en": "en"}[lang]
    assert not (looking.english(visitor) if lang == "zh" else looking.chinese(visitor, written(path)))
    if path in READABLE:
        assert not [text for text in looking.texts(visitor) if text[1] < 17]


def sized(page: Page, size: str) -> Page:
    width, height = SIZES[size]
    page.set_viewport_size({"width": width, "height": height})
    return page


def written(path: str) -> str:
    return ", ".join(WRITTEN[name] for name in WRITTEN if path.startswith(name))

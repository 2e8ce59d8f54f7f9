"""What makes a number trusted: it opens its records, the same address shows the same, nothing leaves the machine."""

import re

import pytest
from playwright.sync_api import Browser

from tests.browser import visiting
from tests.browser.visiting import WALL, visit


@pytest.mark.parametrize("name", visiting.PAGES)
def test_nothing_is_asked_from_another_host(browser: Browser, address: str, name: str) -> None:
    with visit(browser, visiting.url(address, name)) as seen:
        assert [r.url for r in seen.requests if not r.url.startswith((address, "data:", "blob:"))] == []


def test_every_actual_of_the_meeting_opens_as_many_records(browser: Browser, address: str) -> None:
    with visit(browser, visiting.url(address, "")) as seen:
        rows = seen.page.locator("table.board tbody tr").evaluate_all(
            "rows => rows.map(r => [...r.querySelectorAll('a')].filter(a => a.href.includes('/records'))"
            ".map(a => [a.href, a.innerText])).filter(l => l.length)"
        )
        assert len(rows) >= 15
        for link, shown in (row[0] for row in rows):
            seen.go(link)
            title = seen.page.locator("h1").inner_text()
            assert shown.split("/")[0].strip() in title, f"{shown}: {title}"


def test_the_same_address_shows_the_same_numbers(browser: Browser, address: str) -> None:
    where = visiting.url(address, "", y="2025", q="2")
    shown = []
    for _ in range(2):
        with visit(browser, where) as seen:
            shown.append(seen.page.locator("[data-testid=stMain]").inner_text())
    assert shown[0] == shown[1]


def test_another_quarter_shows_other_numbers_and_back_returns(browser: Browser, address: str) -> None:
    with visit(browser, visiting.url(address, "", y="2026", q="3")) as seen:
        title = seen.page.locator("h1").inner_text()
        start = seen.page.url
        seen.page.get_by_text("Q1", exact=True).click()
        seen.page.wait_for_url(re.compile("q=1"))
        seen.settle()
        assert seen.page.locator("h1").inner_text() != title
        seen.page.go_back()
        seen.page.wait_for_url(start)
        seen.settle()
        seen.page.wait_for_function("title => document.querySelector('h1').innerText === title", arg=title)


def test_the_wall_reaches_a_record_within_three_clicks(browser: Browser, address: str) -> None:
    with visit(browser, visiting.url(address, ""), WALL) as seen:
        seen.page.locator("table.board tbody a[href*='indicator']").first.click()
        seen.page.wait_for_url(re.compile("/indicator"))
        seen.settle()
        seen.page.locator(".t a[href*='state=counted']").filter(has_text=re.compile("[1-9]")).first.click()
        seen.page.wait_for_url(re.compile("/records"))
        seen.settle()
        seen.page.locator("a[href*='rec=']").first.click()
        seen.page.wait_for_url(re.compile("rec="))
        seen.settle()
        assert ".xlsx" in seen.page.locator("[data-testid=stMain]").inner_text()


@pytest.mark.parametrize("name", ["indicator"])
def test_every_chart_has_a_sentence_for_those_who_cannot_see_it(browser: Browser, address: str, name: str) -> None:
    with visit(browser, visiting.url(address, name)) as seen:
        seen.page.wait_for_selector(".js-plotly-plot")
        alts = seen.page.locator("[data-testid=stPlotlyChart]").evaluate_all(
            "charts => charts.map(c => (c.closest('[aria-label]') || c.querySelector('[aria-label]'))?.getAttribute('aria-label') || '')"
        )
        assert alts
        assert all(re.search(r"\d", alt) for alt in alts), alts

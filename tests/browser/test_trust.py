"""What makes a number trusted: it opens its records, at most three clicks away, and they are as many as it says."""

import re

from tests.browser.conftest import Look, settle


def test_every_actual_of_the_meeting_opens_records_that_add_up_to_it(look: Look) -> None:
    page = look("?lang=zh")
    links = page.locator("table.board tbody tr").evaluate_all(
        "rows => rows.flatMap(row => [...row.querySelectorAll('a')].filter(a => a.href.includes('/records'))"
        ".map(a => [a.href, a.innerText.split('/')[0]]))"
    )
    assert len(links) >= 15
    for link, shown in links:
        page.goto(link)
        settle(page)
        total = int(page.locator("table[data-sum]").first.get_attribute("data-sum") or "0")
        assert f"{total:,}" == shown or f"{total / 1_000_000:,.0f}" == shown


def test_the_wall_reaches_a_record_within_three_clicks(look: Look) -> None:
    page = look("?lang=zh")
    page.locator("table.board tbody a[href*='indicator']").first.click()
    page.wait_for_url(re.compile("/indicator"))
    settle(page)
    page.locator(".t a[href*='state=counted']").filter(has_text=re.compile("[1-9]")).first.click()
    page.wait_for_url(re.compile("/records"))
    settle(page)
    page.locator("a[href*='rec=']").first.click()
    page.wait_for_url(re.compile("rec="))
    settle(page)
    assert ".xlsx" in page.locator(".panel .facts").first.inner_text()

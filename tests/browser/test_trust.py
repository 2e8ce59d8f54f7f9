"""What makes a number trusted: the record behind it is at most three clicks away."""

import re

from tests.browser.conftest import Look, settle


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

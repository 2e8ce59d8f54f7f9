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


def test_money_on_the_wall_is_followed_to_one_person_and_the_clause(look: Look) -> None:
    page = look("?lang=zh")
    page.locator("a[href*='money']", has_text=re.compile("元")).first.click()
    page.wait_for_url(re.compile("/money"))
    settle(page)
    page.goto(re.sub(r"\?.*", "?lang=zh&view=benefits", page.url))
    settle(page)
    page.locator("a[href*='benefit=b03a'][href*='rows=']").filter(has_text=re.compile("[1-9]")).first.click()
    page.wait_for_url(re.compile("rows="))
    settle(page)
    page.locator("a[href*='person?']").first.click()
    page.wait_for_url(re.compile("/person"))
    settle(page)
    answers = page.locator("table", has_text="第 3 条").inner_text()
    assert "r21" in answers
    assert "青年人才生活补贴" in answers

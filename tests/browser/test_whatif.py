"""What if, by keyboard: a slider changes the answer, the address carries it, it is saved and stands beside others."""

import re

from tests.browser.conftest import Look, settle


def test_a_slider_is_turned_shared_saved_and_compared(look: Look) -> None:
    page = look("whatif?lang=zh")
    stands = page.locator("h1").inner_text()
    page.locator(".st-key-whatif_rate input[type=range]").focus()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(re.compile("s=rate"))
    settle(page)
    page.wait_for_function("before => document.querySelector('h1').innerText !== before", arg=stands)
    changed = page.locator("h1").inner_text()
    assert "95%" in page.locator(".st-key-whatif_rate").inner_text()
    page.reload()
    settle(page)
    assert page.locator("h1").inner_text() == changed
    page.locator(".st-key-whatif_name input").fill("九五折")
    page.get_by_role("button", name="保存方案").click()
    page.get_by_role("link", name="去对比").click()
    page.wait_for_url(re.compile("view=compare"))
    settle(page)
    page.get_by_role("link", name="＋ 加入").first.click()
    page.wait_for_url(re.compile("with="))
    settle(page)
    assert "九五折" in page.locator("h1").inner_text()
    assert page.locator("table", has_text="承诺落空的人").count() == 1


def test_on_a_phone_the_answer_stands_above_the_sliders(look: Look) -> None:
    page = look("whatif?lang=zh&s=intake::1.2", "phone")
    places = [page.locator(f".st-key-whatif_{name}").bounding_box() for name in ("head", "desk", "proof")]
    tops = [place["y"] for place in places if place]
    assert len(tops) == 3
    assert tops == sorted(tops)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

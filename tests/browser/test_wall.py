"""The meeting page on a wall, a laptop and a phone: nothing scrolls, nothing is cut, everything can be read."""

import pytest
from playwright.sync_api import Page

from tests.browser import looking
from tests.browser.conftest import SIZES, Look

LANGS = ["zh", "en"]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", ["wall", "wall4k"])
def test_the_wall_shows_everything_without_scrolling(look: Look, lang: str, size: str) -> None:
    found = looking.scroll(look(f"?lang={lang}", size))
    assert found["down"] <= 2
    assert found["side"] <= 0


@pytest.mark.parametrize("lang", LANGS)
def test_a_laptop_scrolls_two_per_cent_at_most(look: Look, lang: str) -> None:
    assert looking.scroll(look(f"?lang={lang}", "laptop"))["down"] <= SIZES["laptop"][1] * 0.02


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("size", SIZES)
def test_no_cell_is_cut(look: Look, lang: str, size: str) -> None:
    assert not looking.cut(look(f"?lang={lang}", size))


@pytest.mark.parametrize("lang", LANGS)
def test_the_task_table_is_set_in_twenty_pixels(look: Look, lang: str) -> None:
    page = look(f"?lang={lang}")
    sizes = page.eval_on_selector_all(
        ".board td, .board td *", "cells => cells.map(cell => parseFloat(getComputedStyle(cell).fontSize))"
    )
    assert min(sizes) >= 20


def test_type_grows_with_the_wall(look: Look) -> None:
    def size(page: Page) -> float:
        return page.eval_on_selector(".board td", "cell => parseFloat(getComputedStyle(cell).fontSize)")

    assert size(look("", "wall4k")) == pytest.approx(2 * size(look("", "wall")), rel=0.02)


def test_whiskers_stand_on_the_bars_with_their_coverage(look: Look) -> None:
    page = look("?lang=zh")
    assert page.locator(".board .wk").count() >= 3
    inside = page.eval_on_selector_all(
        ".board .bl",
        "bars => bars.every(bar => [...bar.querySelectorAll('.wk')].every(mark => "
        "mark.getBoundingClientRect().right <= bar.getBoundingClientRect().right + 1))",
    )
    assert inside
    assert "80% 区间盖住" in page.locator(".lg").first.inner_text()


def test_the_meeting_prints_on_one_page_with_its_text(look: Look) -> None:
    page = look()
    printed = page.pdf(prefer_css_page_size=True, print_background=True)
    assert printed.count(b"/Type /Page\n") + printed.count(b"/Type /Page ") + printed.count(b"/Type/Page/") == 1
    assert len(printed) <= 1_000_000


def test_the_bar_and_the_buttons_are_not_printed(look: Look) -> None:
    page = look()
    page.emulate_media(media="print")
    assert not page.locator(".st-key-bar").is_visible()
    assert page.locator(".board").is_visible()
    assert "v2" in page.locator(".sub").first.inner_text()

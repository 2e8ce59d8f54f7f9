"""The money page: its addresses, its numbers and what they open, its ceiling, and the log of who was opened."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.identity import Vault
from tests.pages.conftest import Open, text, widget
from tests.pages.test_drill import LINK, links
from tests.pages.test_widgets import title

HAN = re.compile(r"[\u4e00-\u9fff]")
SUMS = re.compile(r'data-count="(\d+)" data-sum="(-?\d+)"')
VIEWS = {"overview": "已付", "benefits": "43 项补贴", "arrears": "在等", "order": "每月", "times": "从受理到审定"}


def listed(app: AppTest) -> tuple[int, int]:
    """Return how many rows a page lists and what they come to in fen."""
    found = SUMS.search(text(app))
    assert found
    return int(found[1]), int(found[2])


@pytest.mark.parametrize("view", VIEWS)
def test_every_view_answers_in_its_title(visit: Open, view: str) -> None:
    assert VIEWS[view] in title(visit("money", view=view))


@pytest.mark.parametrize("codes", [*({"view": view} for view in VIEWS), {"view": "benefits", "benefit": "b03a"}])
def test_an_english_view_has_no_chinese(visit: Open, codes: dict[str, str]) -> None:
    shown = re.sub(
        r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>",
        "",
        text(visit("money", lang="en", **codes)),
        flags=re.DOTALL,
    )
    assert not HAN.search(shown)


def test_the_views_are_addresses_and_another_one_drops_the_ceiling(visit: Open) -> None:
    app = visit("money", view="order", cash="100")
    widget(app, "control_view").set_value("benefits").run()
    assert not app.exception
    assert app.query_params["view"] == "benefits"
    assert "cash" not in app.query_params
    widget(app, "control_benefit").set_value("b03a").run()
    assert app.query_params["benefit"] == "b03a"
    assert title(app).startswith("青年人才生活补贴")


def test_the_ceiling_goes_into_the_address_and_comes_from_it(visit: Open) -> None:
    app = visit("money", view="order", cash="100")
    assert widget(app, "control_cash").value == 100
    assert "100万元" in title(app)
    widget(app, "control_cash").set_value(150).run()
    assert app.query_params["cash"] == "150"
    assert "150万元" in title(app)


def test_the_card_of_the_meeting_leads_to_the_money_and_its_rows(visit: Open) -> None:
    card = text(visit()).split('data-card="money"')[1].split('class="card')[0]
    found = {words: codes for page, codes, words in links(card) if page == "money"}
    (waiting,) = (codes for words, codes in found.items() if "在等" in words)
    assert listed(visit("money", **waiting)) == (6, 2_700_000)
    (owed,) = (codes for words, codes in found.items() if words.startswith("欠"))
    assert "rows" not in owed
    assert title(visit("money", **owed)).endswith("最久的等了 12 个月")


def test_every_amount_of_a_benefit_opens_as_much_as_it_says(visit: Open) -> None:
    shown = text(visit("money", view="benefits", benefit="b03a"))
    numbers = [(codes, words) for page, codes, words in links(shown) if "rows" in codes and words[0] in "−+123456789"]
    exact = [(codes, words) for codes, words in numbers if "元" not in words and "since" not in codes]
    assert len(exact) > 20
    for codes, words in exact:
        count, total = listed(visit("money", **codes))
        assert int(re.sub(r"[^\d]", "", words)) in (count, abs(total) // 100), (codes, words)


def test_a_payee_is_followed_from_the_number_to_the_months(visit: Open, furnished) -> None:
    rows = text(visit("money", rows="arrears", benefit="b03a"))
    amounts = [codes for _, codes, words in links(rows) if "who" in codes and words == "6,000"]
    assert len(amounts) == 3
    noted = len(Vault(furnished).accesses())
    app = visit("money", **amounts[0])
    assert listed(app) == (6, 600_000)
    assert len(Vault(furnished).accesses()) == noted + 1
    assert any(page == "person" for page, _, _ in links(text(app)))
    assert not re.search(r"\d{17}[\dX]", text(app))


def test_every_link_of_a_row_page_carries_its_way_back(visit: Open) -> None:
    shown = text(visit("money", rows="standing", stage="open", benefit="b03a"))
    ways = [words for _, words in LINK.findall(shown)]
    assert {"资金", "青年人才生活补贴", "办理时间"} <= set(ways)

"""The decisions page at work: an item is decided, followed up and closed; a note is issued and logged."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import house
from analytics.identity import Vault, decisions
from tests.pages.conftest import text, visiting, widget
from tests.pages.furnished import furnish
from tests.pages.test_visits import HAN

ITEM = "target:quota.ecommerce"


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield furnish(tmp_path_factory.mktemp("decisions") / "home")
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _of_this_home(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(city))


def title(app: AppTest) -> str:
    found = re.findall(r"<h1>(.*?)</h1>", text(app))
    assert found
    return found[-1]


def red(app: AppTest) -> list[int]:
    """Return the numbers of the mark on the meeting board."""
    found = re.search(r'class="mark[^>]*>(.*?)</span>', text(app))
    assert found
    return [int(number) for number in re.findall(r"\d+", re.sub("<.*?>", "", found[1]))]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "codes",
    [{}, {"view": "notes"}, {"view": "work"}, {"b": "health"}, {"item": ITEM}, {"item": "unit:commerce"}, {"item": "x"},
     {"decision": "99"}, {"view": "notes", "note": "2026Q3:commerce:red"}],
)  # fmt: skip
def test_every_view_opens_in_one_language(lang: str, codes: dict[str, str]) -> None:
    app = visiting("decisions", **codes, lang=lang)
    assert not app.exception
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>", "", text(app), flags=re.DOTALL)
    assert bool(HAN.search(shown)) is (lang == "zh")


def test_an_item_is_decided_followed_up_and_closed(city: Path) -> None:
    before = red(visiting("meeting"))
    app = visiting("decisions", item=ITEM)
    assert "电商人才" in title(app)
    widget(app, "decide_owner").set_value("commerce")
    widget(app, "decide_promised").set_value("550")
    widget(app, "decide_by").set_value("李")
    app.button[-1].click().run()
    assert not app.exception
    kept = decisions.decisions(Vault(city)).row(-1, named=True)
    assert (kept["ref"], kept["unit_id"], kept["meeting"], kept["promised"]) == (ITEM, "commerce", "2026Q3", 550.0)
    assert kept["measure"] == "quota.ecommerce"
    assert kept["expected"] is not None
    assert "本次会议的决定（1 项）" in text(visiting("decisions"))
    after = red(visiting("meeting"))
    assert (after[0], after[-1]) == (before[0], before[-1] - 1)

    app = visiting("decisions", item=ITEM)
    assert "已有决定，正在跟踪" in text(app)
    assert not [one for one in app.text_input if one.key == "decide_by"]

    app = visiting("decisions", decision=str(kept["number"]))
    assert "作出决定" in text(app)
    widget(app, "close_note").set_value("已开班")
    widget(app, "close_by").set_value("王")
    app.button[-1].click().run()
    assert not app.exception
    assert "已开班" in text(app)
    assert decisions.decisions(Vault(city))["state"].to_list() == ["done"]
    assert red(visiting("meeting")) == before


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("decide_by", " ", "请选方案和责任单位"),
        ("decide_due", "明天", "办结日期要写成"),
        ("decide_due", "2026-09-29", "不早于 2026-09-30"),
        ("decide_promised", "很多", "要填数字"),
    ],
)
def test_a_form_that_is_not_filled_in_says_what_is_missing(city: Path, key: str, value: str, said: str) -> None:
    count = decisions.decisions(Vault(city)).height
    app = visiting("decisions", item=ITEM)
    widget(app, "decide_by").set_value("李")
    widget(app, key).set_value(value)
    app.button[-1].click().run()
    assert said in text(app)
    assert decisions.decisions(Vault(city)).height == count


def test_the_order_is_told_with_its_factors_and_every_sum_is_a_link() -> None:
    shown = text(visiting("decisions"))
    items = re.findall(
        r'<li data-item="(.*?)">(.*?)</li></ul>|<li data-item="(.*?)">(.*?)</div></li>', shown, re.DOTALL
    )
    assert items
    assert re.search(r'<a href="[^"]+"[^>]*>[^<]+</a> × .* = <b>', shown)


def test_a_note_is_issued_and_logged(city: Path) -> None:
    app = visiting("decisions", view="notes")
    assert "红色督办" in title(app)
    app = visiting("decisions", view="notes", note="2026Q3:commerce:red")
    body = app.text_area[0].value or ""
    assert "商务局" in body
    app.text_area[0].set_value(body + "\n附件一份")
    app.button[-1].click().run()
    assert "请填写签发人" in text(app)
    widget(app, "note_by").set_value("张")
    app.button[-1].click().run()
    kept = decisions.notes(Vault(city))
    assert kept.select("unit_id", "colour", "told_by").rows() == [("commerce", "red", "张")]
    assert kept["text"][0].endswith("附件一份")
    assert "已发 1 份" in text(visiting("decisions", view="notes"))


def test_an_earlier_meeting_knows_nothing_of_later_decisions(city: Path) -> None:
    assert not decisions.decisions(Vault(city)).is_empty()
    assert "本次会议的决定" not in text(visiting("decisions", y="2026", q="2"))
    app = visiting("decisions", y="2026", q="2", item=ITEM)
    assert not app.get("form")
    assert "以前的会议，只能查看" in text(app) or "已不存在" in text(app)


def test_a_work_list_is_of_one_unit_or_of_all() -> None:
    everybody = text(visiting("decisions", view="work"))
    mine = text(visiting("decisions", view="work", b="commerce"))
    counts = [int(re.findall(r'data-count="(\d+)"', shown)[-1]) for shown in (everybody, mine)]
    assert counts[0] > counts[1] > 0

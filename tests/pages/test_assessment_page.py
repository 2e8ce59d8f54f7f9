"""The assessment page at work: every view, a year walked from entry to confirmation, the widgets in the address."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import clock, house, pipeline
from analytics.pipeline import assessing
from tests.pages.conftest import text, visiting, widget
from tests.pages.furnished import furnish
from tests.pages.test_integrity_page import title
from tests.pages.test_visits import HAN

VIEWS = ["overview", "evidence", "reviews", "appeals", "outcomes", "watch", "comparison", "trial"]


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield furnish(tmp_path_factory.mktemp("assessed") / "home")
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _of_this_home(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(own))


def page(**codes: str) -> AppTest:
    app = visiting("assessment", **codes)
    assert not app.exception
    return app


def field(app: AppTest, name: str) -> Any:
    """Return the field of a form by its name, whichever round of forms it is."""
    keys = [
        item.key
        for kind in (app.text_input, app.selectbox, app.checkbox, app.file_uploader)
        for item in kind
        if item.key and re.fullmatch(rf"form_{name}_\d+", item.key)
    ]
    assert len(keys) == 1, (name, keys)
    return widget(app, keys[0])


def fill(app: AppTest, **values: Any) -> None:
    for name, value in values.items():
        field(app, name).set_value(value)


def send(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label and "form" in str(button.proto).lower()]
    button.click().run()
    assert not app.exception
    return app


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("group", ["bureaus", "towns"])
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_opens_in_one_language(view: str, group: str, lang: str) -> None:
    app = page(view=view, group=group, year="2026", lang=lang)
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>|张\*\S*", "", text(app), flags=re.DOTALL)
    assert bool(HAN.search(shown)) is (lang == "zh"), HAN.findall(shown)[:20]


def test_the_title_tells_bands_and_groups_are_apart() -> None:
    app = page(year="2026")
    assert title(app).startswith("2026 年度 19 个市直部门，截至 2026-09-30 尚未截止；预计年底：")
    assert text(app).count('data-unit="') == 19
    assert text(page(year="2026", group="towns")).count('data-unit="') == 18


def test_choosing_a_view_and_a_unit_is_an_address() -> None:
    app = page(year="2026")
    widget(app, "control_view").set_value("evidence").run()
    assert app.query_params["view"] == "evidence"
    widget(app, "control_b").set_value("agriculture").run()
    assert app.query_params["b"] == "agriculture"
    assert title(app).startswith("农业农村局 2026 年度目前 ")


def test_every_point_opens_its_sources() -> None:
    app = page(b="agriculture", year="2026")
    assert "item=key.farmers_cultivated" in text(app)
    traced = page(b="agriculture", year="2026", item="key.farmers_cultivated")
    found = re.search(r'data-count="(\d+)"', text(traced))
    assert found
    shown = re.search(r"(\d[\d,]*) 条来源计分，(\d[\d,]*) 条计 0 分", title(traced))
    assert shown
    assert int(found[1]) == int(shown[1].replace(",", "")) + int(shown[2].replace(",", ""))
    assert "records?ind=quota.farmers_cultivated" in text(traced)


def test_a_town_opens_in_its_group() -> None:
    assert title(page(b="370283001", year="2026")).startswith("东阁街道 2026 年度")


@pytest.mark.parametrize("codes", [{"view": "x"}, {"year": "1999"}, {"b": "nobody"}, {"item": "x", "b": "finance"}])
def test_codes_that_name_nothing_change_nothing(codes: dict[str, str]) -> None:
    assert title(page(**codes))


@pytest.mark.parametrize(
    "codes", [{"view": "reviews", "entry": "999"}, {"view": "appeals", "appeal": "x"}, {"view": "trial", "w": "x"}]
)
def test_things_that_are_gone_leave_their_list(codes: dict[str, str]) -> None:
    assert title(page(year="2026", **codes))


def test_a_slider_tries_weights_and_the_button_takes_them_back() -> None:
    app = page(view="trial", year="2026")
    assert "没有单位的等次会变" in title(app)
    widget(app, "trial_innovation").set_value(100).run()
    assert app.query_params["w"] == "30,50,100"
    assert title(app).startswith("试算：常规工作 17、重点工作 28、创新工作 56")
    assert "这只是试算" in text(app)
    widget(app, "trial_reset").click().run()
    assert "w" not in app.query_params


def test_an_incomplete_form_says_what_is_missing() -> None:
    app = send(page(view="reviews", year="2024"), "申报")
    assert "请选申报内容和单位" in text(app)
    app = send(page(view="reviews", year="2024"), "下达")
    assert "请选单位和事项" in text(app)
    app = page(view="reviews", year="2024")
    fill(app, as_of="2024-13-01", cut_by="李")
    assert "请填日期" in text(send(app, "截止"))


def test_an_error_is_a_sentence_on_the_page() -> None:
    app = page(view="reviews", year="2024")
    fill(app, what="innovation:innovation", unit="health", title="新办法", note="一件事", by="李")
    assert "证明文件" in text(send(app, "申报"))
    fill(app, quota_unit="agriculture", quota_item="key.farmers_cultivated", quota_value="-5")
    fill(app, quota_source="文", quota_by="李")
    assert "◆" in text(send(app, "下达"))


def test_a_year_is_walked_from_entry_to_confirmation() -> None:
    app = page(view="reviews", year="2025")
    fill(app, what="innovation:innovation", unit="health", title="一站式体检", note="省里推广", by="李")
    field(app, "files").upload("证明.txt", b"evidence")
    send(app, "申报")
    assert "已申报，等评审" in text(app)
    assert "一站式体检" in text(app)
    for reviewer, unit, score in (("王", "finance", "4"), ("赵", "commerce", "5")):
        app = page(view="reviews", year="2025", entry="1")
        fill(app, score=score, review_note="可推广", reviewer=reviewer, reviewer_unit=unit)
        assert "评分已记下" in text(send(app, "评分"))
    assert "2/2" in text(page(view="reviews", year="2025"))
    _quota()
    _cut_off()
    _appeal()
    _confirm()


def _quota() -> None:
    app = page(view="reviews", year="2025", group="towns")
    fill(app, quota_unit="370283001", quota_item="town.farmers_cultivated", quota_value="5")
    fill(app, quota_source="任务书", quota_by="李")
    assert "指标已下达" in text(send(app, "下达"))
    assert "任务书" in text(app)


def _cut_off() -> None:
    app = page(view="reviews", year="2025")
    fill(app, as_of="2025-12-31", cut_by="李")
    assert "没有评审" in text(send(app, "截止"))
    fill(app, agreed=True)
    send(app, "截止")
    assert "年度已截止" in text(app)
    assert "年度已截止，可申诉" in title(app)
    assert "尚未截止" not in title(page(year="2025"))


def _appeal() -> None:
    app = page(view="appeals", year="2025", b="agriculture", item="key.farmers_cultivated")
    fill(app, asked="3", reason="漏报一页", appeal_by="周")
    send(app, "提出申诉")
    assert "申诉已收到" in text(app)
    assert title(app) == "2025 年度申诉 1 件，1 件等答复，0 件改了分数"
    app = page(view="appeals", year="2025", appeal="1")
    assert "这一项" in text(app)
    fill(app, ruling="partly", answer="两人属实", rule_by="吴")
    assert "部分支持还要填" in text(send(app, "答复"))
    fill(app, granted="2")
    send(app, "答复")
    assert "答复已记下" in text(app)
    assert "0 件等答复" in title(page(view="appeals", year="2025"))


def _confirm() -> None:
    app = page(view="reviews", year="2025")
    fill(app, confirm_by="李")
    send(app, "确认结果")
    assert "年度结果已确认" in title(app)
    app = page(view="outcomes", year="2025")
    assert title(app).startswith("2025 年度：")
    assert "前完成" in title(app)
    app = page(view="reviews", year="2025")
    assert "随本次截止失效" in text(app)
    fill(app, reopen_by="李")
    assert "请填重新开放的原因" in text(send(app, "重新开放"))
    fill(app, reopen_note="漏报一页", reopen_by="李")
    send(app, "重新开放")
    assert "年度未截止" in title(app)


def test_who_is_nominated_is_told_by_the_masked_name_only(own: Path) -> None:
    opened = pipeline.House(own).open()
    entry = assessing.Entry(2024, "nomination", "health", "", "先进个人", "多年一线", "张测试")
    assessing.hand_in(opened, entry, by="李", at=clock.now())
    shown = text(page(view="outcomes", year="2024"))
    assert "张*" in shown
    assert "张测试" not in shown + text(page(view="reviews", year="2024"))


def test_a_year_that_is_cut_off_is_told_as_of_its_own_day(own: Path) -> None:
    opened = pipeline.House(own).open()
    assessing.cut_off(opened, 2023, by="李", at=clock.now(), is_agreed=True)
    cut = assessing.frozen(opened, 2023)
    assert cut
    shown = text(page(view="reviews", year="2023", y="2026", q="3"))
    known_at = f"{cut.known_at:%Y-%m-%d %H:%M}"
    assert f"2023 年度，已截止 · 数据截至 2023-12-31，按 {known_at} 前已入库的数据" in shown
    assert f"来源：各单位报送的台账；截至 2023-12-31，按 {known_at} 前已入库的数据" in shown
    assert "2026-09-30" not in shown


def test_the_years_offered_had_begun_by_the_day() -> None:
    shown = text(page(y="2024", q="4"))
    assert "year=2023" in shown
    assert f"year={date(2026, 1, 1).year}" not in shown

"""The integrity page at work: numbers open their findings, a case is opened and moved, a batch is checked."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import house
from tests.pages.conftest import text, visiting, widget
from tests.pages.paid import pay
from tests.pages.test_visits import HAN


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield pay(tmp_path_factory.mktemp("integrity") / "home")
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _of_this_home(paid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(paid))


def title(app: AppTest) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text(app))
    assert found
    return found[1]


def finding(rule: int) -> str:
    found = re.search(r"finding=(\w+)", text(visiting("integrity", view="findings", rule=str(rule))))
    assert found
    return found[1]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    "codes", [{}, {"view": "findings"}, {"view": "cases"}, {"view": "batch"}, {"view": "batch", "batch": "2"}]
)
def test_every_view_opens_in_one_language(lang: str, codes: dict[str, str]) -> None:
    app = visiting("integrity", **codes, lang=lang)
    assert not app.exception
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>", "", text(app), flags=re.DOTALL)
    shown = re.sub(r"张\*\S*|Sheet1", "", shown)
    assert bool(HAN.search(shown)) is (lang == "zh")


def test_the_title_is_the_answer_and_its_numbers_open_their_findings() -> None:
    app = visiting("integrity")
    assert title(app) == "可追回 4,000元（已证实），另有 0元待查；少发 3,000元应补"
    assert 'data-count="1" data-sum="100000"' in text(visiting("integrity", view="findings", rule="1"))
    assert "1 条发现（11 未按时发放）：应补 3,000元" in title(visiting("integrity", view="findings", rule="11"))


def test_a_finding_shows_its_rows_and_nobody_in_clear() -> None:
    app = visiting("integrity", view="findings", finding=finding(3))
    shown = text(app)
    assert "3 离职后仍发放" in title(app)
    assert shown.count("youth_2024Q1.xlsx") == 3
    assert "person?p=0000000000000002" in shown
    assert "张测试" not in shown


def test_a_case_is_opened_then_moved_and_the_page_tells_both() -> None:
    code = finding(1)
    app = visiting("integrity", view="findings", finding=code)
    assert "尚未立案" in text(app)
    submit(app, "open", "已通知单位", "李")
    assert "待核；由人社局办理" in text(app)
    submit(app, "confirmed", "属实", "王")
    assert "属实；由人社局办理" in text(app)
    cases = visiting("integrity", view="cases")
    assert title(cases) == "共 1 件案件：属实 1 件"
    assert "没有可列出的内容" in text(visiting("integrity", view="cases", state="closed"))
    assert 'data-count="1"' in text(visiting("integrity", view="findings", state="confirmed"))


def test_a_case_without_a_note_is_not_recorded() -> None:
    app = visiting("integrity", view="findings", finding=finding(3))
    submit(app, "open", " ", "李")
    assert "请选择状态和办理单位" in text(app)


def submit(app: AppTest, to: str, note: str, by: str) -> None:
    widget(app, "case_to").set_value(to)
    widget(app, "case_owner").set_value("human_resources")
    widget(app, "case_note").set_value(note)
    widget(app, "case_by").set_value(by)
    app.button[-1].click().run()
    assert not app.exception


def test_a_stored_batch_is_checked() -> None:
    app = visiting("integrity", view="batch")
    widget(app, "control_batch").set_value("2").run()
    assert app.query_params["batch"] == "2"
    assert title(app).startswith("批次 2：8 行、8,000元，发现 2 条；应核减 4,000元")


@pytest.mark.parametrize("codes", [{"view": "x"}, {"view": "findings", "rule": "99"}, {"view": "batch", "batch": "99"}])
def test_codes_that_name_nothing_change_nothing(codes: dict[str, str]) -> None:
    assert not visiting("integrity", **codes).exception


def test_a_finding_that_is_gone_says_so() -> None:
    assert title(visiting("integrity", view="findings", finding="0" * 16)) == "规则现在没有这一发现"

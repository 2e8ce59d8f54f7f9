"""Expected spending, budget lines, cost per result, assumptions: every view answers, drills down, in two languages."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import streamlit as st

from analytics import house, pipeline
from analytics.identity import Vault
from tests.pages.conftest import Open, text, visiting, widget
from tests.pages.paid import pay
from tests.pages.test_drill import links
from tests.pages.test_money_page import HAN, listed
from tests.pages.test_widgets import title
from tests.report.test_register import trial

CHROME = re.compile(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>|张\*\S*", re.DOTALL)
YEAR_END = {"y": "2025", "q": "4"}
LINE = "youth_allowances"
VIEWS = [
    ("money", {"view": "exposure"}),
    ("money", {"view": "exposure", "by": "unit"}),
    ("money", {"view": "exposure", "by": "stream"}),
    ("money", {"view": "lines"}),
    ("money", {"view": "lines", "line": LINE, **YEAR_END}),
    ("money", {"view": "lines", "line": "teacher_training"}),
    ("money", {"view": "results"}),
    ("money", {"view": "results", "benefit": "b03a"}),
    ("money", {"rows": "committed"}),
    ("assumptions", {}),
    ("assumptions", {"benefit": "b03a"}),
    ("assumptions", {"assumption": "hazard"}),
    ("assumptions", {"view": "ratings"}),
    ("assumptions", {"view": "trial"}),
]


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A home that a test may change."""
    monkeypatch.delenv("TALENT_KEY", raising=False)
    monkeypatch.setenv(house.HOME_VARIABLE, str(pay(tmp_path / "home")))
    yield
    st.cache_resource.clear()


@pytest.mark.parametrize(("page", "codes"), VIEWS)
def test_an_english_view_has_no_chinese(visit: Open, page: str, codes: dict[str, str]) -> None:
    app = visit(page, lang="en", **codes)
    assert not app.exception
    assert not HAN.search(CHROME.sub("", text(app)))


@pytest.mark.parametrize(("page", "codes"), VIEWS)
def test_every_view_answers_with_a_sentence(visit: Open, page: str, codes: dict[str, str]) -> None:
    app = visit(page, **codes)
    assert not app.exception
    assert HAN.search(title(app))


def test_the_card_of_the_meeting_leads_to_what_is_to_come_and_to_its_people(visit: Open) -> None:
    card = text(visit()).split('data-card="money"')[1].split('class="card')[0]
    (ahead,) = ((codes, words) for page, codes, words in links(card) if page == "money" and "还要支出" in words)
    app = visit("money", **ahead[0])
    total = ahead[1].removeprefix("还要支出").strip()
    assert "预计支出责任" in title(app)
    assert total in title(app)
    (people,) = ((codes, words) for _, codes, words in links(text(app)) if words.startswith("名单全数"))
    count, fen = listed(visit("money", **people[0]))
    assert f"{count} 人" in people[1]
    assert f"{round(fen / 1_000_000):,}万元" in people[1]


def test_every_fact_of_the_exposure_opens_rows_that_add_up_to_it(visit: Open) -> None:
    shown = text(visit("money", view="exposure", by="stream"))
    facts = [(codes, words) for page, codes, words in links(shown) if "rows" in codes and words.endswith("元")]
    assert len(facts) >= 4
    for codes, words in facts:
        fen = listed(visit("money", **codes))[1]
        number = float(re.sub(r"[^\d.]", "", words)) * {"万元": 1_000_000}.get(words[-2:], 100)
        assert abs(fen - number) <= 500_000, (codes, words)


def test_a_line_opens_what_was_paid_in_the_year_to_the_fen(visit: Open) -> None:
    lines = text(visit("money", view="lines", **YEAR_END))
    assert any(codes.get("line") == LINE for _, codes, _ in links(lines))
    shown = text(visit("money", view="lines", line=LINE, **YEAR_END))
    (asked,) = (codes for _, codes, words in links(shown) if codes.get("rows") == "paid")
    assert asked["spent"] == "2025"
    assert listed(visit("money", **asked)) == (8, 4_500_000)


def test_without_a_back_test_no_band_is_shown_and_the_page_says_why(visit: Open) -> None:
    app = visit("money", view="exposure")
    assert "回测之后给出" in text(app)
    assert " 至 " not in title(app)
    assert "还没有回测" in title(visit("assumptions", view="trial"))


def test_the_split_is_an_address_and_another_view_drops_it(visit: Open) -> None:
    app = visit("money", view="exposure")
    widget(app, "control_by").set_value("stream").run()
    assert not app.exception
    assert app.query_params["by"] == "stream"
    widget(app, "control_view").set_value("results").run()
    assert "by" not in app.query_params
    widget(app, "control_benefit").set_value("b03a").run()
    assert app.query_params["benefit"] == "b03a"
    assert title(app).startswith("青年人才生活补贴")


def test_a_benefit_shows_its_estimates_and_each_opens_its_assumption(visit: Open) -> None:
    app = visit("assumptions")
    widget(app, "control_benefit").set_value("b03a").run()
    assert app.query_params["benefit"] == "b03a"
    opened = {codes["assumption"] for page, codes, _ in links(text(app)) if "assumption" in codes}
    assert {"hazard", "uptake"} <= opened


@pytest.mark.usefixtures("own_home")
def test_a_value_is_set_with_a_reason_and_taken_back() -> None:
    app = visiting("assumptions", assumption="hazard")
    assert title(app).endswith("1.2%")
    press(app, "assume_value", 0.02)
    assert "请填写理由" in text(app)
    for key, value in (("assume_because", "会商定的"), ("assume_by", "李")):
        widget(app, key).set_value(value)
    press(app, "assume_value", 0.02)
    assert not app.exception
    assert title(app).endswith("2.0%")
    assert "会商定的" in text(app)
    next(button for button in app.button if button.label == "撤回设定").click().run()
    assert title(app).endswith("1.2%")


@pytest.mark.usefixtures("own_home")
def test_a_fraction_of_what_is_counted_is_refused() -> None:
    app = visiting("assumptions", assumption="history_months")
    for key, value in (("assume_because", "会商定的"), ("assume_by", "李")):
        widget(app, key).set_value(value)
    press(app, "assume_value", 12.5)
    assert not app.exception
    assert "只能设为整数" in text(app)


@pytest.mark.usefixtures("own_home")
def test_a_back_test_is_made_and_kept() -> None:
    app = visiting("assumptions", view="trial")
    widget(app, "trial_make").click().run(timeout=60)
    assert not app.exception
    assert "还没有回测" not in title(app)
    assert "数据版本" in text(app)
    assert "重新回测" in {button.label for button in app.button}


@pytest.mark.usefixtures("own_home")
def test_a_back_test_that_held_lets_the_band_be_seen() -> None:
    days = [date(2023, 9, 30), date(2023, 12, 31), date(2024, 3, 31), date(2024, 6, 30)]
    rows = [(day, name, 900 if name else 100, 105) for day in days for name in ("", LINE)]
    pipeline.keep_backtest(Vault(house.home_dir()), trial(*rows))
    app = visiting("money", view="exposure")
    assert " 至 " in title(app)
    assert "有 100% 落在区间内" in text(app)
    app = visiting("assumptions", view="trial")
    assert title(app).startswith("提前一年预测支出，4 次中有 4 次")
    widget(app, "control_line").set_value(LINE).run()
    assert app.query_params["line"] == LINE
    assert text(app).count("◆ 在区间外") == 4
    assert "青年人才补贴：2024-06-30" in text(app)


def press(app, key: str, value: float) -> None:
    """Enter a value and send the form."""
    widget(app, key).set_value(value)
    next(button for button in app.button if button.label == "设定").click().run()

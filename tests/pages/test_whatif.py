"""The what-if page: every widget writes the address and shows what it says; a bad link is told, never a traceback."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from analytics.identity import Vault
from analytics.identity import scenarios as kept
from analytics.report.forecast.proof import Proof, Trial
from pages.ui import trials
from tests.pages.conftest import Open, text, widget
from tests.pages.test_drill import links
from tests.pages.test_widgets import title

HAN = re.compile(r"[\u4e00-\u9fff]")
VIEWS: tuple[dict[str, str], ...] = (
    {},
    {"s": "rate::0.9::::x~intake::1.2~eligibility:b03a:0:2027-01:2027-12:bachelor"},
    {"view": "compare"},
    {"view": "seek", "goal": "100"},
)


def value(app: AppTest, name: str) -> object:
    return widget(app, f"whatif_{name}").value


@pytest.mark.parametrize("codes", VIEWS)
def test_an_english_view_has_no_chinese(visit: Open, codes: dict[str, str]) -> None:
    app = visit("whatif", lang="en", **codes)
    assert not app.exception
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>", "", text(app), flags=re.DOTALL)
    assert not HAN.search(shown)


def test_a_slider_goes_into_the_address_and_back_to_neutral_out_of_it(visit: Open) -> None:
    app = visit("whatif")
    assert title(app).startswith("现行政策不变")
    widget(app, "whatif_rate").set_value(90).run()
    assert app.query_params["s"] == "rate::0.9"
    assert "少花" in title(app)
    assert value(visit("whatif", s="rate::0.9"), "rate") == 90
    widget(app, "whatif_rate").set_value(100).run()
    assert "s" not in app.query_params
    assert title(app).startswith("现行政策不变")


@pytest.mark.parametrize(
    ("name", "shown", "row"),
    [
        ("duration", 24, "24"), ("eligibility", 50, "0.5"), ("intake", 120, "1.2"), ("season", -1, "-1"),
        ("uptake", 110, "1.1"), ("attrition", 150, "1.5"), ("delay", 3, "3"), ("indexation", 2.5, "0.025"),
        ("extension", 12, "12"),
    ],
)  # fmt: skip
def test_every_slider_is_a_row_of_the_scenario(visit: Open, name: str, shown: float, row: str) -> None:
    app = visit("whatif")
    widget(app, f"whatif_{name}").set_value(shown).run()
    assert not app.exception
    fields = app.query_params["s"].split(":")
    assert (fields[0], fields[2]) == (name, row)
    assert value(app, name) == shown


def test_month_and_people_change_the_rows(visit: Open) -> None:
    app = visit("whatif", s="rate::0.9")
    widget(app, "whatif_who").set_value("all").run()
    assert app.query_params["s"] == "rate::0.9::::x"
    widget(app, "whatif_since").set_value("2027-01").run()
    assert app.query_params["s"] == "rate::0.9:2027-01:::x"
    assert value(visit("whatif", s="rate::0.9:2027-01:::x"), "since") == "2027-01"


def test_another_group_has_sliders_of_its_own_and_keeps_the_rest(visit: Open) -> None:
    app = visit("whatif", s="intake::1.2")
    widget(app, "whatif_group").set_value("b03a").run()
    assert app.query_params["g"] == "b03a"
    assert value(app, "intake") == 100
    widget(app, "whatif_rate").set_value(50).run()
    assert app.query_params["s"] == "rate:b03a:0.5~intake::1.2"
    (way,) = [codes for page, codes, words in links(text(app)) if page == "whatif" and words.startswith("移除")]
    assert way["s"] == "rate:b03a:0.5"


def test_a_cap_is_a_slider_of_one_benefit_in_large_units(visit: Open) -> None:
    app = visit("whatif", g="b01a")
    assert value(app, "cap") == 500
    assert "万元" in widget(app, "whatif_cap").label
    widget(app, "whatif_cap").set_value(400).run()
    assert app.query_params["s"] == "cap:b01a:400000000"
    assert "whatif_cap" not in [one.key for one in visit("whatif").slider]


def test_a_goal_that_stood_the_test_is_moved_by_the_intake_alone(visit: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    passed = Trial(30, 0.9, "supported")
    proof = Proof({"goal.leaders": passed, "goal.youth": passed}, 60, 0.9)
    monkeypatch.setattr(trials, "proven", lambda _: proof)
    more = text(visit("whatif", s="intake::1.37"))
    assert {f'data-card="{name}"' in more for name in proof.trials} == {True}
    assert "今后新进按现在的 137% 推算" in more
    assert "其他各类人才：目标达成的预测未通过回测" in more
    dearer = text(visit("whatif", s="rate::1.37"))
    assert dearer.count("本方案不动它") == 2


def test_reset_takes_the_scenario_out(visit: Open) -> None:
    app = visit("whatif", s="rate::0.9", g="b03a", who="all")
    widget(app, "whatif_reset").click().run()
    assert not {"s", "g", "who"} & {*app.query_params}
    assert title(app).startswith("现行政策不变")


@pytest.mark.parametrize(
    "bad", ["rate::9", "nothing::1", "rate::x", "rate:b99:1.1", "rate::0.9~rate::1.1", ":::::::", "m"]
)
def test_a_bad_link_is_told_in_a_sentence(visit: Open, bad: str) -> None:
    app = visit("whatif", s=bad)
    assert not app.exception
    assert "这个链接里的方案用不了" in text(app)
    assert "s[" in text(app)
    assert title(app).startswith("现行政策不变")


def test_a_number_that_was_never_saved_is_told(visit: Open) -> None:
    assert "没有编号为 99" in text(visit("whatif", saved="99"))
    assert "没有编号为 ²" in text(visit("whatif", saved="²"))


def test_saving_needs_a_change_and_a_name(visit: Open) -> None:
    app = visit("whatif")
    widget(app, "whatif_name").set_value("空")
    save(app)
    assert "没有可保存的方案" in text(app)
    app = visit("whatif", s="rate::0.9")
    save(app)
    assert "先给方案起个名称" in text(app)


def save(app: AppTest) -> None:
    next(button for button in app.button if button.label == "保存方案").click().run()


def test_saved_scenarios_are_opened_compared_and_deleted(visit: Open, furnished) -> None:
    for name, row in (("降标准", "rate::0.9"), ("扩规模", "intake::1.2")):
        app = visit("whatif", s=row)
        widget(app, "whatif_name").set_value(name)
        save(app)
        assert not app.exception
        assert f"已保存为“{name}”" in text(app)
    numbers = kept.saved(Vault(furnished))["number"].to_list()
    assert "少花" in title(visit("whatif", saved=str(min(numbers))))
    app = visit("whatif", view="compare", **{"with": ",".join(map(str, numbers))})
    assert "2 个方案对比：最省的是“降标准”" in title(app)
    assert "承诺落空的人" in text(app)
    chosen = next(select for select in app.selectbox if select.label == "选择要删除的方案")
    chosen.set_value(numbers[0])
    next(button for button in app.button if button.label == "删除方案").click().run()
    assert kept.saved(Vault(furnished))["number"].to_list() == numbers[1:]
    assert "与现行政策相比" in title(app)


def test_goal_seek_writes_its_ceilings_and_names_what_binds(visit: Open) -> None:
    app = visit("whatif", view="seek")
    widget(app, "whatif_ceiling_2027").set_value(1).run()
    assert app.query_params["ceil"] == "2027:1"
    widget(app, "whatif_ceiling_2027").set_value(None).run()
    assert "ceil" not in app.query_params
    widget(app, "whatif_goal").set_value(1).run()
    assert app.query_params["goal"] == "1"
    assert not app.exception
    assert "预计" in title(app)


def test_the_export_holds_every_figure(visit: Open) -> None:
    app = visit("whatif", s="rate::0.9")
    assert {"export_xlsx", "export_csv"} <= {button.key for button in app.get("download_button")}

"""The readings page at work: prices of options, who they are about, a ruling, and who never applied."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from analytics import house
from tests.pages.conftest import text, visiting, widget
from tests.pages.paid import pay
from tests.pages.test_integrity_page import title
from tests.pages.test_visits import HAN

VIEWS = [
    {},
    {"reading": "r02"},
    {"reading": "r14"},
    {"reading": "r20"},
    {"reading": "r02", "option": "consecutive", "side": "lose"},
    {"view": "unclaimed"},
    {"view": "unclaimed", "list": "all", "benefit": "b03a"},
    {"view": "unclaimed", "step": "new"},
    {"reading": "x", "option": "x"},
]


@pytest.fixture(scope="module")
def paid(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield pay(tmp_path_factory.mktemp("readings") / "home")
    st.cache_resource.clear()


@pytest.fixture(autouse=True)
def _of_this_home(paid: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(paid))


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("codes", VIEWS)
def test_every_view_opens_in_one_language(lang: str, codes: dict[str, str]) -> None:
    app = visiting("readings", **codes, lang=lang)
    assert not app.exception
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>|张\*\S*", "", text(app), flags=re.DOTALL)
    assert bool(HAN.search(shown)) is (lang == "zh")


def test_choosing_a_reading_is_an_address() -> None:
    app = visiting("readings")
    assert title(app).startswith("政策原文有 35 处须明确口径：26 处另有选择，已裁定 0 处")
    widget(app, "control_reading").set_value("r05").run()
    assert app.query_params["reading"] == "r05"
    assert "怎样区分老人和新人" in title(app)


def test_who_never_applied_and_why_others_are_excluded() -> None:
    app = visiting("readings", view="unclaimed")
    assert "符合条件而未申领" in title(app)
    assert "施行前已参保" in text(app)
    listed = visiting("readings", view="unclaimed", step="level")
    assert title(listed) == "没有达到等级：1 人"
    assert "person?p=0000000000000006" in text(listed)


def test_a_ruling_becomes_the_option_in_force_from_its_day() -> None:
    app = visiting("readings", reading="r14")
    widget(app, "rule_option").set_value("net_stock")
    widget(app, "rule_from").set_value("not a day")
    widget(app, "rule_meeting").set_value("第三季度联席会议")
    widget(app, "rule_by").set_value("李")
    app.button[-1].click().run()
    assert "请选择一项" in text(app)
    widget(app, "rule_from").set_value("2026-07-01")
    app.button[-1].click().run()
    assert not app.exception
    assert "第三季度联席会议裁定，自 2026-07-01" in text(app)
    assert "已裁定 1 处" in title(visiting("readings"))
    assert "已裁定 0 处" in title(visiting("readings", y="2026", q="2"))

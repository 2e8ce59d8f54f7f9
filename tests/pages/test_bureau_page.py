"""The page of a unit and that of data quality at work: a unit is chosen, files are taken back, numbers follow."""

import re
import shutil
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import house
from analytics.identity import decisions
from analytics.identity.decisions import Decision
from analytics.pipeline import House
from tests.pages.conftest import Open, text, visiting, widget
from tests.pages.furnished import furnish
from tests.pages.test_visits import HAN

AT = datetime.fromisoformat("2026-10-20 09:00")


def title(app: AppTest) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text(app))
    assert found
    return found[1]


def buttons(app: AppTest) -> list[str]:
    found: Any = app.get("download_button")
    return [button.label for button in found]


@pytest.fixture
def own(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Give a home of its own to a test that writes into it."""
    shutil.copytree(furnished, tmp_path / "home")
    monkeypatch.setenv(house.HOME_VARIABLE, str(tmp_path / "home"))
    yield House(tmp_path / "home")
    st.cache_resource.clear()


@pytest.mark.parametrize("page", ["bureau", "quality"])
def test_choosing_a_unit_is_a_code_of_the_address(visit: Open, page: str) -> None:
    app = visit(page)
    everybody = title(app)
    widget(app, "control_b").set_value("agriculture").run()
    assert app.query_params["b"] in ("agriculture", ["agriculture"])
    assert title(app).startswith("农业农村局")
    widget(app, "control_b").set_value(None).run()
    assert title(app) == everybody


@pytest.mark.parametrize("page", ["bureau", "quality"])
@pytest.mark.parametrize("codes", [{}, {"b": "agriculture"}, {"b": "commerce"}])
def test_the_english_page_has_no_chinese(visit: Open, page: str, codes: dict[str, str]) -> None:
    app = visit(page, **codes, lang="en")
    assert not app.exception
    assert not HAN.search(re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>", "", text(app), flags=re.DOTALL))


def test_another_quarter_keeps_the_unit(visit: Open) -> None:
    app = visit("bureau", b="agriculture")
    now = title(app)
    widget(app, "control_quarter").set_value(1).run()
    assert title(app).startswith("农业农村局")
    assert title(app) != now
    assert "2026-03-31" in text(app)


def test_units_of_the_meeting_lead_to_their_page(visit: Open) -> None:
    shown = text(visit())
    assert 'href="bureau?b=agriculture' in shown


def test_a_missing_filing_and_refused_rows_are_to_be_done(visit: Open) -> None:
    shown = text(visit("bureau", b="commerce"))
    assert "缺报" in shown
    assert "view=calendar" in shown
    shown = text(visit("bureau", b="agriculture"))
    assert "待更正" in shown
    assert 'href="quality?b=agriculture' in shown


def test_a_decision_is_on_the_page_as_soon_as_it_was_taken(own: House) -> None:
    before = text(visiting("bureau", b="agriculture"))
    assert "冬训提前" not in before
    taken = Decision(
        "2026Q3", "target", "target:x", "冬训提前", "四期", "agriculture", date(2026, 10, 20), date(2026, 9, 30)
    )
    number = decisions.decide(own.vault, taken, by="甲", at=AT)
    app = visiting("bureau", b="agriculture")
    assert "冬训提前" in text(app)
    assert f"decision={number}" in text(app)
    decisions.close_decision(own.vault, number, "done", note="办结", by="甲", at=AT)
    assert "冬训提前" not in text(app.run())


def test_the_list_of_all_units_leads_to_each_of_them(visit: Open) -> None:
    shown = text(visit("bureau"))
    assert 'href="bureau?b=organisation' in shown
    assert 'href="bureau?b=370283105' in shown


def test_every_file_with_refused_rows_can_be_taken_back(visit: Open) -> None:
    app = visit("quality", b="agriculture")
    rows = re.search(r"：(\d+) 行待更正", title(app))
    assert rows
    assert sum("原表" in label for label in buttons(app)) == int(rows[1])
    assert any("批次" in label for label in buttons(visit("bureau", b="agriculture")))


def test_before_the_first_filing_there_is_nothing_to_correct(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(furnish(tmp_path / "home", 0.001)))
    app = visiting("quality", b="health")
    assert not app.exception
    assert title(app) == "卫健局：没有待更正的行"

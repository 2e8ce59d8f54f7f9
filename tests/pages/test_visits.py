"""Every page opens in both languages, in every quarter, and says what its data says about itself."""

import re

import pytest

from analytics import house
from pages.ui.address import PAGES
from tests.pages.conftest import Open, text, visiting

ADDRESSES = [
    ("meeting", {}),
    ("indicator", {}),
    ("indicator", {"ind": "goal.youth"}),
    ("indicator", {"ind": "quota.talent_loans"}),
    ("indicator", {"ind": "quota.medical_backbone"}),
    ("records", {}),
    ("records", {"ind": "goal.youth"}),
    ("records", {"ind": "goal.youth", "state": "not_counted"}),
    ("records", {"ind": "goal.youth", "state": "quarantined"}),
    ("intake", {}),
    ("intake", {"view": "batches"}),
    ("intake", {"view": "batches", "batch": "1"}),
    ("intake", {"view": "quarantine"}),
    ("intake", {"view": "calendar", "unit": "agriculture", "month": "2026-08"}),
    ("integrity", {}),
    ("readings", {}),
    ("method", {}),
    ("backtest", {}),
    ("person", {}),
    ("calculator", {}),
    ("calculator", {"degree": "master", "from": "2024-07", "ben": "b01a,b04a", "b01a.day": "2025-01-01"}),
    ("bureau", {}),
    ("bureau", {"b": "agriculture"}),
    ("bureau", {"b": "human_resources"}),
    ("bureau", {"b": "publicity"}),
    ("bureau", {"b": "370283105"}),
    ("quality", {}),
    ("quality", {"b": "agriculture"}),
    ("money", {}),
    *(("money", {"view": view}) for view in ("benefits", "arrears", "order", "times")),
    ("money", {"view": "benefits", "benefit": "b03a"}),
    ("money", {"view": "order", "cash": "200"}),
    ("money", {"rows": "arrears", "benefit": "b03a", "doc": "QN2025-1"}),
    ("money", {"rows": "standing", "stage": "open"}),
]
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize(("page", "codes"), ADDRESSES)
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_page_opens_and_says_day_version_and_demonstration(visit: Open, page: str, codes: dict, lang: str) -> None:
    app = visit(page, **codes, lang=lang)
    assert not app.exception
    shown = text(app)
    assert "<h1>" in shown
    assert ("2026-09-30" if lang == "zh" else "30 Sept 2026") in shown
    assert ("演示数据" if lang == "zh" else "Demonstration data") in shown
    assert "v2" in shown


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("codes", [{"y": "2022"}, {"y": "2023", "q": "1"}, {"asof": "2024-02-29"}])
def test_a_page_opens_at_any_time_of_the_programme(visit: Open, page: str, codes: dict) -> None:
    assert not visit(page, **codes).exception


@pytest.mark.parametrize(
    ("page", "codes"),
    [
        ("indicator", {"ind": "no.such"}),
        (
            "records",
            {"ind": "goal.youth", "unit": "x", "month": "x", "town": "x", "state": "x", "reason": "x", "period": "x"},
        ),
        ("records", {"ind": "goal.youth", "page": "-1", "rec": "loan:1"}),
        ("intake", {"view": "x", "batch": "x", "unit": "x", "month": "x"}),
        ("intake", {"view": "batches", "batch": "99999"}),
        ("bureau", {"b": "x"}),
        ("quality", {"b": "x", "page": "99"}),
        ("quality", {"b": "370283105"}),
        ("money", {"view": "x", "benefit": "x", "rows": "x"}),
        ("money", {"view": "order", "cash": "x"}),
        ("money", {"rows": "arrears", "who": "nobody", "page": "99"}),
    ],
)
def test_codes_that_name_nothing_change_nothing(visit: Open, page: str, codes: dict) -> None:
    app = visit(page, **codes)
    assert not app.exception
    assert "<h1>" in text(app)


def test_without_a_home_the_page_says_what_to_do(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(tmp_path / "nothing"))
    app = visiting()
    assert not app.exception
    assert "还没有数据" in text(app)
    assert not (tmp_path / "nothing").exists()


def test_the_english_meeting_page_has_no_chinese(visit: Open) -> None:
    app = visit(lang="en")
    shown = re.sub(r"<nav class=\"langs\">.*?</nav>|<style>.*?</style>", "", text(app), flags=re.DOTALL)
    assert not HAN.search(shown)


def test_a_link_made_at_another_version_says_so(visit: Open) -> None:
    assert "现为 v2" in text(visit(v="1"))
    assert "现为 v2" not in text(visit(v="2"))


def test_every_status_on_the_meeting_page_has_shape_and_word(visit: Open) -> None:
    pills = re.findall(r'<span class="sg st-(\w+)">(.)\s(\S+)</span>', text(visit()))
    assert len(pills) >= 21
    assert all(word for _, _, word in pills)

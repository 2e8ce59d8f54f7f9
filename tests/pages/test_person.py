"""The person page and the calculator: looked up without a trace in the address, logged, and the address decides all."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import pipeline
from analytics.identity import Vault
from tests.pages.conftest import Open, text, widget
from tests.pages.test_drill import links, listed

NUMBER = "370283199001011235"
ESTIMATE = {"degree": "master", "from": "2023-07", "by": "2024-12"}


@pytest.fixture(scope="module")
def person(furnished: Path) -> str:
    """Return somebody to whom an allowance is due."""
    opened = pipeline.House(furnished).open()
    default = opened.snapshot.default_as_of
    assert default
    return pipeline.dues(opened, as_of=default).due["person_key"].drop_nulls().sort()[0]


@pytest.mark.parametrize(("lang", "word"), [("zh", "逐条核对"), ("en", "Rule by rule")])
def test_the_card_opens_masked_in_both_languages(visit: Open, person: str, lang: str, word: str) -> None:
    app = visit("person", p=person, lang=lang)
    assert not app.exception
    shown = text(app)
    assert word in shown
    assert "张*试" in shown
    assert "张测试" not in shown


def test_opening_a_person_is_logged_once_with_the_reason(visit: Open, person: str, furnished: Path) -> None:
    before = Vault(furnished).accesses().height
    app = visit("person", p=person, why="check")
    app.run()
    (entry,) = Vault(furnished).accesses().rows(named=True)[before:]
    assert (entry["action"], entry["reason"], entry["subjects"]) == ("open", "person:check", person)


def test_every_amount_of_the_card_opens_rows_that_add_up_to_it(visit: Open, person: str) -> None:
    shown = text(visit("person", p=person))
    amounts = [(codes, words) for page, codes, words in links(shown) if page == "person" and "of" in codes]
    assert amounts
    for codes, words in amounts:
        assert words.replace(",", "") == f"{listed(visit('person', **codes))[1] / 100:g}"


def test_a_fact_opens_the_record_with_file_sheet_and_row(visit: Open, person: str) -> None:
    shown = text(visit("person", p=person))
    codes = next(codes for page, codes, _ in links(shown) if page == "person" and "rec" in codes)
    record = text(visit("person", **codes))
    assert "insurance_spells_" in record
    assert "Sheet1" in record


@pytest.mark.parametrize(
    "codes", [{"rec": "loan:1"}, {"rec": "x"}, {"b": "b99"}, {"b": "b03a", "of": "x"}, {"why": "x"}]
)
def test_codes_that_name_nothing_change_nothing(visit: Open, person: str, codes: dict[str, str]) -> None:
    app = visit("person", p=person, **codes)
    assert not app.exception
    assert "loan:1" not in re.sub(r'href="[^"]*"', "", text(app))


def ask(app: AppTest, **given: str) -> AppTest:
    for field, value in given.items():
        widget(app, f"person_{field}").set_value(value)
    return app.button[0].click().run()


def test_who_is_looked_up_by_number_gets_an_address_with_the_key_alone(
    visit: Open, person: str, furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Vault, "person_key", lambda _, number: person if number == NUMBER else number)
    app = ask(visit("person"), number=f" {NUMBER[:6]} {NUMBER[6:]}", why="enquiry")
    assert not app.exception
    assert app.query_params["p"] == person
    assert app.query_params["why"] == "enquiry"
    assert NUMBER not in str(dict(app.query_params))
    told = Vault(furnished).accesses().tail(2)
    assert told["action"].to_list() == ["search", "open"]
    assert NUMBER not in str(told.rows())


def test_who_is_unknown_or_asked_for_without_a_reason_is_told_so(visit: Open) -> None:
    app = ask(visit("person"), number=NUMBER, why="check")
    assert "记录里没有这个人" in text(app)
    assert "p" not in app.query_params
    assert "并选择事由" in text(ask(visit("person"), number=NUMBER))
    assert "并选择事由" in text(ask(visit("person"), name="张三丰", why="check"))
    assert "记录里没有这个人" in text(visit("person", p="0123456789abcdef"))


@pytest.mark.parametrize(("lang", "word"), [("zh", "共得 3.60 万元"), ("en", "¥36,000 in all")])
def test_a_shared_link_shows_the_same_facts_in_the_other_language(visit: Open, lang: str, word: str) -> None:
    app = visit("calculator", lang=lang, **ESTIMATE)
    assert not app.exception
    assert word in text(app)
    assert widget(app, "calculator_degree").value == "master"
    assert widget(app, "calculator_from").value == "2023-07"


def test_what_is_chosen_goes_into_the_address_and_changes_the_answer(visit: Open) -> None:
    app = visit("calculator", **ESTIMATE)
    widget(app, "calculator_degree").set_value("doctor").run()
    assert app.query_params["degree"] == "doctor"
    assert "共得 5.40 万元" in text(app)
    widget(app, "calculator_from").set_value("2024-01").run()
    assert app.query_params["from"] == "2024-01"
    widget(app, "calculator_foreign").set_value("1").run()
    assert app.query_params["foreign"] == "1"
    widget(app, "calculator_foreign").set_value("").run()
    assert "foreign" not in app.query_params
    assert not app.exception


def test_a_benefit_can_be_added_told_about_and_left_out(visit: Open) -> None:
    app = visit("calculator", **ESTIMATE)
    widget(app, "calculator_add").set_value("b04a").run()
    assert app.query_params["ben"] == "b04a"
    assert "还需要：年度" in text(app)
    widget(app, "calculator_b04a.year").set_value("2023").run()
    widget(app, "calculator_b04a.pay").set_value("600000").run()
    assert (app.query_params["b04a.year"], app.query_params["b04a.pay"]) == ("2023", "600000")
    assert "共得 13.60 万元" in text(app)
    (codes,) = [codes for _, codes, words in links(text(app)) if words.startswith("×")]
    assert not {"ben", "b04a.year", "b04a.pay"} & set(codes)
    assert codes["degree"] == "master"


@pytest.mark.parametrize(
    "codes", [{"from": "x"}, {"ben": "b01a,zz"}, {"degree": "<b>"}, {"from": "2023-07", "by": "2023-13"}]
)
def test_bad_values_give_a_sentence(visit: Open, codes: dict[str, str]) -> None:
    for lang, word in (("zh", "看不懂"), ("en", "makes no sense")):
        app = visit("calculator", lang=lang, **codes)
        assert not app.exception
        assert word in text(app)

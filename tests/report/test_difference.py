"""What a file would change, before anybody says yes: refused rows first, counts of all, nothing written."""

from datetime import date, datetime, time
from pathlib import Path

import pytest

from analytics import pipeline
from analytics.records import Store
from analytics.report import difference
from analytics.report.voice import Voice
from analytics.texts import catalogue

AT = datetime.combine(date(2026, 9, 30), time(9))
HEAD = "借款人,合同号,经办银行,发放日期,到期日,本年发放额（元）,贷款余额（元）,是否续贷\n"
FIRST = HEAD + "青岛海信电器有限公司,H001,农商银行,2026-02-01,2027-01-31,12000000,12000000,否\n"
REFUSED = "青岛康大食品有限公司,H002,农商银行,2026-07-15,2027-07-14,多少,3000000,否\n"
CHANGED = FIRST.replace(",12000000,12000000,", ",12000000,9000000,") + REFUSED


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> pipeline.House:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    Store.create(tmp_path / "home")
    return pipeline.House(tmp_path / "home")


@pytest.fixture
def voice() -> Voice:
    policy, ledgers = pipeline.rulebook()
    return Voice(policy, catalogue("zh"), ledgers)


def preview(house: pipeline.House, folder: Path, content: str, voice: Voice) -> difference.Difference:
    path = folder / "loans.csv"
    path.write_text(content, encoding="utf-8")
    (found,) = house.preview([path])
    return difference.difference(found, voice)


def test_rows_nobody_knows_are_new(house, voice, tmp_path) -> None:
    found = preview(house, tmp_path, FIRST, voice)
    assert found.is_welcome
    assert {state: count for state, _, count in found.counts} == {"new": 1, "changed": 0, "same": 0, "refused": 0}


def test_refused_rows_stand_first_and_say_what_to_do(house, voice, tmp_path) -> None:
    preview(house, tmp_path, FIRST, voice)
    house.take_in([tmp_path / "loans.csv"], at=AT)
    found = preview(house, tmp_path, CHANGED, voice)
    assert {state: count for state, _, count in found.counts} == {"new": 0, "changed": 1, "same": 0, "refused": 1}
    refused, changed = found.table.rows
    assert refused[3].text == "◆ 待核"
    assert refused[5].text
    assert changed[4].text == "更正：贷款余额"


def test_a_preview_writes_nothing(house, voice, tmp_path) -> None:
    version = house.open().version
    preview(house, tmp_path, CHANGED, voice)
    assert house.open().version == version


def test_a_file_that_is_no_ledger_is_not_welcome(house, voice, tmp_path) -> None:
    found = preview(house, tmp_path, "a,b\n1,2\n", voice)
    assert not found.is_welcome
    assert found.sentence
    assert found.table.rows == ()


def test_what_became_of_each_file_is_a_sentence(house, voice, tmp_path) -> None:
    path = tmp_path / "loans.csv"
    path.write_text(FIRST, encoding="utf-8")
    report = house.take_in([path], at=AT)
    again = house.take_in([path], at=AT)
    assert [is_in for is_in, _ in difference.taken(report, voice) + difference.taken(again, voice)] == [True, False]

"""Rulings on readings: dated rows of the home that change what is counted, and that history does not know."""

from datetime import date, datetime
from pathlib import Path

import pytest

from analytics import pipeline
from analytics.identity.readings import ReadingRuling
from analytics.pipeline import House
from analytics.policy import PolicyError
from analytics.records import Store

RULED = datetime(2025, 4, 2, 10, 0)  # noqa: DTZ001 - wall time of the city
FROM = date(2025, 5, 1)


def ruling(option: str, since: date = FROM, at: datetime = RULED, reading: str = "r14") -> ReadingRuling:
    return ReadingRuling(reading, option, since, "2025 年第一次联席会议", "组织部", at)


@pytest.fixture
def house(tmp_path: Path) -> House:
    Store.create(tmp_path / "home")
    return House(tmp_path / "home")


def settled(house: House, day: date, known_at: datetime | None = None) -> str:
    opened = house.open()
    rules = opened.policy_known(known_at)
    results = pipeline.evaluate(opened.snapshot, rules, opened.ledgers, as_of=day, known_at=known_at)
    return results.readings["r14"]


def test_a_ruling_holds_from_its_day_on(house: House) -> None:
    version = house.open().version
    assert house.rule_reading(ruling("net_stock")) == version + 1
    assert settled(house, date(2025, 4, 30)) == "gross_inflow"
    assert settled(house, date(2025, 5, 1)) == "net_stock"


def test_a_ruling_is_not_known_before_it_was_made(house: House) -> None:
    house.rule_reading(ruling("net_stock"))
    assert settled(house, date(2025, 6, 30), datetime(2025, 4, 1)) == "gross_inflow"  # noqa: DTZ001
    assert settled(house, date(2025, 6, 30), RULED) == "net_stock"


def test_a_later_ruling_ends_the_earlier_one_and_both_stay(house: House) -> None:
    house.rule_reading(ruling("net_stock"))
    house.rule_reading(ruling("gross_inflow", date(2025, 9, 1), datetime(2025, 8, 20)))  # noqa: DTZ001
    assert settled(house, date(2025, 8, 31)) == "net_stock"
    assert settled(house, date(2025, 9, 1)) == "gross_inflow"
    assert [row.option for row in house.open().rulings] == ["net_stock", "gross_inflow"]


def test_the_last_ruling_for_a_day_holds(house: House) -> None:
    house.rule_reading(ruling("net_stock"))
    house.rule_reading(ruling("gross_inflow"))
    assert settled(house, date(2026, 1, 1)) == "gross_inflow"


@pytest.mark.parametrize(("reading", "option"), [("r99", "x"), ("r14", "no_such_option")])
def test_an_unknown_ruling_is_refused_and_changes_nothing(house: House, reading: str, option: str) -> None:
    version = house.open().version
    with pytest.raises(PolicyError):
        house.rule_reading(ruling(option, reading=reading))
    assert house.open().version == version
    assert house.open().rulings == ()


def test_a_choice_wins_over_a_ruling(house: House) -> None:
    house.rule_reading(ruling("net_stock"))
    opened = house.open()
    results = pipeline.evaluate(
        opened.snapshot, opened.policy, opened.ledgers, as_of=date(2026, 1, 1), readings={"r14": "gross_inflow"}
    )
    assert results.readings["r14"] == "gross_inflow"


def test_a_vault_without_the_table_knows_no_ruling(house: House) -> None:
    with house.vault.connected() as connection:
        connection.execute("drop table reading_ruling")
    assert house.open().rulings == ()
    house.rule_reading(ruling("net_stock"))
    assert settled(house, date(2025, 5, 1)) == "net_stock"

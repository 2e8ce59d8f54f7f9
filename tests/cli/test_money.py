"""`talent arrears`: amounts in yuan that add up, the agreed fields, exit codes as of the other commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import house
from tests.cli.conftest import NAMES, run
from tests.pages.furnished import furnish

DAY = ("--as-of", "2026-09-30")
MONEY = ("due", "approved", "paid", "arrears")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(house.HOME_VARIABLE, raising=False)
        yield furnish(tmp_path_factory.mktemp("money") / "home", 0.005)


def test_the_document_adds_up_by_benefit_and_by_month(city: Path) -> None:
    said = run("arrears", "--home", city, "--json", *DAY)
    assert said.code == 0
    told = said.document
    assert [told[name] for name in ("approved", "paid", "arrears", "people", "oldest")] == [
        66_000, 45_000, 27_000, 6, "2025-09-01",
    ]  # fmt: skip
    for name in MONEY:
        assert sum(row[name] for row in told["benefits"]) == sum(row[name] for row in told["months"]) == told[name]
    assert sum(row["arrears"] for row in told["ageing"]) == told["arrears"]
    (youth,) = (row for row in told["benefits"] if row["benefit_id"] == "b03a")
    assert youth["people"] == 6
    assert list(youth) == ["benefit_id", *MONEY, "people", "oldest", "paid_to", "fully_paid_to"]
    assert list(told["months"][0]) == ["benefit_id", "month", *MONEY]
    assert list(told["ageing"][0]) == ["benefit_id", "age", "arrears", "people", "months", "oldest"]


def test_the_day_and_what_was_known_decide(city: Path) -> None:
    assert run("arrears", "--home", city, "--json", "--as-of", "2025-09-30").document["paid"] == 0
    assert run("arrears", "--home", city, "--json", *DAY, "--known-at", "2024-01-01").document["approved"] == 0


def test_a_reading_is_chosen_and_told(city: Path) -> None:
    told = run("arrears", "--home", city, "--json", *DAY, "--reading", "r01=per_benefit").document
    assert told["readings"]["r01"] == "per_benefit"
    assert run("arrears", "--home", city, "--reading", "r99=x").code == 2


def test_the_table_answers_in_a_sentence_and_shows_all_benefits(city: Path) -> None:
    said = run("arrears", "--home", city, "--lang", "en", *DAY)
    assert said.code == 0
    assert "6 people and firms are waiting" in said.out
    assert said.out.count("\n") > 43
    assert "Demonstration data" in said.err


def test_a_home_without_money_has_nothing_to_tell(home: Path) -> None:
    told = run("arrears", "--home", home, "--json", *DAY)
    assert (told.code, told.document["arrears"], told.document["oldest"]) == (0, 0, None)
    assert not any(name in told.out for name in NAMES)


def test_without_a_home_the_store_is_unusable(tmp_path: Path) -> None:
    assert run("arrears", "--home", tmp_path / "none", "--json").code == 3

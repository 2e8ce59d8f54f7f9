"""`talent due`: the pay spells of everybody with the agreed fields, and of one person the whole trace."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from analytics.identity import Vault
from tests.cli.conftest import run
from tests.pages.furnished import furnish

DAY = ("--as-of", "2026-09-30")
FIELDS = [
    "person_key", "benefit_id", "from_month", "to_month", "amount_fen_per_month", "rule", "reason", "beneficiary",
    "employer_id",
]  # fmt: skip


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield furnish(tmp_path_factory.mktemp("due") / "home", 0.005)


@pytest.fixture(scope="module")
def spells(city: Path) -> list[dict]:
    return run("due", "--home", city, "--json", *DAY).document


def test_everybody_s_pay_spells_have_the_agreed_fields_and_are_in_order(spells: list[dict]) -> None:
    assert spells
    assert all(list(row) == FIELDS for row in spells)
    people = [row["person_key"] for row in spells if row["person_key"]]
    assert people == sorted(people)
    assert spells[0]["person_key"]
    assert "monthly_by_level" in {row["rule"] for row in spells}


def test_the_file_holds_the_same_rows(city: Path, spells: list[dict], tmp_path: Path) -> None:
    out = tmp_path / "due.parquet"
    said = run("due", "--home", city, "--out", out, *DAY)
    assert (said.code, said.out) == (0, "")
    written = pl.read_parquet(out)
    assert written.columns == FIELDS
    assert written["amount_fen_per_month"].to_list() == [row["amount_fen_per_month"] for row in spells]
    assert run("due", "--home", city, "--out", out, "--json", *DAY).document == {"file": str(out), "rows": len(spells)}


def test_one_person_is_told_wholly_and_the_visit_is_logged(city: Path, spells: list[dict]) -> None:
    key = spells[0]["person_key"]
    said = run("due", "--person", key, "--home", city, "--json", *DAY).document
    assert said["due"] == [row for row in spells if row["person_key"] == key]
    months = [row for row in said["months"] if row["amount_fen"]]
    assert said["clock"]["used"] == len(months) <= said["clock"]["limit"]
    assert sum(row["amount_fen"] for row in months) == sum(row["due_fen"] for row in said["balance"])
    assert {row["said"] for row in said["steps"]}
    log = Vault(city).accesses().row(-1, named=True)
    assert (log["action"], log["reason"], log["subjects"]) == ("open", "due", key)


@pytest.mark.parametrize(("lang", "word"), [("zh", "青年人才生活补贴"), ("en", "Living allowance for young talents")])
def test_it_is_told_in_words_too(city: Path, spells: list[dict], lang: str, word: str) -> None:
    assert word in run("due", "--home", city, "--lang", lang, *DAY).out
    one = run("due", "--person", spells[0]["person_key"], "--home", city, "--lang", lang, *DAY)
    assert word in one.out


def test_nobody_stands_in_clear(city: Path, spells: list[dict]) -> None:
    said = run("due", "--person", spells[0]["person_key"], "--home", city, *DAY)
    assert "张测试" not in said.out
    assert "张*试" in said.out


def test_a_reading_changes_what_is_due(city: Path, spells: list[dict]) -> None:
    other = run("due", "--home", city, "--json", *DAY, "--reading", "r07=junior_college_at_zero").document
    assert isinstance(other, list)
    assert run("due", "--home", city, "--json", "--as-of", "2023-01-31").document != spells


@pytest.mark.parametrize("arguments", [("--person", "nobody"), ("--reading", "r99=x"), ("--as-of", "x")])
def test_wrong_use_is_told_and_ends_with_two(city: Path, arguments: tuple[str, ...]) -> None:
    said = run("due", "--home", city, *arguments)
    assert (said.code, said.out) == (2, "")
    assert said.err.strip()

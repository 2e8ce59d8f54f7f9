"""What two bureaus state differently about one person is found, ruled on, and opened again by a new statement."""

from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.identity.rulings import Ruling, rule, rulings, withdraw
from analytics.intake.disagreements import disagreements, facts_read, kinds, with_rulings
from analytics.records import Store, fact_names, fact_schema
from tests.records.building import at, frame, header, sheet

AT = datetime.fromisoformat("2026-10-01T09:00:00")


def facts(**rows: list[dict[str, object]]) -> pl.DataFrame:
    """Return the disagreements among the rows given by fact, each with a record number of its own."""
    numbered = iter(range(1, 1000))
    frames = {
        name: frame(name, rows.get(name, [])).with_columns(
            record_id=pl.Series([next(numbered) for _ in rows.get(name, [])], dtype=pl.Int64),
            batch_id=pl.lit(1, pl.Int32),
        )
        for name in facts_read()
    }
    return disagreements(frames.__getitem__, frames.__getitem__, ())


def degree(unit: str, level: str, person: str = "p") -> dict[str, object]:
    return {"person_key": person, "kind": "degree", "level": level, "unit_id": unit}


def test_every_matter_names_columns_that_there_are() -> None:
    for kind in kinds().values():
        for source in kind.source:
            assert source.fact in fact_names()
            assert {*kind.about, source.value, *source.when} <= set(fact_schema(source.fact))
        assert kind.about[0] == "person_key"


def test_two_bureaus_with_two_degrees_disagree_and_one_bureau_alone_never_does() -> None:
    found = facts(
        qualification=[
            degree("human_resources", "master"),
            degree("education", "bachelor"),
            degree("education", "doctor", "q"),
            degree("education", "master", "q"),
            degree("human_resources", "master", "r"),
            degree("education", "master", "r"),
        ]
    )
    assert found.select("person_key", "unit_id", "value").rows() == [
        ("p", "education", "bachelor"),
        ("p", "human_resources", "master"),
    ]


def test_the_latest_statement_of_a_bureau_is_the_one_that_counts() -> None:
    found = facts(
        qualification=[
            degree("human_resources", "master"),
            degree("education", "bachelor"),
            degree("education", "master"),
        ]
    )
    assert found.is_empty()


def test_statements_meet_across_facts() -> None:
    paid: dict[str, object] = {"person_key": "p", "benefit_id": "b03a", "level": "bachelor", "unit_id": "education"}
    found = facts(qualification=[degree("human_resources", "master")], payment=[paid])
    assert found["fact"].to_list() == ["payment", "qualification"]


def test_a_month_paid_by_two_bureaus_is_one_matter_per_month() -> None:
    def paid(unit: str, month: int) -> dict[str, object]:
        return {"person_key": "p", "benefit_id": "b03a", "from_month": date(2026, month, 1), "unit_id": unit}

    found = facts(payment=[paid("human_resources", 1), paid("finance", 1), paid("finance", 2)])
    assert found.select("disagreement", "about").unique().rows() == [("paid_by_two", "b03a|2026-01-01")]


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "home")


@pytest.fixture
def vault(store: Store) -> Vault:
    return Vault(store.home)


def test_a_ruling_settles_until_withdrawn_or_until_the_bureau_says_something_else(vault: Vault) -> None:
    found = facts(qualification=[degree("human_resources", "master"), degree("education", "bachelor")])
    assert with_rulings(found, rulings(vault))["ruled_unit"].to_list() == [None, None]
    ruling = Ruling("degree", "p", "", "education", "bachelor", "学信网核实", "组织部")
    rule(vault, ruling, AT)
    settled = with_rulings(found, rulings(vault))
    assert settled["ruled_unit"].to_list() == ["education", "education"]
    assert settled["ruled_at"].to_list() == [AT, AT]
    other = facts(qualification=[degree("human_resources", "master"), degree("education", "doctor")])
    assert with_rulings(other, rulings(vault))["ruled_unit"].null_count() == 2
    withdraw(vault, "degree", "p", "", AT)
    assert with_rulings(found, rulings(vault))["ruled_unit"].null_count() == 2
    assert rulings(vault).height == 1


def test_a_second_ruling_takes_the_place_of_the_first_and_both_stay(vault: Vault) -> None:
    found = facts(qualification=[degree("human_resources", "master"), degree("education", "bachelor")])
    rule(vault, Ruling("degree", "p", "", "education", "bachelor", "a", "x"), AT)
    rule(vault, Ruling("degree", "p", "", "human_resources", "master", "b", "x"), AT)
    assert with_rulings(found, rulings(vault))["ruled_value"].unique().to_list() == ["master"]
    assert rulings(vault)["withdrawn_at"].null_count() == 1


def test_one_row_filed_by_two_bureaus_is_contested_column_by_column(store: Store) -> None:
    def filed(unit: str, **stated: object) -> dict[str, object]:
        return {"row_key": "k", "person_key": "p", "kind": "degree", "unit_id": unit, **stated}

    statements = [
        filed("human_resources", level="master", town="001"),
        filed("education", level="bachelor", town="001", employer_id="e"),
        filed("education", level="doctor", town="001"),
    ]
    with store.writer() as writer:
        for number, row in enumerate(statements):
            writer.add_batch(
                header(str(number), at(number + 1)), [sheet(1)], {"qualification": frame("qualification", [row])}
            )
    snapshot = store.open()
    found = disagreements(snapshot.facts, snapshot.contested, ["qualification"])
    assert found.select("about", "unit_id", "value").rows() == [
        ("qualification|k|level", "education", "doctor"),
        ("qualification|k|level", "human_resources", "master"),
    ]
    assert snapshot.contested("qualification", at(1)).is_empty()

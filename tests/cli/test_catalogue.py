"""`talent policy` and `talent coverage`: the rules as data, without any home."""

from pathlib import Path

import pytest

from tests.cli.conftest import run


def test_the_policy_holds_every_id_of_the_inventory(tmp_path: Path) -> None:
    said = run("policy", "--json", "--home", tmp_path / "nowhere", "--as-of", "2026-09-30", "--known-at", "2026-09-30")
    assert said.code == 0
    counts = {name: len(said.document[name]) for name in ("measures", "benefits", "targets", "units", "readings")}
    assert counts == {"measures": 20, "benefits": 43, "targets": 21, "units": 20, "readings": 35}
    assert not (tmp_path / "nowhere").exists()


def test_a_target_of_the_policy_has_the_agreed_fields() -> None:
    first = run("policy", "--json").document["targets"][0]
    assert {"id", "measure", "unit", "kind", "value", "low", "high", "period", "lead", "units"} <= set(first)


def test_the_coverage_map_has_a_row_for_each_article() -> None:
    rows = run("coverage", "--json").document
    assert {row["article"] for row in rows} >= {str(number) for number in range(1, 21)}


@pytest.mark.parametrize("command", ["policy", "coverage"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_are_shown_as_tables(command: str, lang: str) -> None:
    said = run(command, "--lang", lang)
    assert (said.code, said.err) == (0, "")
    assert said.out.isascii() is False  # names of the policy, or the lines of the table

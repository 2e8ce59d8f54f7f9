"""`talent budget --results`: what a result cost, by benefit and year of entry, and where the data cannot tell."""

from pathlib import Path

import pytest

from tests.cli.conftest import NAMES, run

DAY = ("--as-of", "2026-09-30")


def test_the_years_of_entry_make_the_whole_and_few_people_tell_no_cost(city: Path) -> None:
    said = run("budget", "--results", "--home", city, "--json", "--lang", "en", *DAY)
    assert said.code == 0
    told = said.document
    assert (told["confidence"], told["persons_least"]) == (0.9, 30)
    for benefit in {row["benefit_id"] for row in told["counted"]}:
        mine = [row for row in told["counted"] if row["benefit_id"] == benefit]
        (whole,) = (row for row in mine if row["cohort"] is None)
        for name in ("persons", "counted", "persons_paid", "paid"):
            assert sum(row[name] for row in mine if row["cohort"] is not None) == pytest.approx(whole[name])
    few = [row for row in told["counted"] if row["caution"] == "few"]
    assert few
    assert {row["per_counted"] for row in few} == {None}
    assert {row["told"] for row in few} == {"Fewer than 30 persons: chance says more than the money"}
    assert not any(name in said.out for name in NAMES)


def test_what_can_be_told_has_an_interval_and_its_caution(city: Path) -> None:
    told = run("budget", "--results", "--home", city, "--json", "--lang", "en", *DAY).document
    (whole,) = (row for row in told["counted"] if (row["benefit_id"], row["cohort"]) == ("b03a", None))
    assert whole["per_counted"] == pytest.approx(whole["paid"] / whole["counted"], abs=0.01)
    assert whole["per_counted_low"] < whole["per_counted"] < whole["per_counted_high"]
    assert whole["told"].endswith("an association, not the effect of the money")
    (now,) = (
        row for row in told["kept"] if (row["benefit_id"], row["cohort"], row["months"]) == ("b03a", None, 0)
    )  # fmt: skip
    assert now["share_low"] <= now["share"] <= now["share_high"]
    assert now["share"] == pytest.approx(now["kept"] / now["persons"])
    assert now["per_kept"] == pytest.approx(now["paid"] / now["kept"], abs=0.01)
    assert now["per_kept_low"] <= now["per_kept"] <= now["per_kept_high"]


def test_the_tables_name_each_caution_once_in_both_languages(city: Path) -> None:
    said = run("budget", "--results", "--home", city, "--lang", "en", *DAY)
    assert said.code == 0
    assert "Paid per person counted, by benefit and year of entry" in said.out
    assert "Still insured here, and paid per person kept" in said.out
    assert said.out.count("Fewer than 30 persons: chance says more than the money") == 1
    assert "note 1: " in said.out
    assert "Demonstration data" in said.err
    said = run("budget", "--results", "--home", city, "--lang", "zh", *DAY)
    assert "不说明是补贴带来或留住了人" in said.out
    assert "注1：" in said.out


def test_before_the_policy_began_no_cost_can_be_told(city: Path) -> None:
    told = run("budget", "--results", "--home", city, "--json", "--as-of", "2020-01-01").document
    assert (told["counted"], told["kept"]) == ([], [])
    said = run("budget", "--results", "--home", city, "--lang", "en", "--as-of", "2020-01-01")
    assert said.code == 0
    assert said.out.startswith("For none of 8 benefits")


def test_no_scenario_goes_with_what_is_paid_already(city: Path, tmp_path: Path) -> None:
    said = run("budget", "--results", "--home", city, "--lang", "en", "--scenario", tmp_path / "none.toml", *DAY)
    assert (said.code, said.out) == (2, "")
    assert "leave --scenario out" in said.err


def test_without_a_home_the_store_is_unusable(tmp_path: Path) -> None:
    assert run("budget", "--results", "--home", tmp_path / "none", "--json").code == 3

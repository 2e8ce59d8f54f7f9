"""Money before the meeting: arrears by line, lines that will be overrun, readings that move much."""

from datetime import date

import polars as pl
import pytest

from analytics.decisions import money
from tests.decisions.known import AS_OF, policy

OWED = {
    "beneficiary": pl.String, "benefit_id": pl.String, "amount_fen": pl.Int64, "since": pl.Date,
    "months_owed": pl.Int32,
}  # fmt: skip
LINES = {
    "budget_year": pl.Int64, "line": pl.String, "available_fen": pl.Int64, "spent_fen": pl.Int64,
    "mean_fen": pl.Float64, "sd_fen": pl.Float64, "overrun": pl.Float64, "outlook": pl.String,
}  # fmt: skip
MUCH = 60_000_000


def test_arrears_are_told_by_line_with_what_has_waited_longest() -> None:
    rows = [
        ("a", "b03a", MUCH, date(2024, 1, 1), 20), ("b", "b03a", 5, date(2026, 8, 1), 1),
        ("a", "b03a", 5, date(2026, 8, 1), 1), ("c", "b05b", 7, date(2026, 8, 1), 1),
    ]  # fmt: skip
    owed = money.owed_by_line(pl.DataFrame(rows, schema=OWED, orient="row"), policy())
    assert owed["line"].to_list() == ["skilled_talents", "youth_allowances"]
    youth = owed.row(1, named=True)
    assert (youth["amount_fen"], youth["people"], youth["old_fen"], youth["young_people"]) == (MUCH + 10, 2, MUCH, 2)
    found = money.arrears(owed, policy(), as_of=AS_OF)
    assert found.items["ref"].to_list() == ["arrears:youth_allowances"]
    assert found.items["deadline"][0] == date(2024, 7, 1)
    assert found.options["option"].to_list() == ["pay_all", "pay_oldest", "nothing"]
    assert found.options["cost_fen"].to_list() == [MUCH + 10, MUCH, 0]
    assert found.options["promised"].to_list() == [0, 10, MUCH + 10]


def line(outlook: str, available: int = 1000, mean: float = 1200.0) -> pl.DataFrame:
    row = (2026, "housing", available, 600, mean, 100.0, 0.97, outlook)
    return pl.DataFrame([row], schema=LINES, orient="row")


def test_a_line_that_is_likely_to_be_overrun_is_raised_slowed_or_left() -> None:
    found = money.lines(line("likely"), policy(), as_of=AS_OF)
    assert found.items.row(0, named=True)["at_stake_fen"] == 200
    options = found.options.sort("place")
    assert options["option"].to_list() == ["raise", "slow", "raise", "nothing"]
    assert options["after"][0] == pytest.approx(0.1, abs=1e-6)
    assert options["cost_fen"][0] > options["cost_fen"][2] == 200
    assert options["promised"].to_list()[1:] == [1000, 1200, 1200]


def test_a_line_that_is_only_possibly_overrun_is_no_matter() -> None:
    assert money.lines(line("possible"), policy(), as_of=AS_OF).items.is_empty()


def test_a_reading_that_moves_much_is_a_matter_with_every_option() -> None:
    rows = [("r06", "upgradable", 246_300_000, 40), ("r16", "full", -5, 1), ("r16", "none", 4, 1)]
    found = money.readings(pl.DataFrame(rows, schema=money.PRICED, orient="row"), policy(), as_of=AS_OF)
    assert found.items["ref"].to_list() == ["reading:r06"]
    assert found.options["option"].to_list() == ["keep", "rule:upgradable"]
    assert found.options["cost_fen"].to_list() == [0, 246_300_000]

"""Why a scenario costs more: parts that add up to the difference, whatever the order of its rows."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from analytics import policy as rules
from analytics.budget.exposure.attribution import OTHERS, PARTS, SWINGS, attribute, sensitivity
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.outlay import project
from analytics.budget.exposure.scenario import KNOBS, Change, Scenario
from tests.budget.exposure.books import SMALL, plausible

POLICY = rules.load()
#: Benefits of the policy that are paid as the made-up streams are: monthly, yearly, at once.
NAMES = ("b03a", "b04a", "b05a", "b05b", "b01c", "b03c")
CHANGES = (
    Change("rate", 1.1),
    Change("duration", 24, ("b03a",)),
    Change("intake", 1.2),
    Change("attrition", 1.5, existing=True),
)
ALL = tuple(
    Change(knob, value)
    for knob, value in zip(KNOBS, (1.1, 4e5, 24, 0.9, 1.2, 1, 1.1, 1.5, 3, 0.03, 6), strict=True)
)  # fmt: skip


@pytest.fixture(scope="module")
def book() -> Book:
    return replace(plausible(5, SMALL), streams=NAMES)


def difference(book: Book, scenario: Scenario) -> np.ndarray:
    """Return the difference by year, the last all years."""
    return (project(book, scenario).by_year - project(book).by_year).sum(axis=(0, 1))


def test_the_parts_add_up_to_the_difference_in_every_year(book: Book) -> None:
    scenario = Scenario("x", CHANGES)
    found = attribute(book, scenario)
    assert found.schema == PARTS
    by_year = found.group_by("year", maintain_order=True).agg(pl.col("part_fen").sum(), pl.col("total_fen").first())
    assert by_year["part_fen"].to_list() == by_year["total_fen"].to_list()
    assert by_year["total_fen"].to_numpy() == pytest.approx(difference(book, scenario), rel=1e-9, abs=1)
    years = found.filter(pl.col("year").is_not_null()).group_by("knob").agg(pl.col("part_fen").sum())
    whole = found.filter(pl.col("year").is_null()).join(years, on="knob")
    assert whole["part_fen"].to_numpy() == pytest.approx(whole["part_fen_right"].to_numpy(), rel=1e-9, abs=1)
    assert found["remainder_fen"].abs().max() < 1  # pyright: ignore[reportOperatorIssue, reportOptionalOperand]


def test_the_order_of_rows_is_of_no_matter(book: Book) -> None:
    found = attribute(book, Scenario("x", CHANGES))
    assert attribute(book, Scenario("x", CHANGES[::-1])).equals(found)


def test_one_knob_has_all_of_it_and_an_empty_scenario_no_part(book: Book) -> None:
    found = attribute(book, Scenario("x", CHANGES[:1]))
    assert found["part_fen"].to_list() == found["total_fen"].to_list()
    assert attribute(book, Scenario()).is_empty()


def test_more_knobs_than_can_be_told_apart_are_taken_together(book: Book) -> None:
    scenario = Scenario("x", ALL)
    found = attribute(book, scenario).filter(pl.col("year").is_null())
    assert len(found) == 8
    assert OTHERS in found["knob"].to_list()
    assert found["part_fen"].sum() == pytest.approx(difference(book, scenario)[-1], rel=1e-9)


def test_the_swings_of_all_knobs_and_the_remainder_make_all_of_them_together(book: Book) -> None:
    found = sensitivity(book, POLICY)
    assert found.schema == SWINGS
    assert sorted(found["knob"]) == sorted(KNOBS)
    for side in ("cheaper", "dearer"):
        total, rest = (found[f"{side}_{part}_fen"].unique().item() for part in ("total", "remainder"))
        assert found[f"{side}_fen"].sum() + rest == pytest.approx(total, rel=1e-12)
    reach = (found["dearer_fen"] - found["cheaper_fen"]).to_list()
    assert reach == sorted(reach, reverse=True)


def test_a_swing_is_what_the_knob_does_alone(book: Book) -> None:
    found = {row["knob"]: row for row in sensitivity(book, POLICY).to_dicts()}
    rate = difference(book, Scenario("x", (Change("rate", 1.1),)))[-1]
    assert found["rate"]["high_fen"] == pytest.approx(rate)
    months = tuple(Change("duration", 24, (name,)) for name in ("b03a", "b04a", "b05b", "b01c"))
    assert found["duration"]["low_fen"] == pytest.approx(difference(book, Scenario("x", months))[-1])
    leave = Scenario("x", (Change("attrition", 2.0, existing=True),))
    assert found["attrition"]["high_fen"] == pytest.approx(difference(book, leave)[-1])
    assert found["extension"]["cheaper_fen"] == 0


def test_a_scenario_is_where_the_swings_may_start(book: Book) -> None:
    start = Scenario("x", (Change("intake", 2.0),))
    found = {row["knob"]: row["high_fen"] for row in sensitivity(book, POLICY, start).to_dicts()}
    both = replace(start, changes=(*start.changes, Change("rate", 1.1)))
    assert found["rate"] == pytest.approx(project(book, both).total - project(book, start).total)

"""The agenda: money at stake × urgency × reversibility, at most so many of a kind, and nothing that is decided."""

from datetime import date, timedelta

import polars as pl
import pytest

from analytics.decisions import Found, agenda
from analytics.decisions.agenda import Agenda
from tests.decisions import known
from tests.decisions.known import AS_OF, policy


def matter(ref: str, fen: int, days: int = 200, kind: str = "unit") -> dict[str, object]:
    return {"ref": ref, "kind": kind, "subject": ref, "at_stake_fen": fen, "deadline": AS_OF + timedelta(days=days)}


def made(*items: dict[str, object], decided: pl.DataFrame | None = None) -> Agenda:
    found = Found.of(items, [])
    return agenda([found], known.followed() if decided is None else decided, policy(), as_of=AS_OF)


def test_the_product_of_the_three_factors_decides_the_order() -> None:
    found = made(matter("unit:a", 1000), matter("unit:b", 700, days=-5), matter("line:c", 800, kind="line")).items
    assert found["ref"].to_list() == ["unit:b", "line:c", "unit:a"]
    assert found["product"].to_list() == [1400.0, 1200.0, 1000.0]
    assert found["rank"].to_list() == [1, 2, 3]


@pytest.mark.parametrize(
    ("days", "urgency"), [(-1, "past"), (0, "month"), (31, "month"), (32, "quarter"), (92, "quarter"), (93, "later")]
)
def test_urgency_by_the_days_that_are_left(days: int, urgency: str) -> None:
    row = made(matter("unit:a", 1, days)).items.row(0, named=True)
    assert (row["urgency"], row["days_left"]) == (urgency, days)
    assert row["urgency_factor"] == policy().agenda.urgency(urgency).factor


def test_of_one_kind_at_most_so_many_come_first_and_of_all_at_most_so_many() -> None:
    many = [matter(f"unit:{n}", 1000 - n) for n in range(4)]
    found = made(*many, matter("line:x", 1, kind="line")).items
    assert found.filter("is_first")["ref"].to_list() == ["unit:0", "unit:1", "line:x"]
    kinds = ("target", "arrears", "line", "reading", "unit", "case")
    everything = [matter(f"{kind}:{n}", 1000 - n, kind=kind) for kind in kinds for n in range(3)]
    assert made(*everything).first.height == policy().agenda.meeting.items_max


def test_a_matter_with_an_open_decision_is_not_put_again_unless_it_is_overdue() -> None:
    items = [matter("unit:a", 9), matter("unit:b", 8), matter("unit:c", 7), matter("unit:d", 6)]
    decided = known.followed(
        {"ref": "unit:a", "state": "open"}, {"ref": "unit:b", "state": "overdue"}, {"ref": "unit:c", "state": "done"}
    )
    found = made(*items, decided=decided)
    assert found.first["ref"].to_list() == ["unit:b", "unit:c"]
    assert found.items["decision"].to_list() == [1, 2, None, None]


def test_what_has_no_money_comes_last_and_nothing_gives_an_empty_agenda() -> None:
    assert made(matter("unit:a", 0), matter("unit:b", 1)).items["ref"].to_list() == ["unit:b", "unit:a"]
    assert made().items.is_empty()


def test_lines_can_be_adjusted_until_the_end_of_a_month_then_until_the_end_of_the_year() -> None:
    rules = policy().agenda
    assert rules.adjusted_until(date(2026, 11, 30)) == date(2026, 11, 30)
    assert rules.adjusted_until(date(2026, 12, 1)) == date(2026, 12, 31)

"""A viewer's scope decides which rows leave the gate, and names the cache they come from."""

import polars as pl
import pytest

from analytics.access import Viewer

FRAME = pl.DataFrame({"unit_id": ["health", "industry", None], "value": [1, 2, 3]})
HEALTH = Viewer(id="h1", role="bureau", units=frozenset({"health"}))


def test_the_widest_viewer_sees_every_row() -> None:
    assert Viewer.everything().restrict(FRAME).equals(FRAME)


def test_a_bureau_sees_its_own_rows_only() -> None:
    assert HEALTH.restrict(FRAME)["value"].to_list() == [1]


def test_a_viewer_without_units_sees_nothing() -> None:
    assert Viewer(id="n", role="guest", units=frozenset()).restrict(FRAME).is_empty()


@pytest.mark.parametrize(("unit", "seen"), [("health", True), ("industry", False), (None, False)])
def test_a_row_of_no_unit_is_in_nobodys_narrow_scope(unit: str | None, seen: bool) -> None:
    assert HEALTH.sees(unit) is seen
    assert Viewer.everything().sees(unit)


def test_the_scope_is_one_text_for_one_set_of_units() -> None:
    one = Viewer(id="a", role="bureau", units=frozenset({"health", "industry"}))
    other = Viewer(id="b", role="auditor", units=frozenset({"industry", "health"}))
    assert one.scope == other.scope == "health,industry"
    assert Viewer.everything().scope == "*"


def test_no_scope_text_collides_with_the_widest() -> None:
    assert Viewer(id="n", role="guest", units=frozenset()).scope != Viewer.everything().scope

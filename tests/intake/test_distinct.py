"""Cells looked at once per spelling say what they say one by one."""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl
import pytest

from analytics.intake import distinct
from analytics.intake.distinct import Spellings
from tests.intake.desk import Desk, Page, identity
from tests.intake.test_variants import YOUTH, youth


@pytest.fixture
def is_long(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take every sheet for a long one whose spellings repeat."""
    monkeypatch.setattr(distinct, "_FEWEST_ROWS", 1)
    monkeypatch.setattr(distinct, "_ROWS_PER_SPELLING", 0)


@pytest.mark.usefixtures("is_long")
@pytest.mark.parametrize("cells", [["b", None, "a", "b"], ["a", "a"], [None, None], []])
def test_taking_cells_apart_loses_none(cells: list[str | None]) -> None:
    column = pl.Series("n", cells, dtype=pl.String)
    spelled = Spellings.of(column)
    assert spelled.cells().to_list() == cells
    assert spelled.distinct.n_unique() == len(spelled.distinct)
    assert spelled.spread(spelled.distinct.is_null()).to_list() == column.is_null().to_list()
    assert spelled.spread(spelled.distinct == "a").to_list() == (column == "a").to_list()


def test_short_and_unlike_columns_stay_as_they_are() -> None:
    columns = pl.DataFrame({"alike": ["a"] * 20_000, "unlike": [str(n) for n in range(20_000)]})
    found = Spellings.of_all(columns)
    assert [name for name, spelled in found.items() if spelled.codes is not None] == ["alike"]
    assert Spellings.of(columns["alike"].head(100)).codes is None


@pytest.mark.usefixtures("is_long")
@pytest.mark.parametrize("days", [[date(2024, 2, 29), None, date(2024, 3, 1), date(2024, 2, 29)], [None, None], []])
def test_a_day_says_the_same_in_every_row(days: list[date | None]) -> None:
    column = pl.Series("n", days, dtype=pl.Date)
    assert distinct.by_day(column, lambda one: one.cast(pl.String)).equals(column.cast(pl.String))
    assert distinct.by_day(column, lambda one: one.dt.month_start()).equals(column.dt.month_start())


def _rows() -> list[list[Any]]:
    """Return rows in which the same spelling stands in number cells and in text cells."""
    exact = next(one for one in map(identity, range(1000)) if one.isdigit() and f"{Decimal(repr(float(one))):f}" == one)
    numbers = (int(exact), exact, exact[:15] + "000", None)
    amounts = ("3000", "三千", "", 3000.0)
    return [
        *(youth(n) for n in range(1, 5)),
        *(youth(9, 身份证=number) for number in numbers),
        *(youth(20 + n, 补贴金额=amount) for n, amount in enumerate(amounts)),
    ]


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_a_sheet_says_the_same_by_spelling(desk: Desk, request: pytest.FixtureRequest, kind: str) -> None:
    rows = [YOUTH, *_rows()]
    path = desk.xlsx(Page("花名册", rows)) if kind == "xlsx" else desk.csv(rows)
    cell_by_cell = desk.sheet(path)
    assert cell_by_cell.quarantined_rows
    assert len(cell_by_cell.accepted_rows) > 1
    request.getfixturevalue("is_long")
    assert desk.sheet(path) == cell_by_cell

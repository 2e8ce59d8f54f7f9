"""What was filed: the grid shows every gap, and the calendar behind a cell holds exactly what the cell counts."""

from datetime import date

import pytest

from analytics.report import filings as report
from analytics.report import standing
from tests.report.frames import Outcome, completeness, filing, filings, voice

APRIL, JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (4, 7, 8, 9))
QUARTER = (JULY, date(2026, 9, 30))
OUTCOME = Outcome(
    filings=filings(
        filing("talent_loans", "financial_regulation", (AUGUST, date(2026, 8, 31)), "on_time", 5),
        filing("talent_loans", "financial_regulation", (SEPTEMBER, date(2026, 9, 30)), "not_due"),
        filing("farmer_training", "agriculture", QUARTER, "missing"),
        filing("farmer_skill_training", "agriculture", QUARTER, "late", 6),
        filing("farmer_training", "agriculture", (date(2025, 10, 1), date(2025, 12, 31)), "missing"),
    ),
    completeness=completeness(
        ("agriculture", JULY, 2, 1),
        ("agriculture", AUGUST, 2, 1),
        ("agriculture", date(2025, 12, 1), 1, 0),
        ("financial_regulation", AUGUST, 1, 1),
    ),
)


def test_the_grid_shows_the_last_six_months_and_units_that_owe_something() -> None:
    grid = report.grid(OUTCOME, voice())
    assert grid.months == ("4月", "5月", "6月", "7月", "8月", "9月")
    assert [row.unit_id for row in grid.rows] == ["agriculture", "financial_regulation"]


def test_a_gap_has_a_shape_and_a_month_without_anything_due_is_empty() -> None:
    first, second = report.grid(OUTCOME, voice()).rows
    assert [cell and cell.text for cell in first.cells] == [None, None, None, "◆ 1/2", "◆ 1/2", None]
    assert [cell and cell.text for cell in second.cells] == [None, None, None, None, "1/1", None]


def test_the_calendar_behind_a_cell_holds_what_the_cell_counts() -> None:
    for row in report.grid(OUTCOME, voice()).rows:
        for cell in (cell for cell in row.cells if cell):
            code = dict(cell.drill.params)["month"]
            table = report.calendar(OUTCOME, voice(), row.unit_id, date.fromisoformat(f"{code}-01"))
            assert len(table.rows) == cell.expected
            assert sum(bool(value) for value in table.column("filed")) == cell.filed


def test_the_year_counts_what_is_missing_in_it_and_the_calendar_lists_it() -> None:
    assert report.grid(OUTCOME, voice()).missing == 1
    assert len(report.calendar(OUTCOME, voice(), state="missing").rows) == 1


def test_the_calendar_says_unit_year_and_what_is_missing() -> None:
    table = report.calendar(OUTCOME, voice(), "agriculture")
    assert table.caption == "农业农村局、2026 年：共 2 份台账，缺报 1 份"


def test_a_filing_opens_its_batch() -> None:
    table = report.calendar(OUTCOME, voice(), "financial_regulation", AUGUST)
    assert table.rows[0][-1].drill is not None
    assert dict(table.rows[0][-1].drill.params) == {"view": "batches", "batch": "5"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_standing_counts_units_that_filed_everything_due_in_the_quarter(lang) -> None:
    state = standing.standing(OUTCOME, quarantined=3)
    assert (state.units_expected, state.units_complete) == (2, 1)
    assert "3" in standing.subtitle(state, voice(lang).texts, "x")


def test_every_export_says_day_version_completeness_and_that_it_is_made_up() -> None:
    state = standing.standing(Outcome(is_demo=True), quarantined=0)
    assert standing.lines(state, voice().texts) == [
        "数据截至 2026-09-30",
        "数据版本 v7",
        "本季度 0 家应报单位中 0 家报齐；0 条记录待核",
        "演示数据，并非真实情况",
    ]

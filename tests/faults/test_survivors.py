"""Odd files that come in all the same: nothing of them is lost, and what is odd is said."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import pytest

from analytics.intake import FileOutcome, SheetOutcome, merges
from analytics.pipeline import House
from tests.faults import workshop
from tests.faults.conftest import AT
from tests.faults.workshop import altered, blank_rows, csv, dated, formula, loans, parts, with_part, xls, xlsx

BOTTOM = len(workshop.ROWS) + 1
ALL = tuple(range(2, BOTTOM + 1))


def taken_in(folder: Path, content: bytes, name: str = "人才贷.xlsx") -> FileOutcome:
    path = folder / name
    path.write_bytes(content)
    return House(folder / "home").take_in([path], at=AT).files[0]


def sheet_of(outcome: FileOutcome) -> SheetOutcome:
    assert outcome.status == "imported", outcome.message
    [sheet] = outcome.sheets
    assert sheet.rows_physical == sheet.rows_no_data + len(sheet.accepted_rows) + len(sheet.quarantined_rows)
    return sheet


def marked(sheet: SheetOutcome, code: str) -> tuple[int, ...] | None:
    return next((warning.rows for warning in sheet.warnings if warning.code == code), None)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("plain.xlsx", lambda: xlsx(loans)),
        ("plain.xls", xls),
        ("under a wrong name.xls", lambda: xlsx(loans)),
        ("page.xls", workshop.page),
        ("of 2003.xls", workshop.spreadsheet_2003),
        ("marked.csv", lambda: csv().encode("utf-16")),
        ("low byte first.csv", lambda: csv().encode("utf-16-le")),
        ("high byte first.csv", lambda: csv().encode("utf-16-be")),
        ("gbk.csv", lambda: csv().encode("gbk")),
        ("old mac.csv", lambda: csv().replace("\n", "\r").encode()),
        ("ragged.csv", lambda: csv().replace(",否\n", "\n", 1).encode() + b",,,,,,,,,,,,\n"),
        ("open quote.csv", lambda: csv().replace("H002", '"H002').encode()),
        ("blank rows.xlsx", lambda: blank_rows(50_000)),
        ("whole width.xlsx", lambda: xlsx(workshop.whole_width)),
        ("all is merged.xlsx", workshop.merged_to_the_end),
        ("beside a chart.xlsx", workshop.with_chart),
    ],
)
def test_every_row_comes_in(tmp_path: Path, name: str, content: Callable[[], bytes]) -> None:
    sheet = sheet_of(taken_in(tmp_path, content(), name))
    assert sheet.accepted_rows == ALL
    assert House(tmp_path / "home").open().snapshot.facts("loan")["amount_fen"].sum() == 1_550_000_025


def test_a_chart_is_called_a_chart(tmp_path: Path) -> None:
    [skipped] = taken_in(tmp_path, workshop.with_chart()).skipped
    assert (skipped.sheet, skipped.rows_physical) == ("图表", 0)
    assert "图表，没有单元格" in skipped.message


def test_macros_are_not_run_and_that_is_said(tmp_path: Path) -> None:
    sheet = sheet_of(taken_in(tmp_path, with_part(xlsx(loans), workshop.MACROS, b"\xd0\xcf\x11\xe0"), "loans.xlsm"))
    assert sheet.accepted_rows == ALL
    assert marked(sheet, "macros") == ()


@pytest.mark.parametrize("result", ["", 0])
def test_a_formula_without_a_saved_result_is_told_by_its_row(tmp_path: Path, result: object) -> None:
    sheet = sheet_of(taken_in(tmp_path, xlsx(formula("=G2*1", result))))
    told = marked(sheet, "formula_unsaved")
    refused = [row.row for row in sheet.quarantined_rows]
    assert told == (2,) or refused == [2]
    assert result == "" or told == (2,)


def test_a_formula_that_gives_an_empty_text_was_saved(tmp_path: Path) -> None:
    data = altered(
        xlsx(formula('=""', "x")), workshop.SHEET, '<c r="F2" t="str"><f>""</f><v>x</v></c>',
        '<c r="F2" t="str"><f>""</f><v></v></c>',
    )  # fmt: skip
    assert marked(sheet_of(taken_in(tmp_path, data)), "formula_unsaved") is None


def test_results_of_other_files_are_read_and_that_is_said(tmp_path: Path) -> None:
    sheet = sheet_of(taken_in(tmp_path, xlsx(formula(workshop.LINK, 5))))
    assert sheet.accepted_rows == ALL
    assert marked(sheet, "links_outside") == ()


@pytest.mark.parametrize("error", ["#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NUM!", "#N/A"])
def test_a_failed_formula_sets_its_row_aside_and_names_the_cell(tmp_path: Path, error: str) -> None:
    sheet = sheet_of(taken_in(tmp_path, xlsx(formula("=1/0", error))))
    [row] = sheet.quarantined_rows
    assert (row.row, row.column, row.value) == (2, "本年发放额(元)", error)
    assert error in row.message


@pytest.mark.parametrize("day", [0, -5, 1, 59, 3_000_000, 1e10])
def test_a_day_outside_every_calendar_sets_its_row_aside(tmp_path: Path, day: float) -> None:
    sheet = sheet_of(taken_in(tmp_path, xlsx(dated(day))))
    assert [(row.row, row.rule) for row in sheet.quarantined_rows] == [(2, "date_invalid")]


def test_days_counted_from_1904_are_the_days_that_were_meant(tmp_path: Path) -> None:
    days = (datetime(2026, 2, 1), datetime(2026, 7, 15), datetime(2026, 8, 1))  # noqa: DTZ001 - a cell has no zone
    sheet_of(taken_in(tmp_path, xlsx(dated(*days), date_1904=True)))
    stored = House(tmp_path / "home").open().snapshot.facts("loan").sort("contract_no")["disbursed_on"]
    assert stored.to_list() == [day.date() for day in days]


def test_an_old_workbook_says_that_its_days_count_from_1904() -> None:
    counted = xls(lambda book, _: setattr(book, "dates_1904", True))
    assert [merges.is_1904(data) for data in (xls(), counted)] == [False, True]


@pytest.mark.parametrize("bare", [False, True])
def test_bare_numbers_of_days_follow_the_workbook(tmp_path: Path, bare: bool) -> None:
    meant = date(2026, 2, 1)
    number = (meant - date(1904, 1, 1)).days if bare else (meant - date(1899, 12, 30)).days

    def fill(book: object, sheet: object) -> None:
        loans(book, sheet)
        sheet.write_number(1, 3, number)  # pyright: ignore[reportAttributeAccessIssue]

    sheet_of(taken_in(tmp_path, xlsx(fill, date_1904=bare)))
    stored = House(tmp_path / "home").open().snapshot.facts("loan").sort("contract_no")["disbursed_on"]
    assert stored[0] == meant


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_a_hidden_sheet_is_read_and_that_is_said(tmp_path: Path, state: str) -> None:
    data = altered(xlsx(loans, lambda *_: None), workshop.BOOK, 'sheetId="1"', f'state="{state}" sheetId="1"')
    sheet = sheet_of(taken_in(tmp_path, data))
    assert (sheet.accepted_rows, marked(sheet, "sheet_hidden")) == (ALL, ())


def test_a_line_of_many_blank_cells_is_no_data(tmp_path: Path) -> None:
    sheet = sheet_of(taken_in(tmp_path, csv().encode() + b"\n" * 1000 + b"," * 300, "loans.csv"))
    assert sheet.accepted_rows == ALL


def test_parts_with_backslashes_in_their_names_are_found(tmp_path: Path) -> None:
    content = {name.replace("/", "\\"): part for name, part in parts(xlsx(loans)).items()}
    outcome = taken_in(tmp_path, workshop.packed(content))
    assert outcome.status in {"imported", "refused"}

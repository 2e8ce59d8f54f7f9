"""The official forms: what they hold, and that what is filled in comes back without one warning."""

import io
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from analytics.intake import Layout, load_layouts
from analytics.intake.title import TitleBlock
from analytics.policy import Policy
from analytics.report import template
from tests.intake.desk import Desk
from tests.report.forms import Clerk, fill

MADE = date(2026, 10, 1)
every_ledger = pytest.mark.parametrize("ledger", sorted(load_layouts()))


def written(desk: Desk, layout: Layout, period: str | None = None) -> Path:
    path = desk.folder / template.file_name(layout, period)
    path.write_bytes(template.workbook(layout, desk.policy, period=period, made=MADE))
    return path


def opened(layout: Layout, policy: Policy, period: str | None = None) -> tuple[Workbook, Worksheet]:
    book = load_workbook(io.BytesIO(template.workbook(layout, policy, period=period, made=MADE)))
    return book, book.worksheets[0]


@every_ledger
def test_a_form_filled_in_comes_back_without_a_warning(ledger: str, desk: Desk) -> None:
    layout = desk.layouts[ledger]
    path = written(desk, layout, "2026Q3")
    clerk = Clerk(layout, desk.policy)
    fill(path, layout, [clerk.row(n) for n in range(1, 5)])
    file = desk.one(path)
    [sheet] = file.sheets
    assert (file.status, sheet.ledger) == ("imported", ledger)
    assert [(row.column, row.message) for row in sheet.quarantined_rows] == []
    assert [warned.message for warned in sheet.warnings] == []
    assert len(sheet.accepted_rows) == sheet.rows_data == 4


@every_ledger
def test_an_empty_form_says_that_it_has_no_rows(ledger: str, desk: Desk) -> None:
    file = desk.one(written(desk, desk.layouts[ledger]), dry_run=True)
    [sheet] = file.sheets
    assert (file.status, sheet.ledger, sheet.rows_data) == ("imported", ledger, 0)
    assert [warned.code for warned in sheet.warnings] == ["no_rows"]


@pytest.mark.parametrize("period", ["2026年第三季度", "2026年3季度", "2026年9月", "2026年度"])
def test_a_clerk_may_write_the_period(desk: Desk, period: str) -> None:
    layout = desk.layouts["youth"]
    path = written(desk, layout)
    clerk = Clerk(layout, desk.policy)
    fill(path, layout, [clerk.row(1)], period)
    sheet = desk.stored(path, recorded_at=datetime.fromisoformat("2026-10-12T09:00:00"))
    assert not sheet.warnings
    stored = desk.snapshot().sheets().row(0, named=True)
    assert stored["period_to"] == (date(2026, 10, 1) if period.endswith("年度") else date(2026, 9, 1))


@pytest.mark.parametrize(
    ("period", "words", "stretch"),
    [
        ("2026", "2026年度", (date(2026, 1, 1), date(2026, 12, 31))),
        ("2026Q3", "2026年第三季度", (date(2026, 7, 1), date(2026, 9, 30))),
        ("2026-09", "2026年9月", (date(2026, 9, 1), date(2026, 9, 30))),
    ],
)
def test_a_period_is_written_the_way_the_intake_reads_it(
    period: str, words: str, stretch: tuple[date, date], layouts: dict[str, Layout]
) -> None:
    assert template.period_words(period) == words
    title = TitleBlock((f"所属期： {words}",), "a", "a")
    assert title.read(layouts["youth"])["title"] == stretch


@pytest.mark.parametrize("period", ["2026Q5", "2026-13", "26Q3", "2026年"])
def test_another_way_to_write_a_period_is_refused(period: str) -> None:
    with pytest.raises(ValueError, match=period):
        template.period_words(period)


@every_ledger
def test_a_form_asks_for_all_that_is_read_and_little_else(
    ledger: str, policy: Policy, layouts: dict[str, Layout]
) -> None:
    layout = layouts[ledger]
    book, sheet = opened(layout, policy)
    header = sheet[int(str(sheet.print_title_rows).split(":$")[-1])]
    asked = [str(cell.value).partition("（")[0] for cell in header if cell.value]
    read = [c.header.zh.partition("（")[0] for c in layout.column if c.type != "ignore"]
    customary = {c.header.zh for c in layout.column if c.id in ("remark", "bank_name")}
    assert [text for text in asked if text not in customary] == read
    assert all(cell.comment and cell.comment.text for cell in header if cell.value)
    assert book.worksheets[1].sheet_state == "visible"


def test_the_form_is_locked_but_for_what_is_filled_in(policy: Policy, layouts: dict[str, Layout]) -> None:
    _, sheet = opened(layouts["youth"], policy)
    assert sheet.protection.sheet
    assert not sheet.protection.password
    assert sheet["A1"].protection.locked
    assert sheet["A3"].protection.locked
    assert not sheet["C2"].protection.locked
    assert not sheet.column_dimensions["A"].protection.locked
    assert not sheet.protection.insertRows
    assert not sheet.protection.deleteRows


def test_numbers_that_identify_are_text_and_codes_have_a_list(policy: Policy, layouts: dict[str, Layout]) -> None:
    _, sheet = opened(layouts["youth"], policy)
    places = {str(cell.value): cell.column_letter for cell in sheet[3] if isinstance(cell, Cell)}
    formats = {text: sheet.column_dimensions[letter].number_format for text, letter in places.items()}
    assert {formats[name] for name in ("身份证号码", "银行账号", "联系电话", "统一社会信用代码")} == {"@"}
    assert formats["补贴金额（元）"] == "#,##0.00"
    ruled = {str(rule.sqref).partition(":")[0] for rule in sheet.data_validations.dataValidation}
    assert {f"{places[name]}4" for name in ("学历", "性别", "所在镇街")} <= ruled
    assert (sheet.freeze_panes, sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("A4", "landscape", 9)


def test_a_long_list_stands_on_a_hidden_sheet(policy: Policy, layouts: dict[str, Layout]) -> None:
    book, sheet = opened(layouts["milestones"], policy)
    [lists] = [other for other in book.worksheets if other.sheet_state == "hidden"]
    assert lists.max_row == len(policy.codes["milestone"].ids)
    assert any(lists.title in str(rule.formula1) for rule in sheet.data_validations.dataValidation)


def test_the_same_form_is_the_same_bytes_and_notes_follow_the_language(
    policy: Policy, layouts: dict[str, Layout]
) -> None:
    layout = layouts["youth"]
    assert template.workbook(layout, policy, made=MADE) == template.workbook(layout, policy, made=MADE)
    english = load_workbook(io.BytesIO(template.workbook(layout, policy, lang="en", made=MADE))).worksheets[0]
    assert english["B3"].value == layout.col("name").header.zh
    assert "Required" in str(english["B3"].comment.text if english["B3"].comment else "")

"""A bureau's own workbook comes back marked, is corrected in place, and comes in again."""

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl import load_workbook
from openpyxl.cell import Cell
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analytics.identity import Vault
from analytics.identity.errors import ArchiveMissing
from analytics.intake import FileOutcome, settings_for
from analytics.intake.files import read_sheets
from analytics.intake.recognise import Finding, Recogniser
from analytics.records import BatchUnknown, Store
from analytics.report import batches, returned, returning
from analytics.report.returning import Mark, NothingToReturn, Returning
from analytics.texts import Lang, catalogue
from tests.intake.desk import Desk, Page, identity
from tests.intake.test_variants import YOUTH, youth

LATER = datetime.fromisoformat("2024-10-20T09:00:00")
BAD_NUMBER = identity(2)[:-1] + ("0" if identity(2)[-1] != "0" else "1")


def given_back(desk: Desk, batch: int = 1, lang: Lang = "zh", name: str | None = None) -> Path:
    found = returning.of_batch(desk.snapshot(), Vault(desk.home), batch, catalogue(lang))
    return saved(desk, found, lang, name)


def saved(desk: Desk, found: Returning, lang: Lang = "zh", name: str | None = None) -> Path:
    called, data = returned.workbook(found, catalogue(lang))
    path = desk.folder / (name or called)
    path.write_bytes(data)
    return path


def refused(desk: Desk, path: Path, lang: Lang = "zh", name: str | None = None) -> Returning:
    settings = settings_for(desk.policy, desk.layouts, None, None, lang)
    sha256 = desk.one(path).sha256 or ""
    return returning.of_refused(Vault(desk.home), sha256[:12], name or path.name, settings)


def mistaken(desk: Desk) -> FileOutcome:
    """Bring in two good rows, one with a wrong number and one without a degree."""
    rows = [youth(1), youth(2, 身份证=BAD_NUMBER), youth(3), youth(4, 学历=None)]
    return desk.one(desk.xlsx(Page("青年人才", [["青年人才生活补贴（2024年第三季度）"], YOUTH, *rows])))


def place(sheet: Worksheet, header: str, row: int) -> str:
    cells = (cell for line in sheet.iter_rows(max_row=3) for cell in line)
    [letter] = [cell.column_letter for cell in cells if isinstance(cell, Cell) and cell.value == header]
    return f"{letter}{row}"


def waiting(desk: Desk) -> int:
    return batches.live_waiting(Vault(desk.home).quarantined(), desk.snapshot().sheets()).height


def test_failed_cells_are_coloured_and_say_what_is_wrong(desk: Desk) -> None:
    mistaken(desk)
    sheet = load_workbook(given_back(desk))["青年人才"]
    number, degree = (sheet[place(sheet, header, row)] for header, row in (("身份证号码", 4), ("学历", 6)))
    assert number.fill.fgColor.rgb == degree.fill.fgColor.rgb == "FFFFC7CE"
    assert number.comment
    assert "位数、出生日期或校验码有误" in number.comment.text
    assert degree.comment
    assert "“学历”为空" in degree.comment.text
    assert sum(1 for row in sheet.iter_rows() for cell in row if cell.comment) == 2


def test_the_list_stands_first_and_leads_to_the_cells(desk: Desk) -> None:
    mistaken(desk)
    book = load_workbook(given_back(desk))
    summary = book.worksheets[0]
    listed = [[cell.value for cell in row] for row in summary.iter_rows(min_row=6)]
    assert summary.title == "退回说明"
    assert [row[:3] for row in listed] == [["青年人才", "4", "身份证号码"], ["青年人才", "6", "学历"]]
    link = summary["B6"].hyperlink
    assert link
    assert link.location == f"'青年人才'!{place(book['青年人才'], '身份证号码', 4)}"


def test_the_sentences_are_in_the_language_asked_for(desk: Desk) -> None:
    mistaken(desk)
    book = load_workbook(given_back(desk, lang="en"))
    assert book.worksheets[0].title == "Corrections"
    assert str(book.worksheets[0]["D7"].value).isascii() is False  # the header is the bureau's own
    assert "is blank" in str(book.worksheets[0]["D7"].value)


def corrected(desk: Desk, path: Path) -> Path:
    book = load_workbook(path)
    sheet = book["青年人才"]
    sheet[place(sheet, "身份证号码", 4)] = identity(2)
    sheet[place(sheet, "学历", 6)] = "本科"
    book.save(path)
    return path


def test_corrected_rows_enter_and_the_others_are_recognised(desk: Desk) -> None:
    mistaken(desk)
    assert waiting(desk) == 2
    file = desk.one(corrected(desk, given_back(desk)), recorded_at=LATER)
    [sheet] = file.sheets
    assert (sheet.quarantined_rows, sheet.warnings) == ((), ())
    assert (sheet.accepted_rows, sheet.known_rows, sheet.superseding_rows) == ((3, 4, 5, 6), (3, 5), ())
    assert "新增 2 行，更正 0 行，已有 2 行" in file.message
    assert desk.snapshot().facts("payment").height == 4
    assert waiting(desk) == 0


def test_revoking_the_correction_lets_the_rows_wait_again(desk: Desk) -> None:
    mistaken(desk)
    desk.one(corrected(desk, given_back(desk)), recorded_at=LATER)
    with Store(desk.home).writer() as writer:
        writer.revoke(2, LATER)
    assert waiting(desk) == 2


def test_what_is_still_wrong_waits_once_in_the_new_batch(desk: Desk) -> None:
    mistaken(desk)
    path = given_back(desk)
    book = load_workbook(path)
    sheet = book["青年人才"]
    sheet[place(sheet, "学历", 6)] = "本科"
    book.save(path)
    file = desk.one(path, recorded_at=LATER)
    assert [row.row for row in file.sheets[0].quarantined_rows] == [4]
    assert waiting(desk) == 1
    again = load_workbook(given_back(desk, 2))
    marked = [cell.coordinate for row in again["青年人才"].iter_rows() for cell in row if cell.comment]
    assert marked == [place(again["青年人才"], "身份证号码", 4)]
    assert again.sheetnames == ["退回说明", "青年人才"]


def test_a_correction_without_our_mark_is_known_by_its_rows(desk: Desk) -> None:
    mistaken(desk)
    rows = [youth(1), youth(2), youth(3), youth(4)]
    desk.one(desk.xlsx(Page("重做", [YOUTH, *rows]), name="青年人才更正.xlsx"), recorded_at=LATER)
    assert waiting(desk) == 0


def test_a_supplement_settles_nothing(desk: Desk) -> None:
    mistaken(desk)
    desk.one(desk.xlsx(Page("补报", [YOUTH, youth(1), youth(2)]), name="青年人才补报.xlsx"), recorded_at=LATER)
    assert waiting(desk) == 2


def test_the_same_workbook_unchanged_is_read_like_before(desk: Desk) -> None:
    first = mistaken(desk)
    again = desk.one(given_back(desk), recorded_at=LATER)
    assert again.sheets[0].quarantined_rows == first.sheets[0].quarantined_rows
    assert again.sheets[0].known_rows == first.sheets[0].accepted_rows


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_list_is_no_ledger_of_any_kind(desk: Desk, lang: Lang) -> None:
    """Even when it names every header there is, beside a file named after a ledger."""
    mistaken(desk)
    found = returning.of_batch(desk.snapshot(), Vault(desk.home), 1, catalogue(lang))
    headers = sorted({column.header.zh for layout in desk.layouts.values() for column in layout.column})
    marks = tuple(Mark("青年人才", row, 0, header, "？", "？") for row, header in enumerate(headers, start=4))
    summary = read_sheets(returned.workbook(replace(found, marks=marks), catalogue(lang))[1])[0]
    assert summary.rows == len(headers) + 5
    assert Recogniser(desk.layouts).find(summary, "青年人才生活补贴发放花名册.xlsx") == Finding()


def test_comments_formulas_and_widths_of_the_bureau_stay(desk: Desk) -> None:
    path = desk.folder / "青年人才.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("青年人才")
        sheet.write_row(0, 0, YOUTH)
        for at, row in enumerate([youth(1), youth(2, 身份证=BAD_NUMBER)], start=1):
            sheet.write_row(at, 0, row)
        amount = YOUTH.index("补贴金额（元）")
        sheet.write_formula(1, amount, "=1000*3", None, 3000)
        sheet.write_comment(2, YOUTH.index("身份证号码"), "原批注")
        sheet.write_comment(1, 0, "另一条批注")
        sheet.set_column(0, 0, 33)
    assert desk.one(path).sheets[0].accepted_rows == (2,)
    back = given_back(desk)
    written = load_workbook(back)["青年人才"]
    shown = load_workbook(back, data_only=True)["青年人才"]
    letter = get_column_letter(amount + 1)
    assert (written[f"{letter}2"].value, shown[f"{letter}2"].value) == ("=1000*3", 3000)
    assert written.column_dimensions["A"].width == pytest.approx(33, abs=1)
    number = written[place(written, "身份证号码", 3)].comment
    assert number
    assert number.text.endswith("原批注")
    assert "校验码" in number.text
    other = written["A2"].comment
    assert other
    assert other.text == "另一条批注"
    again = desk.one(back, recorded_at=LATER).sheets[0]
    assert (again.known_rows, again.warnings) == ((2,), ())


def test_csv_and_old_workbooks_come_back_as_xlsx_with_the_same_places(desk: Desk) -> None:
    rows = [youth(1), youth(2, 身份证=BAD_NUMBER)]
    desk.one(desk.csv([YOUTH, *rows], name="青年人才.csv"))
    desk.one(desk.xls(Page("青年人才", [["青年人才生活补贴"], YOUTH, *rows, youth(3)]), name="青年人才.xls"))
    for batch, sheet_name, row in ((1, "csv", 3), (2, "青年人才", 4)):
        path = given_back(desk, batch, name=f"{batch}.xlsx")
        sheet = load_workbook(path)[sheet_name]
        cell = sheet[place(sheet, "身份证号码", row)]
        assert (cell.value, cell.number_format, bool(cell.comment)) == (BAD_NUMBER, "@", True)
        again = desk.one(path, recorded_at=LATER, dry_run=True)
        assert [refused.row for refused in again.sheets[0].quarantined_rows] == [row]


def test_a_text_that_looks_like_a_formula_stays_a_text(desk: Desk) -> None:
    desk.one(desk.csv([YOUTH, youth(1, name="=cmd|' /C calc'!A0", 学历="?")], name="青年人才.csv"))
    sheet = load_workbook(given_back(desk))["csv"]
    assert sheet[place(sheet, "姓名", 2)].data_type == "s"


def test_a_file_refused_as_a_whole_has_its_header_marked(desk: Desk) -> None:
    header = [name for name in YOUTH if name != "补贴金额（元）"]
    at = YOUTH.index("补贴金额（元）")
    row = youth(1)
    path = desk.xlsx(Page("青年人才", [["标题行"], header, [*row[:at], *row[at + 1 :]]]), name="青年人才补贴.xlsx")
    found = refused(desk, path)
    sheet = load_workbook(saved(desk, found))["青年人才"]
    comment = sheet["A2"].comment
    assert comment
    assert "缺少必需的列：补贴金额" in comment.text


def test_a_file_nobody_can_open_or_that_would_come_in_is_not_returned(desk: Desk) -> None:
    broken = desk.folder / "坏.xlsx"
    broken.write_bytes(b"PK\x03\x04 nothing")
    with pytest.raises(NothingToReturn) as caught:
        refused(desk, broken)
    assert "无法在这个文件中标注" in caught.value.sentence(catalogue("zh"))
    good = desk.xlsx(Page("青年人才", [YOUTH, youth(1)]), name="好.xlsx")
    with pytest.raises(NothingToReturn):
        refused(desk, good)
    with pytest.raises(NothingToReturn):
        given_back(desk, 1)
    with pytest.raises(BatchUnknown):
        given_back(desk, 9)
    with pytest.raises(ArchiveMissing):
        returning.of_refused(
            Vault(desk.home), "ffffffffffff", None, settings_for(desk.policy, desk.layouts, None, None, "zh")
        )

"""What a file is, by its bytes: workbooks, text tables, and everything else with a reason."""

import io
import struct
import zipfile
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
import xlwt

from analytics.intake import RefusedError, encodings, excel, merges
from analytics.intake.files import read_bytes, read_sheets
from analytics.intake.sheet import Merge
from analytics.texts import catalogue
from tests.intake.desk import Desk, Page

HEADER = "姓名,身份证号"


def code_of(data: bytes) -> str:
    with pytest.raises(RefusedError) as caught:
        read_sheets(data)
    assert caught.value.sentence(catalogue("zh"))
    return caught.value.code


def workbook(rows: list[list[object]]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet("甲")
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"%PDF-1.7\n", "not_a_workbook"),
        (b"\x89PNG\r\n\x1a\n", "not_a_workbook"),
        (b"Rar!\x1a\x07", "archive"),
        (b"\x00\x01\x02\x03", "not_a_workbook"),
        (b"\xff\xff\xff\xff\x00", "not_a_workbook"),
        (b"<html><p>1</p></html>", "web_page"),
        (b"  <!DOCTYPE html>", "web_page"),
        ("姓名".encode()[:-1], "cut_off"),
        (b"PK\x03\x04 and then nothing", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and then nothing", "broken"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "protected"),
    ],
)
def test_what_is_no_table_is_refused_with_a_reason(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_workbook_cut_in_the_middle_is_broken() -> None:
    data = workbook([["姓名"], ["赵一"]])
    assert code_of(data[: len(data) // 2]) == "broken"


def test_a_zip_that_is_no_workbook_is_an_archive() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("a.txt", "a")
    assert code_of(stream.getvalue()) == "archive"


@pytest.mark.parametrize(("name", "code"), [("missing.xlsx", "vanished"), (".", "folder"), ("blank.csv", "empty")])
def test_a_path_without_a_readable_file(tmp_path: Path, name: str, code: str) -> None:
    (tmp_path / "blank.csv").write_bytes(b" \r\n")
    with pytest.raises(RefusedError) as caught:
        read_bytes(tmp_path / name)
    assert caught.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le"])
def test_a_text_table_in_its_encoding(encoding: str) -> None:
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    [sheet] = read_sheets(mark + f"{HEADER}\n赵一,1\n".encode(encoding))
    assert sheet.cells.rows() == [("姓名", "身份证号"), ("赵一", "1")]
    assert sheet.name == "csv"


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("a,b\n1,2", [("a", "b"), ("1", "2")]),
        ("a,b\r\n1,2\r\n", [("a", "b"), ("1", "2")]),
        ("a,b\r1,2\r", [("a", "b"), ("1", "2")]),
        ("a;b\n1,5;2", [("a", "b"), ("1,5", "2")]),
        ("a\tb\n1,5\t2", [("a", "b"), ("1,5", "2")]),
        ("t\n\na,b\n1,2", [("t", None), (None, None), ("a", "b"), ("1", "2")]),
        ("a,b\n1\n1,2,3", [("a", "b", None), ("1", None, None), ("1", "2", "3")]),
        ('a,b\n"x\ny",2\n3,4', [("a", "b"), ("x\ny", "2"), ("3", "4")]),
        ('a,b\n"x ""q"" y",2', [("a", "b"), ('x "q" y', "2")]),
        ('a,b\n5" pipe,2\n3,4', [("a", "b"), ('5" pipe', "2"), ("3", "4")]),
        ('a,"b\n\n"\n,\n1,2\n,,\n', [("a", "b\n\n"), (None, None), ("1", "2")]),
        ("sep=;\na;b\n", [("a", "b")]),
        ('a,b\n="007",="x"\n', [("a", "b"), ("007", "x")]),
    ],
)
def test_records_stand_on_the_rows_a_worksheet_would_show(text: str, rows: list[tuple[str | None, ...]]) -> None:
    [sheet] = read_sheets(text.encode())
    assert [tuple(cell or None for cell in row) for row in sheet.cells.rows()] == rows


@pytest.mark.parametrize("last", [("1", "2", "3"), ("1", "2", None, "4"), (None, None, None, None, "x")])
def test_a_longer_line_far_below_keeps_its_cells(last: tuple[str | None, ...]) -> None:
    text = "a,b\n" + "1,2\n" * 40_000 + ",".join(cell or "" for cell in last) + "\n"
    [sheet] = read_sheets(text.encode())
    assert sheet.cells.row(-1) == last


def test_numbers_dates_and_errors_of_a_workbook_are_told_apart(desk: Desk) -> None:
    row = [370283199001011232, "370283199001011235", 3000.5, date(2024, 3, 5), "=#REF!", True, "1000", None]
    [sheet] = read_sheets(desk.xlsx(Page("甲", [row], down=2, right=1)).read_bytes())
    assert sheet.cells.columns == ["1", "2", "3", "4", "5", "6", "7"]
    assert sheet.cells.row(2)[1:] == ("370283199001011235", "3000.5", "2024-03-05 00:00:00", "#REF!", "1", "1000")
    assert sheet.is_number is not None
    assert sheet.is_number.row(2) == (True, False, True, False, False, True, False)
    assert sheet.rows == 3


def test_a_workbook_of_texts_has_no_numbers_and_one_number_is_found() -> None:
    rows: list[list[object]] = [["姓名", "金额"], *([f"赵{n}", "3000"] for n in range(20_000))]
    [sheet] = read_sheets(workbook(rows))
    assert sheet.is_number is None
    rows[-1][1] = 3000
    [sheet] = read_sheets(workbook(rows))
    assert sheet.is_number is not None
    assert sheet.is_number["1"].arg_true().to_list() == [20_000]


def test_hidden_and_empty_sheets_are_read_for_what_they_are(desk: Desk) -> None:
    sheets = read_sheets(
        desk.xlsx(Page("甲", [["a"]]), Page("乙", []), Page("丙", [["b"]], is_hidden=True)).read_bytes()
    )
    assert [(sheet.name, sheet.rows, sheet.is_hidden) for sheet in sheets] == [
        ("甲", 1, False),
        ("乙", 0, False),
        ("丙", 1, True),
    ]


def test_an_old_workbook_gives_the_same_cells(desk: Desk) -> None:
    rows = [["姓名", "身份证号", "金额"], ["赵一", "370283199001011235", 3000], ["钱二", 370283199001011232, 0.5]]
    [sheet] = read_sheets(desk.xls(Page("甲", rows, down=1)).read_bytes())
    assert sheet.cells.row(2) == ("赵一", "370283199001011235", "3000")
    assert sheet.is_number is not None
    assert sheet.is_number.row(3) == (False, True, True)


@pytest.mark.parametrize("kind", ["xlsx", "xls"])
def test_merged_ranges_are_read_from_both_kinds_of_workbook(desk: Desk, kind: str) -> None:
    write = desk.xlsx if kind == "xlsx" else desk.xls
    rows = [["t"], ["a", None, "m"]] + [[None]] * 6
    pages = [
        Page("甲&乙", rows, merges=[(0, 0, 0, 3), (1, 2, 4, 2)]),
        Page("丙", [["x", "y"]] * 7, merges=[(5, 1, 6, 1)]),
    ]
    sheets = read_sheets(write(*pages).read_bytes())
    assert set(sheets[0].merges) == {Merge(0, 0, 0, 3), Merge(1, 4, 2, 2)}
    assert sheets[1].merges == (Merge(5, 6, 1, 1),)


@pytest.mark.parametrize("damage", [b"", b"\x00" * 600, struct.pack("<109I", *range(109)) * 3])
def test_merged_ranges_that_cannot_be_read_are_absent(damage: bytes) -> None:
    stream = io.BytesIO()
    book = xlwt.Workbook()
    book.add_sheet("a").write_merge(0, 1, 0, 0, "x")
    book.save(stream)
    data = stream.getvalue()
    assert merges.of_xls(data)["a"] == (Merge(0, 1, 0, 0),)
    assert merges.of_xls(data[:76] + damage + data[76 + len(damage) :]) is not None
    assert merges.of_xls(data[:100]) == {}


def test_a_large_workbook_is_read_like_a_small_one(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = (
        Page("甲", [["姓名", "金额"], ["张三", 5], ["李四", "5"]]),
        Page("乙", []),
        Page("丙", [[None, 1.5], ["=#REF!"]]),
    )
    data = desk.xlsx(*pages).read_bytes()
    small = read_sheets(data)
    monkeypatch.setattr(excel, "LARGE", 0)
    for one, other in zip(small, read_sheets(data), strict=True):
        assert one.is_number is not None
        assert other.is_number is not None
        assert one.is_number.rows() == other.is_number.rows()
        assert one.cells.rows() == other.cells.rows()
    with pytest.raises(RefusedError, match="broken"):
        read_sheets(data[:-600] + bytes(600))


def test_control_characters_of_a_long_text_are_placed() -> None:
    lines = [f"{HEADER}\n".encode()] + [f"张三{n},1\r\n".encode() for n in range(100_000)]
    assert [sheet.rows for sheet in read_sheets(b"".join(lines))] == [100_001]
    lines[90_000] = "张\x01三,1\r\n".encode()
    with pytest.raises(RefusedError) as caught:
        read_sheets(b"".join(lines))
    assert (caught.value.code, caught.value.values) == ("control_character", {"row": 90_001})


@pytest.mark.parametrize("sign", [0x01, 0x08, 0x0E, 0x1A])
def test_a_control_character_may_be_the_first(sign: int) -> None:
    with pytest.raises(RefusedError) as caught:
        read_sheets(bytes([sign]) + f"{HEADER}\n".encode() * 60)
    assert (caught.value.code, caught.value.values) == ("control_character", {"row": 1})


def test_a_character_between_two_pieces_is_one_character(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encodings, "PIECE", 2)
    [sheet] = read_sheets(f"{HEADER}\n张三,𠮷\n".encode())
    assert sheet.cells.rows() == [("姓名", "身份证号"), ("张三", "𠮷")]

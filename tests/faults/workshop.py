"""Files with something wrong with them: each fault of its own kind, made from a ledger that would come in."""

import io
import os
import re
import struct
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

HEADER = ("借款人", "合同号", "经办银行", "发放日期", "到期日", "本年发放额（元）", "贷款余额（元）", "是否续贷")
ROWS = (
    ("青岛海信电器有限公司", "H001", "农商银行", "2026-02-01", "2027-01-31", 12_000_000, 12_000_000, "否"),
    ("青岛康大食品有限公司", "H002", "农商银行", "2026-07-15", "2027-07-14", 3_000_000.25, 3_000_000.25, "否"),
    ("青岛啤酒平度有限公司", "H003", "农商银行", "2026-08-01", "2027-07-31", 500_000, 500_000, "是"),
)
AMOUNT = 5
SHEET, BOOK, SHARED = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
#: The smallest picture there is.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000a49444154789c6300010000050001"
    "0d0a2db40000000049454e44ae426082"
)
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
MACROS, LINK = "xl/vbaProject.bin", "=[1]Sheet1!A1"
_SPREADSHEET = "urn:schemas-microsoft-com:office:spreadsheet"
SPREADSHEET_2003 = (
    '<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    f'<Workbook xmlns="{_SPREADSHEET}" xmlns:ss="{_SPREADSHEET}">'
    '<Worksheet ss:Name="台账"><Table>{rows}</Table></Worksheet></Workbook>'
)
ENTITIES = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "b">]><Workbook xmlns="{_SPREADSHEET}"/>'
Fill = Callable[[Any, Any], None]


def loans(_: Any, sheet: Any) -> None:
    """Fill a sheet with a ledger of loans."""
    for number, row in enumerate((HEADER, *ROWS)):
        sheet.write_row(number, 0, row)


def xlsx(*fills: Fill, **options: Any) -> bytes:
    """Return a workbook with one sheet for each way to fill one."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **options}) as book:
        for fill in fills:
            fill(book, book.add_worksheet())
    return stream.getvalue()


def xls(fill: Fill | None = None) -> bytes:
    """Return an old workbook."""
    book, stream = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("台账")
    for number, row in enumerate((HEADER, *ROWS)):
        for column, value in enumerate(row):
            sheet.write(number, column, value)
    if fill:
        fill(book, sheet)
    book.save(stream)
    return stream.getvalue()


def csv(*, rows: tuple[tuple[Any, ...], ...] = ROWS) -> str:
    return "".join(",".join(map(str, row)) + "\n" for row in (HEADER, *rows))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
    return stream.getvalue()


def altered(data: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook with one text of one part replaced; fails where the text is not there."""
    content = parts(data)
    assert old.encode() in content[part], content[part][:2000]
    return packed(content | {part: content[part].replace(old.encode(), new.encode(), 1)})


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    return packed(parts(data) | {name: content})


def cells_far_apart() -> bytes:
    """Return a small workbook whose two cells span every cell there is."""
    return altered(
        xlsx(loans), SHEET, "</sheetData>", '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    )


def bomb() -> bytes:
    """Return a workbook that would unpack to very many blanks."""
    content = parts(xlsx(loans))
    return packed(content | {SHEET: content[SHEET] + b" " * (1 << 27)})


def belied_size() -> bytes:
    """Return a workbook whose directory says that a sheet is smaller than it is."""
    data = bytearray(xlsx(loans))
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        item = archive.getinfo(SHEET)
        directory = data.index(b"PK\x01\x02")
    while True:
        length = struct.unpack_from("<H", data, directory + 28)[0]
        if data[directory + 46 : directory + 46 + length].decode() == SHEET:
            struct.pack_into("<I", data, directory + 24, item.file_size // 2)
            return bytes(data)
        directory = data.index(b"PK\x01\x02", directory + 4)


def long_texts() -> bytes:
    """Return a workbook in which very many cells point to one very long text."""
    content = parts(xlsx(loans))
    rows = "".join(f'<row r="{n}"><c r="J{n}" t="s"><v>0</v></c></row>' for n in range(5, 200_005))
    shared = content[SHARED].replace("借款人".encode(), "长".encode() * 10_000)
    sheet = content[SHEET].replace(b"</sheetData>", rows.encode() + b"</sheetData>")
    return packed(content | {SHEET: sheet, SHARED: shared})


def picture(_: Any, sheet: Any) -> None:
    sheet.insert_image(0, 0, "table.png", {"image_data": io.BytesIO(PNG)})


def headless(_: Any, sheet: Any) -> None:
    """Fill a sheet with rows under a header that is a picture."""
    picture(None, sheet)
    for number, row in enumerate(ROWS, 3):
        sheet.write_row(number, 0, row)


def wrong_checksum() -> bytes:
    data = bytearray(xlsx(loans))
    at = data.index(b"PK\x01\x02")
    struct.pack_into("<I", data, at + 16, 12345)
    return bytes(data)


def protected_xls() -> bytes:
    """Return an old workbook in which the record of its code page says that it is encrypted."""
    return xls().replace(b"\x42\x00\x02\x00", b"\x2f\x00\x02\x00", 1)


def far_xls() -> bytes:
    """Return an old workbook with a cell beyond the last column of its kind: its labels have the record number 253."""
    data = bytearray(xls())
    at = data.index(b"\xfd\x00\x0a\x00")
    struct.pack_into("<HH", data, at + 4, 65_535, 65_000)
    return bytes(data)


def with_control_characters() -> bytes:
    return csv().replace("H002", "H0\0002").encode()


def mixed() -> bytes:
    first, _, rest = csv().partition("\n")
    return first.encode("gb18030") + b"\n" + rest.encode()


def chart_alone() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        chart = book.add_chart({"type": "line"})
        assert chart is not None
        sheet = book.add_chartsheet("图表")
        chart.add_series({"values": "=图表!$A$1:$A$2"})
        sheet.set_chart(chart)
    return stream.getvalue()


def ods() -> bytes:
    return packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b"<x/>"})


@dataclass(frozen=True)
class Fault:
    """A file that is refused: its name, its content, the code of the refusal, and whether its bytes can be kept."""

    name: str
    content: Callable[[], bytes]
    code: str


REFUSED = (
    Fault("protected.xlsx", lambda: COMPOUND + "EncryptedPackage".encode("utf-16-le"), "protected"),
    Fault("protected.xls", protected_xls, "protected"),
    Fault("far.xls", far_xls, "broken"),
    Fault("bomb.xlsx", bomb, "bomb"),
    Fault("far.xlsx", cells_far_apart, "cells"),
    Fault("texts.xlsx", long_texts, "texts"),
    Fault("belied.xlsx", belied_size, "broken"),
    Fault("checksum.xlsx", wrong_checksum, "broken"),
    Fault("truncated.xlsx", lambda: xlsx(loans)[:-200], "broken"),
    Fault("half.xlsx", lambda: xlsx(loans)[:3000], "broken"),
    Fault("half.xls", lambda: xls()[:1500], "broken"),
    Fault("twice.xlsx", lambda: altered(xlsx(loans, loans), BOOK, "Sheet2", "Sheet1"), "sheet_twice"),
    Fault("picture.xlsx", lambda: xlsx(picture), "picture"),
    Fault("headless.xlsx", lambda: xlsx(headless), "picture"),
    Fault("chart.xlsx", chart_alone, "no_header"),
    Fault("broad.xlsx", lambda: xlsx(broad), "headers"),
    Fault("sheet.ods", ods, "other_format"),
    Fault("binary.xlsb", lambda: packed({"xl/workbook.bin": b"", "[Content_Types].xml": b""}), "other_format"),
    Fault("letter.xlsx", lambda: packed({"word/document.xml": b"<x/>"}), "not_a_workbook"),
    Fault("letter.xls", lambda: COMPOUND + "WordDocument".encode("utf-16-le"), "not_a_workbook"),
    Fault("several.xlsx", lambda: packed({"loans.xlsx": xlsx(loans)}), "archive"),
    Fault("rar.xls", lambda: b"Rar!\x1a\x07\x01\x00", "archive"),
    Fault("paper.xls", lambda: b"%PDF-1.7\n", "not_a_workbook"),
    Fault("photo.xlsx", lambda: PNG, "not_a_workbook"),
    Fault("noise.xls", lambda: bytes(range(256)) * 40, "not_a_workbook"),
    Fault("page.xls", lambda: b"<html><body>login</body></html>", "web_page"),
    Fault("mail.xls", lambda: b"MIME-Version: 1.0\nContent-Type: multipart/related\n", "web_page"),
    Fault("entities.xls", ENTITIES.encode, "broken"),
    Fault("cut.xls", lambda: SPREADSHEET_2003.encode()[:-20], "broken"),
    Fault("empty.xlsx", lambda: b"", "empty"),
    Fault("blank.csv", lambda: b" \r\n\r\n", "empty"),
    Fault("nul.csv", with_control_characters, "control_character"),
    Fault("mixed.csv", mixed, "mixed_encodings"),
    Fault("cut.csv", lambda: csv().encode()[:-2], "cut_off"),
    Fault("garbled.csv", lambda: csv().encode("gb18030") + b"\xff\xff\n", "undecodable"),
    Fault("long.csv", lambda: csv(rows=((*ROWS[0][:2], "长" * 3_500_000, *ROWS[0][3:]),)).encode(), "long_cell"),
    Fault("wide.csv", lambda: ("," * 20_000 + "\n").encode() + csv().encode(), "cells"),
    Fault("stairs.csv", lambda: csv().encode() + b"\n" * 400_000 + b"," * 10_000 + b"x\n", "cells"),
    Fault("other.csv", lambda: b"a,b\n1,2\n", "no_header"),
    Fault("columns.csv", lambda: re.sub(r"[^,\n]*,", "", csv(), count=0).encode(), "no_header"),
)  # fmt: skip


def page() -> bytes:
    """Return a web page the way systems export tables under the name of a workbook; the bank spans its rows."""
    lines = ["".join(f"<th>{title}</th>" for title in HEADER)]
    for number, row in enumerate(ROWS):
        cells = [f'<td style="x">{value}</td>' for value in row]
        cells[2] = f'<td rowspan="{len(ROWS)}">{row[2]}</td>' if number == 0 else ""
        lines.append("".join(cells))
    body = "".join(f"<tr>{line}" for line in lines)
    return f'<html><head><meta charset="gb2312"><style>td {{}}</style></head><table>{body}</table></html>'.encode(
        "gb18030"
    )


def spreadsheet_2003() -> bytes:
    def cell(value: Any) -> str:
        kind = "String" if isinstance(value, str) else "Number"
        return f'<Cell><Data ss:Type="{kind}">{value}</Data></Cell>'

    rows = "".join(f"<Row>{''.join(map(cell, row))}</Row>" for row in (HEADER, *ROWS))
    return SPREADSHEET_2003.format(rows=rows).encode()


def formula(text: str, result: Any = 0) -> Fill:
    """Return a way to fill a sheet whose first amount is a formula with this result."""

    def fill(book: Any, sheet: Any) -> None:
        loans(book, sheet)
        sheet.write_formula(1, AMOUNT, text, None, result)

    return fill


def dated(*days: Any) -> Fill:
    """Return a way to fill a sheet whose loans begin on these days, some of which no calendar knows."""

    def fill(book: Any, sheet: Any) -> None:
        loans(book, sheet)
        shown = book.add_format({"num_format": "yyyy-mm-dd"})
        for number, value in enumerate(days, 1):
            sheet.write(number, 3, value, shown)

    return fill


def blank_rows(count: int) -> bytes:
    """Return a workbook with so many rows below its ledger that are formatted and hold nothing."""
    content = parts(xlsx(loans))
    rows = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n) for n in range(5, 5 + count))
    return packed(content | {SHEET: content[SHEET].replace(b"</sheetData>", rows + b"</sheetData>")})


def whole_width(_: Any, sheet: Any) -> None:
    loans(None, sheet)
    sheet.write_row(1, len(HEADER), ["x"] * (16384 - len(HEADER)))


def broad(_: Any, sheet: Any) -> None:
    loans(None, sheet)
    sheet.write_row(0, len(HEADER), ["x"] * (16384 - len(HEADER)))


def merged_to_the_end() -> bytes:
    end = "</sheetData>"
    return altered(xlsx(loans), SHEET, end, f'{end}<mergeCells count="1"><mergeCell ref="A6:XFD1048576"/></mergeCells>')


def with_chart() -> bytes:
    def fill(book: Any, sheet: Any) -> None:
        loans(book, sheet)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Sheet1!$F$2:$F$4"})
        book.add_chartsheet("图表").set_chart(chart)

    return xlsx(fill)


def write(folder: Path) -> dict[str, Path]:
    """Write every refused file, and return where."""
    folder.mkdir(exist_ok=True)
    paths = {fault.name: folder / fault.name for fault in REFUSED}
    for fault in REFUSED:
        paths[fault.name].write_bytes(fault.content())
    return paths


def pipe(folder: Path) -> Path:
    """Make something that looks like a file and never ends."""
    path = folder / "pipe.csv"
    os.mkfifo(path)
    return path

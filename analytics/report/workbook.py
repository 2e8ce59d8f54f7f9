"""Exports: a table as a workbook or as CSV, with what the data says about itself under it."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from analytics.report.table import Table, Value

#: Signs with which a spreadsheet begins a formula; a text that begins so is kept a text.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
WIDTHS = (8, 48)
BOM = "\ufeff"


def xlsx(tables: Sequence[tuple[str, Table]], said: Sequence[str], made: date) -> bytes:
    """Return a workbook with one sheet per (name, table); the same tables give the same bytes.

    `said` stands under each table, `made` is the day the file says it was made.
    """
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(made, time())})
    formats = {
        "title": book.add_format({"bold": True, "font_size": 13}),
        "head": book.add_format({"bold": True, "bottom": 1, "bg_color": "#F4F6F8", "text_wrap": True, "valign": "top"}),
        "said": book.add_format({"font_color": "#4B5865"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "time": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
    }
    for name, table in tables:
        _sheet(book.add_worksheet(name), table, said, formats)
    book.close()
    return buffer.getvalue()


def comma_separated(table: Table, said: Sequence[str]) -> bytes:
    """Return the table as CSV in UTF-8 with a mark at its start, so that spreadsheets read it as such."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([column.title for column in table.columns])
    writer.writerows([_plain(cell.exported) for cell in row] for row in table.rows)
    writer.writerow([])
    writer.writerows([_plain(line)] for line in [table.caption, *said])
    return (BOM + stream.getvalue()).encode("utf-8")


def _sheet(sheet: Worksheet, table: Table, said: Sequence[str], formats: Mapping[str, Format]) -> None:
    sheet.write_string(0, 0, table.caption, formats["title"])
    for place, column in enumerate(table.columns):
        sheet.write_string(1, place, column.title, formats["head"])
        longest = max([len(column.title), *(len(row[place].text) for row in table.rows[:200])])
        sheet.set_column(place, place, min(max(longest * 1.6, WIDTHS[0]), WIDTHS[1]))
    for line, row in enumerate(table.rows, start=2):
        for place, cell in enumerate(row):
            _write(sheet, (line, place), cell.exported, formats)
    for offset, text in enumerate(said, start=len(table.rows) + 3):
        sheet.write_string(offset, 0, text, formats["said"])
    sheet.freeze_panes(2, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(1)
    sheet.set_footer("&L" + " · ".join(said).replace("&", "&&")[:180] + "&R&P / &N")


def _write(sheet: Worksheet, place: tuple[int, int], value: Value, formats: Mapping[str, Format]) -> None:
    line, column = place
    match value:
        case None:
            return
        case datetime():
            sheet.write_datetime(line, column, value, formats["time"])
        case date():
            sheet.write_datetime(line, column, datetime.combine(value, time()), formats["date"])
        case bool() | str():
            sheet.write_string(line, column, str(value))
        case _:
            sheet.write_number(line, column, value)


def _plain(value: Value) -> str | int | float:
    """Return a value for a CSV cell; a text that a spreadsheet would run as a formula is marked as text."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(FORMULA):
        return "'" + value
    return value

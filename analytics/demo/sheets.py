"""Filings as files: workbooks and CSV under the official headers, every title with its period and the demo label."""

import re
from pathlib import Path

import polars as pl
import xlsxwriter

from analytics.demo.calibration_records import Wording
from analytics.demo.cells import is_number, printed, write_cells
from analytics.demo.filings import Filing
from analytics.demo.months import MONTHS, Period
from analytics.intake.layouts import Column
from analytics.policy import Policy

_WIDTH = 16
_TABLE = 2
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


def period_text(period: Period, wording: Wording) -> str:
    """Return the period as a title names it."""
    if period.length == 1:
        return wording.month.format(year=period.year, month=period.place)
    if period.length == MONTHS:
        return wording.year.format(year=period.year)
    return wording.quarter.format(year=period.year, quarter=wording.quarter_words[period.place - 1])


def file_name(filing: Filing, wording: Wording) -> str:
    """Return the name of the file of a filing."""
    return f"{wording.file.format(**_words(filing, wording))}.{filing.form.format}"


def write(filing: Filing, folder: Path, policy: Policy, wording: Wording) -> Path:
    """Write one filing and return its file."""
    columns = printed(filing)
    texts = write_cells(filing, columns, policy, wording)
    title = wording.title.format(city=wording.city, **_words(filing, wording))
    path = folder / file_name(filing, wording)
    total = _total(filing, columns, texts, wording)
    if filing.form.format == "csv":
        path.write_bytes(_csv(title, columns, texts, total).encode(filing.form.encoding))
    else:
        heading = [title, _stated_by(filing, columns, policy, wording)]
        with xlsxwriter.Workbook(path, {"in_memory": True}) as book:
            book.set_properties({"created": filing.filed_at, "comments": wording.label})
            _fill(book, period_text(filing.period, wording), heading, columns, pl.concat([texts, total]))
            book.worksheets()[0].write_string(len(texts) + len(total) + _TABLE + 1, 0, wording.signature)
    return path


def _words(filing: Filing, wording: Wording) -> dict[str, str]:
    return {"ledger": filing.layout.title.zh, "period": period_text(filing.period, wording), "label": wording.label}


def _total(filing: Filing, columns: list[Column], texts: pl.DataFrame, wording: Wording) -> pl.DataFrame:
    """Return the line with the sums of what is written, empty for a ledger without one."""
    if not filing.form.totals:
        return texts.head(0)
    sums = {name: texts.get_column(name).cast(pl.Float64).sum() for name in filing.form.totals}
    cells: dict[str, str | None] = dict.fromkeys(texts.columns)
    cells |= {name: str(value).removesuffix(".0") for name, value in sums.items()}
    return pl.DataFrame([cells | {columns[0].id: wording.total}], schema=texts.schema)


def _csv(title: str, columns: list[Column], texts: pl.DataFrame, total: pl.DataFrame) -> str:
    blanks = "," * (len(columns) - 1)
    headed = pl.concat([texts, total]).rename({column.id: column.header.zh for column in columns})
    return f"{title}{blanks}\n{headed.write_csv()}"


def _stated_by(filing: Filing, columns: list[Column], policy: Policy, wording: Wording) -> str:
    """Return the line of the filing bureau, with the unit of money when all columns share it."""
    day = filing.filed_at.strftime(wording.styles[filing.form.dates][0])
    line = wording.stated_by.format(unit=policy.unit(filing.layout.unit).name.zh, day=day)
    units = {column.unit for column in columns if column.type == "money"}
    return line + wording.stated_in.format(unit=wording.units[units.pop()]) if len(units) == 1 else line


def _fill(book: xlsxwriter.Workbook, name: str, heading: list[str], columns: list[Column], texts: pl.DataFrame) -> None:
    """Write title, heading and table into a new sheet."""
    bold = book.add_format({"bold": True, "align": "center"})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(columns) - 1, _WIDTH)
    sheet.merge_range(0, 0, 0, len(columns) - 1, heading[0], bold)
    sheet.write_string(1, 0, heading[1])
    sheet.write_row(_TABLE, 0, [column.header.zh for column in columns], bold)
    for line, row in enumerate(texts.iter_rows(), start=_TABLE + 1):
        for place, (column, text) in enumerate(zip(columns, row, strict=True)):
            if text is not None and is_number(column) and _NUMBER.fullmatch(text):
                sheet.write_number(line, place, float(text))
            elif text is not None:
                sheet.write_string(line, place, text)

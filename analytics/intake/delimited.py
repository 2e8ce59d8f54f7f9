"""CSV and its relatives: delimiter and records, without guessing what a cell means."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest

import polars as pl

from analytics.intake import markup
from analytics.intake.encodings import unified
from analytics.intake.failures import RefusedError
from analytics.intake.limits import load_limits
from analytics.intake.sheet import Sheet, column_name

SHEET_NAME = "csv"
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE, _SAMPLE_LINES = 1 << 16, 60
_MOST_COLUMNS = 16384
#: How many bytes a character has at most.
_LONGEST = 4
_HINT = re.compile(r"^sep=(.)\n", re.IGNORECASE)


def read(data: bytes) -> list[Sheet]:
    """Return the sheets of a text file: one, or the tables of its markup; raises RefusedError for what is no table."""
    lines = unified(data)
    head = lines[: _SAMPLE * _LONGEST].decode("utf-8", "ignore")
    if markup.is_markup(head):
        return markup.read(lines.decode("utf-8"))
    delimiter = None
    if hint := _HINT.match(head):
        delimiter, head = hint.group(1), head[hint.end() :]
        lines = lines[len(hint.group().encode("utf-8")) :]
    delimiter = delimiter or _delimiter(head)
    has_quotes = b'"' in lines
    if has_quotes and b'="' in lines:  # ="007" keeps a spreadsheet from rounding
        lines = lines.replace(f'{delimiter}="'.encode(), f'{delimiter}"'.encode()).replace(b'\n="', b'\n"')
    is_guarded = has_quotes and b'="' in lines
    cells = _quoted(lines.decode("utf-8"), delimiter) if has_quotes else _plain(lines, delimiter, head)
    return [Sheet(0, SHEET_NAME, _trimmed(_unguarded(cells) if is_guarded else cells))]


def _delimiter(text: str) -> str:
    sample = "\n".join(text[:_SAMPLE].split("\n")[:_SAMPLE_LINES])
    unquoted = re.sub(r'"[^"]*"', "", sample)
    return max(_DELIMITERS, key=unquoted.count)


def _plain(lines: bytes, delimiter: str, head: str) -> pl.DataFrame:
    """Split a text without quotes: a record is a line, blank ones included."""
    try:
        return _parse(lines, delimiter, _width(head[:_SAMPLE].removesuffix("\n").encode(), delimiter), quote=None)
    except pl.exceptions.ComputeError:  # a longer line below
        return _parse(lines, delimiter, _width(lines, delimiter), quote=None)


def _width(lines: bytes, delimiter: str) -> int:
    sign = delimiter.encode()
    return max(line.count(sign) for line in lines.split(b"\n")) + 1


def _quoted(text: str, delimiter: str) -> pl.DataFrame:
    """Split a text with quotes; a quoted line break stays inside its record.

    Quotes that do not pair would swallow whole lines: then every line is a record of its own.
    """
    try:
        height = width = 0
        for record in _records(text, delimiter):
            height, width = height + 1, max(width, len(record))
        cells = _parse(text.encode("utf-8"), delimiter, width, quote='"')
    except csv.Error:
        return _frame(_line(line, delimiter) for line in text.removesuffix("\n").split("\n"))
    except pl.exceptions.PolarsError:
        return _frame(_records(text, delimiter))
    return cells if cells.height == height else _frame(_records(text, delimiter))


def _records(text: str, delimiter: str) -> Iterator[list[str]]:
    csv.field_size_limit(max(len(text), 131072))
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)


def _line(line: str, delimiter: str) -> list[str]:
    """Split one line; where its quotes do not pair they are signs like any other."""
    try:
        return next(_records(line, delimiter), [])
    except csv.Error:
        return line.split(delimiter)


def _frame(records: Iterable[Sequence[str]]) -> pl.DataFrame:
    """Return records of any length, where the fast reader counts other ones."""
    lines = list(records)
    _check_box(len(lines), max(map(len, lines), default=0))
    columns = list(zip_longest(*lines))
    return pl.DataFrame({column_name(n): pl.Series(values, dtype=pl.String) for n, values in enumerate(columns)})


def _parse(lines: bytes, delimiter: str, width: int, quote: str | None) -> pl.DataFrame:
    _check_box(lines.count(b"\n"), width)
    return pl.read_csv(
        lines,
        has_header=False,
        separator=delimiter,
        quote_char=quote,
        schema={column_name(n): pl.String for n in range(width)},
        missing_columns="insert",
    )


def _check_box(height: int, width: int) -> None:
    """Refuse a text that would grow when its shorter lines are filled up."""
    limit = load_limits().text_cells
    if width > _MOST_COLUMNS or height * width > limit:
        raise RefusedError("cells", sheet=SHEET_NAME, rows=height, columns=width, limit=limit)


def _unguarded(cells: pl.DataFrame) -> pl.DataFrame:
    """Take off what exports put around long numbers to keep spreadsheets from rounding them: ="370283…"."""
    return cells.select(pl.all().str.replace(r'^="([^"]*)"$', "${1}"))


def _trimmed(cells: pl.DataFrame) -> pl.DataFrame:
    """Drop the empty records at the end and the empty columns on the right."""
    stated = cells.select(pl.any_horizontal(pl.all().str.len_bytes() > 0)).to_series().fill_null(value=False).arg_true()
    cells = cells.head(stated[-1] + 1 if len(stated) else 0)
    used = [n for n, found in enumerate(cells.iter_columns()) if found.null_count() < cells.height]
    return cells.select(cells.columns[: used[-1] + 1 if used else 0])

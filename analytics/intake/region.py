"""The rows below a header: which are data, and what their cells hold once merged and repeated cells are filled."""

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from analytics.intake.distinct import Spellings
from analytics.intake.failures import RefusedError
from analytics.intake.recognise import Match
from analytics.intake.rows import DATA, HEADER, kinds
from analytics.intake.sheet import Sheet, column_name
from analytics.intake.text import tidy, tidy_all
from analytics.intake.words import load_words
from analytics.policy.names import fold

#: A merged amount is one amount for several rows: filled down it would be counted twice.
_NOT_FILLED_DOWN = frozenset({"money", "sequence", "ignore"})
#: Two words over each other's columns are a swap; one alone may be a stray word.
_SWAPPED = 2
_ROW = "worksheet_row"


@dataclass(frozen=True)
class Region:
    """The data rows of a sheet. `rows` are worksheet rows from 1; `cells` and `is_number` are aligned to them.

    `raw` holds the cells as received, for the vault alone; `spellings` the columns of long sheets, by spelling.
    """

    match: Match
    rows: pl.Series
    cells: pl.DataFrame
    is_number: pl.DataFrame | None
    raw: pl.DataFrame
    no_data: int
    spellings: Mapping[str, Spellings]

    def texts(self, target: str) -> pl.Series | None:
        """Return the tidied cells that a target was read from, None if the sheet has no such column."""
        column = self.match.columns.get(target)
        return None if column is None else self.cells[column_name(column)]

    def numbers(self, target: str, spelled: Spellings | None = None) -> pl.Series | None:
        """Return which cells of a target arrived as numbers, or which spellings; None where a file cannot tell."""
        column = self.match.columns.get(target)
        if column is None or self.is_number is None:
            return None
        numbers = self.is_number[column_name(column)]
        return numbers if spelled is None else spelled.distinct.is_not_null() & bool(numbers.any())

    def spelled(self, target: str) -> Spellings | None:
        """Return the cells of a target by spelling where a spelling can only mean one thing and that saves work.

        One that stands in number cells and in others may mean two: rounded in the one and whole in the other.
        """
        column = self.match.columns.get(target)
        found = None if column is None else self.spellings.get(column_name(column))
        if column is None or found is None or found.codes is None:
            return None
        numbers = self.numbers(target)
        is_alike = numbers is None or not numbers.any() or numbers.equals(self.cells[column_name(column)].is_not_null())
        return found if is_alike else None


def region_of(sheet: Sheet, match: Match) -> Region:
    """Return the data rows of a recognised sheet, merged cells and ditto signs filled from above."""
    start = match.bottom + 1
    raw = sheet.cells.slice(start)
    spellings: Mapping[str, Spellings] = Spellings.of_all(raw)
    tidied, spellings = _tidied(raw, spellings)
    kind = kinds(sheet, match, tidied, spellings)
    _refuse_moved_header(sheet, match, tidied.with_row_index(_ROW, start + 1).filter(kind == HEADER))
    is_data = kind == DATA
    is_number = None if sheet.is_number is None else sheet.is_number.slice(start)
    ditto = _with_ditto(spellings)
    for name in _filled_down(match):
        source = _sources(sheet, int(name), start, tidied[name])
        if source is not None or name in ditto:
            cells = tidied[name] if source is None else tidied[name].gather(source)
            spellings[name] = Spellings(_ditto(cells, is_data))
            tidied = tidied.with_columns(spellings[name].distinct.alias(name))
        if source is not None and is_number is not None:
            is_number = is_number.with_columns(is_number[name].gather(source).alias(name))
    rows = pl.int_range(start + 1, start + 1 + raw.height, dtype=pl.Int32, eager=True).alias("row")
    if not is_data.all():
        rows, tidied, raw = rows.filter(is_data), tidied.filter(is_data), raw.filter(is_data)
        is_number = None if is_number is None else is_number.filter(is_data)
        spellings = {name: found.filter(is_data) for name, found in spellings.items()}
    return Region(match, rows, tidied, is_number, raw, sheet.rows - len(rows), spellings)


def _tidied(raw: pl.DataFrame, spellings: Mapping[str, Spellings]) -> tuple[pl.DataFrame, dict[str, Spellings]]:
    """Tidy each spelling once; columns that were tidy stay as they are."""
    plain = tidy_all(pl.DataFrame([raw[name] for name, found in spellings.items() if found.codes is None]))
    columns: list[pl.Series] = []
    tidied: dict[str, Spellings] = {}
    for name, found in spellings.items():
        distinct = plain[name] if found.codes is None else tidy(found.distinct)
        tidied[name] = Spellings(distinct, found.codes)
        is_tidy = found.codes is not None and distinct.equals(found.distinct)
        columns.append(raw[name] if is_tidy else tidied[name].cells().alias(name))
    return pl.DataFrame(columns), tidied


def _filled_down(match: Match) -> list[str]:
    """Return the columns in which a blank below a merged cell, or a ditto sign, says what stands above."""
    types = {column.id: column.type for column in match.layout.column}
    filled = [n for target, n in match.columns.items() if types.get(target.partition(".")[0]) not in _NOT_FILLED_DOWN]
    return [column_name(number) for number in filled]


def _with_ditto(spellings: Mapping[str, Spellings]) -> set[str]:
    """Return the columns with a ditto sign anywhere."""
    signs = list(load_words().ditto)
    plain = pl.DataFrame([found.distinct.alias(name) for name, found in spellings.items() if found.codes is None])
    repeats = plain.select(pl.all().is_in(signs).any())
    found = {name for name in repeats.columns if repeats[name][0]}
    return found | {
        name for name, found in spellings.items() if found.codes is not None and found.distinct.is_in(signs).any()
    }


def _refuse_moved_header(sheet: Sheet, match: Match, rows: pl.DataFrame) -> None:
    """Raise RefusedError when a lower header has its words over other columns: rows would be read crosswise."""
    place = {fold(header.path[-1]): column_name(header.column) for header in match.headers}
    for row in rows.iter_rows(named=True):
        moved = [text for name, text in row.items() if name != _ROW and text and place.get(fold(text), name) != name]
        if len(moved) >= _SWAPPED:
            raise RefusedError("header_moved", sheet=sheet.name, row=row[_ROW], columns=" / ".join(moved))


def _sources(sheet: Sheet, column: int, start: int, cells: pl.Series) -> pl.Series | None:
    """Return for each row the row its cell comes from, the top of its merged range where it is blank itself.

    None where every cell speaks for itself.
    """
    source: pl.Series | None = None
    for merge in sheet.merges:
        top, bottom = merge.top - start, min(merge.bottom - start, len(cells) - 1)
        if merge.left == column and 0 <= top < bottom:
            covered = [row for row in range(top + 1, bottom + 1) if cells[row] is None]
            if covered:
                source = pl.Series(range(len(cells)), dtype=pl.UInt32) if source is None else source
                source = source.scatter(covered, top)
    return source


def _ditto(cells: pl.Series, is_data: pl.Series) -> pl.Series:
    """Replace ditto signs by what the data row above states; a blank above stays a blank."""
    repeats = cells.is_in(list(load_words().ditto)).fill_null(value=False)
    if not (repeats & is_data).any():
        return cells
    stated = cells.fill_null("").set(repeats | ~is_data, None).forward_fill()
    return cells.set(repeats, None).zip_with(~repeats, stated).replace("", None)

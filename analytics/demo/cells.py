"""Typed rows as the text of cells: the words, dates and amounts that a bureau would type."""

from collections.abc import Callable

import polars as pl

from analytics.demo.calibration_records import Form, Wording
from analytics.demo.filings import BAD, Filing
from analytics.intake.layouts import Column
from analytics.policy import Policy

_FEN_PER_UNIT = {"yuan": 100, "wan_yuan": 1_000_000, "yi_yuan": 10_000_000_000}
_NUMBERS = frozenset({"money", "integer", "decimal", "year", "sequence"})
_BASIS_POINTS = 100
_ID_HEAD, _ID_TAIL = 6, 4
_ROUNDED_TAIL = "000"
_NEXT_DIGIT = dict(zip("0123456789X", "12345678900", strict=True))


def is_number(column: Column) -> bool:
    return column.type in _NUMBERS


def printed(filing: Filing) -> list[Column]:
    """Return the columns of the layout that the rows fill and the bureau prints, in the order of the layout."""
    stated = {*filing.rows.columns, *(c.id for c in filing.layout.column if c.type == "sequence")}
    return [column for column in filing.layout.column if column.id in stated.difference(filing.form.omit)]


def write_cells(filing: Filing, columns: list[Column], policy: Policy, wording: Wording) -> pl.DataFrame:
    """Return one text column per printed column, null where nothing is stated; bad rows are spoiled."""
    rows = filing.rows
    texts = rows.select(_text(column, policy, filing.form, wording).alias(column.id) for column in columns)
    spoiled = rows.get_column(BAD) if BAD in rows.columns else None
    if spoiled is None or spoiled.null_count() == len(rows):
        return texts
    changes = [_spoiled(column, columns, wording) for column in columns]
    return texts.with_columns(spoiled.alias(BAD)).with_columns(changes).drop(BAD)


def _text(column: Column, policy: Policy, form: Form, wording: Wording) -> pl.Expr:
    cell = pl.col(column.id)
    day, month = wording.styles[form.dates]
    writers: dict[str, Callable[[], pl.Expr]] = {
        "sequence": lambda: pl.int_range(1, pl.len() + 1).cast(pl.String),
        "code": lambda: _labelled(cell, {c.id: c.label.zh for c in policy.codes[column.code_list or ""].codes}),
        "town": lambda: _labelled(cell, {town.id: town.name.zh for town in policy.towns}),
        "yes_no": lambda: pl.when(cell).then(pl.lit(wording.yes)).when(~cell).then(pl.lit(wording.no)),
        "date": lambda: cell.dt.strftime(day),
        "month": lambda: cell.dt.strftime(month),
        "date_range": lambda: _stretch(cell, day, wording),
        "month_range": lambda: _stretch(cell, month, wording),
        "share": lambda: _plain(cell / _BASIS_POINTS) + "%",
        "money": lambda: _plain(cell / _FEN_PER_UNIT[column.unit]),
    }
    return writers.get(column.type, lambda: cell.cast(pl.String))()


def _labelled(cell: pl.Expr, labels: dict[str, str]) -> pl.Expr:
    return cell.replace_strict(labels, default=None, return_dtype=pl.String)


def _stretch(cell: pl.Expr, style: str, wording: Wording) -> pl.Expr:
    """Write a stretch of time from its two ends; one that begins and ends together is a single date."""
    start, end = (cell.struct.field(side).dt.strftime(style) for side in ("start", "end"))
    return pl.when(start == end).then(start).otherwise(pl.concat_str(start, pl.lit(wording.until), end))


def _plain(amount: pl.Expr) -> pl.Expr:
    """Write an amount without a trailing fraction of zero."""
    return amount.cast(pl.String).str.strip_suffix(".0")


def _spoiled(column: Column, columns: list[Column], wording: Wording) -> pl.Expr:
    """Return the cell as a careless clerk would have left it, by the kind of mistake of the row."""
    cell, kind = pl.col(column.id), pl.col(BAD)
    mistakes: dict[str, Callable[[pl.Expr], pl.Expr]] = {}
    if column.type == "name":
        kinds = {c.type for c in columns if c.required}
        blanks = {"missing", *({"code"} - kinds), *({"date"} - kinds), *({"amount"} if "money" not in kinds else ())}
        return pl.when(kind.is_in(list(blanks))).then(None).otherwise(cell).alias(column.id)
    if column.type == "id_number":
        mistakes = {
            "masked": lambda number: number.str.head(_ID_HEAD) + wording.mask + number.str.tail(_ID_TAIL),
            "checksum": lambda number: number.str.head(-1) + _labelled(number.str.tail(1), _NEXT_DIGIT),
            "rounded": lambda number: number.str.head(-len(_ROUNDED_TAIL)) + _ROUNDED_TAIL,
        }
    elif column.required and column.type == "code":
        mistakes = {"code": lambda _: pl.lit(wording.bad_code)}
    elif column.required and column.type == "date":
        mistakes = {"date": lambda _: pl.lit(wording.bad_date)}
    elif column.required and column.type == "money":
        mistakes = {"amount": lambda amount: "-" + amount}
    for name, change in mistakes.items():
        cell = pl.when(kind == name).then(change(pl.col(column.id))).otherwise(cell)
    return cell.alias(column.id)

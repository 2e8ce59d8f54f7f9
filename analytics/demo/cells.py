"""Typed rows as the text of cells: the words, dates and amounts that a bureau would type."""

from collections.abc import Callable

import polars as pl

from analytics.demo.calibration_records import Form, Wording
from analytics.demo.filings import BAD
from analytics.intake.layouts import Column, Layout
from analytics.policy import Policy

_FEN_PER_UNIT = {"yuan": 100, "wan_yuan": 1_000_000, "yi_yuan": 10_000_000_000}
_NUMBERS = frozenset({"money", "integer", "decimal", "year", "sequence"})
_ID_HEAD, _ID_TAIL = 6, 4
_ROUNDED_TAIL = "000"
_NEXT_DIGIT = dict(zip("0123456789X", "12345678900", strict=True))


def is_number(column: Column) -> bool:
    return column.type in _NUMBERS


def printed(layout: Layout, rows: pl.DataFrame) -> list[Column]:
    """Return the columns of the layout that the rows fill, in the order of the layout."""
    return [column for column in layout.column if column.type == "sequence" or column.id in rows.columns]


def write_cells(rows: pl.DataFrame, columns: list[Column], policy: Policy, form: Form, wording: Wording) -> pl.DataFrame:
    """Return one text column per printed column, null where nothing is stated; bad rows are spoiled."""
    texts = rows.select(_text(column, policy, form, wording) for column in columns)
    spoiled = rows.get_column(BAD) if BAD in rows.columns else None
    if spoiled is None or spoiled.null_count() == len(rows):
        return texts
    changes = [_spoiled(column, columns, wording) for column in columns]
    return texts.with_columns(spoiled.alias(BAD)).with_columns(changes).drop(BAD)


def _text(column: Column, policy: Policy, form: Form, wording: Wording) -> pl.Expr:
    cell = pl.col(column.id)
    day, month = wording.styles[form.dates]
    match column.type:
        case "sequence":
            text = pl.int_range(1, pl.len() + 1).cast(pl.String)
        case "code":
            labels = {code.id: code.label.zh for code in policy.codes[column.code_list or ""].codes}
            text = cell.replace_strict(labels, default=None, return_dtype=pl.String)
        case "yes_no":
            text = pl.when(cell).then(pl.lit(wording.yes)).when(~cell).then(pl.lit(wording.no))
        case "town":
            text = cell.replace_strict({town.id: town.name.zh for town in policy.towns}, default=None, return_dtype=pl.String)
        case "date":
            text = cell.dt.strftime(day)
        case "month":
            text = cell.dt.strftime(month)
        case "date_range" | "month_range":
            style = day if column.type == "date_range" else month
            start, end = (cell.struct.field(side).dt.strftime(style) for side in ("start", "end"))
            before, _, rest = wording.range.partition("{start}")
            between, _, after = rest.partition("{end}")
            whole = pl.concat_str(pl.lit(before), start, pl.lit(between), end, pl.lit(after))
            text = pl.when(start == end).then(start).otherwise(whole)
        case "money":
            text = _plain(cell / _FEN_PER_UNIT[column.unit])
        case _:
            text = cell.cast(pl.String)
    return text.alias(column.id)


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
            "checksum": lambda number: number.str.head(-1) + number.str.tail(1).replace_strict(_NEXT_DIGIT, default="0"),
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

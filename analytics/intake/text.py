"""Cells as people meant them: width, blanks and invisible characters do not count."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

import polars as pl

_INVISIBLE_CLASS = r"\u0000-\u0008\u000e-\u001f\u007f\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff"
_INVISIBLE = re.compile(f"[{_INVISIBLE_CLASS}]")
_RUST_INVISIBLE = r"[\x{0}-\x{8}\x{e}-\x{1f}\x{7f}\x{ad}\x{200b}-\x{200f}\x{202a}-\x{202e}\x{2060}\x{feff}]"
#: Anything else than plain ASCII without blanks and common Han characters needs tidying.
_NEEDS_TIDYING = r"[^\x21-\x7e\x{4e00}-\x{9fff}]"
_BLANKS = re.compile(r"\s+")

#: Up to so many cells are told apart faster one by one than by a query.
FEW_CELLS = 2_000

#: What Excel shows in a cell whose formula failed.
ERROR_PATTERN = r"^#(?:REF!|N/A|DIV/0!|VALUE!|NAME\?|NUM!|NULL!|SPILL!|CALC!|FIELD!|BLOCKED!|GETTING_DATA)$"


def tidy(cells: pl.Series) -> pl.Series:
    """Return the cells in NFKC, without invisible characters and outer blanks; a blank cell becomes null."""
    return tidy_all(cells.to_frame()).to_series()


def tidy_all(cells: pl.DataFrame) -> pl.DataFrame:
    """Return every column as `tidy` does; a column that is tidy already is given back as it is."""
    needing = pl.all().str.contains(_NEEDS_TIDYING).any(ignore_nulls=True)
    tidied = (pl.col(name).pipe(_tidied) for name in _that(cells, needing))
    cells = cells.with_columns(tidied)
    blank = (pl.all().str.len_bytes() == 0).any(ignore_nulls=True)
    return cells.with_columns(pl.when(pl.col(name).str.len_bytes() > 0).then(name) for name in _that(cells, blank))


def _that(cells: pl.DataFrame, test: pl.Expr) -> list[str]:
    """Return the columns that pass a test."""
    return [name for name, holds in cells.select(test).row(0, named=True).items() if holds] if cells.width else []


def _tidied(cells: pl.Expr) -> pl.Expr:
    return cells.str.normalize("NFKC").str.replace_all(_RUST_INVISIBLE, "").str.strip_chars()


def tidy_text(text: str | None) -> str:
    """Return one cell as `tidy` does; empty when blank."""
    return _INVISIBLE.sub("", unicodedata.normalize("NFKC", text or "")).strip()


def squeeze(cells: pl.Series) -> pl.Series:
    """Return tidied cells without any blank inside."""
    return cells.str.replace_all(r"\s+", "")


def squeeze_text(text: str) -> str:
    return _BLANKS.sub("", text)


def mapped(cells: pl.Series, found: Mapping[str, Any], dtype: pl.DataType | type[pl.DataType]) -> pl.Series:
    """Return what each cell maps to, null for null and for what the mapping does not know."""
    known = {text: value for text, value in found.items() if value is not None}
    if not known:
        return pl.Series(cells.name, [None], dtype=dtype).new_from_index(0, len(cells))
    if len(cells) <= FEW_CELLS:
        return pl.Series(cells.name, list(map(known.get, cells.to_list())), dtype=dtype)
    return cells.replace_strict(
        pl.Series(list(known), dtype=pl.String), pl.Series(list(known.values()), dtype=dtype), default=None
    )


def by_unique(cells: pl.Series, read: Callable[[str], Any]) -> dict[str, Any]:
    """Return what `read` makes of each distinct cell: the slow way, for as many calls as there are spellings."""
    distinct = dict.fromkeys(cells.to_list()) if len(cells) <= FEW_CELLS else cells.drop_nulls().unique().to_list()
    return {text: read(text) for text in distinct if text is not None}

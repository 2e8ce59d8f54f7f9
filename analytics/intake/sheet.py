"""A worksheet as it was received: text cells at their own row numbers, and what the text alone cannot tell."""

from dataclasses import dataclass, field
from typing import Literal

import polars as pl


@dataclass(frozen=True)
class Merge:
    """A merged range, rows and columns counted from 0, both ends inclusive."""

    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True)
class Sheet:
    """One sheet; row n of a frame is worksheet row n + 1, column names are worksheet column numbers from 0.

    `cells` holds text only; `is_number` tells which cells arrived as numbers (None where a file has only text).
    `shows`: what there is to see besides cells. `remarks`: codes of warnings about the sheet as a whole. `unsaved`:
    worksheet rows with formulas whose results nobody saved. `is_1904`: numbers of days count from 1904.
    """

    index: int
    name: str
    cells: pl.DataFrame
    is_number: pl.DataFrame | None = None
    merges: tuple[Merge, ...] = field(default=())
    is_hidden: bool = False
    shows: Literal["cells", "chart", "picture"] = "cells"
    remarks: tuple[str, ...] = ()
    unsaved: tuple[int, ...] = ()
    is_1904: bool = False

    @property
    def rows(self) -> int:
        """How many rows the sheet has, blank ones included."""
        return self.cells.height


def column_name(index: int) -> str:
    """Return the frame's name of the worksheet column `index` (from 0)."""
    return str(index)

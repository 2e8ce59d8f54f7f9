"""The viewer of a page or an export, and the scope that every cache key and every frame goes through."""

from dataclasses import dataclass
from typing import Self

import polars as pl

EVERYTHING = "*"


@dataclass(frozen=True)
class Viewer:
    """One person looking; `units` are the unit ids in scope, None means every unit."""

    id: str
    role: str
    units: frozenset[str] | None = None

    @classmethod
    def everything(cls) -> Self:
        """Return the viewer whose scope has no limit."""
        return cls(id="office", role="office")

    @property
    def scope(self) -> str:
        """Return the scope as one stable text: two viewers with the same scope may share a cached value."""
        return EVERYTHING if self.units is None else ",".join(sorted(self.units))

    def sees(self, unit_id: str | None) -> bool:
        """Tell whether the unit's rows are in scope; a row that belongs to no unit is in the widest scope only."""
        return self.units is None or unit_id in self.units

    def restrict(self, frame: pl.DataFrame, column: str = "unit_id") -> pl.DataFrame:
        """Return the rows of `frame` in scope, judged by the unit id in `column`; order and columns stay."""
        if self.units is None:
            return frame
        return frame.filter(pl.col(column).is_in(sorted(self.units)))

"""What a file says that the records do not say yet: its rows against the rows in force under the same keys."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import polars as pl

from analytics.records import fact_schema

State = Literal["changed", "same"]
#: The rows of a fact in force under any of the keys given.
InForce = Callable[[str, pl.Series], pl.DataFrame]
#: Where a row came from says nothing about what it states.
_ORIGIN = ("sheet_no", "row_no", "row_key", "ledger", "unit_id")
_SIGHTINGS = ("person", "employer")
_PLACE = ("sheet_no", "row_no")
_STATES = pl.Schema({"sheet_no": pl.Int16, "row_no": pl.Int32, "state": pl.String, "changed": pl.List(pl.String)})


@dataclass(frozen=True)
class Comparison:
    """One row per worksheet row whose key is in force; every other accepted row is new.

    `state`: same where every fact of the row says what is in force already, else changed, with the fact columns that
    would change. A blank was not stated and changes nothing. `batches`: those the rows in force came from.
    """

    states: pl.DataFrame
    batches: frozenset[int] = frozenset()

    def rows(self, sheet_no: int, state: State) -> tuple[int, ...]:
        """Return the worksheet rows of a sheet in one state."""
        if self.states.is_empty():
            return ()
        found = self.states.filter((pl.col("sheet_no") == sheet_no) & (pl.col("state") == state))
        return tuple(found["row_no"].sort().to_list())


NOTHING_KNOWN = Comparison(_STATES.to_frame())


def row_keys(frames: Mapping[str, pl.DataFrame]) -> dict[str, pl.Series]:
    """Return the keys of the rows of each fact; a sighting of a person or an employer is none."""
    return {name: frame["row_key"] for name, frame in frames.items() if name not in _SIGHTINGS}


def compare(frames: Mapping[str, pl.DataFrame], in_force: InForce) -> Comparison:
    """Compare the facts of a file with those in force."""
    known = {name: in_force(name, keys) for name, keys in row_keys(frames).items()}
    met = [_compared(name, frames[name], rows) for name, rows in known.items() if rows.height]
    if not met:
        return NOTHING_KNOWN
    stated = pl.concat([frames[name].select(_PLACE) for name in known]).group_by(_PLACE).agg(pl.len().alias("facts"))
    changed = pl.col("changed").explode().drop_nulls().unique(maintain_order=True)
    rows = pl.concat(met).group_by(_PLACE, maintain_order=True).agg(pl.len().alias("known"), changed)
    is_same = (pl.col("known") == pl.col("facts")) & (pl.col("changed").list.len() == 0)
    state = pl.when(is_same).then(pl.lit("same")).otherwise(pl.lit("changed")).alias("state")
    states = rows.join(stated, on=_PLACE, how="left", maintain_order="left").with_columns(state)
    batches = pl.concat([frame["batch_id"] for frame in known.values() if frame.height])
    return Comparison(states.select(_STATES.names()).cast(_STATES), frozenset(batches.unique().to_list()))


def _compared(name: str, frame: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return for each row of a fact with a key in force the columns that it changes."""
    stated = [column for column in fact_schema(name).names() if column not in _ORIGIN]
    latest = known.select("row_key", *stated).unique("row_key", keep="last", maintain_order=True)
    joined = frame.join(latest, on="row_key", how="inner", suffix="_live", maintain_order="left")
    differs = [
        pl.when(pl.col(column).is_not_null() & pl.col(column).ne_missing(pl.col(f"{column}_live"))).then(pl.lit(column))
        for column in stated
    ]
    return joined.select(*_PLACE, pl.concat_list(differs).list.drop_nulls().alias("changed"))

"""What a unit has to put right after a year's assessment, and whether the running year shows that it did."""

from collections.abc import Iterator
from datetime import date

import polars as pl

from analytics.decisions.follow_up import DONE, OPEN, OVERDUE
from analytics.decisions.frames import CORRECTED, Row

_NOT_APPLICABLE = "not_applicable"


def corrected(called: pl.DataFrame, points: pl.DataFrame, year: int, line: float, *, as_of: date) -> pl.DataFrame:
    """Return the items of a year that units have to correct, as they stand in the running year, see CORRECTED.

    called: assessment.outcomes.CORRECTIONS. points: of the running year, see assessment.frames; what it does not ask
    of the unit any more is not followed. line: the ratio from which an item is put right.
    """
    asked = points.filter(pl.col("state") != _NOT_APPLICABLE).select("unit_id", "item_id", "ratio")
    found = called.filter(pl.col("item_id").is_not_null()).drop("ratio").join(asked, on=["unit_id", "item_id"])
    is_done = (pl.col("ratio") >= line).fill_null(value=False)
    is_late = pl.col("deadline") < as_of
    state = pl.when(is_done).then(pl.lit(DONE)).when(is_late).then(pl.lit(OVERDUE)).otherwise(pl.lit(OPEN))
    told = found.with_columns(
        ref=pl.format("correction:{}:{}", pl.lit(year), "item_id"), due="deadline", line=pl.lit(line), state=state
    )
    return told.sort("unit_id", "item_id").select(CORRECTED.names()).cast(CORRECTED)


def work(found: pl.DataFrame) -> Iterator[Row]:
    """Yield what units have to put right as pieces of work. found: CORRECTED."""
    for row in found.iter_rows(named=True):
        yield {
            "unit_id": row["unit_id"], "kind": "correction", "ref": row["ref"], "is_lead": True, "due": row["due"],
            "actual": row["ratio"], "asked": row["line"], "state": row["state"],
        }  # fmt: skip

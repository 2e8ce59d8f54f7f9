"""What the page of data quality speaks of: one unit or all of them."""

from dataclasses import dataclass

import polars as pl

from analytics.assessment import Assessment
from analytics.assessment.gains import CORRECTED, corrected
from analytics.report.outcome import Outcome


@dataclass(frozen=True)
class Subject:
    """unit: null for all. sheets: of live batches, see Snapshot.sheets. waiting: refused rows of live files.

    Both frames hold all units; `assessment` is that of the year of the outcome, null where it has none.
    """

    unit: str | None
    outcome: Outcome
    sheets: pl.DataFrame
    waiting: pl.DataFrame
    assessment: Assessment | None = None

    def mine(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Return the rows of the unit, or all rows."""
        return frame if self.unit is None else frame.filter(pl.col("unit_id") == self.unit)

    @property
    def year(self) -> int:
        return self.outcome.as_of.year

    @property
    def gains(self) -> pl.DataFrame:
        """What each unit gains by putting right the refused rows of the year: frame CORRECTED; none once it is over."""
        found = self.assessment
        if found is None or found.stage != "open":
            return pl.DataFrame(schema=CORRECTED)
        return self.mine(corrected(found.points, found.totals, found.quality, found.evidence, found.scheme))

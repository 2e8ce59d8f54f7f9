"""What the page of a unit speaks of: the unit, and everything that was told about it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from analytics.assessment.assessing import Assessment
from analytics.decisions import CORRECTED
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.outcome import Outcome
from analytics.report.voice import Voice

PAGE = "bureau"


@dataclass(frozen=True)
class Bureau:
    """One unit, a bureau or a town; the frames hold its own rows only.

    waiting: refused rows of live files. upcoming: see progress.upcoming. milestones: the fact, of all units.
    corrections: see decisions.CORRECTED. decisions, notes, appeals: as the vault tells them. assessment: of the year
    of the outcome, null where it has none.
    """

    unit_id: str
    outcome: Outcome
    waiting: pl.DataFrame
    upcoming: pl.DataFrame
    milestones: pl.DataFrame
    decisions: pl.DataFrame
    notes: pl.DataFrame
    appeals: pl.DataFrame
    assessment: Assessment | None = None
    corrections: pl.DataFrame = field(default_factory=CORRECTED.to_frame)
    proof: Proof = field(default=UNPROVEN)

    @property
    def year(self) -> int:
        return self.outcome.as_of.year

    @property
    def filings(self) -> pl.DataFrame:
        """The unit's filings that have begun, see progress.filings."""
        return self.outcome.filings.filter(pl.col("unit_id") == self.unit_id)


def units(voice: Voice) -> Mapping[str, str]:
    """Return the short names of all units by id: bureaus in their order, then towns."""
    bureaus = sorted((unit for unit in voice.policy.units if unit.id != voice.policy.town_unit), key=lambda u: u.order)
    return {unit.id: voice.unit(unit.id) for unit in bureaus} | {t.id: voice.town(t.id) for t in voice.policy.towns}

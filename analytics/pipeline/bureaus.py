"""Everything that was told about one unit, put together for its page."""

from datetime import datetime

import polars as pl

from analytics.assessment import Assessment
from analytics.decisions import CORRECTED
from analytics.identity import closing, decisions
from analytics.pipeline.evaluation import Opened, Results
from analytics.progress.upcoming import upcoming
from analytics.report.bureau.subject import Bureau
from analytics.report.forecast.proof import UNPROVEN, Proof

_MILESTONE = "milestone"


def bureau(
    opened: Opened,
    results: Results,
    unit: str,
    waiting: pl.DataFrame,
    *,
    assessment: Assessment | None = None,
    corrected: pl.DataFrame | None = None,
    proof: Proof = UNPROVEN,
    until: datetime | None = None,
) -> Bureau:
    """Return what is known of a unit. waiting: refused rows of all units; until: decisions and notes told by then.

    corrected: as deciding.corrections tells them, of all units.
    """
    mine = pl.col("unit_id") == unit
    vault = opened.vault
    return Bureau(
        unit_id=unit,
        outcome=results,
        waiting=waiting.filter(mine),
        upcoming=upcoming(results.filings, opened.ledgers, opened.policy, as_of=results.as_of).filter(mine),
        milestones=opened.snapshot.facts(_MILESTONE, results.known_at),
        decisions=decisions.decisions(vault, known_at=until).filter(mine),
        notes=decisions.notes(vault, known_at=until).filter(mine),
        appeals=closing.appeals(vault, known_at=until).filter(mine),
        assessment=assessment,
        corrections=CORRECTED.to_frame() if corrected is None else corrected.filter(mine),
        proof=proof,
    )

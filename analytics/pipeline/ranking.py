"""How firmly an assessment puts its units apart, and what in it is worth a look: composition only."""

import polars as pl

from analytics.assessment import gaming
from analytics.assessment.assessing import Assessment
from analytics.assessment.key_work import own_quotas
from analytics.assessment.robustness import Robustness, robustness
from analytics.assessment.standings import events_of
from analytics.assessment.year_asks import Board
from analytics.identity import assessments
from analytics.pipeline.evaluation import Opened, Results
from analytics.policy import Policy


def ranked(made: Assessment, policy: Policy) -> Robustness:
    """Return the places of the units over the trials of the scheme, of an open year as it is expected to end."""
    events = events_of(made.evidence, made.scheme, policy.targets)
    return robustness(*made.ends, made.scheme, events)


def watched(opened: Opened, results: Results, made: Assessment) -> pl.DataFrame:
    """Return frame WATCH of an assessment, see assessment.gaming; `results` are those that it was made from."""
    vault, known_at = opened.vault, made.known_at
    board = Board(results.contributions, results.progress, results.history, results.forecasts)
    return gaming.watch(
        made.scheme,
        made.as_of,
        progress=results.progress,
        history=results.history,
        contributions=results.contributions,
        spells=opened.snapshot.facts("insurance_spell", known_at),
        began_on=opened.policy.document.window_start,
        own=own_quotas(board, opened.policy, made.scheme, made.as_of),
        quotas=assessments.quotas(vault, known_at=known_at),
        entries=assessments.entries(vault, known_at=known_at),
        reviews=assessments.reviews(vault, known_at=known_at),
    )

"""The whole evaluation of the targets: facts and filings in, frames out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.progress import breakdown
from analytics.progress.ahead import Ahead
from analytics.progress.contributions import contributions
from analytics.progress.engine import ENGINE
from analytics.progress.filings import Layouts, completeness, completeness_of_targets, filings
from analytics.progress.forecasts import Moment, forecasts
from analytics.progress.goals import overlaps
from analytics.progress.people import Facts
from analytics.progress.reports import Recorded, known_until, reports, unfiled
from analytics.progress.rules import Rules
from analytics.progress.scoreboard import history, progress
from analytics.progress.tallies import Tallies, covered_months, still_here
from analytics.series import REPORTS


@dataclass(frozen=True)
class Evaluation:
    """The frames of one evaluation; each is described by the function that makes it."""

    contributions: pl.DataFrame
    progress: pl.DataFrame
    history: pl.DataFrame
    monthly: pl.DataFrame
    by_unit: pl.DataFrame
    by_town: pl.DataFrame
    filings: pl.DataFrame
    completeness: pl.DataFrame
    overlaps: pl.DataFrame
    readings: Mapping[str, str]
    ahead: Ahead

    @property
    def forecasts(self) -> pl.DataFrame:
        """Whether each target is reached in its period, and in those to come, see forecasts.FORECASTS."""
        return self.ahead.told.frame

    @property
    def fan(self) -> pl.DataFrame:
        """How each target is expected to go on to the end of its period, see fans.FAN."""
        return self.ahead.fan

    @property
    def joint(self) -> pl.DataFrame:
        """Bounds of the probability that all goals are reached, see joint.JOINT."""
        return self.ahead.joint

    @property
    def notices(self) -> pl.DataFrame:
        """Targets whose light will be worse by the next meeting, see notices.NOTICES."""
        return self.ahead.notices

    @property
    def waiting(self) -> pl.DataFrame:
        """The candidates of the present periods who wait to be verified, see steps.pipeline."""
        return self.ahead.waiting

    @property
    def steps(self) -> pl.DataFrame:
        """Target, done, in the pipeline and missing, by unit and town, see steps.STEPS."""
        return self.ahead.steps


def evaluate(
    facts: Facts,
    sheets: pl.DataFrame,
    policy: Policy,
    layouts: Layouts,
    *,
    as_of: date,
    on: date,
    readings: Mapping[str, str] | None = None,
    recorded: Recorded | None = None,
) -> Evaluation:
    """Evaluate every target at the close of `as_of`; filings are late or missing as seen on the day `on`.

    facts: the fact tables that the targets name, and `person` with one row per person. recorded: by fact, when
    each record was first stated; without it nothing is forecast. Raises PolicyError for an unknown reading or option.
    """
    rules = Rules.settle(policy, readings)
    rows = contributions(facts, rules, as_of)
    until = known_until(as_of, sheets)
    reported = REPORTS.to_frame().lazy() if recorded is None else reports(rows, facts, recorded, rules, until)
    insured_here = still_here(rows, facts["insurance_spell"], policy, as_of)
    cells = breakdown.cells(rows).collect(engine="streaming")  # groups by five keys in half the time
    lazy = (reported, insured_here, overlaps(rows, policy))
    known, here, shared = (frame.collect(engine=ENGINE) for frame in lazy)
    months = breakdown.monthly(cells, facts, rules, as_of)
    filed = filings(sheets, layouts, rules, as_of=as_of, on=on)
    tallies = Tallies.of(
        breakdown.totals(cells),
        months,
        completeness_of_targets(filed, rules, as_of),
        covered_months(sheets, policy),
        here,
    )
    told = forecasts(known, unfiled(filed, rules, as_of), tallies, rules, Moment(as_of, until))
    board = progress(tallies, told.frame, rules, as_of)
    units, towns = breakdown.by_unit(cells), breakdown.by_town(cells)
    return Evaluation(
        contributions=rows,
        progress=board,
        history=history(tallies, rules, as_of),
        monthly=months,
        by_unit=units,
        by_town=towns,
        filings=filed,
        completeness=completeness(filed, rules, as_of),
        overlaps=shared,
        readings=rules.chosen,
        ahead=Ahead(told, tallies, rules, board, units, towns, rows),
    )

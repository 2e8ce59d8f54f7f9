"""The whole evaluation of the targets: facts and filings in, frames out."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.progress import breakdown
from analytics.progress.contributions import contributions
from analytics.progress.filings import Layouts, completeness, completeness_of_targets, filings
from analytics.progress.goals import overlaps
from analytics.progress.people import Facts
from analytics.progress.rules import Rules
from analytics.progress.scoreboard import history, progress
from analytics.progress.tallies import Tallies, covered_months, still_here


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


def evaluate(
    facts: Facts,
    sheets: pl.DataFrame,
    policy: Policy,
    layouts: Layouts,
    *,
    as_of: date,
    on: date,
    readings: Mapping[str, str] | None = None,
) -> Evaluation:
    """Evaluate every target at the close of `as_of`; filings are late or missing as seen on the day `on`.

    facts: the fact tables that the targets name, and `person` with one row per person. Raises PolicyError for an
    unknown reading or option.
    """
    rules = Rules.settle(policy, readings)
    rows = contributions(facts, rules, as_of)
    cells = breakdown.cells(rows)
    months = breakdown.monthly(cells, facts, rules, as_of)
    filed = filings(sheets, layouts, rules, as_of=as_of, on=on)
    tallies = Tallies.of(
        breakdown.totals(cells),
        months,
        completeness_of_targets(filed, rules, as_of),
        covered_months(sheets, policy),
        still_here(rows, facts["insurance_spell"], policy, as_of),
    )
    return Evaluation(
        contributions=rows,
        progress=progress(tallies, rules, as_of),
        history=history(tallies, rules, as_of),
        monthly=months,
        by_unit=breakdown.by_unit(cells),
        by_town=breakdown.by_town(cells),
        filings=filed,
        completeness=completeness(filed, rules, as_of),
        overlaps=overlaps(rows, policy),
        readings=rules.chosen,
    )

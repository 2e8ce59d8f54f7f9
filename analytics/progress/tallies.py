"""The frames of an evaluation as plain lookups by target: twenty targets are too few for joins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.progress.goals import goal_ids
from analytics.progress.people import insured
from analytics.progress.season import Counts


@dataclass(frozen=True)
class Tallies:
    """What the scoreboard reads of each target; a target without anything is missing.

    totals: start of period -> (actual, records). months: (start of period, month) -> value. filings: month ->
    (filings expected, filings made). covered: the runs of months that a filed sheet of its ledgers speaks of.
    still_here: of the persons counted in a goal, those insured here now.
    """

    totals: Mapping[str, Mapping[date, tuple[int, int]]]
    months: Mapping[str, Counts]
    filings: Mapping[str, Mapping[date, tuple[int, int]]]
    covered: Mapping[str, Sequence[tuple[date, date]]]
    still_here: Mapping[str, int]

    @classmethod
    def of(
        cls,
        totals: pl.DataFrame,
        months: pl.DataFrame,
        filings: pl.DataFrame,
        covered: Mapping[str, Sequence[tuple[date, date]]],
        still_here: pl.DataFrame,
    ) -> Self:
        """Take the frames of breakdown (totals, monthly), filings.completeness_of_targets and still_here."""
        of_total: dict[str, dict[date, tuple[int, int]]] = defaultdict(dict)
        for target, start, *sums in totals.select("target_id", "period_start", "actual", "records").iter_rows():
            of_total[target][start] = (sums[0], sums[1])
        of_month: dict[str, dict[tuple[date, date], int]] = defaultdict(dict)
        for target, start, month, value in months.select("target_id", "period_start", "month", "value").iter_rows():
            of_month[target][start, month] = value
        of_filing: dict[str, dict[date, tuple[int, int]]] = defaultdict(dict)
        for target, month, expected, filed in filings.select("target_id", "month", "expected", "filed").iter_rows():
            of_filing[target][month] = (expected, filed)
        return cls(of_total, of_month, of_filing, covered, dict(still_here.iter_rows()))


def covered_months(sheets: pl.DataFrame, policy: Policy) -> dict[str, list[tuple[date, date]]]:
    """Return for each target the runs of months (first, last) that the sheets of its ledgers speak of."""
    runs: dict[str, list[tuple[date, date]]] = defaultdict(list)
    spoken = sheets.select("ledger", "period_from", "period_to").drop_nulls().unique(maintain_order=True)
    for ledger, first, last in spoken.iter_rows():
        runs[ledger].append((first, last))
    return {t.id: [run for ledger in t.owner_ledgers for run in runs.get(ledger, ())] for t in policy.targets}


def still_here(contributions: pl.DataFrame, spells: pl.DataFrame, policy: Policy, as_of: date) -> pl.LazyFrame:
    """One row per goal of persons: target_id and how many persons of the counted are insured here in the month.

    The month is that of `as_of`. Nothing is returned when no insurance record is known at all: unknown is not zero.
    """
    goals = [] if spells.is_empty() else goal_ids(policy)
    counted = contributions.lazy().filter(pl.col("is_counted") & pl.col("target_id").is_in(goals))
    persons = counted.select("target_id", "person_key").join(insured(spells.lazy(), as_of), on="person_key", how="semi")
    found = persons.group_by("target_id").agg(pl.col("person_key").n_unique().alias("persons"))
    every = pl.LazyFrame({"target_id": goals}, schema={"target_id": pl.String})
    return every.join(found, on="target_id", how="left").with_columns(pl.col("persons").fill_null(0))

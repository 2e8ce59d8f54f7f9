"""When each counted record became known: what forecasts are made from, one report per month of event and of recording.

The counts are those of the contributions, so that what a forecast starts from is the actual that is shown.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

import polars as pl

from analytics.policy.targets import Entry, Source
from analytics.progress.filings import completeness_of_targets
from analytics.progress.months import add_months, month_after_last_whole
from analytics.progress.people import Facts, fits
from analytics.progress.rules import Rules
from analytics.series import REPORTS

#: By fact, of every record in order of its id: record_id and first_recorded_on.
Recorded = Mapping[str, pl.DataFrame]

_KNOWN = ("target_id", "month", "known_on")


def known_until(as_of: date, sheets: pl.DataFrame) -> date:
    """Return the month before which reports are known: after that of the last recording, and never before `as_of`.

    Of a month that has only begun some filings may still come: what has not been filed is told apart, see `unfiled`.
    """
    last = sheets["recorded_at"].max()
    following = month_after_last_whole(as_of)
    return max(following, add_months(last.date(), 1)) if isinstance(last, datetime) else following


def reports(contributions: pl.DataFrame, facts: Facts, recorded: Recorded, rules: Rules, until: date) -> pl.LazyFrame:
    """Return series.REPORTS of every target that counts persons or rows: counted records by month and month known.

    A record is known once it was first stated, and a person who has to hold a qualification once that was stated too.
    What became known after `until`, the month before which all is known, counts for its last month.
    """
    columns = ("target_id", "fact", "record_id", "person_key", "month")
    counted = contributions.lazy().filter("is_counted").select(columns).cache()
    parts = [
        part
        for fact in _facts_counted(rules)
        for part in _of_fact(counted.filter(pl.col("fact") == fact), fact, facts, recorded, rules)
    ]
    by_day = pl.concat(parts).group_by("target_id", "month", "known_on").agg(pl.len().cast(pl.Int64).alias("count"))
    known = pl.min_horizontal(pl.col("known_on").dt.month_start(), pl.lit(add_months(until, -1)))
    sums = by_day.group_by(
        pl.col("target_id").alias("series"),
        pl.col("month").alias("event_month"),
        reported_month=pl.max_horizontal("month", known),
    ).agg(pl.col("count").sum())
    return sums.sort("series", "event_month", "reported_month").select(REPORTS.names())


def unfiled(filings: pl.DataFrame, rules: Rules, as_of: date) -> pl.DataFrame:
    """Return series and event_month of which no ledger of the target has been filed, due or not."""
    begun = filings.with_columns(pl.col("state").replace("not_due", "missing"))
    told = completeness_of_targets(begun, rules, as_of)
    return told.filter(pl.col("filed") == 0).select(pl.col("target_id").alias("series"), event_month="month")


def _facts_counted(rules: Rules) -> list[str]:
    """Return the facts whose rows are counted one by one, by any target."""
    return sorted({source.fact for found in rules.sources.values() for source in found if is_counted_singly(source)})


def is_counted_singly(source: Source) -> bool:
    """Tell whether each row or person is one: not a sum of amounts, and not a stock."""
    return source.how in {"distinct_person", "rows"}


def _of_fact(
    counted: pl.LazyFrame, fact: str, facts: Facts, recorded: Recorded, rules: Rules
) -> Iterator[pl.LazyFrame]:
    """Yield target_id, month and known_on of the counted records of one fact."""
    rows = counted.with_columns(_known_on(recorded[fact]))
    gates = {
        target: source.entry
        for target, found in rules.sources.items()
        for source in found
        if source.fact == fact and source.entry and is_counted_singly(source)
    }
    singly = [target for target, found in rules.sources.items() if all(is_counted_singly(source) for source in found)]
    free = pl.col("target_id").is_in([target for target in singly if target not in gates])
    yield rows.filter(free).select(_KNOWN)
    for target, entry in gates.items():
        held = _held_since(entry, facts, recorded)
        own = rows.filter(pl.col("target_id") == target).join(held, on="person_key", how="left")
        yield own.with_columns(known_on=pl.max_horizontal("known_on", "held_on")).select(_KNOWN)


def _held_since(entry: Entry, facts: Facts, recorded: Recorded) -> pl.LazyFrame:
    """Return since when it is known that a person holds a qualification asked for: person_key, held_on."""
    held = facts["qualification"].lazy().filter(fits(entry))
    known = held.select("person_key", held_on=_known_on(recorded["qualification"]))
    return known.group_by("person_key").agg(pl.col("held_on").min())


def _known_on(recorded: pl.DataFrame) -> pl.Expr:
    """Return an expression of the day on which a record became known, looked up by the place of its id.

    Ids come in runs without a gap, as batches do: the run is searched for, the place in it is counted.
    """
    ids, days = recorded["record_id"], recorded["first_recorded_on"]
    begins = (ids.diff() != 1).fill_null(value=True).arg_true()
    firsts = ids.gather(begins)
    run = pl.lit(firsts).search_sorted(pl.col("record_id"), side="right") - 1
    ahead = pl.lit(firsts - begins.cast(pl.Int64)).gather(run)
    return pl.lit(days).gather(pl.col("record_id") - ahead).alias("known_on")

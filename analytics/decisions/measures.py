"""The numbers that decisions move, as they are now: one per measure that can be looked up."""

from datetime import date

import polars as pl

from analytics.decisions.frames import fen

#: measure: what a decision names; value: now; is_lower: the less the better.
MEASURES = pl.Schema({"measure": pl.String, "value": pl.Float64, "is_lower": pl.Boolean})
ARREARS, LINE, UNIT, CASE, READING = "arrears:", "line:", "unit:", "case:", "reading:"


def measures(
    progress: pl.DataFrame,
    history: pl.DataFrame,
    missing: pl.DataFrame,
    *,
    owed: pl.DataFrame | None = None,
    lines: pl.DataFrame | None = None,
    cases: pl.DataFrame | None = None,
    as_of: date,
) -> pl.DataFrame:
    """Return what each measure is now, see MEASURES.

    progress, history: of progress. missing: unit_id and filings that are missing. owed: line and amount_fen that is
    owed, None before the accounts are there. lines: of budget. cases: ref and amount_fen. A target keeps what it
    reached in a period: "<target>@<last day of the period>". A kind that is told has its own
    row, see kind_of.
    """
    present = [(row["id"], row["actual"], False) for row in progress.iter_rows(named=True)]
    past = [(f"{row['target_id']}@{row['period_end']}", row["actual"], False) for row in history.iter_rows(named=True)]
    silent = [(f"{UNIT}{unit}", count, True) for unit, count in missing.select("unit_id", "filings").iter_rows()]
    told = [*present, *past, (UNIT, 0, True), *silent]
    if owed is not None:
        told += [(ARREARS, 0, True)]
        told += [(f"{ARREARS}{line}", amount, True) for line, amount in owed.select("line", "amount_fen").iter_rows()]
    if lines is not None:
        year = lines.filter(pl.col("budget_year") == as_of.year)
        told += [(f"{LINE}{line}", fen(mean), True) for line, mean in year.select("line", "mean_fen").iter_rows()]
    if cases is not None:
        told += [(CASE, 0, True)]
        told += [(ref, amount, True) for ref, amount in cases.select("ref", "amount_fen").iter_rows()]
    told += [(f"{row['id']}@{row['period_end']}", row["actual"], False) for row in progress.iter_rows(named=True)]
    return pl.DataFrame(told, schema=MEASURES, orient="row", strict=False)


def kind_of(measure: str) -> str:
    """Return the measure that stands for all of its kind: what nobody finds any more has come down to its value."""
    return measure[: measure.find(":") + 1]

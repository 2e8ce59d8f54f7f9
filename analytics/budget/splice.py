"""The ledger made anew for some beneficiaries alone: what it holds of one does not rest on another."""

from collections.abc import Iterator

import polars as pl

from analytics.budget.ledger import Ledger, with_open

_WHO = "beneficiary"
_BATCH = ["benefit_id", "document_no", "month"]


def spliced(whole: Ledger, before: Ledger, after: Ledger) -> Ledger:
    """Return a ledger with what it holds of some beneficiaries replaced.

    before, after: the ledgers of these beneficiaries alone, as they were in the whole and as they are to be.
    """
    names = (frame[_WHO].unique() for part in (before, after) for frame in (part.cells, part.differences, part.open))
    who = pl.concat(list(names)).unique().sort()
    waiting = _replaced(whole.open, after.open, who)
    return Ledger(
        cells=_replaced(whole.cells, after.cells, who),
        differences=_replaced(whole.differences, after.differences, who),
        open=waiting,
        batches=with_open(_approved(whole, before, after), waiting),
    )


def _approved(whole: Ledger, before: Ledger, after: Ledger) -> pl.DataFrame:
    """Return what was approved with every document for every month."""
    fen = pl.col("approved_fen")
    parts = (whole.batches, after.batches, before.batches.with_columns(-fen))
    sums = pl.concat(part.select(*_BATCH, fen) for part in parts).group_by(_BATCH).agg(fen.sum())
    return sums.filter(fen != 0)


def _replaced(whole: pl.DataFrame, part: pl.DataFrame, who: pl.Series) -> pl.DataFrame:
    """Return a frame in order of its beneficiaries with the rows of some of them, sorted, replaced by others."""
    return pl.concat(_pieces(whole, part, who)).rechunk()


def _pieces(whole: pl.DataFrame, part: pl.DataFrame, who: pl.Series) -> Iterator[pl.DataFrame]:
    """Yield the stretches between the beneficiaries, and in the place of each their new rows."""
    olds = _bounds(whole, who)
    done = 0
    for (low, high), (first, last) in zip(olds, _bounds(part, who), strict=True):
        yield whole.slice(done, low - done)
        yield part.slice(first, last - first)
        done = high
    yield whole.slice(done)


def _bounds(frame: pl.DataFrame, who: pl.Series) -> list[tuple[int, int]]:
    """Return where the rows of each beneficiary begin and end."""
    ends = (frame[_WHO].search_sorted(who, side) for side in ("left", "right"))
    return list(zip(*(end.to_list() for end in ends), strict=True))

"""The frames of the room, and what every kind of matter brings to the agenda."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

import polars as pl

#: One row per matter. ref: "<kind>:<subject>"; unit_id: who would own a decision; measure: the number it moves, actual:
#: what that is now, expected: what it will be on the day `due` without a decision (in the unit of the measure).
#: at_stake_fen with basis (a code of how it was reckoned) and count (of what: persons, months, filings, findings);
#: deadline; urgency and reversal (codes of agenda.toml) with their factors; product of the three; rank from 1;
#: is_first: among those shown first; decision: the number of an open decision on it, null for none.
ITEMS = pl.Schema(
    {
        "ref": pl.String,
        "kind": pl.String,
        "subject": pl.String,
        "unit_id": pl.String,
        "measure": pl.String,
        "actual": pl.Float64,
        "expected": pl.Float64,
        "due": pl.Date,
        "at_stake_fen": pl.Int64,
        "basis": pl.String,
        "count": pl.Float64,
        "deadline": pl.Date,
        "days_left": pl.Int64,
        "urgency": pl.String,
        "urgency_factor": pl.Float64,
        "reversal": pl.String,
        "reversal_factor": pl.Float64,
        "product": pl.Float64,
        "rank": pl.Int64,
        "is_first": pl.Boolean,
        "decision": pl.Int64,
    }
)
#: One row per matter and option. option: a code; size: how much of it (a factor, people, months, a count); cost_fen:
#: null where nothing tells it; effect: what is compared (probability, share, overrun, fen, filings, people who
#: wait, or affected), before and after;
#: promised: the measure on the day due, if the option is taken.
OPTIONS = pl.Schema(
    {
        "ref": pl.String,
        "place": pl.Int64,
        "option": pl.String,
        "size": pl.Float64,
        "cost_fen": pl.Int64,
        "effect": pl.String,
        "before": pl.Float64,
        "after": pl.Float64,
        "promised": pl.Float64,
    }
)
#: One row per decision as it stands on the day. state: done, dropped, open or overdue; path: what was expected for the
#: day without the decision, on the way from the actual of then to what was expected for the day due; moved: better,
#: as_expected, worse or unknown; is_reached: the promise is kept; is_lower: the less the better; days: since it fell
#: due (negative: still to go).
FOLLOWED = pl.Schema(
    {
        "number": pl.Int64,
        "meeting": pl.String,
        "subject": pl.String,
        "ref": pl.String,
        "title": pl.String,
        "option": pl.String,
        "unit_id": pl.String,
        "due_date": pl.Date,
        "measure": pl.String,
        "promised": pl.Float64,
        "expected": pl.Float64,
        "actual_then": pl.Float64,
        "decided_as_of": pl.Date,
        "note": pl.String,
        "told_by": pl.String,
        "told_at": pl.Datetime("us"),
        "state": pl.String,
        "actual": pl.Float64,
        "path": pl.Float64,
        "moved": pl.String,
        "is_reached": pl.Boolean,
        "is_lower": pl.Boolean,
        "days": pl.Int64,
    }
)
#: One row per unit and item that it has to put right after a year's assessment: ref "correction:<year>:<item>"; ratio
#: in the running year, line from which it is put right; state: done, open, or overdue.
CORRECTED = pl.Schema(
    {
        "unit_id": pl.String,
        "ref": pl.String,
        "due": pl.Date,
        "ratio": pl.Float64,
        "line": pl.Float64,
        "state": pl.String,
    }
)
#: One row per matter that a unit is told: colour, why (a code), what it is about, when it is or was due, and numbers.
MATTERS = pl.Schema(
    {
        "unit_id": pl.String,
        "colour": pl.String,
        "why": pl.String,
        "ref": pl.String,
        "due": pl.Date,
        "days": pl.Int64,
        "actual": pl.Float64,
        "asked": pl.Float64,
    }
)
#: One row per unit and piece of work: what (kind and ref), who else answers for it, by when, and how far: actual of
#: asked, share of it, and state (a status, or done, open, overdue, missing, not_due).
WORK = pl.Schema(
    {
        "unit_id": pl.String,
        "kind": pl.String,
        "ref": pl.String,
        "is_lead": pl.Boolean,
        "others": pl.List(pl.String),
        "due": pl.Date,
        "actual": pl.Float64,
        "asked": pl.Float64,
        "share": pl.Float64,
        "state": pl.String,
    }
)
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Found:
    """Matters with their options: rows of ITEMS without what ranking adds, and rows of OPTIONS."""

    items: pl.DataFrame
    options: pl.DataFrame

    @classmethod
    def of(cls, items: Iterable[Row], options: Iterable[Row]) -> Self:
        return cls(framed(items, ITEMS), framed(options, OPTIONS))

    @classmethod
    def together(cls, parts: Iterable["Found"]) -> Self:
        """Return all parts as one."""
        known = list(parts)
        items = pl.concat([ITEMS.to_frame(), *(part.items for part in known)])
        return cls(items, pl.concat([OPTIONS.to_frame(), *(part.options for part in known)]))


def framed(rows: Iterable[Row], schema: pl.Schema) -> pl.DataFrame:
    """Return rows as a frame by a schema; what a row does not say is null."""
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)


def fen(amount: float | None) -> int | None:
    """Return a sum in whole fen."""
    return None if amount is None else round(amount)

"""The assessment of a year put together from what the other rooms know."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Literal

import polars as pl

from analytics.assessment import payments, reviewed, routine
from analytics.assessment.evidence import shaped, together
from analytics.assessment.frames import ITEMS
from analytics.assessment.key_work import key_work
from analytics.assessment.quality import quality
from analytics.assessment.reviewed import Panel
from analytics.assessment.scoring import Expected, expected, ratio, score
from analytics.assessment.trace import trace
from analytics.assessment.year_asks import Board
from analytics.policy import Policy
from analytics.policy.schemes import Scheme

Stage = Literal["open", "cut_off", "final"]
_MONEY = "yuan"
_MONTHS = 12


@dataclass(frozen=True)
class Known:
    """What is known on the day: frames of the records, of the targets' evaluation and of the vault.

    contributions, progress, history, forecasts, filings: as progress.evaluate returns them. sheets: Snapshot.sheets.
    applications, documents, milestones: the facts application, filed_document and milestone. entries, reviews,
    quotas: as the vault keeps them, of all years. payments: of the fact payment at least payments.COLUMNS.
    """

    contributions: pl.DataFrame
    progress: pl.DataFrame
    history: pl.DataFrame
    forecasts: pl.DataFrame
    filings: pl.DataFrame
    sheets: pl.DataFrame
    applications: pl.DataFrame
    payments: pl.DataFrame
    documents: pl.DataFrame
    milestones: pl.DataFrame
    entries: pl.DataFrame
    reviews: pl.DataFrame
    quotas: pl.DataFrame


@dataclass(frozen=True)
class Assessment:
    """One year as it stands; the frames are described in frames.py, each row stands for one unit, item or source.

    as_of and known_at: what it was made from. outlook: what the year is expected to end with. pending: what is open.
    """

    year: int
    stage: Stage
    as_of: date
    known_at: datetime | None
    scheme: Scheme
    items: pl.DataFrame
    evidence: pl.DataFrame
    points: pl.DataFrame
    classes: pl.DataFrame
    totals: pl.DataFrame
    adjustments: pl.DataFrame
    quality: pl.DataFrame
    pending: pl.DataFrame
    outlook: pl.DataFrame

    @cached_property
    def ends(self) -> Expected:
        """What places, bands and what follows from them rest on: the year as it is expected to end, or was cut off."""
        if self.stage == "open":
            return expected(self.points, self.totals, self.outlook, self.scheme)
        return Expected(self.points, self.totals)

    @cached_property
    def trace(self) -> pl.DataFrame:
        """What each source contributes, by TRACE; put together when it is asked for."""
        return trace(self.evidence, self.points, self.scheme)


def assemble(
    known: Known,
    policy: Policy,
    scheme: Scheme,
    *,
    as_of: date,
    known_at: datetime | None = None,
    stage: Stage = "open",
) -> Assessment:
    """Return the assessment of the scheme's year by what is known on `as_of`, which may lie after the year.

    Once the year is cut off nothing is expected beyond what it stands at.
    """
    day = min(as_of, date(scheme.year, 12, 31))
    units = {one.id for one in (*policy.units, *policy.towns)}
    panel = Panel(known.reviews, scheme, _elapsed(scheme.year, day), units)
    parts = [
        routine.filing(known.filings, scheme),
        routine.corrections(known.sheets, scheme),
        routine.applications(known.applications, policy, scheme, day),
        payments.in_time(known.applications, known.payments, policy, scheme, day),
        routine.documents(known.documents, policy, scheme, day),
        key_work(_board(known), known.quotas, policy, scheme, as_of),
        reviewed.milestones(known.milestones, panel, policy, day),
        reviewed.by_reviewers(panel),
        reviewed.innovation(known.entries, panel),
    ]
    all_found = together(parts)
    items = _items(all_found.items, policy, scheme)
    outlook = all_found.outlook if stage == "open" else all_found.outlook.clear()
    rated = quality(known.sheets, known.filings, policy, scheme)
    beside = reviewed.adjustments(known.entries, panel)
    scored = score(items, rated, beside, scheme, outlook)
    pending = pl.concat([all_found.pending, reviewed.open_adjustments(beside, panel)])
    waits = list(reviewed.waits(pending))
    return Assessment(
        year=scheme.year,
        stage=stage,
        as_of=as_of,
        known_at=known_at,
        scheme=scheme,
        items=items,
        evidence=all_found.evidence,
        points=scored.points,
        classes=scored.classes,
        totals=scored.totals.with_columns(has_pending=pl.col("unit_id").is_in(waits)),
        adjustments=beside,
        quality=rated,
        pending=pending,
        outlook=outlook,
    )


def _elapsed(year: int, day: date) -> float:
    """Return which share of the months of a year is over by the close of a day."""
    following = day + timedelta(days=1)
    months = (following.year - year) * _MONTHS + following.month - 1
    return min(max(months, 0), _MONTHS) / _MONTHS


def _board(known: Known) -> Board:
    return Board(known.contributions, known.progress, known.history, known.forecasts)


def _items(measured: pl.DataFrame, policy: Policy, scheme: Scheme) -> pl.DataFrame:
    """Return frame ITEMS in the order of the scheme: groups, units, items."""
    counts = {target.id for target in policy.targets if target.unit != _MONEY}
    lines = [
        (
            group.id,
            unit,
            item.class_id,
            item.id,
            item.weight,
            item.direction,
            scheme.cap_of(item),
            item.target in counts,
        )
        for group in scheme.groups
        for unit in group.units
        for item in scheme.items_of(unit)
    ]
    names = ("group", "unit_id", "class_id", "item_id", "weight", "direction", "cap", "is_count")
    kinds = {**{name: ITEMS[name] for name in names if name in ITEMS}, "cap": pl.Float64, "is_count": pl.Boolean}
    asked = pl.DataFrame(lines, schema={name: kinds[name] for name in names}, orient="row")
    joined = asked.join(measured, on=["unit_id", "item_id"], how="left", maintain_order="left")
    reached = ratio(pl.col("actual"), pl.col("quota"), pl.col("direction"), pl.col("cap"))
    by_state = pl.when(pl.col("state") == "scored").then(reached).when(pl.col("state") == "not_submitted").then(0.0)
    few = pl.col("is_count") & (pl.col("quota") < scheme.robustness.few)
    return shaped(joined.with_columns(ratio=by_state, is_small=few.fill_null(value=False)), ITEMS)

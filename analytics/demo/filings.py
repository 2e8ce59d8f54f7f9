"""Which rows are filed when: one filing per ledger and period, some of them late, some incomplete, some never."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.calibration_records import Form, Habits
from analytics.demo.draws import keys, some, weighted
from analytics.demo.months import Period
from analytics.demo.scene import Scene
from analytics.intake.layouts import Layout

BAD = "bad"
#: Rows that a filing must bring as they are: neither late nor spoiled.
SETTLED = "settled"
_SLOT = "slot"
_TWICE = "twice"
_PERSON = "person"
#: What has no rhythm of its own is filed by the quarter.
_FREQUENCIES = {"event": "quarterly"}


@dataclass(frozen=True)
class Filing:
    """What one bureau hands in for one ledger and period; a row's `bad` names what is wrong with it."""

    layout: Layout
    form: Form
    period: Period
    filed_at: datetime
    rows: pl.DataFrame


def plan(scene: Scene, ledgers: Mapping[str, pl.DataFrame], layouts: Mapping[str, Layout]) -> list[Filing]:
    """Return every filing, in the order in which they come in."""
    planned = [
        filing
        for ledger, rows in ledgers.items()
        if not rows.is_empty()
        for filing in _ledger(scene, layouts[ledger], rows)
    ]
    return sorted(planned, key=lambda filing: (filing.filed_at, filing.layout.id))


def _ledger(scene: Scene, layout: Layout, rows: pl.DataFrame) -> Iterator[Filing]:
    """Yield the filings of one ledger, one for each period that has something to tell."""
    filings, rng = scene.calibration.filings, scene.draws.stream("filing", layout.id)
    form, habits = filings.form.get(layout.id, Form()), filings.habits
    frequency = form.every or _FREQUENCIES.get(layout.frequency, layout.frequency)
    due = months.periods(scene.first, scene.last, frequency)
    if not due:
        return
    mishaps = {mishap.period: mishap.days_late for mishap in filings.mishaps if mishap.ledger == layout.id}
    slotted = _slotted(rows, due, form, habits, rng, belated=form.belated or habits.belated[frequency])
    for place, period in enumerate(due):
        filed_at = _filed_at(period, layout, habits, rng)
        if period.code in mishaps:
            days_late = mishaps[period.code]
            if days_late is None:
                continue
            filed_at = _moment(period.end + timedelta(days=layout.due_days + days_late), habits, rng)
        told = _restated(slotted, period, form) if form.restated else slotted.filter(pl.col(_SLOT) == place)
        if not told.is_empty():
            yield Filing(layout, form, period, filed_at, told)


def _slotted(
    rows: pl.DataFrame,
    due: list[Period],
    form: Form,
    habits: Habits,
    rng: np.random.Generator,
    *,
    belated: Sequence[int],
) -> pl.DataFrame:
    """Give every row the place of its filing in `slot`: belated rows a later one, corrected rows a second one.

    What is settled comes as it is, and with the filing that is due.
    """
    length, first = due[0].length, due[0].first
    slot = ((months.as_numbers(pl.col("on")) - first) // length).clip(lower_bound=0)
    rows = rows.with_columns(slot.alias(_SLOT), pl.lit(None, pl.String).alias(BAD))
    if form.restated or _PERSON not in rows.columns:
        return rows
    is_free = (
        ~rows[SETTLED].fill_null(value=False)
        if SETTLED in rows.columns
        else pl.Series([True]).new_from_index(0, len(rows))
    )
    later = pl.Series(weighted(rng, belated, len(rows)))
    rows = rows.with_columns(pl.col(_SLOT) + later * is_free.cast(pl.Int64))
    kinds = pl.Series(keys(rng, habits.bad_weights, len(rows)), dtype=pl.String)
    is_bad = pl.Series(some(rng, habits.bad_share, len(rows))) & is_free
    is_corrected = pl.Series(some(rng, habits.corrected_share, len(rows)))
    repeated = rows.filter(is_bad & (kinds == _TWICE))
    corrected = rows.filter(is_bad & (kinds != _TWICE) & is_corrected).with_columns(pl.col(_SLOT) + 1)
    spoiled = rows.with_columns(pl.when(is_bad & (kinds != _TWICE)).then(kinds).alias(BAD))
    return pl.concat([spoiled, repeated, corrected])


def _restated(rows: pl.DataFrame, period: Period, form: Form) -> pl.DataFrame:
    told = rows.filter(pl.col("on") <= period.end)
    return told.filter(pl.col("on") >= date(period.year, 1, 1)) if form.restated == "year" else told


def _filed_at(period: Period, layout: Layout, habits: Habits, rng: np.random.Generator) -> datetime:
    """Return when a filing comes in: mostly within the days given, sometimes after."""
    low, high = habits.early
    days = max(1, round(layout.due_days * (low + (high - low) * rng.random())))
    late = habits.always_late.get(layout.unit)
    if late or rng.random() < habits.late_share:
        fewest, most = late or habits.late_days
        days = layout.due_days + int(rng.integers(fewest, most + 1))
    return _moment(period.end + timedelta(days=days), habits, rng)


def _moment(day: date, habits: Habits, rng: np.random.Generator) -> datetime:
    opens, closes = habits.office_hours
    return datetime.combine(day, time(opens)) + timedelta(minutes=int(rng.integers(0, (closes - opens) * 60)))

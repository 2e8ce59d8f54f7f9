"""A year's assessment of three units by hand: what is asked of them, scored by the real kernel."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

import polars as pl

from analytics.assessment import Assessment, Stage, score
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE, ITEMS, OUTLOOK, PENDING, QUALITY
from tests.report.frames import policy

YEAR = 2026
SCHEME = policy().scheme(YEAR)
UNIT, OTHER, TOWN = "agriculture", "commerce", "370283105"
CORRECTIONS, FARMERS = "corrections", "key.farmers_cultivated"


def item(item_id: str, actual: float | None, quota: float, unit: str = UNIT, **values: Any) -> dict[str, Any]:
    """Return a row of ITEMS that is scored unless it says otherwise."""
    asked = SCHEME.item(item_id)
    ratio = None if actual is None else min(actual / quota, SCHEME.cap_of(asked))
    usual = {
        "group": "towns" if unit == TOWN else "bureaus", "unit_id": unit, "class_id": asked.class_id,
        "item_id": item_id, "weight": asked.weight, "state": "scored" if actual is not None else "pending",
        "direction": "higher", "actual": actual, "quota": quota, "ratio": ratio, "basis": "year", "is_small": False,
    }  # fmt: skip
    return usual | values


ROWS = (
    item(FARMERS, 300, 400),
    item("key.farmer_training", 3000, 2500),
    item("filing_complete", 5, 6),
    item(CORRECTIONS, 2, 10),
    item("service", None, 1),
    item("innovation", 0, 10, state="not_submitted", ratio=0.0),
    item("filing_complete", 6, 6, OTHER),
    item(CORRECTIONS, 0, 1, OTHER),
    item("town.youth", 8, 10, TOWN),
)
QUALITIES = (
    {"unit_id": UNIT, "dq": 0.80, "rows": 100, "passed": 92, "on_time": 0.86},
    {"unit_id": OTHER, "dq": 0.99, "rows": 100, "passed": 99, "on_time": 1.0},
)
TOLD = (
    {"unit_id": UNIT, "item_id": CORRECTIONS, "source": "row", "ref": "batch:7", "value": 6.0, "reason": "refused"},
    {"unit_id": UNIT, "item_id": CORRECTIONS, "source": "row", "ref": "batch:9", "value": 2.0, "reason": "refused"},
    {"unit_id": UNIT, "item_id": "filing_complete", "source": "filing", "value": 1.0, "reason": "missing"},
    {"unit_id": OTHER, "item_id": CORRECTIONS, "source": "row", "ref": "batch:8", "value": 1.0, "reason": "refused"},
)


def framed(rows: Any, schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=dict(schema))


def items() -> pl.DataFrame:
    return framed(ROWS, ITEMS)


def quality() -> pl.DataFrame:
    return framed(QUALITIES, QUALITY)


def assessment(stage: Stage = "open") -> Assessment:
    """Return the assessment that the rows above come to."""
    evidence = framed([{"counts": False} | row for row in TOLD], EVIDENCE)
    none = pl.DataFrame(schema=dict(ADJUSTMENTS))
    scored = score(items(), quality(), none, SCHEME)
    return Assessment(
        year=YEAR, stage=stage, as_of=date(2026, 9, 30), known_at=datetime.fromisoformat("2026-10-20 09:00"),
        scheme=SCHEME, items=items(), evidence=evidence, points=scored.points, classes=scored.classes,
        totals=scored.totals, adjustments=none,
        quality=quality(), pending=pl.DataFrame(schema=dict(PENDING)), outlook=pl.DataFrame(schema=dict(OUTLOOK)),
    )  # fmt: skip

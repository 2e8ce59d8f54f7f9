"""Six made-up units in one year: two at the top that cannot be told apart, one that is partial, one that is vetoed."""

from collections.abc import Callable
from datetime import date, datetime

import polars as pl
import pytest

from analytics.assessment.assessing import Assessment, Stage
from analytics.assessment.frames import ADJUSTMENTS, EVIDENCE, ITEMS, OUTLOOK, PENDING, QUALITY, Schema
from analytics.assessment.robustness import robustness
from analytics.assessment.scoring import score
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from analytics.report.assessment.subject import BUREAUS, Subject
from analytics.report.voice import Voice
from analytics.texts import catalogue

YEAR = 2025
CUT = datetime.fromisoformat("2026-01-20 15:00")
#: Shares reached: team_list, filing_on_time, key.farmers_cultivated, innovation; null: the item does not apply.
REACHED = {
    "agriculture": (1.0, 1.0, 1.0, 0.9),
    "commerce": (1.0, 1.0, 1.0, 0.88),
    "health": (0.9, 0.8, 0.9, 0.6),
    "finance": (0.9, 0.9, None, 0.5),
    "industry": (0.5, 0.2, 0.3, 0.0),
    "construction": (1.0, 1.0, 1.0, 0.7),
}
ASKED = ("team_list", "filing_on_time", "key.farmers_cultivated", "innovation")
VETOED = "construction"
#: While the year is open: industry, which is last so far, is expected to end first.
EXPECTED: list[dict[str, object]] = [
    {"unit_id": "industry", "item_id": item, "quota": 10.0, "expected": 12.0, "ratio": ratio, "basis": "pace"}
    for item, ratio in zip(ASKED, (1.0, 1.0, 1.2, 1.0), strict=True)
]

Make = Callable[[Stage], Subject]


@pytest.fixture
def voice(policy: Policy) -> Voice:
    return Voice(policy, catalogue("zh"))


@pytest.fixture
def english(policy: Policy) -> Voice:
    return Voice(policy, catalogue("en"))


@pytest.fixture
def make(policy: Policy) -> Make:
    """Return the assessment of the made-up units at a stage."""
    scheme = policy.scheme(YEAR)
    return lambda stage: _subject(_assessment(scheme, stage))


@pytest.fixture
def subject(make: Make) -> Subject:
    return make("cut_off")


def _subject(made: Assessment) -> Subject:
    return Subject(made, robustness(*made.ends, made.scheme), BUREAUS)


def _assessment(scheme: Scheme, stage: Stage) -> Assessment:
    items, evidence = _items(scheme), _evidence()
    quality = _frame(
        [{"unit_id": unit, "dq": 1.0, "rows": 200, "passed": 200, "on_time": 1.0} for unit in REACHED], QUALITY
    )
    beside = _frame(
        [
            {
                "unit_id": VETOED,
                "adjustment_id": next(one.id for one in scheme.adjustments if one.kind == "veto"),
                "kind": "veto",
                "points": 0.0,
                "ref": "entry:9",
                "day": date(2025, 12, 1),
            }
        ],
        ADJUSTMENTS,
    )
    outlook = _frame(EXPECTED if stage == "open" else [], OUTLOOK)
    scored = score(items, quality, beside, scheme, outlook)
    waits = [
        {
            "unit_id": "health",
            "item_id": "innovation",
            "about": "entry:5",
            "reason": "not_reviewed",
            "missing": 1,
        }
    ]
    return Assessment(
        year=YEAR,
        stage=stage,
        as_of=date(2025, 12, 31) if stage != "open" else date(2025, 9, 30),
        known_at=CUT if stage != "open" else None,
        scheme=scheme,
        items=items,
        evidence=evidence,
        points=scored.points,
        classes=scored.classes,
        totals=scored.totals,
        adjustments=beside,
        quality=quality,
        pending=_frame(waits, PENDING),
        outlook=outlook,
    )


def _items(scheme: Scheme) -> pl.DataFrame:
    rows = []
    for unit, reached in REACHED.items():
        for item_id, ratio in zip(ASKED, reached, strict=True):
            item = scheme.item(item_id)
            rows.append(
                {
                    "group": BUREAUS,
                    "unit_id": unit,
                    "class_id": item.class_id,
                    "item_id": item_id,
                    "weight": item.weight,
                    "state": "not_applicable" if ratio is None else "scored",
                    "direction": item.direction,
                    "actual": None if ratio is None else ratio * 10,
                    "quota": None if ratio is None else 10.0,
                    "ratio": ratio,
                    "basis": "measure",
                    "is_small": item_id.startswith("key."),
                }
            )
    return _frame(rows, ITEMS)


def _evidence() -> pl.DataFrame:
    """Return for agriculture's farmers ten records that count, a duplicate and one that was late."""
    made = [
        (
            "record",
            f"training_attendance:{n}",
            "training_attendance",
            n,
            n <= 10,
            None if n <= 10 else "duplicate_person",
        )
        for n in range(1, 12)
    ]
    rows = [
        {
            "unit_id": "agriculture",
            "item_id": "key.farmers_cultivated",
            "source": source,
            "ref": ref,
            "fact": fact,
            "record_id": number,
            "day": date(2025, 5, number),
            "value": 1.0,
            "counts": counts,
            "reason": reason,
        }
        for source, ref, fact, number, counts, reason in made
    ]
    filings = [
        {
            "unit_id": "agriculture",
            "item_id": "filing_on_time",
            "source": "filing",
            "ref": f"farmer_training:2025-{month:02d}-01",
            "day": date(2025, month, 28),
            "value": 1.0,
            "counts": month != 10,
            "reason": "late" if month == 10 else None,
        }
        for month in (1, 4, 7, 10)
    ]
    return _frame([*rows, *filings], EVIDENCE)


def _frame(rows: list[dict[str, object]], schema: Schema) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=dict(schema))

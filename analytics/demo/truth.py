"""What was planted and designed, for the tests alone: written beside a demonstration, never into its home."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import polars as pl

from analytics.demo import months
from analytics.demo.city import City
from analytics.demo.scene import Scene
from analytics.intake import Layout

#: The place behind which the months of a case stand.
_ENDS = ("from", "to")


def write(path: Path, scene: Scene, city: City, layouts: Mapping[str, Layout]) -> None:
    """Write the planted faults and the designed facts as JSON: ID numbers, credit codes, months as 2025-03, fen."""
    told = {
        "as_of": scene.as_of,
        "persons": scene.persons,
        "faults": [_case(scene, city, kind, case) for kind, cases in city.book.truth.items() for case in cases],
        "designed": {"arrears": _arrears(scene, city), **_bureaus(scene, layouts)},
    }
    path.write_text(json.dumps(told, ensure_ascii=False, indent=1, default=str), encoding="utf-8")


def _case(scene: Scene, city: City, kind: str, case: Mapping[str, Any]) -> dict[str, Any]:
    """Return one fault with numbers in place of places in the frames."""
    known = {name: value for name, value in case.items() if name not in ("who", "employer", "group", "length", *_ENDS)}
    who = case.get("who")
    members = who if isinstance(who, list) else [who] if who is not None else []
    ends = {name: months.code(case[name]) for name in _ENDS if case.get(name) is not None}
    found = {"kind": kind, "rule": scene.calibration.faults.fault[kind].rule, **known, **ends}
    found["persons"] = [city.people["id_number"][int(one)] for one in members]
    if case.get("employer") is not None:
        found["employer_code"] = city.staff["employer_code"][int(case["employer"])]
    return found


def _arrears(scene: Scene, city: City) -> dict[str, Any]:
    """Return, by benefit, the last month that is paid for everybody, and what is approved and unpaid beyond it."""
    unpaid = city.book.whole().filter(pl.col("paid_on").is_null())
    sums = unpaid.group_by("ledger", "benefit_id").agg(
        pl.len().alias("months"), (pl.col("rate") * pl.col("months")).sum().alias("fen"), pl.col("who").n_unique()
    )
    plan = scene.calibration.payments.arrears
    return {
        row["benefit_id"]: {
            "paid_to": plan[row["ledger"]].paid_to,
            "months": row["months"],
            "fen": row["fen"],
            "persons": row["who"],
        }
        for row in sums.sort("benefit_id").to_dicts()
    }


def _bureaus(scene: Scene, layouts: Mapping[str, Layout]) -> dict[str, Any]:
    programmes = scene.calibration.courses.programme
    gaming = sorted({layouts[ledger].unit for ledger, plan in programmes.items() if plan.december})
    return {"gaming_units": gaming, "late_units": sorted(scene.calibration.filings.habits.always_late)}

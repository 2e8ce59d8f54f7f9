"""The watch over the demonstration city: it finds the bureau that games its target, and nobody else."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.assessment import gaming
from analytics.assessment.key_work import OWN
from analytics.demo import city, truth
from analytics.demo.city import City
from analytics.demo.scene import Scene
from analytics.identity.assessments import ENTRIES, QUOTAS, REVIEWS
from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.progress.scoreboard import HISTORY, PROGRESS

#: Ledger and target of the courses and placements with a yearly quota, and whether a person counts once a year.
COURSES = {
    "farmer_training": ("quota.farmers_cultivated", True),
    "farmer_skill_training": ("quota.farmer_training", False),
    "ecommerce_training": ("quota.ecommerce", True),
    "rural_transfer_training": ("quota.rural_transfer", False),
    "backbone_teachers": ("quota.backbone_teachers", True),
    "medical_backbones": ("quota.medical_backbone", True),
    "internship_placements": ("quota.internships", True),
}
AS_OF = date(2026, 9, 30)
YEARS = (2023, 2024, 2025, 2026)


@pytest.fixture(scope="module")
def roomy(scene: Scene) -> City:
    """Return a city with so many people that nobody has to come to the same course twice a year."""
    return city.draw(replace(scene, persons=3 * scene.calibration.population.full_size))


@pytest.fixture(scope="module")
def contributions(roomy: City) -> pl.DataFrame:
    """Return what the courses of the city contribute to their quotas, as progress tells it."""
    parts = [counted(roomy.ledgers[ledger], target, is_once=once) for ledger, (target, once) in COURSES.items()]
    return pl.concat(parts).with_row_index("record_id")


def counted(rows: pl.DataFrame, target: str, *, is_once: bool) -> pl.DataFrame:
    year = pl.col("on").dt.year()
    told = rows.filter(year.is_in(YEARS)).sort("on")
    return (told.unique(["person", year], keep="first", maintain_order=True) if is_once else told).select(
        target_id=pl.lit(target),
        period_start=pl.date(year, 1, 1),
        period_end=pl.date(year, 12, 31),
        fact=pl.lit("training_attendance"),
        person_key=pl.col("person").cast(pl.String),
        event_date="on",
        is_counted=pl.lit(value=True),
    )


@pytest.fixture(scope="module")
def found(roomy: City, contributions: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    quotas = {target.id: target.value for target in policy.targets}
    ended = contributions.filter(pl.col("period_end") <= AS_OF)
    actual = ended.group_by("target_id", "period_start", "period_end").agg(actual=pl.len())
    asked = pl.col("target_id").replace_strict(quotas, return_dtype=pl.Int64)
    history = actual.with_columns(target=asked, is_stub=pl.lit(value=False))
    spells = roomy.ledgers["insurance_spells"].select(
        pl.col("person").cast(pl.String).alias("person_key"), "start_month"
    )
    return gaming.watch(
        policy.scheme(2026),
        AS_OF,
        progress=pl.DataFrame(schema=dict(PROGRESS)),
        history=history.select(pl.col(name).cast(HISTORY[name]) for name in history.columns),
        contributions=contributions,
        spells=spells,
        began_on=policy.document.effective,
        own=pl.DataFrame(schema=OWN),
        quotas=QUOTAS.to_frame(),
        entries=ENTRIES.to_frame(),
        reviews=REVIEWS.to_frame(),
    )


def test_the_bureau_that_games_is_told_for_each_of_its_habits(
    found: pl.DataFrame, scene: Scene, layouts: Mapping[str, Layout]
) -> None:
    designed: dict[str, Any] = truth._bureaus(scene, layouts)
    prompts = found.filter("is_prompt")
    assert prompts["unit_id"].unique().to_list() == designed["gaming_units"]
    assert prompts["watch"].to_list() == ["bunching", "december", "relabelled"]
    assert not set(designed["late_units"]) & set(prompts["unit_id"])


def test_a_prompt_opens_to_its_records(found: pl.DataFrame, contributions: pl.DataFrame) -> None:
    refs = dict(found.filter("is_prompt").select("watch", "refs").iter_rows())
    own = contributions.filter(pl.col("target_id") == "quota.ecommerce")
    december = own.filter(pl.col("event_date").dt.year() == 2025, pl.col("event_date").dt.month() == 12)
    assert sorted(refs["december"]) == sorted(f"training_attendance:{number}" for number in december["record_id"])
    assert refs["bunching"] == [f"target:quota.ecommerce:{year}-01-01" for year in (2023, 2024, 2025)]
    assert len(refs["relabelled"]) == len(set(refs["relabelled"])) >= 20
    assert set(refs["relabelled"]) < {f"training_attendance:{number}" for number in own["record_id"]}

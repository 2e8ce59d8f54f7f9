"""What the monthly allowances come to: one row per person and month that is due under the default readings."""

import polars as pl

from analytics.demo import months
from analytics.demo.scene import Scene
from analytics.entitlement import allowances

#: What the policy calls the levels of a person.
LEVELS = ("degree", "skill_grade", "title")


def due(scene: Scene, takers: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return who, benefit_id, month (number), rate (fen), sorted by person and month.

    takers: who and the levels held on entry, "none" where there is none. spells: who, employer, start, end.
    """
    kinds = spells.join(staff.select("employer", "kind"), on="employer").join(takers.select("who"), on="who")
    known = kinds.sort("who", "start").select(
        pl.col("who").alias("person_id"),
        months.as_dates(pl.col("start")).alias("start_month"),
        months.as_dates(pl.col("end")).alias("end_month"),
        pl.col("kind").alias("employer_kind"),
    )
    persons = takers.select(pl.col("who").alias("person_id"), *LEVELS, is_foreign=pl.lit(False))
    runs = allowances(persons, known, scene.policy, as_of=scene.last_day).collect()
    return runs.select(
        pl.col("person_id").alias("who"),
        "benefit_id",
        pl.int_ranges(months.as_numbers(pl.col("from_month")), months.as_numbers(pl.col("to_month")) + 1).alias(
            "month"
        ),
        pl.col("amount_fen").alias("rate"),
    ).explode("month")

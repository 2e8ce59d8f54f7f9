"""Cases of discretionary benefits that are known by name and not decided, from the tables that name them."""

from collections.abc import Mapping
from datetime import date

import polars as pl

from analytics.policy import Policy

#: The tables that name cases; of the last, work without a number that may bring a benefit due.
SOURCES = ("application", "project", "milestone")
_DECISION = "decision_amount"
_COLUMNS = (
    "benefit_id", "source", "name", "stage", "event_date", "asked_fen", "is_stated", "chance", "mean_fen", "record_id",
)  # fmt: skip


def negotiated(
    facts: Mapping[str, pl.DataFrame], usual: Mapping[str, float], policy: Policy, *, as_of: date
) -> pl.DataFrame:
    """Return one row per named case without a decision by the day: see _COLUMNS; the benefits in order of the policy.

    facts: application, project, decision_amount and, if there, milestone. usual: what a case of a benefit with a
    ceiling usually gets, in fen. name: the number of an application, the name of a project, the id of a milestone.
    asked_fen: what the case asks for, where it says so (is_stated), else the usual. chance: that it is granted, by its
    stage; mean_fen: asked_fen times chance.
    """
    parts = [
        _applications(facts["application"], list(usual), as_of),
        _projects(facts["project"], facts[_DECISION], list(usual), as_of),
    ]
    if (milestones := facts.get("milestone")) is not None:
        parts.append(_milestones(milestones, {m.milestone: m.benefit for m in policy.ceilings.milestones}, as_of))
    chances = {
        f"{source} {stage}": chance
        for source in SOURCES
        for stage, chance in getattr(policy.ceilings.chance, source).items()
    }
    case = pl.concat_str("source", pl.lit(" "), "stage")
    order = pl.Enum([benefit.id for benefit in policy.benefits])
    return (
        pl.concat(parts, how="diagonal_relaxed")
        .with_columns(
            chance=case.replace_strict(chances, default=None, return_dtype=pl.Float64),
            is_stated=pl.col("asked_fen").is_not_null(),
            asked_fen=pl.coalesce(
                pl.col("asked_fen").cast(pl.Float64),
                pl.col("benefit_id").replace_strict(usual, default=None, return_dtype=pl.Float64),
            ),
        )
        .filter(pl.col("chance").is_not_null(), pl.col("asked_fen").is_not_null())
        .with_columns(mean_fen=pl.col("asked_fen") * pl.col("chance"))
        .sort(pl.col("benefit_id").cast(order), "source", "event_date", "record_id")
        .select(_COLUMNS)
    )


def _applications(applications: pl.DataFrame, benefits: list[str], as_of: date) -> pl.DataFrame:
    """Return the applications at their last stage by the day; whether that is open, the probabilities say."""
    case = ("benefit_id", "application_no")
    last = (
        applications.filter(pl.col("benefit_id").is_in(benefits), pl.col("application_no").is_not_null())
        .pipe(_by, as_of)
        .sort("event_date", "record_id", nulls_last=False)
        .group_by(case, maintain_order=True)
        .agg(pl.col("stage", "event_date", "record_id").last(), pl.col("amount_fen").drop_nulls().last())
    )
    return _case(last, "application", "application_no", "amount_fen")


def _projects(projects: pl.DataFrame, decided: pl.DataFrame, benefits: list[str], as_of: date) -> pl.DataFrame:
    """Return the projects at their last stage by the day for whose enterprise or person nothing was decided."""
    known = decided.filter(pl.col("benefit_id").is_in(benefits)).pipe(_by, as_of, "decided_on")
    last = (
        projects.filter(pl.col("benefit_id").is_in(benefits))
        .pipe(_by, as_of)
        .sort("event_date", "record_id", nulls_last=False)
        .unique(["benefit_id", "project_name"], keep="last", maintain_order=True)
    )
    for key in ("employer_id", "person_key"):
        last = last.join(known, on=["benefit_id", key], how="anti", maintain_order="left")
    return _case(last, "project", "project_name", None)


def _milestones(milestones: pl.DataFrame, benefit: Mapping[str, str], as_of: date) -> pl.DataFrame:
    last = (
        milestones.filter(pl.col("milestone_id").is_in(list(benefit)))
        .pipe(_by, as_of)
        .sort("event_date", "record_id", nulls_last=False)
        .unique("milestone_id", keep="last", maintain_order=True)
        .with_columns(benefit_id=pl.col("milestone_id").replace_strict(benefit, return_dtype=pl.String))
        .rename({"status": "stage"})
    )
    return _case(last, "milestone", "milestone_id", None)


def _by(rows: pl.DataFrame, as_of: date, day: str = "event_date") -> pl.DataFrame:
    """Return what was told by the day; a row without a day is taken as told in time."""
    return rows.filter(pl.col(day).is_null() | (pl.col(day) <= as_of))


def _case(rows: pl.DataFrame, source: str, name: str, asked: str | None) -> pl.DataFrame:
    amount = pl.col(asked) if asked else pl.lit(None, pl.Int64)
    return rows.select(
        "benefit_id", "stage", "event_date", "record_id", source=pl.lit(source), name=pl.col(name), asked_fen=amount
    )

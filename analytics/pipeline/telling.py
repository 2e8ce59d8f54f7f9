"""What people told about a year's assessment, and a stamp that changes whenever somebody tells more."""

from dataclasses import dataclass

import polars as pl

from analytics.identity import assessments, closing, decisions
from analytics.pipeline.evaluation import Opened


@dataclass(frozen=True)
class Told:
    """Frames of the vault about one year: as things stand, and what happened to them, oldest first."""

    entries: pl.DataFrame
    entry_history: pl.DataFrame
    reviews: pl.DataFrame
    review_history: pl.DataFrame
    quotas: pl.DataFrame
    cutoffs: pl.DataFrame
    appeals: pl.DataFrame
    appeal_history: pl.DataFrame


def told(opened: Opened, year: int, *, with_names: bool = False) -> Told:
    """Return all that was told about a year; `with_names` opens who is nominated, which the caller has to log."""
    vault = opened.vault
    return Told(
        entries=assessments.entries(vault, year, with_names=with_names),
        entry_history=assessments.entry_history(vault, year),
        reviews=assessments.reviews(vault, year),
        review_history=assessments.review_history(vault, year),
        quotas=assessments.quotas(vault, year),
        cutoffs=assessments.cutoffs(vault, year),
        appeals=closing.appeals(vault, year),
        appeal_history=closing.appeal_history(vault, year),
    )


def told_stamp(opened: Opened) -> str:
    """Return a stamp of how much was told of assessments and decisions, and when last: another one, other numbers."""
    vault = opened.vault
    tables = (
        assessments.entry_history(vault),
        assessments.review_history(vault),
        assessments.quotas(vault),
        assessments.cutoffs(vault),
        closing.appeal_history(vault),
        decisions.decision_history(vault),
        decisions.notes(vault),
    )
    return " ".join(f"{table.height}:{table['told_at'].max()}" for table in tables)

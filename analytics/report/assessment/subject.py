"""What the page speaks of: one group of units in one year's assessment, with how firmly each unit stands."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics.assessment.assessing import Assessment
from analytics.assessment.outcomes import on_edge
from analytics.assessment.robustness import Robustness
from analytics.assessment.scoring import Expected
from analytics.policy.schemes import Scheme
from analytics.report.table import Drill
from analytics.report.voice import Voice

PAGE = "assessment"
BUREAUS, TOWNS = "bureaus", "towns"
GROUPS = (BUREAUS, TOWNS)
OPEN = "open"
_RANKS = ("unit_id", "rank_low", "rank_high", "p_top3", "tie_group", "ties", "small_items", "small_points")


@dataclass(frozen=True)
class Subject:
    """One group of one year; its own frames hold the units of this group only."""

    assessment: Assessment
    robust: Robustness
    group: str

    @property
    def year(self) -> int:
        return self.assessment.year

    @property
    def scheme(self) -> Scheme:
        return self.assessment.scheme

    @property
    def is_open(self) -> bool:
        return self.assessment.stage == OPEN

    @cached_property
    def totals(self) -> pl.DataFrame:
        """The totals; `band` is that of the total, in an open year that of what is expected at its end."""
        return self.of_group(self.assessment.totals.with_columns(band=self.assessment.ends.totals["band"]))

    @cached_property
    def ends(self) -> Expected:
        """Points and totals that places and what follows rest on: of an open year those expected at its end."""
        return Expected(*map(self.of_group, self.assessment.ends))

    @cached_property
    def classes(self) -> pl.DataFrame:
        return self.of_group(self.assessment.classes)

    @cached_property
    def points(self) -> pl.DataFrame:
        return self.of_group(self.assessment.points)

    @cached_property
    def waiting(self) -> pl.DataFrame:
        """What was handed in or is asked and waits for reviewers."""
        return self.assessment.pending.filter(pl.col("unit_id").is_in(self.units), pl.col("missing") > 0)

    @cached_property
    def units(self) -> list[str]:
        return self.totals["unit_id"].to_list()

    @cached_property
    def ranked(self) -> pl.DataFrame:
        """The totals with the ranks: tie groups best first, inside a group in the order of the totals' frame.

        is_on_edge: in a band that has to correct, and not told apart from a unit in a better one.
        """
        order, told = self.totals.with_row_index("place"), self.robust.units.select(*_RANKS)
        joined = order.join(told, on="unit_id", how="left", maintain_order="left")
        joined = joined.with_columns(is_on_edge=on_edge(self.scheme))
        return joined.sort("tie_group", "place", nulls_last=True).drop("place")

    def tie_sizes(self) -> list[int]:
        """Return how many units each tie group holds, best first."""
        return self.ranked.group_by("tie_group", maintain_order=True).len()["len"].to_list()

    def of_group(self, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.filter(pl.col("group") == self.group)

    def of_unit(self, frame: pl.DataFrame, unit: str) -> pl.DataFrame:
        return frame.filter(pl.col("unit_id") == unit)

    def opens(self, view: str, **codes: str) -> Drill:
        """Return the link to a view of this group and year."""
        return Drill(PAGE, {"year": str(self.year), "group": self.group, "view": view} | codes)

    def units_word(self, voice: Voice) -> str:
        return voice.t(f"assessment.count.{self.group}", count=len(self.units))

"""What lies ahead of the targets, made from one evaluation; every part is reckoned when it is first asked for."""

from dataclasses import dataclass
from functools import cached_property

import polars as pl

from analytics.progress import fans, joint, notices, steps
from analytics.progress.forecasts import Told
from analytics.progress.rules import Rules
from analytics.progress.tallies import Tallies


@dataclass(frozen=True, eq=False)
class Ahead:
    """The forecasts, and the frames of the evaluation that they are held against."""

    told: Told
    tallies: Tallies
    rules: Rules
    progress: pl.DataFrame
    by_unit: pl.DataFrame
    by_town: pl.DataFrame
    contributions: pl.DataFrame

    @cached_property
    def fan(self) -> pl.DataFrame:
        """How each target is expected to go on, see fans.FAN."""
        return fans.fan(self.told)

    @cached_property
    def joint(self) -> pl.DataFrame:
        """Bounds of the probability that all goals are reached, see joint.JOINT."""
        return joint.joint(self.progress, self.rules.policy)

    @cached_property
    def notices(self) -> pl.DataFrame:
        """Targets whose light will be worse by the next meeting, see notices.NOTICES."""
        return notices.notices(self.told, self.fan, self.progress, self.tallies, self.rules)

    @cached_property
    def waiting(self) -> pl.DataFrame:
        """The candidates who wait to be verified, see steps.pipeline."""
        return steps.pipeline(self.progress, self.contributions, self.rules)

    @cached_property
    def steps(self) -> pl.DataFrame:
        """Target, done, in the pipeline and missing, see steps.STEPS."""
        return steps.steps(self.progress, self.by_unit, self.by_town, self.waiting)

"""Which intervals may be shown: those that the back-test supports, with how often they held beside them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import polars as pl

from analytics.report.voice import Voice

SUPPORTED = "supported"


@dataclass(frozen=True)
class Trial:
    """How one target stood the test: how often it was forecast, which share held, and the reason of the verdict."""

    forecasts: int
    coverage: float
    reason: str


@dataclass(frozen=True)
class Proof:
    """What a back-test proves, by target and of all its forecasts together; tried is 0 where there was none."""

    trials: Mapping[str, Trial] = field(default_factory=dict)
    tried: int = 0
    coverage: float = 0.0

    def supports(self, target_id: str) -> bool:
        """Tell whether the interval of a target may be shown."""
        return target_id in self.trials and self.trials[target_id].reason == SUPPORTED

    def refuses(self, target_id: str) -> bool:
        """Tell whether a target was tried and did not stand the test."""
        return target_id in self.trials and self.trials[target_id].forecasts > 0 and not self.supports(target_id)

    @property
    def refused(self) -> int:
        """How many targets were tried and did not stand the test."""
        return sum(map(self.refuses, self.trials))


UNPROVEN = Proof()


class Tested(Protocol):
    """A back-test; scores, support: see progress.backtests."""

    @property
    def scores(self) -> pl.DataFrame: ...
    @property
    def support(self) -> pl.DataFrame: ...


def proof(made: Tested | None) -> Proof:
    """Return what a back-test proves: nothing where there is none."""
    if made is None:
        return UNPROVEN
    whole = made.scores.filter(pl.col("by") == "all").to_dicts()
    if not whole:
        return UNPROVEN
    trials = {
        row["target_id"]: Trial(row["forecasts"], row["coverage"] or 0.0, row["reason"])
        for row in made.support.iter_rows(named=True)
    }
    return Proof(trials, whole[0]["forecasts"], whole[0]["coverage"])


def sentence(found: Proof, voice: Voice) -> str:
    """Return how often all intervals held and how many targets show none for it, or why none is shown."""
    if not found.tried:
        return voice.t("forecast.proof.none")
    values = {"tried": voice.texts.number(found.tried), "coverage": voice.texts.pct(found.coverage)}
    return voice.t("forecast.proof.some" if found.refused else "forecast.proof", **values, refused=found.refused)


def of_target(found: Proof, target_id: str, voice: Voice) -> str:
    """Return how often the intervals of one target held, or why it shows none."""
    trial = found.trials.get(target_id)
    if not found.tried or trial is None:
        return voice.t("outlook.proof.none")
    values = {"tried": voice.texts.number(trial.forecasts), "coverage": voice.texts.pct(trial.coverage)}
    return voice.t(f"outlook.proof.{trial.reason}", **values)

"""Whether the targets will be reached: how good earlier forecasts were, and what another intake would make of them."""

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from analytics.identity import Vault, backtests
from analytics.identity.backtests import KeptBacktest
from analytics.pipeline.evaluation import Opened, Results, evaluate
from analytics.policy import Policy
from analytics.progress import backtests as tried
from analytics.progress import lifts


@dataclass(frozen=True, eq=False)
class TargetBacktest:
    """One row per target, origin and end, see progress.backtests.TESTED; made of which version, as of, and when."""

    version: int
    as_of: date
    made_at: datetime
    frame: pl.DataFrame
    policy: Policy

    @property
    def scores(self) -> pl.DataFrame:
        """Coverage, bias and scores of all, by horizon, size and target, see progress.backtests.SCORES."""
        return tried.scores(self.frame, self.policy)

    @property
    def reliability(self) -> pl.DataFrame:
        """How often what was told as so likely happened, see progress.backtests.RELIABILITY."""
        return tried.reliability(self.frame)

    @property
    def misses(self) -> pl.DataFrame:
        """Forecasts whose interval missed, the farthest off first, see progress.backtests.MISSES."""
        return tried.misses(self.frame)

    @property
    def support(self) -> pl.DataFrame:
        """Of which targets the intervals stood the test, see progress.backtests.SUPPORT."""
        return tried.support(self.frame, self.policy)

    @property
    def coverage(self) -> float | None:
        """The share of all outcomes that lay inside the interval, None where nothing was tried."""
        inside = self.frame["is_inside"]
        return None if inside.is_empty() else int(inside.sum()) / len(inside)


def make_target_backtest(opened: Opened, *, as_of: date, at: datetime) -> TargetBacktest:
    """Return the back-test of quarterly origins, each by what was known before it; it has no row in a young home."""
    found = evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=as_of)
    return target_backtest(found, opened, at=at)


def target_backtest(found: Results, opened: Opened, *, at: datetime) -> TargetBacktest:
    """Return the back-test of an evaluation that is already there."""
    rows = tried.tested(found.ahead.told, found.ahead.rules)
    return TargetBacktest(found.version, found.as_of, at, rows, opened.policy)


def keep_target_backtest(vault: Vault, made: TargetBacktest) -> None:
    """Keep a back-test, so that pages can show it with its age."""
    backtests.keep(vault, KeptBacktest("targets", made.version, made.as_of, made.made_at, made.frame.write_json()))


def latest_target_backtest(opened: Opened) -> TargetBacktest | None:
    """Return the back-test of the targets made last, none where there is none."""
    kept = backtests.latest(opened.vault, "targets")
    if kept is None:
        return None
    frame = pl.read_json(io.BytesIO(kept.rows.encode()), schema=dict(tried.TESTED))
    return TargetBacktest(kept.version, kept.as_of, kept.made_at, frame, opened.policy)


def attainments(found: Results, factor: float | Mapping[str, float]) -> pl.DataFrame:
    """Return the forecasts of present periods with the events to come times a factor, see progress.lifts.LIFTED."""
    return lifts.lifted(found.ahead.told, factor)

"""How long forecasts of all targets take, and how far they can be trusted on simulated histories with known ends."""

import time

import polars as pl

from analytics.series import attain, backtest
from tests.benchmarks.peers import forecasters
from tests.benchmarks.timing import Timed, repeated
from tests.series import simulated

SEEDS = range(1_000, 1_012)
#: Pools that the peers are run on: a minute each.
PEER_SEEDS = range(1_000, 1_002)
_LATEST = 58
_FIRST_ORIGIN = 12
_HORIZONS = (3, 6, 9, 12, 18, 24)


def measure() -> list[Timed]:
    """Return the speed of 25 targets and of their back-test, the scores of 300 series, and the peers'."""
    drawn = simulated.pool(SEEDS[0])
    reports = drawn.reports
    windows = [(0, simulated.MONTHS), (_LATEST - 10, simulated.MONTHS)]
    asked = pl.concat([simulated.targets(drawn, start, end, [1_000] * 25) for start, end in windows])
    origins = [simulated.month(n) for n in range(_FIRST_ORIGIN, simulated.MONTHS)]
    start = time.perf_counter()
    tried = simulated.tried(SEEDS)
    spent = (time.perf_counter() - start) * 1000
    return [
        repeated(
            "50 targets of 25 series with calibration",
            lambda: attain(reports, asked, simulated.month(_LATEST)),
            target="≤ 50",
        ),
        repeated(
            "back-test of 48 origins and 6 horizons",
            lambda: backtest(reports, asked.head(25), origins, horizons=_HORIZONS),
            times=3,
            target="≤ 5 000",
        ),
        *(_scored(tried, window, spent) for window in ("goal", "year")),
        *forecasters.compare(PEER_SEEDS, tried),
    ]


def _scored(tried: pl.DataFrame, window: str, spent: float) -> Timed:
    part = tried.filter(pl.col("window") == window)
    scores = part.select(pl.col("crps", "naive_crps", "linear_crps") / pl.col("outcome").clip(1)).mean().row(0)
    covered = part.select(pl.col("is_inside").mean()).item()
    brier = part.select(((pl.col("p_attain") - pl.col("is_reached")) ** 2).mean()).item()
    what = (
        f"300 series, {window}: 80 % cover {covered:.3f} (0.77 to 0.86), CRPS {scores[0]:.4f}, Brier {brier:.3f}, "
        f"{1 - scores[0] / scores[1]:.1%} less than last year (≥ 8 %), {1 - scores[0] / scores[2]:.0%} than even pace"
    )
    return Timed(what, spent, spent)

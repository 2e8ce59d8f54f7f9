"""Histories of shapes that a forecast stumbles over: [series, month, delay] counts, by name."""

import numpy as np

MONTHS = 36


def _at_once(monthly: np.ndarray) -> np.ndarray:
    return monthly[..., None]


def _drawn(seed: int, mean: np.ndarray | float, series: int = 4, months: int = MONTHS) -> np.ndarray:
    return np.random.default_rng(seed).poisson(mean, (series, months))


def _late(monthly: np.ndarray, seed: int = 1) -> np.ndarray:
    shares = np.array([0.42, 0.25, 0.13, 0.08, 0.05, 0.03, 0.02, 0.02])
    return np.random.default_rng(seed).multinomial(monthly, shares)


def _quarterly(monthly: np.ndarray) -> np.ndarray:
    """Every month is filed at the end of its calendar quarter; the first month is an October."""
    filed = np.zeros((*monthly.shape, 3), dtype=np.int64)
    for month in range(monthly.shape[1]):
        filed[:, month, 2 - month % 3] = monthly[:, month]
    return filed


def _year_end(seed: int) -> np.ndarray:
    return _drawn(seed, np.where(np.arange(MONTHS) % 12 == 2, 90.0, 3.0))


def _in_one_go() -> np.ndarray:
    """All of the past arrives with the first import, months after it happened."""
    delays = np.zeros((3, MONTHS, 25), dtype=np.int64)
    for month in range(24):
        delays[:, month, 24 - month] = 10
    delays[:, 24:, 0] = 10
    return delays


STEP = np.where(np.arange(MONTHS) < 30, 40.0, 4.0)

SHAPES: dict[str, np.ndarray] = {
    "steady": _late(_drawn(1, 25.0)),
    "a break of the trend": _late(_drawn(2, STEP)),
    "a break upwards": _late(_drawn(3, 44.0 - STEP)),
    "quarterly filers": _quarterly(_drawn(4, 30.0)),
    "tiny counts": _late(_drawn(5, 0.15)),
    "a rush at the end of the year": _late(_year_end(6)),
    "nothing at all": np.zeros((3, MONTHS, 1), dtype=np.int64),
    "one month of history": _at_once(_drawn(7, 12.0, months=1)),
    "half a year of history": _late(_drawn(8, 12.0, months=6)),
    "one series of many events": _late(_drawn(9, 40_000.0, series=1)),
    "all in one month": _at_once(np.where(np.arange(MONTHS) == 5, 500, 0)[None].repeat(2, axis=0)),
    "reported at once": _at_once(_drawn(10, 20.0)),
    "imported in one go": _in_one_go(),
    "growing fast": _late(_drawn(11, 1.15 ** np.arange(MONTHS))),
    "dying out": _late(_drawn(12, 60 * 0.8 ** np.arange(MONTHS))),
    "corrections": np.stack([np.full((2, MONTHS), 12), np.full((2, MONTHS), -3)], axis=-1),
}
#: Of these too little is known, or too much has changed.
SHORT = {"one month of history", "half a year of history", "tiny counts", "nothing at all", "dying out"}

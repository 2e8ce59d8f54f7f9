"""Chance, by seed: one stream of random numbers per subject, so that a new subject leaves the others as they were."""

from collections.abc import Mapping, Sequence
from typing import Any
from zlib import crc32

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


class Draws:
    """The streams of one seed."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def stream(self, *subject: str) -> np.random.Generator:
        """Return the generator of a subject, always at its beginning."""
        key = tuple(crc32(word.encode("utf-8")) for word in subject)
        return np.random.default_rng(np.random.SeedSequence(self._seed, spawn_key=key))


def weighted(rng: np.random.Generator, weights: Sequence[float] | Ints, size: int) -> Ints:
    """Return `size` places in a list of weights."""
    heights = np.cumsum(np.asarray(weights, dtype=np.float64))
    return np.searchsorted(heights, rng.random(size) * heights[-1], side="right").astype(np.int64)


def keys(rng: np.random.Generator, weights: Mapping[str, int], size: int) -> npt.NDArray[np.object_]:
    """Return `size` keys of a table of weights."""
    return np.array(list(weights), dtype=object)[weighted(rng, list(weights.values()), size)]


def picks(rng: np.random.Generator, items: Sequence[Any], size: int) -> npt.NDArray[np.object_]:
    """Return `size` items, each as likely as the other."""
    return np.array(items, dtype=object)[rng.integers(0, len(items), size)]


def apportion(total: int, weights: Sequence[float]) -> list[int]:
    """Share out `total` by weights, whole numbers that add up, the largest remainders first."""
    exact = np.asarray(weights, dtype=np.float64) * total / sum(weights)
    shares = np.floor(exact).astype(np.int64)
    order = np.argsort(shares - exact, kind="stable")
    shares[order[: total - int(shares.sum())]] += 1
    return [int(share) for share in shares]


def some(rng: np.random.Generator, share: float, size: int) -> Flags:
    """Return which of `size` things belong to a share of them."""
    return rng.random(size) < share

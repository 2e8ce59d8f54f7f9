"""The clocks: which of the payable months are paid, and as which benefit."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.entitlement.months import Months
from analytics.entitlement.rates import Tariff
from analytics.entitlement.terms import Slices


@dataclass(frozen=True, slots=True)
class Pieces:
    """Stretches of paid months, from `start` to before `stop`; `row` is the slice, `rank` that of its term."""

    row: NDArray[np.int64]
    rank: NDArray[np.int64]
    start: Months
    stop: Months


def paid_pieces(slices: Slices, count: int, tariff: Tariff, *, is_consecutive: bool) -> Pieces:
    """Return the paid months of the slices of `count` persons, in the order of the slices and of their months.

    In every slice the best benefit whose clock has time left is paid until that time or the slice is over, then the
    next best (r01). A clock counts the months it paid, or the months since it first paid (r02). The first slices of
    all persons are worked through at once, then their second slices, and so on.
    """
    clocks = Clocks(count * tariff.clocks, is_consecutive=is_consecutive)
    taken = np.zeros((slices.person.size, tariff.limit.shape[1]), np.int32)
    is_followed = np.append(slices.person[1:] == slices.person[:-1], np.zeros(min(slices.person.size, 1), np.bool_))
    wave = np.flatnonzero(~np.append(np.zeros(min(slices.person.size, 1), np.bool_), is_followed[:-1]))
    while wave.size:
        cursor, stop, term = slices.start[wave], slices.stop[wave], slices.term[wave]
        first_clock = slices.person[wave] * tariff.clocks
        for rank in range(taken.shape[1]):
            clock = first_clock + tariff.clock[term, rank]
            months = clocks.run(clock, cursor, stop, tariff.limit[term, rank])
            taken[wave, rank] = months
            cursor = cursor + months
        wave = wave[is_followed[wave]] + 1
    stops = slices.start[:, None] + np.cumsum(taken, axis=1, dtype=np.int32)
    row, rank = np.nonzero(taken)
    stop = stops[row, rank]
    return Pieces(row, rank, stop - taken[row, rank], stop)


class Clocks:
    """Every clock of every person: the months paid so far and, where lapses count, the first month paid."""

    def __init__(self, count: int, *, is_consecutive: bool) -> None:
        self._paid = np.zeros(count, np.int32)
        self._opened = np.zeros(count, np.int32) if is_consecutive else None

    def run(self, clock: NDArray[np.int64], cursor: Months, stop: Months, limit: Months) -> Months:
        """Let each of the clocks run from `cursor` to before `stop` if it may, and return the months it ran."""
        paid = self._paid[clock]
        if self._opened is None:
            elapsed = paid
        else:
            opened = np.where(paid > 0, self._opened[clock], cursor)
            elapsed = cursor - opened
            self._opened[clock] = opened
        months = np.maximum(np.minimum(stop - cursor, limit - elapsed), 0)
        self._paid[clock] = paid + months
        return months

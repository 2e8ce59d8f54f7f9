"""The golden figures of the methods once more, by a whole book: the kernel is the same arithmetic."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.budget.exposure.book import Book, Entry, Stock
from analytics.budget.exposure.outlay import Class, project
from tests.budget.exposure.books import Size, plausible

AMOUNT, HAZARD, LENGTH = 1_000.0, 0.01, 36


def _whole(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


@pytest.fixture
def book() -> Book:
    """500 approved people with 12 of 36 months behind, and ten entrants in each of ten months, paid without delay."""
    base = plausible(0, Size(streams=1, cells=1, months=60, groups=1))
    one = np.ones(1)
    return replace(
        base,
        goal_month=10,
        stock=Stock(
            stream=_whole(0),
            level=_whole(0),
            group=_whole(0),
            stage=_whole(0),
            used=_whole(12),
            first=_whole(1),
            last=_whole(24),
            every=_whole(1),
            amount=AMOUNT * one,
            persons=500 * one,
        ),
        entry=Entry(_whole(0), _whole(0), _whole(0), one, AMOUNT * one, AMOUNT**2 * one, _whole(1), _whole(LENGTH)),
        open_fen=np.zeros((3, 1), np.int64),
        amounts=(np.zeros(0),),
        intake=np.full((1, 12), 10.0),
        hazard=HAZARD * one,
        uptake=one,
        delay=np.ones((1, 1)),
        dispersion=one,
    )


def test_people_who_are_in(book: Book):
    outlay = project(book)
    assert round(float(outlay.mean[Class.COMMITTED].sum()), 2) == 10_716_092.96
    assert round(float(outlay.variance[Class.COMMITTED, 0, -1]) ** 0.5, 2) == 131_170.36


def test_entrants_to_the_goal_and_the_tail(book: Book):
    outlay = project(book)
    intake = outlay.mean[Class.INTAKE, 0]
    assert round(float(intake.sum()), 2) == 3_035_867.82
    assert round(float(intake[: book.goal_month].sum()), 2) == 533_825.43
    assert round(float(outlay.tail[Class.INTAKE, 0]), 2) == 2_502_042.39
    assert np.flatnonzero(intake)[-1] + 1 == 45
    assert round(float(outlay.variance[Class.INTAKE, 0, -1]) ** 0.5, 2) == 320_499.89
    clumped = project(replace(book, dispersion=np.full(1, 3.0)))
    assert round(float(clumped.variance[Class.INTAKE, 0, -1]) ** 0.5, 2) == 535_770.52

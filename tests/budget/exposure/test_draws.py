"""Draws on shared shocks: no difference without a change, and the mean and spread of the closed form."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.budget.exposure.draws import shocks, spread
from analytics.budget.exposure.outlay import project, totals
from analytics.budget.exposure.scenario import Change, Scenario
from tests.budget.exposure.books import SMALL, plausible

DRAWS, SEED = 2_000, 20260930


def test_an_empty_scenario_differs_by_exactly_nothing():
    book = plausible(0, SMALL)
    policy, empty = (spread(project(book, scenario), DRAWS, SEED) for scenario in (None, Scenario("nothing")))
    assert not (empty - policy).any()


def test_the_shocks_hang_on_the_book_and_the_seed_alone():
    book = plausible(0, SMALL)
    assert shocks(book, DRAWS, SEED) is shocks(book, DRAWS, SEED)
    same = shocks(plausible(0, SMALL), DRAWS, SEED)
    assert np.array_equal(same.intake, shocks(book, DRAWS, SEED).intake)
    assert not np.array_equal(shocks(book, DRAWS, SEED + 1).intake, same.intake)


def test_mean_and_spread_are_those_of_the_closed_form():
    outlay = project(plausible(1, SMALL))
    drawn, whole = spread(outlay, DRAWS, SEED), totals(outlay)
    lines = totals(outlay, outlay.book.lines)
    assert drawn.shape == (DRAWS, len(lines.names), len(outlay.years))
    assert (drawn >= 0).all()
    assert drawn.mean(0) == pytest.approx(lines.mean[:, :-1], rel=0.01, abs=1)
    assert drawn.sum((1, 2)).mean() == pytest.approx(whole.mean[0, -1], rel=0.003)
    assert drawn.sum((1, 2)).std() == pytest.approx(whole.variance[0, -1] ** 0.5, rel=0.05)


def test_a_difference_is_far_surer_than_either_outlay():
    book = plausible(2, SMALL)
    policy, dearer = (
        spread(project(book, scenario), DRAWS, SEED).sum((1, 2))
        for scenario in (None, Scenario("", (Change("rate", 1.05),)))
    )
    assert (dearer > policy).mean() > 0.99
    assert (dearer - policy).std() < 0.1 * policy.std()


@pytest.mark.parametrize("draws", [7, 8])
def test_few_draws_and_one_line_will_do(draws: int):
    book = plausible(3, SMALL)
    one = replace(book, lines=("all",) * SMALL.streams)
    assert spread(project(one), draws, SEED).shape[:2] == (draws, 1)


def test_without_errors_and_chance_every_draw_is_the_mean():
    book = plausible(4, SMALL)
    none = np.zeros(SMALL.streams)
    outlay = replace(
        project(replace(book, error=none, stock_error=none)), variance=np.zeros_like(project(book).variance)
    )
    assert np.allclose(spread(outlay, 10, SEED).sum(1), outlay.by_year[..., :-1].sum((0, 1)), rtol=1e-12)

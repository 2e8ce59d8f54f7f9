"""Who gains and loses by a scenario, and which promises it breaks."""

from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings

from analytics.budget.exposure.book import Book, Stage
from analytics.budget.exposure.differ import differ
from analytics.budget.exposure.scenario import Change, Scenario
from tests.budget.exposure.books import SMALL, plausible
from tests.budget.exposure.drawn import books, scenarios

_MOVED = ("people_gaining", "people_losing", "entrants_gaining", "entrants_losing", "broken_people", "broken_fen")


def _sums(book: Book, *rows: Change) -> dict[str, float]:
    return differ(book, Scenario("", rows)).select(pl.col(_MOVED).sum()).row(0, named=True)


def _coming(book: Book) -> float:
    return float((book.intake.sum(1) * book.uptake).sum())


def test_an_empty_scenario_moves_nobody():
    assert not any(_sums(plausible(0, SMALL)).values())


def test_a_lower_rate_for_entrants_breaks_no_promise():
    book = plausible(0, SMALL)
    found = _sums(book, Change("rate", 0.9))
    assert found["entrants_losing"] == pytest.approx(_coming(book))
    assert found["people_losing"] == found["broken_people"] == found["broken_fen"] == 0


def test_a_lower_rate_for_all_breaks_a_tenth_of_every_promise():
    book, stock = plausible(0, SMALL), plausible(0, SMALL).stock
    found = _sums(book, Change("rate", 0.9, existing=True))
    approved = stock.stage == Stage.APPROVED
    owed = stock.amount * stock.persons * ((stock.last - stock.first) // stock.every + 1)
    assert found["people_losing"] == stock.persons.sum()
    assert found["broken_people"] == stock.persons[approved].sum()
    assert found["broken_fen"] == pytest.approx(0.1 * owed[approved].sum())


def test_a_shorter_duration_for_all_takes_the_months_beyond_it():
    book = plausible(1, SMALL)
    stock = book.stock
    found = _sums(book, Change("duration", 24.0, existing=True))
    loses = stock.used + stock.last - (stock.every == 1) * (stock.first - 1) > 24
    assert found["people_gaining"] == 0
    assert found["people_losing"] <= stock.persons[loses].sum()
    assert found["people_losing"] > 0


def test_who_is_no_longer_eligible_loses_and_the_rest_may_gain():
    book = plausible(2, SMALL)
    found = _sums(book, Change("eligibility", 0.75, existing=True), Change("rate", 1.2, existing=True))
    assert found["people_losing"] == pytest.approx(0.25 * book.stock.persons.sum())
    assert found["people_gaining"] == pytest.approx(0.75 * book.stock.persons.sum())
    assert found["entrants_losing"] == pytest.approx(0.25 * _coming(book))


def test_a_cap_takes_only_from_those_above_it():
    book = plausible(3, SMALL)
    found = differ(book, Scenario("", (Change("cap", 600_000.0),)))
    above = [float((amounts > 600_000).mean()) if amounts.size else 0.0 for amounts in book.amounts]
    coming = book.intake.sum(1) * book.uptake
    assert found["entrants_losing"].to_list() == pytest.approx((coming * above).tolist())


def test_a_wait_made_good_and_another_season_cost_nobody():
    book = plausible(4, SMALL)
    found = _sums(book, Change("delay", 4.0, existing=True), Change("season", 2.0))
    assert found == pytest.approx(dict.fromkeys(_MOVED, 0.0), abs=1e-6)


def test_an_earlier_end_turns_entrants_away():
    book = plausible(5, SMALL)
    calendar = np.array([month.month - 1 for month in book.months[9:12]])
    turned_away = float((book.intake[:, calendar].sum(1) * book.uptake).sum())
    assert _sums(book, Change("extension", -3.0))["entrants_losing"] == pytest.approx(turned_away)


@settings(max_examples=40, deadline=None, derandomize=True)
@given(books(), scenarios())
def test_nobody_is_counted_twice(book: Book, scenario: Scenario):
    found = differ(book, scenario)
    people = np.bincount(book.stock.stream, book.stock.persons, len(book.streams))
    assert found.select(pl.col(_MOVED).min()).row(0) >= (0,) * len(_MOVED)
    moved = (found["people_gaining"] + found["people_losing"]).to_numpy()
    assert (moved <= people * (1 + 1e-9)).all()
    assert (found["broken_people"] <= found["people_losing"] * (1 + 1e-9) + 1e-9).all()
    assert (found["broken_expected_fen"] <= found["broken_fen"] * (1 + 1e-9) + 1e-6).all()


def test_only_the_streams_named_are_touched():
    book = plausible(6, SMALL)
    found = differ(book, Scenario("", (Change("rate", 0.5, streams=("b01",), existing=True),)))
    lost = found.filter(pl.col("entrants_losing") + pl.col("people_losing") > 0)
    assert lost["benefit_id"].to_list() == ["b01"]
    assert replace(book).streams == tuple(found["benefit_id"])

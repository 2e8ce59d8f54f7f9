"""The outlay in closed form: against a slow reckoning from what each knob means, and against what must always hold."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.outlay import Class, Outlay, interval, project, totals
from analytics.budget.exposure.scenario import Change, Knob, Scenario
from tests.budget.exposure.books import FULL, SMALL, month, plausible
from tests.budget.exposure.drawn import TINY, books, changes, scenarios
from tests.budget.exposure.reference import outlay as reference

_SOME = settings(max_examples=40, deadline=None, derandomize=True)
_FEW = settings(max_examples=25, deadline=None, derandomize=True)


def _total(book: Book, *rows: Change) -> float:
    return project(book, Scenario("", rows), moments=False).total


@_FEW
@given(books(), scenarios(4))
def test_it_is_what_each_knob_means_person_by_person(book: Book, scenario: Scenario):
    slow, fast = reference(book, scenario), project(book, scenario, moments=False).mean
    assert np.allclose(slow, fast, rtol=1e-9, atol=1e-9 * slow.max())


@_SOME
@given(books())
def test_an_empty_scenario_is_the_policy_bit_by_bit(book: Book):
    policy, empty = project(book), project(book, Scenario("nothing"))
    assert policy.mean.tobytes() == empty.mean.tobytes()
    assert policy.variance.tobytes() == empty.variance.tobytes()


@pytest.mark.parametrize(
    "knob", ["rate", "eligibility", "intake", "season", "uptake", "attrition", "delay", "indexation", "extension"]
)
def test_a_knob_at_its_neutral_value_changes_nothing(knob: Knob):
    book = plausible(1, TINY)
    neutral = 0.0 if knob in ("season", "delay", "indexation", "extension") else 1.0
    assert np.array_equal(project(book).mean, project(book, Scenario("", (Change(knob, neutral, existing=True),))).mean)


@_SOME
@given(books(), scenarios(), st.randoms(use_true_random=False))
def test_the_order_of_the_rows_is_irrelevant(book: Book, scenario: Scenario, order):
    rows = list(scenario.changes)
    order.shuffle(rows)
    one, other = project(book, scenario), project(book, replace(scenario, changes=tuple(rows)))
    assert one.mean.tobytes() == other.mean.tobytes()
    assert one.variance.tobytes() == other.variance.tobytes()


@_SOME
@given(books(), scenarios(), st.sampled_from(["rate", "intake", "uptake", "eligibility", "duration"]), st.data())
def test_more_is_never_cheaper(book: Book, scenario: Scenario, knob: Knob, data: st.DataObject):
    others = tuple(change for change in scenario.changes if change.knob != knob)
    change = data.draw(changes(knob))
    more = replace(
        change, value=change.value + data.draw(st.integers(1, 12) if knob == "duration" else st.floats(0, 1))
    )
    assert _total(book, *others, more) >= _total(book, *others, change) * (1 - 1e-12)


@_SOME
@given(books(), changes("attrition"), changes("cap"), changes("extension"))
def test_leavers_caps_and_an_earlier_end_never_cost(book: Book, leaving: Change, cap: Change, end: Change):
    policy = _total(book) * (1 + 1e-12)
    assert _total(book, replace(leaving, value=leaving.value + 1)) <= policy
    assert _total(book, cap) <= policy
    assert _total(book, replace(end, value=-abs(end.value))) <= policy


@_SOME
@given(books(), changes("delay"), scenarios(3))
def test_a_wait_that_is_made_good_only_moves_cash(book: Book, delay: Change, scenario: Scenario):
    others = tuple(change for change in scenario.changes if change.knob != "delay")
    paid_later = project(book, Scenario("", (*others, replace(delay, backdated=True))), moments=False)
    at_once = project(book, Scenario("", others), moments=False)
    assert paid_later.total == pytest.approx(at_once.total, rel=1e-10)
    later, sooner = (np.cumsum(one.mean.sum((0, 1))) for one in (paid_later, at_once))
    assert (later <= sooner * (1 + 1e-9)).all()
    assert _total(book, *others, replace(delay, backdated=False)) <= paid_later.total * (1 + 1e-10)


@_SOME
@given(books(), scenarios())
def test_classes_streams_and_years_add_up(book: Book, scenario: Scenario):
    outlay = project(book, scenario)
    by_year = outlay.by_year
    assert np.allclose(by_year[..., :-1].sum(-1), by_year[..., -1], rtol=1e-12)
    assert np.allclose(by_year[..., -1], outlay.mean.sum(-1), rtol=1e-12)
    assert (outlay.mean >= 0).all()
    assert (outlay.variance >= 0).all()
    assert outlay.mean[Class.ARREARS].sum() == pytest.approx(float(book.open_fen[0].sum()), rel=1e-12)
    assert (outlay.tail <= by_year[..., -1] * (1 + 1e-12)).all()
    whole = totals(outlay).mean
    for groups in (book.lines, book.units, book.streams):
        assert np.allclose(totals(outlay, groups).mean.sum(0), whole[0], rtol=1e-12)


def _sure(book: Book) -> Book:
    """Nobody leaves, all claim, the numbers are as expected."""
    none, one = np.zeros_like(book.error), np.ones_like(book.uptake)
    return replace(
        book,
        hazard=np.zeros_like(book.hazard),
        uptake=one,
        chance=np.ones_like(book.chance),
        dispersion=one,
        error=none,
        stock_error=none,
    )


def test_without_leavers_the_expectation_is_the_nominal():
    book = _sure(plausible(2, SMALL))
    outlay, stock, entry = project(book), book.stock, book.entry
    falls = (stock.last - stock.first) // stock.every + 1
    assert outlay.mean[[Class.COMMITTED, Class.INCURRED]].sum() == pytest.approx(
        float((falls * stock.amount * stock.persons).sum()) + float(book.open_fen[1:].sum()), rel=1e-12
    )
    each = np.where(entry.every == 0, 1, -(-entry.length // np.maximum(entry.every, 1)))
    people = book.intake.sum(1)[entry.stream]
    nominal = float((people * entry.share * each * entry.amount).sum())
    assert outlay.mean[Class.INTAKE].sum() == pytest.approx(nominal, rel=1e-12)
    assert outlay.variance[: Class.INTAKE, :, -1] == pytest.approx(0, abs=1)
    assert totals(outlay).variance[0, -1] == pytest.approx(outlay.variance[Class.INTAKE, :, -1].sum())


def test_the_last_month_takes_what_comes_after_it():
    book = plausible(3, SMALL)
    short = replace(book, months=book.months[:24])
    assert project(short).total == pytest.approx(project(book).total, rel=1e-12)
    assert np.allclose(project(short).mean[..., :23], project(book).mean[..., :23], rtol=1e-12)


def test_errors_that_go_together_add_more_than_errors_apart():
    book = plausible(4, SMALL)
    spreads = [
        totals(project(replace(book, correlation=rho)), None, [Class.INTAKE]).variance[0, -1] for rho in (0, 0.5, 1)
    ]
    assert spreads == sorted(spreads)
    alone = [totals(project(replace(book, correlation=rho)), book.streams).variance for rho in (0, 1)]
    assert np.allclose(alone[0], alone[1])


def test_an_interval_holds_the_mean_and_widens():
    whole = totals(project(plausible(0, SMALL)))
    low, middle, high = interval(whole.mean[0, -1], whole.variance[0, -1], (0.1, 0.5, 0.9))
    assert low < middle < whole.mean[0, -1] < high


def test_a_cap_reaches_by_itself_only_streams_with_single_amounts():
    book = plausible(5, FULL)
    policy, capped = project(book), project(book, Scenario("", (Change("cap", 300_000.0),)))
    cheaper = (capped.mean < policy.mean * (1 - 1e-9)).any(axis=(0, 2))
    assert cheaper.tolist() == [amounts.size > 0 for amounts in book.amounts]


def _doubled(outlay: Outlay) -> tuple[np.ndarray, np.ndarray]:
    return 2 * outlay.mean[Class.INTAKE], 4 * outlay.variance[Class.INTAKE]


def test_a_rate_for_entrants_leaves_people_who_are_in_alone():
    book = plausible(6, SMALL)
    policy, raised = project(book), project(book, Scenario("", (Change("rate", 2.0),)))
    mean, variance = _doubled(policy)
    assert np.allclose(raised.mean[Class.INTAKE], mean, rtol=1e-12)
    assert np.allclose(raised.variance[Class.INTAKE], variance, rtol=1e-12)
    assert np.array_equal(raised.mean[: Class.INTAKE], policy.mean[: Class.INTAKE])
    since = project(book, Scenario("", (Change("rate", 2.0, since=month(7)),)))
    assert np.array_equal(since.mean[..., :6], policy.mean[..., :6])

"""How long the outlay to come takes in closed form, and the same question put to a plain Monte Carlo over persons."""

import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import numpy as np

from analytics import pipeline
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.draws import shocks, spread
from analytics.budget.exposure.outlay import project, totals
from analytics.budget.exposure.prepared import prepare
from analytics.budget.exposure.scenario import Change, Scenario
from analytics.pipeline import House
from analytics.series import shapley
from tests.benchmarks.home import AS_OF
from tests.benchmarks.timing import Timed, repeated
from tests.budget.exposure.books import month, plausible
from tests.budget.exposure.persons import simulate

DRAWS, SEED, RUNS = 2_000, 20260930, 200
SINCE = month(4)


def measure(home: Path) -> list[Timed]:
    """Return the exposure of the city, and the kernel on a made-up book of that size; no two scenarios are the same."""
    state = House(home).open()
    accounts, batches = pipeline.account(state, as_of=AS_OF), state.snapshot.batches()
    book = plausible()
    numbers = count(1)

    def means() -> object:
        return project(book, next(fresh), moments=False)

    def with_moments() -> object:
        return project(book, next(fresh))

    def attributed() -> object:
        scenario = next(fresh)
        return shapley(lambda knobs: project(book, scenario.only(knobs), moments=False).total, scenario.knobs)

    def prepared() -> object:
        prepare.cache_clear()
        return prepare(book)

    def drawn() -> object:
        shocks.cache_clear()
        return shocks(book, DRAWS, SEED)

    fresh = _scenarios(numbers)
    outlay = project(book, next(fresh))
    cells = f"{len(book.streams)} streams, {book.stock.stream.size:,} cells, {len(book.months)} months"
    return [
        repeated("exposure of the city from scratch", lambda: pipeline.exposure(accounts, batches), target="≤ 500"),
        repeated(f"prepare a book once: {cells}", prepared),
        repeated("one scenario of six knobs, means", means, times=50, target="≤ 3"),
        repeated("the same with exact variances", with_moments, times=50),
        repeated(f"shocks of a book, once: {DRAWS:,} draws", drawn),
        repeated(f"{DRAWS:,} correlated draws of a scenario", lambda: spread(outlay, DRAWS, SEED), target="≤ 20"),
        repeated("Shapley over six knobs, 64 runs", attributed, target="≤ 100"),
        *_against_persons(book),
    ]


def _scenarios(numbers: Iterator[int]) -> Iterator[Scenario]:
    """Yield scenarios of six knobs that differ in every value, so that nothing kept from before helps."""
    for number in numbers:
        little = number / 10_000
        yield Scenario(
            "bench",
            (
                Change("rate", 1.1 + little, since=SINCE, existing=True),
                Change("duration", float(24 + number % 24), since=SINCE),
                Change("intake", 1.2 + little),
                Change("uptake", 1.1 + little),
                Change("attrition", 1.5 + little, existing=True),
                Change("delay", float(1 + number % 6), since=SINCE),
            ),
        )


def _against_persons(book: Book) -> list[Timed]:
    """Time both on the people of the book, whose elapsed money is left out, and say how far they agree."""
    book = replace(book, open_fen=0 * book.open_fen)

    def closed() -> tuple[float, float]:
        prepare.cache_clear()
        whole = totals(project(book))
        return float(whole.mean[0, -1]), float(whole.variance[0, -1]) ** 0.5

    mean, sd = closed()
    closed_form = repeated("mean and variance in closed form, from the bare book", closed)
    start = time.perf_counter()
    runs = simulate(book, RUNS, SEED, at_once=4).total
    spent = (time.perf_counter() - start) * 1000
    people = int(book.stock.persons.sum() + (book.intake.sum(1) * book.uptake).sum())
    agreement = f"mean {runs.mean() / mean - 1:+.2%} (± {sd / mean / np.sqrt(RUNS):.2%}), sd {runs.std() / sd - 1:+.1%}"
    agreement = f"{agreement} (± {1 / np.sqrt(2 * RUNS):.1%})"
    ratio = f"{spent / closed_form.median:,.0f} times as long"
    return [closed_form, Timed(f"by {RUNS} runs over {people:,} persons: {ratio}; {agreement}", spent, spent)]

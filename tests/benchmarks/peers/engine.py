"""The monthly allowances told in a rules engine, run in the engine's own environment: months in order, cell for cell.

Called as `engine.py ENGINE POPULATION.npz CELLS.npy TIMES`: the population's arrays in; fen by benefit, month and
person out; one line of JSON on stdout with the milliseconds of each run and the peak memory. Rates are monthly
variables, as an engine with dated parameters has them. The months are counted on one clock per person, or on one clock
per benefit (r01).
"""

import importlib
import json
import resource
import sys
import time
from typing import Any

import numpy as np

GRADES = ("degree", "title", "skill_grade")


def system(engine: str, population: Any) -> Any:
    """Return the tax and benefit system: levels and insured months in, the allowances of every month out."""
    entities, variables, periods, systems = (
        importlib.import_module(f"{engine}.{room}")
        for room in ("entities", "variables", "periods", "taxbenefitsystems")
    )
    person = entities.build_entity("person", "persons", "", is_person=True)
    made = systems.TaxBenefitSystem([person])

    def add(name: str, value_type: type, period: Any, formula: Any = None) -> None:
        traits = {"value_type": value_type, "entity": person, "definition_period": period, "label": name}
        made.add_variable(type(name, (variables.Variable,), traits | ({"formula": formula} if formula else {})))

    def add_monthly(name: str, formula: Any) -> None:
        add(name, int, periods.MONTH, formula)

    for grade in GRADES:
        add(grade, int, periods.ETERNITY)
        add_monthly(f"{grade}_rate", rate_of(grade, population[f"{grade}_rates"]))
    for name in ("is_insured", "is_eligible", "is_barred"):
        add(name, bool, periods.MONTH)
    add("was_here", bool, periods.MONTH, was_here)
    add("is_new", bool, periods.MONTH, newcomer_since(str(population["effective"])))
    add("is_payable", bool, periods.MONTH, is_payable)
    add_clocks = add_own_clocks if population["has_clock_per_benefit"] else add_shared_clock
    add_clocks(add_monthly, population)
    return made


def add_shared_clock(add: Any, population: Any) -> None:
    """Add the allowances on one clock of so many months per person (r01, the default)."""
    add("best_rate", lambda people, period: np.max(held(people, period), axis=0))
    add("months_paid", months_paid("allowance", "months_paid"))
    add("allowance", allowance_within(int(population["months_max"])))
    for place, grade in enumerate(GRADES):
        add(f"{grade}_allowance", paid_for(place))


def add_own_clocks(add: Any, population: Any) -> None:
    """Add the allowances on one clock per benefit (r01): the best rate whose own clock has time left."""
    for place, grade in enumerate(GRADES):
        add(f"{grade}_months_paid", months_paid(f"{grade}_allowance", f"{grade}_months_paid"))
        add(f"{grade}_open_rate", open_rate(grade, int(population[f"{grade}_months_max"])))
        add(f"{grade}_allowance", best_open(place))


def held(people: Any, period: Any, rate: str = "rate") -> list[Any]:
    return [people(f"{grade}_{rate}", period) for grade in GRADES]


def rate_of(grade: str, rates: Any) -> Any:
    return lambda people, period: rates[people(grade, period)]


def paid_for(place: int) -> Any:
    """Return the formula of one kind of level: the allowance where it is the first of the highest."""
    return lambda people, period: people("allowance", period) * (np.argmax(held(people, period), axis=0) == place)


def was_here(people: Any, period: Any) -> Any:
    before = period.last_month
    return people("was_here", before) + people("is_insured", before)


def newcomer_since(effective: str) -> Any:
    def is_new(people: Any, period: Any) -> Any:
        arrives = people("is_insured", period) * ~people("was_here", period) * (str(period.start) >= effective)
        return people("is_new", period.last_month) + arrives

    return is_new


def is_payable(people: Any, period: Any) -> Any:
    return people("is_eligible", period) * ~people("is_barred", period) * people("is_new", period)


def months_paid(allowance: str, clock: str) -> Any:
    def paid(people: Any, period: Any) -> Any:
        before = period.last_month
        return people(clock, before) + (people(allowance, before) > 0)

    return paid


def open_rate(grade: str, limit: int) -> Any:
    return lambda people, period: people(f"{grade}_rate", period) * (people(f"{grade}_months_paid", period) < limit)


def best_open(place: int) -> Any:
    """Return the formula of one benefit: its rate where it is the first of the highest whose clock has time left."""

    def allowance(people: Any, period: Any) -> Any:
        rates = held(people, period, "open_rate")
        return rates[place] * (np.argmax(rates, axis=0) == place) * people("is_payable", period)

    return allowance


def allowance_within(limit: int) -> Any:
    def allowance(people: Any, period: Any) -> Any:
        goes_on = people("is_payable", period) * (people("months_paid", period) < limit)
        return people("best_rate", period) * goes_on

    return allowance


def run(engine: str, population: Any) -> tuple[float, list[list[Any]]]:
    """Return the milliseconds from the arrays to the last month, and the fen of every person by month and benefit."""
    builder = importlib.import_module(f"{engine}.simulations").SimulationBuilder()
    rules = system(engine, population)
    months, inputs = population["months"], {n: population[n] for n in ("is_insured", "is_eligible", "is_barred")}
    grades = {grade: population[grade] for grade in GRADES}
    start = time.perf_counter()
    simulation = builder.build_default_simulation(rules, count=len(grades["degree"]))
    for grade, codes in grades.items():
        simulation.set_input(grade, "eternity", codes)
    before = f"{months[0]}"
    first = importlib.import_module(f"{engine}.periods").period(before).last_month
    nothing = np.zeros(len(grades["degree"]), bool)
    for name in ("was_here", "is_new", "is_insured"):
        simulation.set_input(name, str(first), nothing)
    for grade in [f"{grade}_" for grade in GRADES] if population["has_clock_per_benefit"] else [""]:
        for name in ("months_paid", "allowance"):
            simulation.set_input(f"{grade}{name}", str(first), nothing.astype(np.int32))
    cells = []
    for place, month in enumerate(months):
        for name, matrix in inputs.items():
            simulation.set_input(name, str(month), matrix[place])
        cells.append([simulation.calculate(f"{grade}_allowance", str(month)) for grade in GRADES])
    return (time.perf_counter() - start) * 1000, cells


def main(engine: str, source: str, target: str, times: int) -> None:
    with np.load(source) as stored:
        population = dict(stored)
    touched = np.ones(1 << 29, np.uint8)  # memory touched once before, so that no run pays for its first pages
    del touched
    results = [run(engine, population) for _ in range(times)]
    np.save(target, np.array(results[-1][1], np.int32))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    told = {"milliseconds": [milliseconds for milliseconds, _ in results], "peak_mb": peak}
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))

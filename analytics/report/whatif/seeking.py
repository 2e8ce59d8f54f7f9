"""Goal-seek: ceilings by year and a goal in the address, the best plan in words, and the front as a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.choices import Choices
from analytics.budget.exposure.goal_seek import Plan, Shortfall, cheapest, fitting, front
from analytics.budget.exposure.offering import scenario_of
from analytics.policy import Policy
from analytics.report import goal_seek
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice
from analytics.report.whatif import links, speech
from analytics.report.whatif.ground import Ground

#: Codes of the address: ceilings by year in ten thousands of yuan, and the goal in people.
CEILINGS, GOAL = "ceil", "goal"
FEN_PER_STEP = 1_000_000
_BETWEEN, _PART = ".", ":"
_LONGEST = 9


@dataclass(frozen=True)
class Asked:
    """What is sought: ceilings by year in ten thousands of yuan, and at least so many entrants (0: any)."""

    ceilings: Mapping[int, int]
    goal: int

    @property
    def is_empty(self) -> bool:
        return not self.ceilings and not self.goal

    @property
    def fen(self) -> dict[int, float]:
        return {year: float(value * FEN_PER_STEP) for year, value in self.ceilings.items()}


@dataclass(frozen=True)
class Found:
    """What fits best or would have to give, and the plans that nothing beats, the cheapest first.

    ceilings: the fen asked for by year. goal: at least so many entrants (0: any).
    """

    ceilings: Mapping[int, float]
    goal: float
    best: Plan | Shortfall
    front: Sequence[Plan]


@dataclass(frozen=True)
class Sought:
    """The answer as a sentence, and the plans that nothing beats."""

    sentence: str
    front: Table


def read(codes: Mapping[str, str], years: Sequence[int]) -> Asked:
    """Return what an address asks for; what makes no sense counts as absent."""
    pairs = (part.split(_PART) for part in codes.get(CEILINGS, "").split(_BETWEEN))
    told = {_whole(pair[0]): _whole(pair[1]) for pair in pairs if len(pair) == 2}
    ceilings = {year: told[year] for year in years if told.get(year) is not None}
    return Asked({year: value for year, value in ceilings.items() if value is not None}, _whole(codes.get(GOAL)) or 0)


def codes(asked: Asked) -> dict[str, str]:
    """Return what is asked for as codes."""
    told = _BETWEEN.join(f"{year}{_PART}{value}" for year, value in sorted(asked.ceilings.items()))
    found = {CEILINGS: told, GOAL: str(asked.goal or "")}
    return {code: value for code, value in found.items() if value}


def stands(of: Ground, years: Sequence[int], voice: Voice) -> str:
    """Return what the policy as it stands comes to in each year that may have a ceiling."""
    base = of.base
    told = [
        voice.t("whatif.seek.year", year=year, cost=voice.texts.money_fen(round(fen)))
        for year, fen in zip(base.outlay.years, base.to_come.tolist()[:-1], strict=True)
        if year in years
    ]
    return voice.t("whatif.seek.now", costs=voice.listing(told))


def offer(policy: Policy, voice: Voice) -> str:
    """Return what may be chosen from."""
    grid = policy.knobs.grid
    parts = {"rates": grid.rates, "months": grid.months, "intakes": grid.intakes}
    said = {name: voice.listing([voice.texts.pct(value) for value in values]) for name, values in parts.items()}
    return voice.t("whatif.seek.note", **said)


def sought(book: Book, choices: Choices, asked: Asked, voice: Voice) -> Sought:
    """Return the plan that fits best, in words, and the front of those between which to choose."""
    found = seek(choices, asked.fen, asked.goal, voice.policy)
    listed = table(book, choices, found, voice.t("whatif.seek.table", count=len(found.front)), voice)
    return Sought(sentence(found, voice), listed)


def seek(choices: Choices, ceilings: Mapping[int, float], goal: float, policy: Policy) -> Found:
    """Return what fits under ceilings by year (fen) and reaches a goal; without a ceiling the cheapest that does."""
    best = fitting(choices, ceilings, goal=goal) if ceilings else cheapest(choices, goal)
    plans = front(choices, ceilings, policy.knobs.grid.front_steps) if isinstance(best, Plan) else []
    return Found(ceilings, goal, best, [plan for plan in plans if plan.goal >= goal - 1])


def sentence(found: Found, voice: Voice) -> str:
    """Return the best plan with what keeps it from being better, or what would have to give."""
    return goal_seek.sentence(found.best, found.goal, voice.texts)


def table(book: Book, choices: Choices, found: Found, caption: str, voice: Voice) -> Table:
    """Return the best plan and the front, one row each; no row where nothing fits."""
    named = [(voice.t("whatif.seek.best"), found.best)] if isinstance(found.best, Plan) else []
    named += [(voice.t("whatif.seek.plan", number=number), plan) for number, plan in enumerate(found.front, start=1)]
    limited = [year for year in choices.years if year in found.ceilings]
    rows = tuple(
        (
            Cell(name, drill=links.opens(scenario_of(book, choices, plan, name))),
            *_numbers(plan, [plan.cost[choices.years.index(year)] for year in limited], voice),
        )
        for name, plan in named
    )
    return Table(caption, _columns(limited, voice), rows)


def _columns(limited: Sequence[int], voice: Voice) -> tuple[Column, ...]:
    years = [(f"y{year}", voice.t("whatif.seek.column.year", year=year)) for year in limited]
    return (
        Column("plan", voice.t("whatif.seek.column.plan")),
        Column("cost", voice.t("whatif.seek.column.cost"), "right"),
        *(Column(name, title, "right", is_minor=True) for name, title in years),
        Column("goal", voice.t("whatif.seek.column.goal"), "right"),
        Column("losers", voice.t("whatif.seek.column.losers"), "right"),
    )


def _numbers(plan: Plan, limited: Sequence[float], voice: Voice) -> tuple[Cell, ...]:
    people = (Cell(voice.texts.number(count), round(count)) for count in (plan.goal, plan.losers))
    return (speech.money(plan.total, voice), *(speech.money(fen, voice) for fen in limited), *people)


def _whole(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) <= _LONGEST else None

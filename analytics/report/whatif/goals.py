"""Goals under a scenario: how likely each is reached as it stands, and with the intake that the scenario brings."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.prepared import prepare
from analytics.budget.exposure.scenario import Knob, Scenario
from analytics.budget.exposure.terms import terms
from analytics.policy import Policy
from analytics.policy.targets import Target
from analytics.report.cards import Card
from analytics.report.forecast.proof import Proof
from analytics.report.forecast.reach import chance
from analytics.report.outcome import Outcome
from analytics.report.signs import JUDGED
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice

#: Goals that are shown, and the one knob that moves them: when people come within a year is no more of them.
_SHOWN = 2
_MOVES: frozenset[Knob] = frozenset({"intake"})
#: A factor nearer to one than this moves nothing.
_SAME = 0.001


@dataclass(frozen=True)
class Goal:
    """A goal's probability as it stands, the factor on those still to come, and its probability with them."""

    target: Target
    before: float
    factor: float
    after: float

    @property
    def is_moved(self) -> bool:
        return self.factor != 1


def factors(book: Book, scenario: Scenario, policy: Policy) -> dict[str, float]:
    """Return by goal with a card the factor on those to come until the goal date, of goals that the scenario moves.

    It is that of the expected entrants of the goal's budget line; a goal without one is moved where all lines change
    alike.
    """
    intake = scenario.only(_MOVES)
    if not intake.changes:
        return {}
    prepared = prepare(book)
    before, after = (terms(prepared, side).entrants[:, : book.goal_month].sum(axis=1) for side in (None, intake))
    lines = np.array(book.lines)
    by_line = {
        line: float(after[lines == line].sum() / before[lines == line].sum())
        for line in set(book.lines)
        if before[lines == line].sum() > 0
    }
    least, most = min(by_line.values(), default=1.0), max(by_line.values(), default=1.0)
    of_all = most if most - least < _SAME else 1.0
    found = {
        target.id: by_line.get(target.budget_line, 1.0) if target.budget_line else of_all for target in _goals(policy)
    }
    return {name: factor for name, factor in found.items() if abs(factor - 1) >= _SAME}


def goals(
    outcome: Outcome, moved: Mapping[str, float], lifted: pl.DataFrame | None, policy: Policy, proof: Proof
) -> list[Goal]:
    """Return the goals whose forecasts stood the test, in the order of the policy.

    moved: their factors. lifted: progress.lifts.LIFTED with these factors, None where nothing is moved.
    """
    told = {row["id"]: row for row in outcome.progress.iter_rows(named=True)}
    later = {} if lifted is None else dict(lifted.select("target_id", "p_attain").iter_rows())
    found = list[Goal]()
    for target in _goals(policy):
        row = told.get(target.id, {})
        if row.get("p_attain") is None or row["status"] not in JUDGED or not proof.supports(target.id):
            continue
        factor = moved.get(target.id, 1.0) if later.get(target.id) is not None else 1.0
        found.append(Goal(target, row["p_attain"], factor, row["p_attain"] if factor == 1 else later[target.id]))
    return found[:_SHOWN]


def cards(shown: Sequence[Goal], voice: Voice) -> list[Card]:
    """Return a card for each goal: its probability now, and with the scenario; or that nothing moves it."""
    return [
        Card(
            id=goal.target.id,
            name=voice.t("whatif.card.goal", name=voice.task(goal.target.id)),
            sign=None,
            value=_value(goal, voice),
            measure="",
            lines=(Cell(_line(goal, voice)),),
            drill=Drill("indicator", {"ind": goal.target.id}),
        )
        for goal in shown
    ]


def withheld(outcome: Outcome, proof: Proof, voice: Voice) -> str:
    """Return which goals have a forecast that did not stand the test, and are therefore not shown; else nothing."""
    known = set(outcome.progress.filter(pl.col("p_attain").is_not_null())["id"])
    names = [voice.task(t.id) for t in _goals(voice.policy) if t.id in known and not proof.supports(t.id)]
    if not names:
        return ""
    key = "whatif.goals.withheld" if proof.tried else "whatif.goals.untested"
    return voice.t(key, names=voice.listing(names))


def _goals(policy: Policy) -> Iterator[Target]:
    return (target for target in policy.targets if target.card)


def _value(goal: Goal, voice: Voice) -> str:
    before, after = chance(goal.before, voice), chance(goal.after, voice)
    return before if before == after else voice.t("whatif.card.goal.value", before=before, after=after)


def _line(goal: Goal, voice: Voice) -> str:
    if not goal.is_moved:
        return voice.t("whatif.card.goal.still")
    is_same = chance(goal.before, voice) == chance(goal.after, voice)
    key = "whatif.card.goal.same" if is_same else "whatif.card.goal.moved"
    return voice.t(key, factor=voice.texts.pct(goal.factor))

"""Scenarios drawn at random that hold by the shipped knobs."""

from datetime import date

from hypothesis import strategies as st

from analytics.budget.exposure.scenario import Change, Scenario
from analytics.policy import Policy
from analytics.policy.knobs import Knob, levels_of

FIRST, MONTHS = date(2026, 10, 1), 24


def _later(months: int) -> date:
    return date(FIRST.year + (FIRST.month - 1 + months) // 12, (FIRST.month - 1 + months) % 12 + 1, 1)


@st.composite
def changes(draw: st.DrawFn, knob: Knob, policy: Policy) -> Change:
    """Draw one change of a knob."""
    ids = [benefit.id for benefit in policy.benefits if knob.applies_to(benefit)]
    streams = draw(st.lists(st.sampled_from(ids), unique=True, max_size=3))
    levels: list[str] = []
    own = sorted({level for name in streams for level in levels_of(policy.benefit(name))})
    if knob.has_levels and own and all(levels_of(policy.benefit(name)) for name in streams):
        levels = draw(st.lists(st.sampled_from(own), unique=True))
    values = st.integers(int(knob.min), int(knob.max)) if knob.is_whole else st.floats(knob.min, knob.max)
    since, until = sorted(draw(st.tuples(st.integers(0, MONTHS), st.integers(0, MONTHS))))
    ends = draw(st.tuples(st.booleans(), st.booleans())) if knob.has_months else (False, False)
    return Change(
        knob.id,
        float(draw(values)),
        tuple(streams),
        tuple(levels),
        _later(since) if ends[0] else None,
        _later(until) if ends[1] else None,
        existing=knob.reaches_existing and draw(st.booleans()),
        backdated=knob.id != "delay" or draw(st.booleans()),
    )


def scenarios(policy: Policy) -> st.SearchStrategy[Scenario]:
    """Draw scenarios with at most one row for each knob."""
    picked = st.lists(st.sampled_from(policy.knobs.knobs), unique_by=lambda knob: knob.id, max_size=6)
    rows = picked.flatmap(lambda knobs: st.tuples(*(changes(knob, policy) for knob in knobs)))
    versions = st.none() | st.integers(1, 10_000)
    return st.builds(Scenario, st.text(max_size=40), rows, st.just(1), versions)

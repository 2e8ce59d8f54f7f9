"""Books and scenarios drawn at random, wide of what the knobs allow, to hold the outlay against its properties."""

from hypothesis import strategies as st

from analytics.budget.exposure.book import Book
from analytics.budget.exposure.scenario import KNOBS, Change, Knob, Scenario
from tests.budget.exposure.books import LEVELS, Size, month, plausible

TINY = Size(streams=4, cells=25, months=72, groups=6)
_VALUES: dict[Knob, st.SearchStrategy[float]] = {
    "rate": st.floats(0, 2),
    "cap": st.floats(100_000, 2_000_000),
    "duration": st.integers(0, 60).map(float),
    "eligibility": st.floats(0, 1),
    "intake": st.floats(0, 2),
    "season": st.integers(-6, 6).map(float),
    "uptake": st.floats(0, 2),
    "attrition": st.floats(0, 4),
    "delay": st.integers(0, 8).map(float),
    "indexation": st.floats(-0.05, 0.1),
    "extension": st.integers(-12, 24).map(float),
}
_FEW: dict[int, Book] = {}


def books() -> st.SearchStrategy[Book]:
    """Draw one of a hundred tiny books, each made once."""
    return st.integers(0, 99).map(lambda seed: _FEW.setdefault(seed, plausible(seed, TINY)))


@st.composite
def changes(draw: st.DrawFn, knob: Knob | None = None) -> Change:
    """Draw a change of the knob, or of any."""
    chosen: Knob = knob or draw(st.sampled_from(KNOBS))
    since = draw(st.none() | st.integers(1, 30).map(month))
    until = draw(st.none() | st.integers(20, 50).map(month))
    streams = draw(st.just(()) | st.sets(st.sampled_from(("b00", "b01", "b02", "b03")), min_size=1).map(tuple))
    levels = draw(st.just(()) | st.sets(st.sampled_from(LEVELS), min_size=1).map(tuple))
    existing, backdated = draw(st.booleans()), draw(st.booleans())
    return Change(chosen, draw(_VALUES[chosen]), streams, levels, since, until, existing, backdated)


def scenarios(most: int = 5) -> st.SearchStrategy[Scenario]:
    """Draw a scenario of some changes, the same knob twice among them."""
    return st.lists(changes(), max_size=most).map(lambda rows: Scenario("drawn", tuple(rows)))

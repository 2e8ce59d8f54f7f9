"""Why a scenario costs what it costs: the part of each knob, and how far each knob could move the figure by itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache

import polars as pl

from analytics.budget.exposure.book import Book, FloatArray
from analytics.budget.exposure.outlay import project
from analytics.budget.exposure.scenario import Change, Knob, Scenario
from analytics.policy import Policy
from analytics.policy.knobs import Knob as KnobData
from analytics.series import Swing, shapley, tornado
from analytics.series.attribution import MOST_KNOBS

#: What stands for all the knobs that move least, where there are more than can be told apart exactly.
OTHERS = "others"
#: One row per year (null: all) and knob: part_fen add up to total_fen; remainder_fen: what arithmetic left, in them.
PARTS = pl.Schema(
    {"year": pl.Int32, "knob": pl.String, **dict.fromkeys(("part_fen", "total_fen", "remainder_fen"), pl.Float64)}
)
_TURNED = ("cheaper_fen", "dearer_fen")
_TOLD = pl.Schema({"knob": pl.String, **dict.fromkeys(("low", "high", "low_fen", "high_fen"), pl.Float64)})
#: One row per knob, the farthest reaching first. low, high: the values tried. low_fen, high_fen: what they change.
#: cheaper_fen, dearer_fen: of the two, what saves and what costs more (0 where neither does). Their sums and the
#: remainder, what the knobs do only together, make the total of all knobs turned at once.
SWINGS = pl.Schema(
    {
        **_TOLD,
        **dict.fromkeys(_TURNED, pl.Float64),
        **{f"{side}_{part}_fen": pl.Float64 for part in ("remainder", "total") for side in ("cheaper", "dearer")},
    }
)


def attribute(book: Book, scenario: Scenario) -> pl.DataFrame:
    """Return by PARTS what each changed knob contributes to the difference, by the exact Shapley value.

    Beyond eight knobs, those that move least when turned alone are taken together as OTHERS.
    """
    groups = _groups(book, scenario)

    @cache
    def outlay(turned: frozenset[str]) -> FloatArray:
        knobs: frozenset[Knob] = frozenset(knob for name in turned for knob in groups[name])
        return project(book, scenario.only(knobs), moments=False).by_year.sum(axis=(0, 1))

    years = (*project(book, moments=False).years, None)
    rows: list[tuple[object, ...]] = []
    for place, year in enumerate(years):
        found = shapley(_at(outlay, place), list(groups))
        rows += [(year, knob, fen, found.total, found.rounding) for knob, fen in found.parts.items()]
    return pl.DataFrame(rows, schema=PARTS, orient="row")


def _at(outlay: Callable[[frozenset[str]], FloatArray], place: int) -> Callable[[frozenset[str]], float]:
    return lambda turned: float(outlay(turned)[place])


def _groups(book: Book, scenario: Scenario) -> dict[str, tuple[Knob, ...]]:
    """Return the knobs by the name under which they are told."""
    knobs = scenario.knobs
    if len(knobs) <= MOST_KNOBS:
        return {knob: (knob,) for knob in knobs}
    base = project(book, moments=False).total
    reach = {knob: abs(project(book, scenario.only(frozenset({knob})), moments=False).total - base) for knob in knobs}
    ordered = sorted(knobs, key=lambda knob: -reach[knob])
    told, rest = ordered[: MOST_KNOBS - 1], ordered[MOST_KNOBS - 1 :]
    return {**{knob: (knob,) for knob in told}, OTHERS: tuple(rest)}


def sensitivity(book: Book, policy: Policy, scenario: Scenario | None = None) -> pl.DataFrame:
    """Return by SWINGS what each knob of the catalogue does at the ends of its plausible range, the others left alone.

    `scenario`: what is turned already; none is the policy as it stands. Rules are turned for new entrants alone, facts
    of the world for everybody.
    """
    start = scenario or Scenario()
    knobs: dict[Knob, KnobData] = {knob.id: knob for knob in policy.knobs.knobs}

    def cost(values: dict[Knob, float]) -> float:
        rows = [change for name, value in values.items() for change in _turned(book, policy, knobs[name], value)]
        return project(book, replace(start, changes=(*start.changes, *rows)), moments=False).total

    base = cost({})
    ranges: dict[Knob, tuple[float, float]] = {name: (knob.low, knob.high) for name, knob in knobs.items()}
    swings = tornado(lambda name, value: cost({name: value}), ranges, base)
    told = pl.DataFrame(
        [(swing.knob, *ranges[swing.knob], swing.low, swing.high) for swing in swings], schema=_TOLD, orient="row"
    )
    ends = told.with_columns(
        cheaper_fen=pl.min_horizontal("low_fen", "high_fen", 0.0),
        dearer_fen=pl.max_horizontal("low_fen", "high_fen", 0.0),
    )
    totals = [cost(_ends(swings, ranges, is_dearer=is_dearer)) - base for is_dearer in (False, True)]
    rest = [total - float(ends[side].sum()) for side, total in zip(_TURNED, totals, strict=True)]
    columns = SWINGS.names()[-4:]
    return ends.with_columns(
        pl.lit(value).alias(name) for name, value in zip(columns, [*rest, *totals], strict=True)
    ).select(SWINGS.names())


def _ends(
    swings: Sequence[Swing[Knob]], ranges: Mapping[Knob, tuple[float, float]], *, is_dearer: bool
) -> dict[Knob, float]:
    """Return the end of each range that costs more, or less, than now; nothing for a knob of which neither does."""
    found: dict[Knob, float] = {}
    for swing in swings:
        fen, value = (max if is_dearer else min)(zip((swing.low, swing.high), ranges[swing.knob], strict=True))
        if fen > 0 if is_dearer else fen < 0:
            found[swing.knob] = value
    return found


def _turned(book: Book, policy: Policy, knob: KnobData, value: float) -> list[Change]:
    """Return the rows that turn a knob to a value; of a relative one, each stream's own value times it."""
    existing = knob.reaches_existing and knob.about == "world"
    if not knob.is_relative:
        return [Change(knob.id, value, existing=existing)]
    known = {benefit.id: benefit for benefit in policy.benefits}
    ranges = {name: knob.scaled(known[name], value) for name in book.streams if name in known}
    return [Change(knob.id, own, (name,), existing=existing) for name, own in ranges.items() if own is not None]

"""Scenarios side by side on the same shocks: what each costs by year and line, and what it does to people."""

from collections.abc import Callable, Sequence

import polars as pl

from analytics.report.money import lines
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice
from analytics.report.whatif import links, speech
from analytics.report.whatif.answer import Answer, People

_FEN_PER_YUAN = 100
_PEOPLE: tuple[tuple[str, Callable[[People], float]], ...] = (
    ("gaining", lambda people: people.gaining + people.entrants_gaining),
    ("losing", lambda people: people.losing + people.entrants_losing),
    ("broken", lambda people: people.broken),
)


def sentence(sides: Sequence[Answer], voice: Voice) -> str:
    """Return which scenario costs least and which most, against the policy as it stands."""
    if not sides:
        return voice.t("whatif.compare.none")
    ordered = sorted(sides, key=lambda side: side.after.total)
    told = [
        voice.t("whatif.compare.one", title=side.scenario.title, total=speech.more(_more(side), voice))
        for side in (ordered[0], ordered[-1])[: len(ordered)]
    ]
    key = "whatif.compare.title" if len(sides) > 1 else "whatif.compare.title.one"
    return voice.t(key, count=len(sides), least=told[0], most=told[-1])


def by_year(sides: Sequence[Answer], compared: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per year, the sum, the tail, the overrun and the people; a column for each scenario.

    compared: comparison.COMPARED of these scenarios in their order.
    """
    of_all = compared.filter(pl.col("line") == "")
    last = max(side.last_year for side in sides)
    years = [year for year in sides[0].after.outlay.years if year <= last]
    rows = [_costs(voice.t("whatif.compare.total"), of_all.filter(pl.col("year").is_null()), voice)]
    if sides[0].ground.proof:
        rows.append(_intervals(of_all.filter(pl.col("year").is_null()), voice))
    rows += [_costs(str(year), of_all.filter(pl.col("year") == year), voice) for year in years]
    rows += [_tail(sides, voice), _overrun(sides, voice)]
    rows += [_people(name, count, sides, voice) for name, count in _PEOPLE]
    fen = [speech.money(side.people.broken_fen, voice) for side in sides]
    rows.append((Cell(voice.t("whatif.compare.broken_fen")), Cell(voice.t("value.dash")), *fen))
    return Table(voice.t("whatif.compare.years"), _columns(sides, voice), tuple(rows))


def by_line(sides: Sequence[Answer], compared: pl.DataFrame, voice: Voice) -> Table:
    """Return one row per budget line that any scenario changes, the most changed first."""
    found = compared.filter(pl.col("line") != "", pl.col("year").is_null())
    moved = found.group_by("line").agg(pl.col("difference_fen").abs().max()).sort("difference_fen", descending=True)
    touched = moved.filter(pl.col("difference_fen") >= 1)["line"]
    rows = tuple(_costs(lines.name(line, voice), found.filter(pl.col("line") == line), voice) for line in touched)
    return Table(voice.t("whatif.compare.lines", count=len(rows)), _columns(sides, voice), rows)


def _more(side: Answer) -> float:
    return side.after.total - side.before.total


def _columns(sides: Sequence[Answer], voice: Voice) -> tuple[Column, ...]:
    return (
        Column("what", voice.t("whatif.compare.what"), is_tight=True),
        Column("stands", voice.t("whatif.compare.stands"), "right"),
        *(Column(f"s{number}", side.scenario.title, "right") for number, side in enumerate(sides, start=1)),
    )


def _costs(name: str, found: pl.DataFrame, voice: Voice) -> tuple[Cell, ...]:
    """Return a row of costs: as it stands, then each scenario with its difference."""
    stands, *others = found.sort("scenario").to_dicts()
    cells = (
        Cell(
            voice.t(
                "whatif.compare.cost",
                cost=voice.texts.money_fen(round(item["mean_fen"])),
                difference=speech.signed(item["difference_fen"], voice),
            ),
            round(item["mean_fen"]) / _FEN_PER_YUAN,
        )
        for item in others
    )
    return Cell(name), speech.money(stands["mean_fen"], voice), *cells


def _intervals(found: pl.DataFrame, voice: Voice) -> tuple[Cell, ...]:
    told = (
        voice.t("what_if.ends", low=speech.signed(low, voice), high=speech.signed(high, voice))
        for low, high in found.filter(pl.col("scenario") > 0)
        .sort("scenario")
        .select("difference_low_fen", "difference_high_fen")
        .iter_rows()
    )
    return Cell(voice.t("whatif.compare.interval")), Cell(voice.t("value.dash")), *(Cell(text) for text in told)


def _tail(sides: Sequence[Answer], voice: Voice) -> tuple[Cell, ...]:
    name = voice.t("whatif.compare.tail", month=voice.texts.month(sides[0].ground.policy_end))
    return Cell(name), *(speech.money(side.tail, voice) for side in (sides[0].before, *(s.after for s in sides)))


def _overrun(sides: Sequence[Answer], voice: Voice) -> tuple[Cell, ...]:
    name = voice.t("whatif.compare.overrun", year=sides[0].ground.budget.year)
    shares = [side.overrun for side in (sides[0].before, *(answer.after for answer in sides))]
    return Cell(name), *(Cell(speech.chance(share, voice), share) for share in shares)


def _people(name: str, count: Callable[[People], float], sides: Sequence[Answer], voice: Voice) -> tuple[Cell, ...]:
    numbers = [count(side.people) for side in sides]
    cells = (Cell(voice.texts.number(number), round(number)) for number in numbers)
    return Cell(voice.t(f"whatif.compare.{name}")), Cell(voice.t("value.dash")), *cells


def saved(found: pl.DataFrame, chosen: Sequence[int], ways: Callable[[int], "Cell"], voice: Voice) -> Table:
    """Return the saved scenarios: name, who and when, the data it was made with, and the way into the comparison.

    found: identity.scenarios.EVENTS. ways: the cell that takes a scenario in, or out.
    """
    names = ("name", "by", "at", "version", "compare")
    columns = tuple(Column(name, voice.t(f"whatif.saved.{name}")) for name in names)
    rows = tuple(
        (
            Cell(item["name"], drill=links.saved(item["number"]), tone="good" if item["number"] in chosen else ""),
            Cell(item["told_by"]),
            Cell(voice.texts.date(item["told_at"].date()), item["told_at"]),
            Cell(str(item["data_version"] or voice.t("value.dash"))),
            ways(item["number"]),
        )
        for item in found.to_dicts()
    )
    return Table(voice.t("whatif.saved.table", count=len(rows)), columns, rows)

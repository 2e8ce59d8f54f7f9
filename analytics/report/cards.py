"""What stands above the task table: the answer as a sentence, the cards of the goals, and who is behind."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from analytics.policy.targets import Target
from analytics.report import amounts, board
from analytics.report.board import BoardRow
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.forecast.reach import Reach, reach
from analytics.report.listing import COUNTED
from analytics.report.outcome import MISSING, Outcome
from analytics.report.signs import JUDGED, WARM, Sign, sign, signs
from analytics.report.standing import Standing
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice

#: Units named on their card; the list beside the task table has them all.
NAMED = 2


@dataclass(frozen=True)
class Card:
    """One figure above the table: name, sign, large number with its measure, a bar if it has one, and what it means."""

    id: str
    name: str
    sign: Sign | None
    value: str
    measure: str
    lines: tuple[Cell, ...]
    drill: Drill | None = None
    share: float | None = None
    pace: float | None = None
    alt: str = ""


@dataclass(frozen=True)
class UnitBehind:
    """One lead unit with tasks behind pace, the widest shortfall first."""

    unit_id: str
    name: str
    rows: tuple[BoardRow, ...]


def counts(rows: Sequence[BoardRow], voice: Voice) -> list[tuple[Sign, int]]:
    """Return how many targets stand at each status, best first, without the empty ones."""
    tally = Counter(row.sign.id for row in rows)
    return [(known, tally[known.id]) for known in signs(voice) if tally[known.id]]


def headline(rows: Sequence[BoardRow], voice: Voice) -> str:
    """Return the answer of the meeting as one sentence: how many stand where, and how many will not make it."""
    parts = [voice.t("meeting.part", count=count, word=known.word.lower()) for known, count in counts(rows, voice)]
    values = {"total": len(rows), "parts": voice.listing(parts)}
    forecast = [row for row in rows if row.reach]
    missed = [row for row in forecast if row.reach and row.reach.is_missed]
    if missed:
        return voice.t("meeting.headline.missed", **values, missed=len(missed))
    if forecast:
        return voice.t("meeting.headline.made", **values, forecast=len(forecast))
    worst = next((row for row in rows if row.sign.is_warm), None)
    if worst is None:
        return voice.t("meeting.headline.fine", **values)
    points = voice.texts.number(abs(worst.values["gap_points"]))
    return voice.t("meeting.headline.behind", **values, task=worst.title, points=points)


def behind(rows: Sequence[BoardRow]) -> list[UnitBehind]:
    """Return the lead units with a task behind pace: the most tasks behind first, then the widest shortfall."""
    units = dict[str, list[BoardRow]]()
    for row in rows:
        if row.sign.is_warm:
            units.setdefault(row.lead_id, []).append(row)
    ranked = sorted(units.values(), key=lambda own: (-_behind(own), own[0].values["gap_points"]))
    return [UnitBehind(own[0].lead_id, own[0].lead, tuple(own)) for own in ranked]


def gap_sentence(item: Mapping[str, Any], voice: Voice) -> str:
    """Return the gap to pace in words: ahead of it, behind it, or level with it."""
    points = item["gap_points"]
    if points is None or item["status"] not in JUDGED:
        return voice.t("gap.none")
    shown = voice.texts.number(abs(points))
    if shown == voice.texts.number(0):
        return voice.t("gap.level")
    return voice.t("gap.ahead" if points > 0 else "gap.behind", points=shown)


def goal_cards(outcome: Outcome, voice: Voice, proof: Proof = UNPROVEN) -> list[Card]:
    """Return the cards of the goals, in the order of the policy."""
    by_id = {item["id"]: item for item in outcome.progress.iter_rows(named=True)}
    goals = [(by_id[t.id], t) for t in voice.policy.targets if t.card and t.id in by_id]
    return [_goal(item, reach(item, voice, proof), target, voice) for item, target in goals]


def units_card(rows: Sequence[BoardRow], voice: Voice) -> Card:
    """Return the card of the lead units with a task behind pace."""
    late = [unit for unit in behind(rows) if _behind(unit.rows)]
    leads = {row.lead_id for row in rows}
    names = voice.listing([unit.name for unit in late[:NAMED]])
    if len(late) > NAMED:
        names = voice.t("card.units.more", names=names, more=len(late) - NAMED)
    return Card(
        id="units",
        name=voice.t("card.units"),
        sign=sign(voice, WARM[0] if late else "on_pace"),
        value=voice.texts.number(len(late)),
        measure=voice.t("card.units.of", total=len(leads)),
        lines=(Cell(names or voice.t("card.units.none")),),
    )


def filing_card(state: Standing, missing: int, voice: Voice) -> Card:
    """Return the card of the reports due in the quarter, and of the rows that wait for a correction."""
    is_whole = state.units_complete >= state.units_expected
    waiting = voice.texts.number(state.quarantined)
    missing_ones = Drill("intake", {"view": "calendar", "state": MISSING})
    return Card(
        id="filings",
        name=voice.t("card.filings"),
        sign=sign(voice, "on_pace" if is_whole else WARM[1]),
        value=voice.texts.number(state.units_complete),
        measure=voice.t("card.filings.of", total=state.units_expected),
        lines=(
            Cell(voice.t("card.filings.missing", missing=voice.texts.number(missing)), drill=missing_ones),
            Cell(voice.t("card.filings.waiting", waiting=waiting), drill=Drill("intake", {"view": "quarantine"})),
        ),
        drill=Drill("intake", {"view": "calendar"}),
    )


def _goal(item: Mapping[str, Any], told: Reach | None, target: Target, voice: Voice) -> Card:
    light, texts = sign(voice, item["status"]), voice.texts
    name = voice.t(f"card.period.{target.period}", name=voice.task(target.id))
    done, due = board.share(item), item["pace"] or 0.0
    is_known = item["actual"] is not None
    return Card(
        id=target.id,
        name=name,
        sign=light,
        value=amounts.short(texts, target.unit, item["actual"]) if is_known else voice.t("value.dash"),
        measure=voice.t("card.of", target=amounts.short_phrase(texts, target.unit, item["target"] or 0)),
        lines=_lines(item, told if light.id != "done" else None, light, target, voice),
        drill=Drill("records", {"ind": target.id, "state": COUNTED}) if is_known else None,
        share=done,
        pace=due,
        alt=voice.t("meeting.alt", task=name, share=texts.pct(done), pace=texts.pct(due), word=light.word),
    )


def _lines(item: Mapping[str, Any], told: Reach | None, light: Sign, target: Target, voice: Voice) -> tuple[Cell, ...]:
    """Return share and gap, probability, who is insured now; for a status that judges nothing, what it means."""
    if not light.is_judged:
        return (Cell(light.meaning),)
    said = [Cell(voice.t("card.line", share=voice.texts.pct(board.share(item)), points=board.gap(item, voice)))]
    if told:
        mark = voice.t("forecast.mark") if told.doubt else ""
        opens = Drill("indicator", {"ind": target.id})
        said.append(Cell(voice.t("card.line.chance", chance=told.chance, mark=mark), drill=opens))
    if item["still_here"] is not None:
        said.append(Cell(voice.t("card.line.here", here=voice.texts.number(item["still_here"]))))
    return tuple(said)


def _behind(rows: Sequence[BoardRow]) -> int:
    return sum(row.sign.id == WARM[0] for row in rows)

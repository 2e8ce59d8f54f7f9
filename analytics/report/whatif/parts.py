"""Cost by year, why it differs, and which factor matters most, as bars whose parts add up and say so."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analytics.budget.exposure.attribution import attribute, sensitivity
from analytics.policy.knobs import Knob
from analytics.report.money.what_if import knob_name
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice
from analytics.report.whatif import speech
from analytics.report.whatif.answer import Answer
from analytics.report.whatif.bars import Bar, Bars, Tone, running, tone
from analytics.report.whatif.ground import Ground
from analytics.report.whatif.turning import Dial

_FEN_PER_YUAN = 100
#: What does not move the sum by so much, in fen, is nothing.
_NOTHING = 0.5
#: A year that comes to less than this share of the largest has no bar of its own.
_WORTH = 0.01


def by_year(of: Answer, voice: Voice) -> Bars:
    """Return what is to be paid in each year to the end of the last tail; the title says how much of it comes late."""
    outlay, money = of.after.outlay, voice.texts.money_fen
    kept = [place for place, year in enumerate(outlay.years) if year <= of.last_year]
    whole = [(float(of.before.to_come[place]), float(of.after.to_come[place])) for place in kept]
    shown = _before_the_rest(whole)
    before, after = zip(*_folded(whole, shown), strict=True)
    names = [voice.t("whatif.years.rest", year=outlay.years[0])]
    names += [voice.t("whatif.years.year", year=outlay.years[place]) for place in range(1, shown)]
    if shown < len(whole):
        names.append(voice.t("whatif.years.late", first=outlay.years[shown], last=of.last_year))
    rows = tuple(
        Bar(
            name=name,
            spans=((0.0, then / _FEN_PER_YUAN, "total"),),
            text=money(round(then)),
            note=speech.signed(then - now, voice) if of.is_changed and abs(then - now) >= _NOTHING else "",
            mark=now / _FEN_PER_YUAN if of.is_changed else None,
        )
        for name, now, then in zip(names, before, after, strict=True)
    )
    values = {
        "total": money(round(of.after.total)),
        "tail": money(round(of.after.tail)),
        "month": voice.texts.month(of.ground.policy_end),
        "share": voice.texts.pct(of.after.tail / of.after.total if of.after.total else 0.0),
    }
    title = voice.t("whatif.years.title", **values)
    said = voice.t("whatif.years.said", total=values["total"]) + (voice.t("whatif.years.mark") if of.is_changed else "")
    columns = ("year", "stands", "scenario", "difference")
    listed = [
        (Cell(row.name), *(speech.money(fen, voice) for fen in (now, then)), speech.difference(then - now, voice))
        for row, now, then in zip(rows, before, after, strict=True)
    ]
    return Bars("years", title, title, rows, said, _table("years", columns, listed, voice))


def _before_the_rest(pairs: Sequence[tuple[float, float]]) -> int:
    """Return how many years have a row of their own: up to the last one that is worth a bar."""
    most = max((max(pair) for pair in pairs), default=0.0)
    worth = [place for place, pair in enumerate(pairs, start=1) if max(pair) >= most * _WORTH]
    own = max(worth, default=1)
    return own if len(pairs) > own + 1 else len(pairs)


def _folded(pairs: Sequence[tuple[float, float]], shown: int) -> list[tuple[float, float]]:
    """Return the first pairs, and what the others come to as one more."""
    rest = pairs[shown:]
    return [*pairs[:shown], *([(sum(now for now, _ in rest), sum(then for _, then in rest))] if rest else [])]


def why(of: Answer, voice: Voice) -> Bars | None:
    """Return the part of each changed knob in the difference over all years, the largest first; none unchanged."""
    if not of.is_changed:
        return None
    found = attribute(of.ground.book, of.scenario).filter(pl.col("year").is_null())
    parts = found.sort(pl.col("part_fen").abs(), descending=True).to_dicts()
    total = float(parts[0]["total_fen"]) if parts else 0.0
    spans = running([item["part_fen"] / _FEN_PER_YUAN for item in parts])
    rows = [
        Bar(knob_name(item["knob"], voice), ((*span, tone(item["part_fen"])),), speech.signed(item["part_fen"], voice))
        for item, span in zip(parts, spans, strict=True)
    ]
    rows.append(Bar(voice.t("whatif.why.total"), ((0.0, total / _FEN_PER_YUAN, "total"),), speech.signed(total, voice)))
    first = parts[0]
    values = {"total": speech.more(total, voice), "knob": knob_name(first["knob"], voice)}
    values |= {"part": speech.signed(first["part_fen"], voice)}
    one = "" if len(parts) > 1 else ".one"
    title = voice.t(f"whatif.why.title{one}", **values)
    said = voice.t(f"whatif.why.said{one}", count=len(parts), total=speech.signed(total, voice))
    fen = [*(item["part_fen"] for item in parts), total]
    listed = [(Cell(row.name), speech.difference(part, voice)) for row, part in zip(rows, fen, strict=True)]
    return Bars("why", title, title, tuple(rows), said, _table("why", ("knob", "part"), listed, voice))


def factors(of: Ground, voice: Voice) -> Bars:
    """Return what each knob does at the ends of its plausible range, from the policy as it stands."""
    found = sensitivity(of.book, voice.policy).to_dicts()
    knobs = {str(knob.id): knob for knob in voice.policy.knobs.knobs}
    rows = tuple(_swing(item, knobs[item["knob"]], voice) for item in found)
    first = found[0]
    title = _reach(first, voice)
    said = " ".join(
        voice.t(
            f"whatif.factors.{side}",
            parts=speech.signed(sum(item[f"{side}_fen"] for item in found), voice),
            rest=speech.signed(first[f"{side}_remainder_fen"], voice),
            total=speech.signed(first[f"{side}_total_fen"], voice),
        )
        for side in ("dearer", "cheaper")
    )
    listed = [
        (Cell(row.name), Cell(row.note), *(speech.difference(item[f"{end}_fen"], voice) for end in ("low", "high")))
        for row, item in zip(rows, found, strict=True)
    ]
    table = _table("factors", ("knob", "range", "low", "high"), listed, voice)
    return Bars("factors", title, title, rows, voice.t("whatif.factors.said") + said, table)


def _reach(item: Mapping[str, Any], voice: Voice) -> str:
    """Return how far the knob that reaches farthest moves the sum."""
    ends = [fen for fen in (item["cheaper_fen"], item["dearer_fen"]) if abs(fen) >= _NOTHING]
    name = knob_name(item["knob"], voice)
    if len(ends) < 2:
        return voice.t("whatif.factors.title.one", knob=name, most=speech.signed(sum(ends), voice))
    cheaper, dearer = (speech.signed(fen, voice) for fen in ends)
    return voice.t("whatif.factors.title", knob=name, cheaper=cheaper, dearer=dearer)


def _swing(item: Mapping[str, Any], knob: Knob, voice: Voice) -> Bar:
    sides: tuple[tuple[float, Tone], ...] = ((item["cheaper_fen"], "less"), (item["dearer_fen"], "more"))
    kind = Dial(knob, (), 0.0, 0.0).kind
    if knob.is_relative:
        ends = [voice.texts.pct(item[end]) for end in ("low", "high")]
    else:
        ends = [speech.value(knob, kind, item[end], voice) for end in ("low", "high")]
    spans = tuple(_span(fen, side) for fen, side in sides if fen)
    text = [speech.signed(fen, voice) for fen, _ in sides if abs(fen) >= _NOTHING]
    return Bar(
        name=knob_name(item["knob"], voice),
        spans=spans,
        text=" / ".join(text) or speech.signed(0.0, voice),
        note=voice.t("whatif.factors.range", low=ends[0], high=ends[1]),
    )


def _span(fen: float, side: Tone) -> tuple[float, float, Tone]:
    return min(fen, 0.0) / _FEN_PER_YUAN, max(fen, 0.0) / _FEN_PER_YUAN, side


def _table(name: str, columns: Sequence[str], rows: Sequence[tuple[Cell, ...]], voice: Voice) -> Table:
    heads = tuple(
        Column(column, voice.t(f"whatif.column.{column}"), "right" if place else "left")
        for place, column in enumerate(columns)
    )
    return Table(voice.t(f"whatif.{name}.table"), heads, tuple(rows))

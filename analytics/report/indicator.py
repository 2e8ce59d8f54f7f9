"""The page of one target: the answer as a sentence, its charts with their tables, and its earlier periods."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.report import amounts, board, curves, shares
from analytics.report.cards import gap_sentence
from analytics.report.curves import Chart
from analytics.report.forecast import steps
from analytics.report.forecast.outlook import sentences
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.forecast.reach import chance
from analytics.report.listing import COUNTED
from analytics.report.outcome import Outcome
from analytics.report.signs import JUDGED, Sign, sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_HISTORY = ("period", "target", "actual", "share", "status")


@dataclass(frozen=True)
class IndicatorView:
    """One target: title, sign, what counts, the charts that apply, and the periods before."""

    title: str
    sign: Sign
    rule: str
    owners: str
    shared: tuple[str, ...]
    outlook: tuple[str, ...]
    charts: tuple[Chart, ...]
    history: Table


def view(outcome: Outcome, target_id: str, voice: Voice, proof: Proof = UNPROVEN) -> IndicatorView:
    """Return the page of a target; `proof` says whether its interval may be shown. An unknown id raises what the policy
    raises."""
    target = voice.policy.target(target_id)
    item = outcome.progress.filter(pl.col("id") == target_id).row(0, named=True)
    charts = (
        curves.cumulative(outcome, item, target, voice, proof),
        steps.waterfall(outcome, target, voice),
        curves.by_year(outcome, item, target, voice),
        shares.waterfall(outcome, item, target, voice),
        shares.split(outcome.by_unit, "unit", item, target, voice),
        shares.split(outcome.by_town, "town", item, target, voice),
    )
    units = voice.listing([voice.unit(unit) for unit in target.units])
    return IndicatorView(
        title=title(item, target, voice),
        sign=sign(voice, item["status"]),
        rule=voice.t("indicator.rule", rule=voice.texts.pick(target.definition)),
        owners=voice.t(
            "indicator.owners", lead=voice.unit(target.lead), units=units, article=voice.article(target.article)
        ),
        shared=tuple(shared(outcome.overlaps, target_id, voice)),
        outlook=tuple(sentences(item, target, voice, proof)),
        charts=tuple(chart for chart in charts if chart is not None),
        history=history(outcome, target, voice),
    )


def shared(overlaps: pl.DataFrame, target_id: str, voice: Voice) -> Iterator[str]:
    """Yield a sentence per other goal whose people meet this goal too; each of them counts in one goal only."""
    for pair in overlaps.iter_rows(named=True):
        goals = {pair["goal"], pair["other_goal"]}
        if target_id in goals and pair["persons"]:
            (other,) = goals - {target_id}
            yield voice.t("indicator.shared", goal=voice.task(other), persons=voice.texts.number(pair["persons"]))


def title(item: Mapping[str, Any], target: Target, voice: Voice) -> str:
    """Return the answer: how far, how it stands against pace, and what each month must bring."""
    need, recent = board.needs(item, target, voice)
    stands = gap_sentence(item, voice)
    if item["p_attain"] is not None and item["status"] in JUDGED:
        stands = voice.t("indicator.chance", gap=stands, chance=chance(item["p_attain"], voice))
    kind = "done" if item["status"] == "done" else "plain" if recent is None else "rate"
    return voice.t(
        f"indicator.title.{kind}",
        task=voice.task(target.id),
        ratio=board.ratio(item, target, voice),
        unit=amounts.word(voice.texts, target.unit),
        gap=stands,
        need=need,
        recent=recent or "",
    )


def history(outcome: Outcome, target: Target, voice: Voice) -> Table:
    """Return one row per period before the current one, the latest first; its actual opens its records."""
    past = outcome.history.filter(pl.col("target_id") == target.id).sort("period_start", descending=True)
    columns = tuple(
        Column(name, voice.t(f"history.{name}"), "right" if name in _HISTORY[1:4] else "left") for name in _HISTORY
    )
    made = tuple(_period(item, target, voice) for item in past.iter_rows(named=True))
    reached = sum(item["status"] == "done" for item in past.iter_rows(named=True))
    return Table(voice.t("history.title", count=past.height, reached=reached), columns, made)  # fmt: skip


def _period(item: Mapping[str, Any], target: Target, voice: Voice) -> tuple[Cell, ...]:
    light, unit = sign(voice, item["status"]), target.unit
    name = voice.period(target, item["period_start"])
    opens = Drill("records", {"ind": target.id, "state": COUNTED, "period": item["period_start"].isoformat()})
    dash = voice.t("value.dash")
    return (
        Cell(voice.t("history.stub", period=name) if item["is_stub"] else name),
        Cell(dash if item["target"] is None else amounts.bare(voice.texts, unit, item["target"])),
        Cell(dash if item["actual"] is None else amounts.bare(voice.texts, unit, item["actual"]), drill=opens),
        Cell(dash if item["actual"] is None else voice.texts.pct(board.share(item))),
        Cell(f"{light.shape} {light.word}", tone=f"st-{light.id}"),
    )

"""Benefits of "up to so much" in words: three answers side by side and the cases by name; no sum of them."""

from collections.abc import Mapping
from typing import Any

from analytics.budget.ceilings import Ceilings
from analytics.report.money import speech
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_BENEFITS = (
    "benefit", "ceiling", "cases", "most", "count", "decided", "likely", "expected", "spread", "none", "named", "asked",
    "weighed",
)  # fmt: skip
_CASES = ("benefit", "source", "name", "stage", "day", "asked", "chance", "weighed")
_LEFT = frozenset({"benefit", "source", "name", "stage", "day"})
_MINOR = frozenset({"count", "decided", "likely", "none", "spread"})
_STAGES = {"application": "application_stage", "project": "project_stage", "milestone": "milestone_status"}


def sentence(found: Ceilings, voice: Voice) -> str:
    """Return which benefit could cost the most, and how many cases are known by name."""
    if found.benefits.is_empty():
        return voice.t("money.ceilings.headline.none")
    item = found.benefits.sort("most_fen").row(-1, named=True)
    return voice.t(
        "money.ceilings.headline",
        count=found.benefits.height,
        name=speech.benefit_name(item["benefit_id"], voice),
        most=voice.texts.money_fen(item["most_fen"]),
        expected=voice.texts.money_fen(round(item["mean_fen"])),
        named=found.cases.height,
    )


def table(found: Ceilings, voice: Voice) -> Table:
    """Return one row per benefit with a ceiling; there is no row of sums, and the caption says why."""
    made = tuple(_benefit(item, voice) for item in found.benefits.to_dicts())
    columns = speech.columns("ceilings", _BENEFITS, voice, left=_LEFT, minor=_MINOR)
    return Table(voice.t("money.ceilings.table", count=len(made)), columns, made)


def cases(found: Ceilings, voice: Voice) -> Table:
    """Return one row per case in negotiation: its name, stage, what it asks for and how likely it is granted."""
    made = tuple(_case(item, voice) for item in found.cases.to_dicts())
    return Table(
        voice.t("money.cases.table", count=len(made)), speech.columns("cases", _CASES, voice, left=_LEFT), made
    )


def _benefit(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    number = voice.texts.number
    return (
        Cell(speech.benefit_name(item["benefit_id"], voice)),
        _money(item["cap_fen"], voice),
        Cell(number(item["most_cases"]), item["most_cases"]),
        _money(item["most_fen"], voice),
        speech.count(item["count"], None, voice),
        _money(item["decided_fen"], voice),
        Cell(number(item["cases"], 1), item["cases"]),
        _money(item["mean_fen"], voice),
        _money(item["sd_fen"], voice),
        Cell(voice.texts.pct(item["none"]), item["none"]),
        speech.count(item["named"], None, voice),
        _money(item["named_fen"], voice),
        _money(item["named_mean_fen"], voice),
    )


def _case(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    source, texts = item["source"], voice.texts
    named = texts.pick(voice.policy.milestone(item["name"]).title) if source == "milestone" else item["name"]
    asked = texts.money_fen(round(item["asked_fen"]))
    return (
        Cell(speech.benefit_name(item["benefit_id"], voice)),
        Cell(voice.t(f"money.cases.{source}")),
        Cell(named),
        Cell(texts.pick(voice.policy.codes[_STAGES[source]].code(item["stage"]).label)),
        Cell(texts.date(item["event_date"]), item["event_date"]) if item["event_date"] else Cell(voice.t("value.dash")),
        Cell(asked if item["is_stated"] else voice.t("money.cases.usual", amount=asked), texts.yuan(item["asked_fen"])),
        Cell(texts.pct(item["chance"]), item["chance"]),
        _money(item["mean_fen"], voice),
    )


def _money(fen: float, voice: Voice) -> Cell:
    if not fen:
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)))

"""What a result cost, in words: per person counted and per person kept, and a plain sentence where nobody can tell."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.budget.results import NOW, Results
from analytics.report.money import speech
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_COSTS = ("benefit", "cohort", "persons", "counted", "paid", "each", "range", "caution")
_KEPT = ("benefit", "cohort", "after", "persons", "kept", "share", "shares", "unpaid", "each", "range", "caution")
_LEFT = frozenset({"benefit", "cohort", "after", "caution"})
_MINOR = frozenset({"range", "shares", "unpaid"})


def sentence(found: Results, benefit: str, voice: Voice) -> str:
    """Return what a counted person of a benefit cost so far and how many are kept, or why that cannot be said."""
    of = (pl.col("benefit_id") == benefit) & pl.col("cohort").is_null()
    costs, kept = found.costs.filter(of).to_dicts(), found.kept.filter(of, pl.col("months") == NOW).to_dicts()
    name = speech.benefit_name(benefit, voice)
    if not costs:
        return voice.t("money.cost.headline.none", name=name)
    item, stay = costs[0], kept[0]
    if item["fen_per_counted"] is None:
        return voice.t("money.cost.headline.few", name=name, counted=item["counted"])
    return voice.t(
        "money.cost.headline",
        name=name,
        each=_yuan(item["fen_per_counted"], voice),
        low=_yuan(item["low_fen"], voice),
        high=_yuan(item["high_fen"], voice),
        share=voice.texts.pct(stay["share"]),
        caution=caution(str(item["caution"]), voice),
    )


def caution(code: str, voice: Voice) -> str:
    """Return why a number says less than it seems, as a sentence; code: budget.results.CAUTIONS."""
    return voice.t(f"money.caution.{code}", least=voice.policy.results.limits.persons_least)


def counted(found: Results, voice: Voice) -> Table:
    """Return one row per benefit and cohort: persons, those counted, money paid and yuan per person counted."""
    made = tuple(
        (
            *_cohort(item, voice),
            speech.count(item["persons"], None, voice),
            speech.count(item["counted"], None, voice),
            speech.amount(item["paid_fen"], None, voice),
            *_each(item, "fen_per_counted", voice),
        )
        for item in found.costs.to_dicts()
    )
    columns = speech.columns("cost", _COSTS, voice, left=_LEFT, minor=_MINOR)
    return Table(voice.t("money.cost.table", count=len(made)), columns, made)


def kept(found: Results, voice: Voice) -> Table:
    """Return one row per benefit, cohort and months after entry: who is still insured here, and yuan per one kept."""
    texts = voice.texts
    made = tuple(
        (
            *_cohort(item, voice),
            Cell(voice.t("money.kept.now") if item["months"] == NOW else texts.number(item["months"]), item["months"]),
            speech.count(item["persons"], None, voice),
            speech.count(item["kept"], None, voice),
            Cell(texts.pct(item["share"], 1), item["share"]),
            Cell(voice.t("money.cost.between", low=texts.pct(item["low"], 1), high=texts.pct(item["high"], 1))),
            Cell(voice.t("value.dash")) if item["unpaid_share"] is None else Cell(texts.pct(item["unpaid_share"], 1)),
            *_each(item, "fen_per_kept", voice),
        )
        for item in found.kept.to_dicts()
    )
    columns = speech.columns("kept", _KEPT, voice, left=_LEFT, minor=_MINOR)
    return Table(voice.t("money.kept.table", count=len(made)), columns, made)


def _cohort(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, Cell]:
    year = item["cohort"]
    cohort = Cell(voice.t("money.cost.all")) if year is None else Cell(str(year), year)
    return Cell(speech.benefit_name(item["benefit_id"], voice)), cohort


def _each(item: Mapping[str, Any], name: str, voice: Voice) -> tuple[Cell, Cell, Cell]:
    code, unsaid = str(item["caution"]), Cell(voice.t("value.dash"))
    why = Cell(caution(code, voice), code)
    if item[name] is None:
        return unsaid, unsaid, why
    low, high = (_yuan(item[end], voice) for end in ("low_fen", "high_fen"))
    each = Cell(_yuan(item[name], voice), voice.texts.yuan(round(item[name])))
    return each, Cell(voice.t("money.cost.between", low=low, high=high)), why


def _yuan(fen: float, voice: Voice) -> str:
    """Return an amount for one person in whole yuan, however large."""
    return voice.t("money.small", value=voice.texts.number(voice.texts.yuan(round(fen))))

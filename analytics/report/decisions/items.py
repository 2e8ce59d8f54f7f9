"""The agenda as the page shows it: every matter with its money, its three factors and its options."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.decisions import Agenda
from analytics.report import cells
from analytics.report.decisions import speech
from analytics.report.signs import Sign
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_EXPORTED = (
    "rank",
    "kind",
    "title",
    "owner",
    "stake",
    "deadline",
    "urgency",
    "reversal",
    "product",
    "option",
    "cost",
    "effect",
)
_OPTIONS = ("option", "cost", "effect", "promised")
#: The product is told in units of 10 000 yuan; it ranks and is no sum of money.
_UNIT = 1_000_000


@dataclass(frozen=True)
class Choice:
    """One option: its code, what it does, what it costs and brings, and the promise as a number."""

    code: str
    name: str
    cost: str
    effect: str
    promised: float | None


@dataclass(frozen=True)
class Item:
    """One matter. value: the row of the agenda; factors: money, urgency and reversibility as (name, cell, reason)."""

    ref: str
    rank: int
    kind: str
    title: str
    owner: str
    unit_id: str
    product: str
    product_alt: str
    deadline: Cell
    who: str
    factors: tuple[tuple[str, Cell, str], ...]
    choices: tuple[Choice, ...]
    answered: Sign | None
    drill: Drill
    opens: Drill
    value: Mapping[str, Any]


def items(found: Agenda, voice: Voice, *, is_first: bool = True) -> list[Item]:
    """Return the matters that are put first, or all others."""
    chosen = found.items.filter(pl.col("is_first") == is_first)
    told = _by_item(found)
    return [_item(row, told, voice) for row in chosen.iter_rows(named=True)]


def item(found: Agenda, ref: str, voice: Voice) -> Item | None:
    """Return one matter by its reference; None where there is none today."""
    rows = found.items.filter(pl.col("ref") == ref).to_dicts()
    return _item(rows[0], _by_item(found), voice) if rows else None


def options(shown: Item, voice: Voice) -> Table:
    """Return the options of a matter: cost, effect, and what would be promised by the day due."""
    columns = tuple(Column(name, voice.t(f"decisions.options.{name}")) for name in _OPTIONS)
    rows = tuple(
        (
            Cell(choice.name),
            Cell(choice.cost),
            Cell(choice.effect),
            Cell(speech.measured(shown.value["measure"], choice.promised, voice), choice.promised),
        )
        for choice in shown.choices
    )
    due = voice.texts.date(shown.value["due"])
    return Table(voice.t("decisions.options.caption", due=due), columns, rows)


def others(found: Agenda, voice: Voice) -> Table:
    """Return the matters that are not put first, the highest product first."""
    names = ("rank", "kind", "title", "owner", "stake", "deadline", "product")
    columns = tuple(
        Column(
            n, voice.t(f"decisions.column.{n}"), "right" if n in ("rank", "stake", "product") else "left", n == "kind"
        )
        for n in names
    )
    rows = tuple(
        (
            Cell(str(one.rank), one.rank),
            Cell(one.kind),
            Cell(one.title, drill=one.drill),
            Cell(one.owner),
            one.factors[0][1],
            one.deadline,
            Cell(one.product, (one.value["product"] or 0) / _UNIT),
        )
        for one in items(found, voice, is_first=False)
    )
    return Table(voice.t("decisions.others", count=len(rows)), columns, rows)


def table(found: Agenda, voice: Voice) -> Table:
    """Return every matter and option in a row, for exports."""
    columns = tuple(Column(name, voice.t(f"decisions.column.{name}")) for name in _EXPORTED)
    rows: list[tuple[Cell, ...]] = []
    told = _by_item(found)
    for row in found.items.iter_rows(named=True):
        one = _item(row, told, voice)
        stake = (row["at_stake_fen"] or 0) / 100
        head = (
            Cell(str(one.rank), one.rank), Cell(one.kind), Cell(one.title), Cell(one.owner),
            Cell(voice.texts.number(stake), stake), one.deadline, Cell(one.factors[1][1].text, row["urgency_factor"]),
            Cell(one.factors[2][1].text, row["reversal_factor"]), Cell(one.product, (row["product"] or 0) / _UNIT),
        )  # fmt: skip
        rows += [(*head, Cell(c.name), Cell(c.cost), Cell(c.effect)) for c in one.choices]
    return Table(voice.t("decisions.agenda.caption", count=found.items.height), columns, tuple(rows))


def _by_item(found: Agenda) -> dict[str, list[dict[str, Any]]]:
    """Return the options of every item, in their order."""
    told: dict[str, list[dict[str, Any]]] = {}
    for row in found.options.sort("place", maintain_order=True).iter_rows(named=True):
        told.setdefault(row["ref"], []).append(row)
    return told


def _item(row: dict[str, Any], options: Mapping[str, list[dict[str, Any]]], voice: Voice) -> Item:
    rules = voice.policy.agenda
    product = voice.texts.number((row["product"] or 0) / _UNIT)
    factors = _factors(row, voice)
    return Item(
        ref=row["ref"],
        rank=row["rank"],
        kind=voice.texts.pick(rules.kind(row["kind"]).word),
        title=speech.title(row, voice),
        owner=speech.owner(row["unit_id"], voice),
        unit_id=row["unit_id"],
        product=product,
        product_alt=voice.t(
            "decisions.product", parts=" × ".join(cell.text for _, cell, _ in factors), product=product
        ),
        deadline=cells.day(row["deadline"], voice),
        who=voice.t("decisions.who", owner=speech.owner(row["unit_id"], voice), day=voice.texts.date(row["deadline"])),
        factors=factors,
        choices=tuple(_choice(option, row, voice) for option in options.get(row["ref"], ())),
        answered=speech.state("open", voice) if row["decision"] is not None else None,
        drill=Drill(speech.PAGE, {speech.ITEM: row["ref"]}),
        opens=speech.opens(row),
        value=row,
    )


def _factors(row: dict[str, Any], voice: Voice) -> tuple[tuple[str, Cell, str], ...]:
    """Return money at stake, urgency and reversibility with the reason of each; the money opens its records."""
    rules, number = voice.policy.agenda, voice.texts.number
    urgency, reversal = rules.urgency(row["urgency"]), rules.reversal(row["reversal"])
    days = abs(row["days_left"])
    left = "decisions.days.past" if row["days_left"] < 0 else "decisions.days.left"
    late = voice.t(left, days=number(days), day=voice.texts.date(row["deadline"]), word=voice.texts.pick(urgency.word))
    amount = row["at_stake_fen"] or 0
    stake, said = Cell(speech.fen(amount, voice), amount / 100, speech.opens(row)), voice.texts.pick(reversal.word)
    return (
        (voice.t("decisions.factor.stake"), stake, _basis(row, voice)),
        (voice.t("decisions.factor.urgency"), Cell(number(row["urgency_factor"], 1)), late),
        (voice.t("decisions.factor.reversal"), Cell(number(row["reversal_factor"], 1)), said),
    )


def _basis(row: dict[str, Any], voice: Voice) -> str:
    """Return how the money at stake was reckoned."""
    count, texts = row["count"], voice.texts
    values = {"count": texts.number(count or 0), "each": ""}
    if row["kind"] == "target":
        values["count"] = speech.counted(row["subject"], count, voice)
        values["each"] = speech.fen(row["at_stake_fen"] / count, voice) if count else voice.t("value.dash")
    return voice.t(f"decisions.basis.{row['basis']}", **values)


def _choice(option: dict[str, Any], row: dict[str, Any], voice: Voice) -> Choice:
    return Choice(
        code=f"{option['option']}@{option['place']}",
        name=speech.option(option, row, voice),
        cost=speech.cost(option, row, voice),
        effect=speech.effect(option, voice),
        promised=option["promised"],
    )

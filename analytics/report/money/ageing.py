"""What is owed by how long it is owed: in all, by unit and by town, as stacked bars with their tables."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from analytics import budget
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.money import speech
from analytics.report.money.books import OWED, Books, owed, sums
from analytics.report.money.rows import Question
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

_COLUMN = {"unit": "unit_id", "town": "town"}
_AGES = ("age", "owed", "share", "people", "oldest")
_LEFT = frozenset({"age", "oldest"})
#: From pale to strong, the youngest first; the oldest debt is what has to be seen.
_COLOURS = ("#B9C7D6", "#7F9BB8", figures.NAVY, figures.WARM)


def charts(books: Books, voice: Voice) -> list[Chart]:
    """Return what is owed by age, then by unit and by town; nothing where nothing is owed."""
    if owed(books).is_empty():
        return []
    return [_ages(books, voice), *(_placed(books, kind, voice) for kind in _COLUMN)]


def sentence(books: Books, voice: Voice) -> str:
    """Return how many are owed how much, and since when the oldest waits."""
    found = sums(books)
    if found.oldest is None:
        return voice.t("money.arrears.none")
    return voice.t(
        "money.arrears.headline",
        people=voice.texts.number(found.people),
        owed=voice.texts.money_fen(found.owed),
        day=voice.texts.date(found.oldest),
    )


def colours(count: int) -> tuple[str, ...]:
    """Return so many colours, the strongest last."""
    return tuple(_COLOURS[max(len(_COLOURS) - count + n, 0)] for n in range(count))


def _ages(books: Books, voice: Voice) -> Chart:
    found = {str(item["age"]): item for item in budget.totals(owed(books), ["age"]).to_dicts()}
    ages, money = books.policy.arrears.ages, voice.texts.money_fen
    total = int(owed(books)["amount_fen"].sum())
    named = [(voice.texts.pick(age.title), float(found.get(age.id, {}).get("amount_fen", 0))) for age in ages]
    last = named[-1]
    values = {
        "owed": money(total),
        "age": last[0],
        "old": money(int(last[1])),
        "share": voice.texts.pct(last[1] / total),
    }
    return Chart(
        "age",
        voice.t("money.ages.title", **values),
        figures.stacked(
            [
                (name, [fen if n == place else 0.0 for n in range(len(named))], money(int(fen)))
                for place, (name, fen) in enumerate(named)
            ],
            list(zip((name for name, _ in named), colours(len(named)), strict=True)),
            has_legend=False,
        ),
        voice.t("money.ages.alt", **values),
        Table(
            voice.t("money.ages.table"),
            speech.columns("ages", _AGES, voice, left=_LEFT),
            tuple(_age(age.id, voice.texts.pick(age.title), found.get(age.id, {}), total, voice) for age in ages),
        ),
    )


def _age(age: str, title: str, item: Mapping[str, Any], total: int, voice: Voice) -> tuple[Cell, ...]:
    fen, oldest = item.get("amount_fen", 0), item.get("oldest")
    asked = Question(OWED, age=age)
    return (
        Cell(title),
        speech.amount(fen, asked, voice),
        Cell(voice.texts.pct(fen / total), fen / total),
        speech.count(item.get("people", 0), asked, voice),
        Cell(voice.texts.date(oldest), oldest) if oldest else Cell(voice.t("value.dash")),
    )


def _placed(books: Books, kind: str, voice: Voice) -> Chart:
    column, ages = _COLUMN[kind], books.policy.arrears.ages
    split = dict[str | None, dict[str, int]]()
    for item in budget.totals(owed(books), [column, "age"]).to_dicts():
        split.setdefault(item[column], {})[str(item["age"])] = item["amount_fen"]
    whole = budget.totals(owed(books), [column]).sort("amount_fen", column, descending=[True, False]).to_dicts()
    say = speech.unit if kind == "unit" else speech.town
    money, first = voice.texts.money_fen, whole[0]
    bars = [
        (
            say(item[column], voice),
            [float(split[item[column]].get(age.id, 0)) for age in ages],
            money(item["amount_fen"]),
        )
        for item in whole
    ]
    share = first["amount_fen"] / sum(item["amount_fen"] for item in whole)
    values = {"name": say(first[column], voice), "owed": money(first["amount_fen"]), "share": voice.texts.pct(share)}
    names = [voice.texts.pick(age.title) for age in ages]
    columns = (
        Column("place", voice.t(f"money.place.{kind}"), is_tight=True),
        *(Column(age.id, name, "right", is_minor=True, is_tight=True) for age, name in zip(ages, names, strict=True)),
        *speech.columns("ages", ("owed", "people"), voice, left=_LEFT),
    )
    return Chart(
        kind,
        voice.t(f"money.{kind}s.title", **values),
        figures.stacked(bars, list(zip(names, colours(len(ages)), strict=True))),
        voice.t(f"money.{kind}s.alt", count=len(whole), **values),
        Table(
            voice.t(f"money.{kind}s.table", count=len(whole)),
            columns,
            tuple(
                _place(say(item[column], voice), speech.placed(kind, item[column]), item, split[item[column]], voice)
                for item in whole
            ),
        ),
    )


def _place(
    name: str, asked: Question, item: Mapping[str, Any], split: Mapping[str, int], voice: Voice
) -> tuple[Cell, ...]:
    return (
        Cell(name),
        *(speech.amount(split.get(age.id, 0), replace(asked, age=age.id), voice) for age in voice.policy.arrears.ages),
        speech.amount(item["amount_fen"], asked, voice),
        speech.count(item["people"], asked, voice),
    )

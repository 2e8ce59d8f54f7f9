"""The register of what the text leaves open: the option in force, since when and by which ruling, and its price."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol

import polars as pl

from analytics.entitlement import prices
from analytics.policy import Policy
from analytics.policy.base import in_force
from analytics.policy.readings import Reading
from analytics.report import amounts, evidence
from analytics.report.evidence import Identities
from analytics.report.integrity import speech
from analytics.report.signs import sign
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

PAGE = "readings"
GAIN, LOSE = "gain", "lose"
PAGE_ROWS = 50
_REGISTER = ("id", "question", "chosen", "since", "others", "price")
_OPTIONS = ("option", "gaining", "gained", "losing", "lost", "targets")
_UNITS = ("unit", "gaining", "gained", "losing", "lost")
_TARGETS = ("task", "now", "then", "change", "status")
_PEOPLE = ("who", "benefits", "change")
_NUMBERS = frozenset({"gaining", "gained", "losing", "lost", "now", "then", "change"})
_MINOR = frozenset({"since", "others", "benefits"})
_TIGHT = frozenset({"id", "since", "status"})


class OptionPrice(Protocol):
    """One option against the one in force, see pipeline.prices."""

    @property
    def option(self) -> str: ...
    @property
    def changes(self) -> pl.DataFrame | None: ...
    @property
    def targets(self) -> pl.DataFrame | None: ...
    @property
    def is_reckoned(self) -> bool: ...


class ReadingPrice(Protocol):
    """The other options of one reading."""

    @property
    def reading(self) -> str: ...
    @property
    def options(self) -> Sequence[OptionPrice]: ...


def title(policy: Policy, day: date, voice: Voice) -> str:
    """Return how many readings there are, how many have another option, and how many are ruled on."""
    readings = policy.readings
    ruled = sum(in_force(reading.rulings, day) is not None for reading in readings)
    open_ones = sum(len(reading.options) > 1 for reading in readings)
    return voice.t("readings.title", count=len(readings), open=open_ones, ruled=ruled)


def register(
    policy: Policy, chosen: Mapping[str, str], day: date, priced: Mapping[str, ReadingPrice], voice: Voice
) -> Table:
    """Return one row per reading; the price of its dearest other option where that was reckoned."""
    rows = tuple(_reading(reading, chosen[reading.id], day, priced, voice) for reading in policy.readings)
    shown = speech.columns("readings.register", _REGISTER, voice, numbers=frozenset(), minor=_MINOR, tight=_TIGHT)
    return Table(voice.t("readings.register.title", count=len(rows)), shown, rows)


def standing(reading: Reading, chosen: str, day: date, voice: Voice) -> str:
    """Return which option is in force, since when, and by which ruling or for want of one."""
    ruling = in_force(reading.rulings, day)
    values = {"option": voice.texts.pick(reading.option(chosen).label)}
    if ruling is None:
        return voice.t("readings.by_default", **values, day=voice.texts.date(reading.valid_from))
    return voice.t("readings.by_ruling", **values, day=voice.texts.date(ruling.valid_from), meeting=ruling.source)


def articles(reading: Reading, voice: Voice) -> str:
    return voice.listing([voice.article(article) for article in reading.articles])


def options(reading: Reading, priced: ReadingPrice, units: Mapping[str, str], voice: Voice) -> Table:
    """Return one row per other option: who gains and loses how much, and how many targets move."""
    rows = tuple(_option(reading, item, units, voice) for item in priced.options)
    shown = speech.columns("readings.options", _OPTIONS, voice, numbers=_NUMBERS)
    return Table(voice.t("readings.options.title"), shown, rows)


def by_unit(reading: Reading, item: OptionPrice, units: Mapping[str, str], voice: Voice) -> Table | None:
    """Return what an option is worth by the unit that leads the benefits; None where it is one unit, or no money."""
    if item.changes is None or item.changes.is_empty():
        return None
    found = prices.price(item.changes, units).drop_nulls("unit_id")
    if found.height == 1:
        return None
    rows = tuple(
        (Cell(voice.unit(row["unit_id"])), *_worth(reading.id, item.option, row, voice))
        for row in found.iter_rows(named=True)
    )
    label = voice.texts.pick(reading.option(item.option).label)
    shown = speech.columns("readings.options", _UNITS, voice, numbers=_NUMBERS)
    return Table(voice.t("readings.units.title", option=label), shown, rows)


def targets(reading: Reading, item: OptionPrice, voice: Voice) -> Table | None:
    """Return which targets would stand elsewhere; None where none would."""
    if item.targets is None or item.targets.is_empty():
        return None
    rows = tuple(_target(row, voice) for row in item.targets.iter_rows(named=True))
    label = voice.texts.pick(reading.option(item.option).label)
    shown = speech.columns("readings.targets", _TARGETS, voice, numbers=_NUMBERS, tight=_TIGHT)
    return Table(voice.t("readings.targets.title", option=label), shown, rows)


def people(item: OptionPrice, side: str, unit: str | None, units: Mapping[str, str]) -> pl.DataFrame:
    """Return who gains, or loses, by an option: one row per beneficiary, the largest change first."""
    changed = prices.CHANGES.to_frame() if item.changes is None else item.changes
    if unit:
        led = [benefit for benefit, lead in units.items() if lead == unit]
        changed = changed.filter(pl.col("benefit_id").is_in(led))
    sums = prices.by_person(changed)
    return sums.filter(pl.col("change_fen") > 0 if side == GAIN else pl.col("change_fen") < 0)


def people_title(reading: Reading, option: str, side: str, found: pl.DataFrame, voice: Voice) -> str:
    """Return how many gain or lose how much, as one sentence."""
    return voice.t(
        f"readings.people.{side}",
        option=voice.texts.pick(reading.option(option).label),
        count=voice.texts.number(found.height),
        fen=speech.said(abs(int(found["change_fen"].sum())), voice),
    )


def people_table(found: pl.DataFrame, page: int, employers: pl.DataFrame, vault: Identities, voice: Voice) -> Table:
    """Return one page of beneficiaries, counted from 1 and brought into range; page 0 is all. Persons are masked."""
    last = max(-(-found.height // PAGE_ROWS), 1)
    part = found if page == 0 else found.slice((min(page, last) - 1) * PAGE_ROWS, PAGE_ROWS)
    names = evidence.masked(part["beneficiary"], vault)
    firms = dict(employers.select("employer_id", "employer_name").iter_rows())
    rows = tuple(_person(row, names, firms, voice) for row in part.iter_rows(named=True))
    shown = speech.columns("readings.people", _PEOPLE, voice, numbers=_NUMBERS, minor=_MINOR)
    return Table(voice.t("readings.people.title", count=found.height), shown, rows)


def leads(policy: Policy) -> dict[str, str]:
    """Return by benefit the unit that leads it: the first that the text names."""
    return {benefit.id: benefit.units[0] for benefit in policy.benefits}


def opens(reading_id: str) -> Drill:
    return Drill(PAGE, {"reading": reading_id})


def _reading(
    reading: Reading, chosen: str, day: date, priced: Mapping[str, ReadingPrice], voice: Voice
) -> tuple[Cell, ...]:
    texts, ruling = voice.texts, in_force(reading.rulings, day)
    others = [texts.pick(option.label) for option in reading.options if option.code != chosen]
    since = ruling.valid_from if ruling else reading.valid_from
    by = voice.t("readings.ruled", day=texts.date(since), meeting=ruling.source) if ruling else texts.date(since)
    return (
        Cell(reading.id, drill=opens(reading.id)),
        Cell(texts.pick(reading.question), drill=opens(reading.id)),
        Cell(texts.pick(reading.option(chosen).label), chosen),
        Cell(by, tone="strong" if ruling else ""),
        Cell(voice.listing(others) or voice.t("value.dash")),
        Cell(_dearest(reading, priced, voice)),
    )


def _dearest(reading: Reading, priced: Mapping[str, ReadingPrice], voice: Voice) -> str:
    """Return what the other options come to, in few words."""
    if len(reading.options) == 1:
        return voice.t("readings.only")
    if reading.id not in priced:
        return voice.t("readings.unpriced")
    found = [_few_words(item, voice) for item in priced[reading.id].options]
    return voice.listing([text for text in dict.fromkeys(found) if text]) or voice.t("readings.nothing")


def _few_words(item: OptionPrice, voice: Voice) -> str:
    if not item.is_reckoned:
        return voice.t("readings.unreckoned")
    parts = list[str]()
    if item.changes is not None and item.changes.height:
        whole = prices.price(item.changes, {}.fromkeys(item.changes["benefit_id"], "")).row(0, named=True)
        net = whole["gained_fen"] - whole["lost_fen"]
        sign_of = "+" if net > 0 else ""
        count = voice.texts.number(whole["gaining"] + whole["losing"])
        parts.append(voice.t("readings.price.money", net=sign_of + speech.said(net, voice), people=count))
    if item.targets is not None and item.targets.height:
        parts.append(voice.t("readings.price.targets", count=item.targets.height))
    return voice.listing(parts)


def _option(reading: Reading, item: OptionPrice, units: Mapping[str, str], voice: Voice) -> tuple[Cell, ...]:
    label = Cell(voice.texts.pick(reading.option(item.option).label), item.option)
    dash = Cell(voice.t("value.dash"), tone="mute")
    moved = Cell(voice.texts.number(item.targets.height), item.targets.height) if item.targets is not None else dash
    if not item.is_reckoned:
        return (label, *([dash] * 4), Cell(voice.t("readings.unreckoned"), tone="mute"))
    if item.changes is None:
        return (label, *([dash] * 4), moved)
    whole = prices.price(item.changes, units).row(0, named=True)
    return (label, *_worth(reading.id, item.option, whole, voice), moved)


def _worth(reading_id: str, option: str, row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    """Return who gains how much and who loses how much; each opens the list of them."""
    codes = {"reading": reading_id, "option": option}
    codes |= {"unit": row["unit_id"]} if row["unit_id"] else {}
    gain, lose = (Drill(PAGE, codes | {"side": side}) for side in (GAIN, LOSE))
    return (
        speech.count(row["gaining"], gain, voice),
        speech.amount(row["gained_fen"], gain, voice),
        speech.count(row["losing"], lose, voice),
        speech.amount(row["lost_fen"], lose, voice),
    )


def _target(row: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    texts, unit = voice.texts, row["unit"]
    now, then = row["actual"], row["actual_then"]
    change = (then or 0) - (now or 0)
    shown = amounts.exact(texts, unit, abs(change)) if change else voice.t("value.dash")
    signed = ("+" if change > 0 else "−") + shown if change else shown
    words = [sign(voice, row[name]) for name in ("status", "status_then")]
    said = " → ".join(dict.fromkeys(f"{light.shape} {light.word}" for light in words))
    return (
        Cell(voice.task(row["id"]), drill=Drill("indicator", {"ind": row["id"]})),
        Cell(_ratio(row["actual"], row["target"], unit, voice), now),
        Cell(_ratio(row["actual_then"], row["target_then"], unit, voice), then),
        Cell(signed, change),
        Cell(said),
    )


def _ratio(actual: Any, target: Any, unit: str, voice: Voice) -> str:
    if actual is None:
        return voice.t("value.dash")
    return amounts.ratio(voice.texts, unit, actual, target or 0)


def _person(
    row: Mapping[str, Any], names: Mapping[str, str], firms: Mapping[str, str | None], voice: Voice
) -> tuple[Cell, ...]:
    key = row["beneficiary"]
    known = names.get(key) or voice.t("listing.person.unknown", person=key[:8])
    who = Cell(firms[key] or key) if key in firms else Cell(known, drill=Drill("person", {"p": key}))
    benefits = voice.listing([speech.benefit(benefit, voice) for benefit in row["benefits"]])
    return (who, Cell(benefits), speech.amount(row["change_fen"], None, voice))

"""Matters, options and decisions in words, and the pages that their numbers open."""

from collections.abc import Mapping
from typing import Any

from analytics.report import amounts, signs
from analytics.report.forecast.reach import chance
from analytics.report.integrity import speech as found
from analytics.report.money import lines
from analytics.report.money import speech as money
from analytics.report.money.books import OWED
from analytics.report.money.rows import Question
from analytics.report.signs import Sign
from analytics.report.table import Drill
from analytics.report.voice import Voice

PAGE = "decisions"
ITEM, DECISION, NOTE, UNIT, VIEW = "item", "decision", "note", "b", "view"
#: The status whose shape and colour the state of a decision or a piece of work shares.
_LIGHTS = {
    "done": "done", "open": "not_due", "overdue": "behind", "dropped": "no_data", "missing": "behind",
    "not_due": "not_due", "kept": "slightly_behind",
    "unreported": "no_data", "planned": "no_data", "running": "not_due",
}  # fmt: skip
_TARGET, _LINE, _ARREARS, _CASE, _UNIT = "target", "line", "arrears", "case", "unit"
#: Fewer than so many a month are told to a tenth.
_FEW = 10
Row = Mapping[str, Any]


def owner(unit_id: str | None, voice: Voice) -> str:
    """Return the short name of a unit or a town; what is neither as it stands."""
    if not unit_id:
        return voice.t("value.dash")
    if any(unit.id == unit_id for unit in voice.policy.units):
        return voice.unit(unit_id)
    return voice.town(unit_id) if any(town.id == unit_id for town in voice.policy.towns) else unit_id


def fen(amount: float | None, voice: Voice) -> str:
    """Return a sum as people say it, to a tenth of the middle unit."""
    if amount is None:
        return voice.t("value.dash")
    middle, large = (float(voice.t(f"money.{unit}.scale").split()[0]) for unit in ("middle", "large"))
    is_middle = middle <= abs(round(amount)) < large
    return voice.texts.money_fen(round(amount), 1 if is_middle else None)


def _without_period(measure: str) -> str:
    """Return the measure of a target, which may name the last day of its period, as that of the target."""
    return measure.partition("@")[0]


def measured(measure: str | None, value: float | None, voice: Voice) -> str:
    """Return a value of a measure in its own unit."""
    if value is None or measure is None:
        return voice.t("value.dash")
    measure = _without_period(measure)
    kind, _, rest = measure.partition(":")
    if rest and kind == _UNIT:
        return voice.t("decisions.filings", count=voice.texts.number(value))
    if rest:
        return fen(value, voice)
    if not any(target.id == measure for target in voice.policy.targets):
        return voice.texts.number(value)
    return counted(measure, value, voice)


def counted(target_id: str, value: float, voice: Voice) -> str:
    """Return so much of a target: money as people say it, everything else with what is counted."""
    unit = voice.policy.target(target_id).unit
    return fen(value, voice) if unit == amounts.MONEY else amounts.exact(voice.texts, unit, value)


def bare(target_id: str, value: float, voice: Voice) -> str:
    """Return so much of a target without what is counted, to stand beside another number that says it."""
    return counted(target_id, value, voice) if is_money(target_id, voice) else voice.texts.number(value)


def against(measure: str | None, value: float | None, promised: float | None, voice: Voice) -> str:
    """Return a value against the promise; what is counted is said once."""
    told = measured(measure, promised, voice)
    if value is None or promised is None or measure is None or ":" in measure or is_money(measure, voice):
        return voice.t("decisions.against", now=measured(measure, value, voice), promised=told)
    return voice.t("decisions.against", now=voice.texts.number(value), promised=told)


def is_money(measure: str | None, voice: Voice) -> bool:
    """Tell whether a measure is kept in fen."""
    measure = _without_period(measure or "")
    kind, _, rest = measure.partition(":")
    if rest:
        return kind in (_ARREARS, _LINE, _CASE)
    return any(target.id == measure and target.unit == amounts.MONEY for target in voice.policy.targets)


def measure_unit(measure: str, voice: Voice) -> str:
    """Return in what somebody types a value of a measure: money in yuan."""
    measure = _without_period(measure)
    if is_money(measure, voice):
        return voice.t("unit.yuan")
    if measure.startswith(_UNIT + ":"):
        return voice.t("decisions.measure.unit")
    known = any(target.id == measure for target in voice.policy.targets)
    return amounts.word(voice.texts, voice.policy.target(measure).unit) if known else measure


def measure_name(measure: str | None, voice: Voice) -> str:
    """Return what a measure counts."""
    kind, _, rest = (measure or "").partition(":")
    if rest:
        return voice.t(f"decisions.measure.{kind}") if voice.texts.has(f"decisions.measure.{kind}") else rest
    known = any(target.id == measure for target in voice.policy.targets)
    return voice.task(measure) if measure and known else (measure or voice.t("value.dash"))


def subject(kind: str, name: str, voice: Voice) -> str:
    """Return what a matter is about by name."""
    match kind:
        case "target":
            return voice.task(name)
        case "arrears" | "line":
            return lines.name(name, voice)
        case "reading":
            return voice.texts.pick(voice.policy.reading(name).question)
        case "unit":
            return owner(name, voice)
        case _:
            rule, _, code = name.partition(":")
            return found.kind(int(rule), code, voice)


def correction(name: str, unit_id: str, voice: Voice) -> tuple[str, Drill]:
    """Return an item to put right ("<year>:<item>") by its title, and the page of the list it is on."""
    year, _, item_id = name.partition(":")
    titles = {item.id: item.title for known in voice.policy.schemes if str(known.year) == year for item in known.items}
    title = voice.texts.pick(titles[item_id]) if item_id in titles else item_id
    group = "towns" if any(town.id == unit_id for town in voice.policy.towns) else "bureaus"
    opens = Drill("assessment", {"year": year, "group": group, "view": "outcomes"})
    return voice.t("decisions.correction", name=title, year=year), opens


def ratios(actual: float | None, asked: float, voice: Voice) -> dict[str, str]:
    """Return the ratio of the running year and the one that is needed, as shares."""
    return {"actual": voice.t("value.dash") if actual is None else voice.texts.pct(actual),
            "asked": voice.texts.pct(asked)}  # fmt: skip


def title(item: Row, voice: Voice) -> str:
    """Return what the meeting is asked: the matter with the number that makes it one."""
    kind = item["kind"]
    values = {"name": subject(kind, item["subject"], voice), "amount": fen(item["at_stake_fen"], voice)}
    values["count"] = voice.texts.number(item["count"] or 0)
    if kind == _TARGET:
        values["count"] = counted(item["subject"], item["count"], voice)
    if kind == _CASE:
        values["unit"] = owner(item["unit_id"], voice)
    return voice.t(f"decisions.item.{kind}", **values)


def opens(item: Row) -> Drill:
    """Return the page of the records behind a matter."""
    name, kind = item["subject"], item["kind"]
    match kind:
        case "target":
            return Drill("indicator", {"ind": name})
        case "arrears":
            return money.opens(Question(OWED, line=name))
        case "line":
            return Drill("money", {"view": "lines", "line": name})
        case "reading":
            return Drill("readings", {"reading": name})
        case "unit":
            return Drill("intake", {"view": "calendar", "unit": name, "state": "missing"})
        case _:
            rule, _, code = name.partition(":")
            return Drill("integrity", {"view": "findings", "rule": rule, "kind": code})


def option(row: Row, item: Row, voice: Voice) -> str:
    """Return what an option does."""
    code, _, rest = row["option"].partition(":")
    if rest:
        ruled = voice.policy.reading(item["subject"]).option(rest)
        return voice.t("decisions.option.rule", option=voice.texts.pick(ruled.label))
    return voice.t(f"decisions.option.{code}", size=_size(row, item, voice))


def _size(row: Row, item: Row, voice: Voice) -> str:
    size = row["size"]
    if size is None:
        return ""
    match row["option"]:
        case "lift":
            return voice.texts.number(size, 0 if size == int(size) else 2 if size * 10 % 1 else 1)
        case "need" | "extend":
            unit = voice.policy.target(item["subject"]).unit
            if unit == amounts.MONEY or size >= _FEW:
                return counted(item["subject"], size, voice)
            return voice.t("count.phrase", value=voice.texts.number(size, 1), unit=amounts.word(voice.texts, unit))
        case "slow":
            return fen(size, voice)
        case _:
            return voice.texts.number(size)


def cost(row: Row, item: Row, voice: Voice) -> str:
    """Return what an option costs; paying what is owed is no new money and is said so."""
    amount = row["cost_fen"]
    if amount is None:
        return voice.t("decisions.cost.unknown")
    if amount == 0:
        return voice.t("decisions.cost.none")
    if item["kind"] == _ARREARS:
        return voice.t("decisions.cost.owed", amount=fen(amount, voice))
    key = "decisions.cost.less" if amount < 0 else "decisions.cost.more"
    return voice.t(key, amount=fen(abs(amount), voice))


def effect(row: Row, voice: Voice) -> str:
    """Return what an option changes, before and after; an option that changes nothing says what stays."""
    kind, before, after = row["effect"], row["before"], row["after"]
    shown = [_effect_value(kind, value, voice) for value in (before, after)]
    key = f"decisions.effect.{kind}"
    if shown[0] == shown[1]:
        return voice.t("decisions.effect.stays", what=voice.t(key), value=shown[0])
    return voice.t("decisions.effect", what=voice.t(key), before=shown[0], after=shown[1])


def _effect_value(kind: str, value: float | None, voice: Voice) -> str:
    if value is None:
        return voice.t("value.dash")
    match kind:
        case "probability" | "overrun":
            return chance(value, voice)
        case "share":
            return voice.texts.pct(value)
        case "fen":
            return fen(value, voice)
        case _:
            return voice.texts.number(value)


def state(code: str, voice: Voice) -> Sign:
    """Return the state of a decision or of a piece of work with a shape: never a colour alone."""
    if code not in _LIGHTS:
        return signs.sign(voice, code)
    light = signs.sign(voice, _LIGHTS[code])
    word = voice.t(f"decisions.state.{code}")
    return Sign(light.id, light.shape, word, word, light.order)


def colour(code: str, voice: Voice) -> Sign:
    """Return the colour of a supervision note as shape and word."""
    told = voice.policy.agenda.colour(code)
    light = signs.sign(voice, told.light)
    return Sign(told.light, told.shape, voice.texts.pick(told.word), voice.texts.pick(told.meaning), light.order)


def meeting_name(code: str, voice: Voice) -> str:
    """Return a meeting by its code: 2026Q3."""
    year, _, quarter = code.partition("Q")
    return voice.t("period.quarter", year=year, quarter=quarter) if quarter else code

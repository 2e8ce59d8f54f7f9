"""The codes of entitlement in words: questions and their answers, refusals, reasons, amounts, levels and months."""

from collections.abc import Callable
from datetime import date
from typing import Any

from analytics.entitlement.rates import KINDS
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice

PAGE, READINGS = "person", "readings"
_LEVEL = ".level"
_FEN_PER_YUAN = 100
_MONEY = frozenset({"highest", "pay_at_least_fen", "cap", "floor"})
_MONTH = frozenset({"entered", "new", "insured_before", "level_on_entry"})
_DAY = frozenset({"hired_from"})


def benefit(benefit_id: str, voice: Voice) -> str:
    return voice.texts.pick(voice.policy.benefit(benefit_id).title)


def level(code: str, voice: Voice) -> str:
    """Return the name of a level of whatever kind; a code of none stands for itself."""
    lists = (known for known in voice.policy.codes.values() if any(name.endswith(_LEVEL) for name in known.columns))
    plain = code.removesuffix(".0")
    return next((voice.texts.pick(known.code(code).label) for known in lists if code in known.ids), plain)


def kind(benefit_id: str, voice: Voice) -> str:
    """Return the kind of level that a monthly allowance asks for, as it stands inside a sentence."""
    title = voice.texts.pick(voice.policy.codes[KINDS[benefit_id]].title)
    return title[:1].lower() + title[1:]


def employer_kind(code: str | None, voice: Voice) -> str:
    return voice.texts.pick(voice.policy.codes["employer_kind"].code(code).label) if code else voice.t("why.unknown")


def yuan(fen: int, voice: Voice) -> str:
    """Return an amount in yuan, with its fen only where it has some."""
    return voice.texts.number(fen / _FEN_PER_YUAN, 2 if fen % _FEN_PER_YUAN else 0)


def money(fen: int, voice: Voice) -> str:
    """Return an amount as it is said of one person: large ones in the unit of the language, others to the fen."""
    floor, divisor, digits = (float(part) for part in voice.t("why.sum.scale").split())
    if abs(fen) >= floor:
        return voice.t("why.sum", value=voice.texts.number(fen / divisor, int(digits)))
    return voice.t("why.yuan", value=yuan(fen, voice))


def amount(fen: int, drill: Drill | None, voice: Voice) -> Cell:
    """Return an amount that opens what stands behind it; nothing is a dash that opens nothing."""
    return Cell(yuan(fen, voice), voice.texts.yuan(fen), drill=drill) if fen else Cell(voice.t("value.dash"), 0)


def span(start: date | None, end: date | None, voice: Voice) -> str:
    """Return a run of months, first and last included; none for what is of no month."""
    if start is None:
        return voice.t("value.dash")
    first, last = voice.texts.month(start), voice.texts.month(end or start)
    return first if first == last else voice.t("calendar.range", start=first, end=last)


def question(step: str, benefit_id: str, voice: Voice) -> str:
    """Return what is asked of an allowance."""
    return voice.t(f"why.ask.{step}", kind=kind(benefit_id, voice))


def answer(row: dict[str, Any], voice: Voice) -> str:
    """Return the fact that answers a question (a row of Trace.steps)."""
    said = "yes" if row["holds"] else "no"
    if row["holds"] and row["step"] == "clock" and row["needed"] is None:
        said = "free"
    return voice.t(f"why.{row['step']}.{said}", kind=kind(row["benefit_id"], voice), **_told(row["step"], row, voice))


def needed(row: dict[str, Any], voice: Voice) -> str:
    """Return what a question needs to be answered with yes."""
    return voice.t(f"why.needs.{row['step']}", kind=kind(row["benefit_id"], voice), **_told(row["step"], row, voice))


def refusal(row: dict[str, Any], voice: Voice) -> str:
    """Return why something is refused (a row of Dues.refused); some codes say more where a value is asked for."""
    key = f"refused.{row['condition']}"
    more = f"{key}.against"
    said = more if row["needed"] and voice.texts.has(more) else key
    return voice.t(said, **_told(row["condition"], row, voice))


def reason(row: dict[str, Any], voice: Voice) -> str:
    """Return by which rule an amount is due, and what decided it (a row of Dues.due)."""
    return voice.t("due.said", rule=voice.t(f"due.rule.{row['rule']}"), reason=voice.t(f"due.reason.{row['reason']}"))


def clause(row: dict[str, Any], voice: Voice) -> str:
    """Return by which rule something was put aside (a row of Dues.suppressed)."""
    group = voice.policy.conflict(row["group"])
    return voice.t("aside.said", title=voice.texts.pick(group.title), text=clause_text(row["clause"], voice))


def clause_text(clause_id: str, voice: Voice) -> str:
    clauses = {item.id: item for item in voice.policy.document.clauses}
    return voice.texts.pick(clauses[clause_id].text) if clause_id in clauses else clause_id


def coming(row: dict[str, Any], voice: Voice) -> str:
    """Return what comes if nothing changes (a row of Trace.coming)."""
    values = {"month": voice.texts.month(row["month"]), "benefit": benefit(row["benefit_id"], voice)}
    fen = row["amount_fen"]
    return voice.t(f"coming.{row['event']}", amount=yuan(fen, voice) if fen else voice.t("value.dash"), **values)


def reading(reading_id: str, chosen: str, voice: Voice) -> Cell:
    """Return the reading that an answer rests on, which opens the page of readings."""
    known = voice.policy.reading(reading_id)
    shown = voice.t("why.reading", id=reading_id, option=voice.texts.pick(known.option(chosen).label))
    return Cell(shown, drill=Drill(READINGS, {"reading": reading_id}))


def _told(code: str, row: dict[str, Any], voice: Voice) -> dict[str, str]:
    """Return what was found and what is needed, each as the code says it."""
    said = _speaker(code)
    return {name: _each(row[name], said, voice) for name in ("found", "needed")}


def _each(text: str | None, said: Callable[[str, Voice], str], voice: Voice) -> str:
    """Return the values of a text one by one."""
    return voice.listing([said(part, voice) for part in text.split(", ")]) if text else voice.t("value.dash")


def _speaker(code: str) -> Callable[[str, Voice], str]:
    if code in _MONEY:
        return _as_money
    if code in _MONTH:
        return lambda text, voice: voice.texts.month(date.fromisoformat(text))
    if code in _DAY:
        return lambda text, voice: voice.texts.date(date.fromisoformat(text))
    if code == "in_force":
        return _as_state
    if code == "employer_kind":
        return employer_kind
    return level


def _as_money(text: str, voice: Voice) -> str:
    return voice.t("why.yuan", value=yuan(int(text), voice))


def _as_state(text: str, voice: Voice) -> str:
    """Return the state of a benefit, or the day since which it is in force."""
    return voice.texts.date(date.fromisoformat(text)) if text[:1].isdigit() else voice.t(f"why.state.{text}")

"""What somebody made up would be due: the same rules, the same sentences, no record behind them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from analytics.entitlement.made_up import KEY, MadeUp, MadeUpClaim, made_up_facts
from analytics.entitlement.trace import Trace, trace
from analytics.report.person import card, timeline, why, words
from analytics.report.person.assumed import AMOUNT, Assumed, Mistake
from analytics.report.person.timeline import Strip
from analytics.report.table import Cell, Table
from analytics.report.voice import Voice

_IN_KIND = "in_kind"
#: More than anybody decides, in fen: what is left of it is the most that may be given.
_ANYTHING = 10**15
_CAPS = ("benefit", "most", "terms", "article")


@dataclass(frozen=True)
class Estimate:
    """The answer: total in fen (what the person gets in money, caps and support in kind apart), months, tables."""

    title: str
    total: int
    strip: Strip
    coming: tuple[str, ...]
    tables: Mapping[str, Table]


def estimate(told: Assumed, readings: Mapping[str, str], voice: Voice) -> Estimate | None:
    """Return what the assumed person would be due; None without a first month."""
    if told.person is None:
        return None
    found = _traced(told.person, told, readings, voice)
    due = found.dues.due
    cash = due.filter(pl.col("rule") != _IN_KIND)
    mine = cash.filter(pl.col("beneficiary") == KEY)
    total = int((mine["amount_fen"] * mine["months"]).sum())
    others = cash.filter(pl.col("beneficiary") != KEY)
    caps = _caps(told, readings, voice)
    tables = {
        "due": why.due(mine, why.nothing, voice),
        "caps": caps,
        "others": why.due(others, why.nothing, voice, "calculator.others"),
        "kind": why.due(due.filter(rule=_IN_KIND), why.nothing, voice, "calculator.kind"),
        "aside": why.aside(found.dues.suppressed, why.nothing, voice),
        "refused": why.refused(found.dues.refused, why.nothing, voice),
        "steps": why.steps(found, readings, why.nothing, voice),
        "levels": why.levels(found, why.nothing, voice),
    }
    said = [card.monthly(found, voice), _total(total, told, voice)]
    if caps.rows:
        said.append(voice.t("calculator.title.caps", count=len(caps.rows)))
    months = timeline.assumed(found.months)
    return Estimate(
        title=voice.t("person.parts").join(said),
        total=total,
        strip=timeline.strip(months, {}, voice),
        coming=why.coming(found, voice),
        tables={name: table for name, table in tables.items() if table.rows},
    )


def mistake(found: Mistake, voice: Voice) -> str:
    """Return what is wrong with a code of the address, and how it is written."""
    how = voice.t(f"calculator.how.{found.role}")
    return voice.t("calculator.mistake", field=field_name(found.code, voice), value=found.value[:40], how=how)


def lacking(benefit_id: str, role: str, voice: Voice) -> str:
    """Return what a benefit needs to be told."""
    return voice.t("calculator.lacking", benefit=words.benefit(benefit_id, voice), role=voice.t(f"claim.role.{role}"))


def field_name(code: str, voice: Voice) -> str:
    """Return what a code of the address is about."""
    benefit_id, dot, role = code.partition(".")
    if dot:
        name = words.benefit(benefit_id, voice)
        return voice.t("calculator.of", benefit=name, role=voice.t(f"claim.role.{role}"))
    if code in voice.policy.codes:
        return voice.texts.pick(voice.policy.codes[code].title)
    return voice.t(f"calculator.{code}")


def _total(total: int, told: Assumed, voice: Voice) -> str:
    month = voice.texts.month(told.as_of)
    if total == 0:
        return voice.t("calculator.title.nothing", month=month)
    return voice.t("calculator.title.total", month=month, amount=words.money(total, voice))


def _traced(person: MadeUp, told: Assumed, readings: Mapping[str, str], voice: Voice) -> Trace:
    facts = made_up_facts(person, voice.policy)
    return trace(KEY, facts, voice.policy, as_of=told.as_of, readings=readings)


def _caps(told: Assumed, readings: Mapping[str, str], voice: Voice) -> Table:
    """Return the most that may be given of what somebody has to decide: what is left when anything is decided."""
    assert told.person is not None
    most: dict[str, int] = {}
    if told.capped:
        asked = tuple(MadeUpClaim(claim.benefit_id, {**claim.roles, AMOUNT: _ANYTHING}) for claim in told.capped)
        found = _traced(replace(told.person, claims=asked), told, readings, voice).dues
        for frame in (found.suppressed, found.due):
            most |= dict(frame.select("benefit_id", "amount_fen").iter_rows())
    made = tuple(_cap(claim, most.get(claim.benefit_id), voice) for claim in told.capped)
    return Table(voice.t("caps.caption", count=len(made)), why.columns("caps", _CAPS, voice), made)


def _cap(claim: MadeUpClaim, most: int | None, voice: Voice) -> tuple[Cell, ...]:
    benefit = voice.policy.benefit(claim.benefit_id)
    if most is None:
        said = Cell(voice.t("caps.none"))
    elif most >= _ANYTHING:
        said = Cell(voice.t("caps.open"))
    else:
        said = Cell(voice.t("caps.up_to", amount=words.money(most, voice)), voice.texts.yuan(most))
    return (
        Cell(voice.texts.pick(benefit.title)),
        said,
        Cell(voice.texts.pick(benefit.terms)),
        Cell(voice.article(benefit.article)),
    )

"""Words of the what-if page: amounts with their sign, probabilities, what a row of a scenario says."""

from collections.abc import Sequence

from analytics.budget.exposure.scenario import Change
from analytics.policy.knobs import Knob
from analytics.report.money import lines
from analytics.report.money.what_if import knob_name
from analytics.report.table import Cell
from analytics.report.voice import Voice
from analytics.report.whatif.turning import ALL, Dial, Scope

#: Benefits of a row that are named; the others are counted.
_NAMED = 2
#: Less than this, in fen, is no difference worth a word: half of the smallest unit that is read aloud.
SMALL = 500_000.0


def signed(fen: float, voice: Voice) -> str:
    """Return an amount with its sign; nothing worth a word has none."""
    text = voice.texts.money_fen(round(abs(fen)))
    if round(fen) == 0:
        return text
    return voice.t("whatif.plus" if fen > 0 else "whatif.minus", value=text)


def money(fen: float, voice: Voice) -> Cell:
    """Return an expectation as a cell; the value exported is in yuan."""
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)))


def difference(fen: float, voice: Voice) -> Cell:
    """Return a difference as a cell; the value exported is in yuan."""
    return Cell(signed(fen, voice), voice.texts.yuan(round(fen)))


def more(fen: float, voice: Voice) -> str:
    """Return how much more, or less, or that it is the same."""
    if abs(fen) < SMALL:
        return voice.t("whatif.same")
    return voice.t("whatif.more" if fen > 0 else "whatif.less", value=voice.texts.money_fen(round(abs(fen))))


def chance(share: float | None, voice: Voice) -> str:
    """Return a probability; what is nearly sure or nearly out of the question is not called either."""
    if share is None:
        return voice.t("value.dash")
    if 0 < share < 0.01 or 0.99 < share < 1:
        return voice.t("whatif.chance.low" if share < 0.5 else "whatif.chance.high")
    return voice.texts.pct(share)


def group(name: str, voice: Voice) -> str:
    """Return the words of a group: all, a budget line, or a benefit."""
    if name == ALL:
        return voice.t("whatif.group.all")
    if name in voice.policy.codes["budget_line"].ids:
        return lines.name(name, voice)
    return voice.texts.pick(voice.policy.benefit(name).title)


def value(knob: Knob, kind: str, number: float, voice: Voice) -> str:
    """Return a knob's value as it is read aloud."""
    if kind == "money":
        return voice.texts.money_fen(round(number))
    if kind == "percent":
        return voice.texts.pct(number, 0 if round(number * 100, 6) == round(number * 100) else 1)
    text = voice.texts.signed(number) if knob.min < 0 else voice.texts.number(number)
    return voice.t("whatif.months", value=text)


def label(dial: Dial, scope: Scope, voice: Voice) -> str:
    """Return the name of a slider; one that is not for all benefits of the group says for which."""
    name = knob_name(dial.knob.id, voice)
    if dial.kind == "money":
        name = voice.t("whatif.label.unit", name=name, unit=voice.t("whatif.money.unit"))
    if not dial.streams or scope.group in dial.streams or dial.knob.neutral is not None:
        return name
    own = value(dial.knob, dial.kind, dial.neutral, voice)
    return voice.t("whatif.label.some", name=name, own=own, count=len(dial.streams))


def meanings(dials: Sequence[Dial], voice: Voice) -> list[tuple[str, Cell]]:
    """Return what each slider means, and where its plausible range comes from."""
    pick = voice.texts.pick
    return [
        (
            pick(dial.knob.title),
            Cell(voice.t("whatif.meaning.line", help=pick(dial.knob.help), source=pick(dial.knob.source))),
        )
        for dial in dials
    ]


def row(change: Change, voice: Voice) -> str:
    """Return a row of a scenario in words."""
    knob = voice.policy.knobs[change.knob]
    kind = Dial(knob, (), change.value, change.value).kind
    told = value(knob, kind, change.value, voice)
    parts = [voice.t("whatif.row.value", knob=knob_name(change.knob, voice), value=told)]
    if change.levels:
        levels = voice.listing([_level(code, voice) for code in change.levels])
        parts.append(voice.t("whatif.row.levels", levels=levels))
    if change.since:
        parts.append(voice.t("whatif.row.since", month=voice.texts.month(change.since)))
    if change.until:
        parts.append(voice.t("whatif.row.until", month=voice.texts.month(change.until)))
    if change.existing and knob.about == "rule":
        parts.append(voice.t("whatif.row.existing"))
    if not change.backdated:
        parts.append(voice.t("whatif.row.lost"))
    return voice.t("whatif.row", who=_benefits(change, voice), what=voice.listing(parts))


def _benefits(change: Change, voice: Voice) -> str:
    if not change.streams:
        return voice.t("whatif.group.all")
    names = [voice.texts.pick(voice.policy.benefit(name).title) for name in change.streams[:_NAMED]]
    told = voice.listing(names)
    return voice.t("whatif.row.many", names=told, count=len(change.streams)) if change.streams[_NAMED:] else told


def _level(code: str, voice: Voice) -> str:
    """Return the label of a level, whichever list of codes holds it."""
    held = (codes for codes in voice.policy.codes.values() if "payment.level" in codes.columns and code in codes.ids)
    return next((voice.texts.pick(codes.code(code).label) for codes in held), code)

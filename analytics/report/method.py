"""The method page: how each target is counted, what the text leaves open, and what feeds which article."""

from collections.abc import Mapping
from typing import Any

from analytics.policy import coverage
from analytics.policy.readings import Reading
from analytics.policy.targets import Target
from analytics.report import amounts
from analytics.report.signs import signs
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_TARGETS = ("task", "value", "period", "pace", "rule", "lead", "ledgers")
_READINGS = ("id", "question", "chosen", "options", "articles")
_TIGHT = frozenset({"value", "period", "pace", "lead", "id"})
_MINOR = frozenset({"period", "pace", "lead", "options", "articles", "units", "lines"})
_COVERAGE = ("article", "benefits", "targets", "ledgers", "units", "lines", "orphans")


def statuses(voice: Voice) -> Table:
    """Return one row per status: its sign and when it is given."""
    columns = (Column("sign", voice.t("method.statuses.sign")), Column("meaning", voice.t("method.statuses.meaning")))
    rows = tuple((Cell(f"{s.shape} {s.word}", tone=f"st-{s.id}"), Cell(s.meaning)) for s in signs(voice))
    return Table(voice.t("method.statuses"), columns, rows)


def targets(voice: Voice) -> Table:
    """Return one row per target: what is asked, over which time, at which pace, how it is counted and by whom."""
    rows = tuple(_target(target, voice) for target in voice.policy.targets)
    return Table(voice.t("method.targets", count=len(rows)), _columns("targets", _TARGETS, voice), rows)


def readings(chosen: Mapping[str, str], voice: Voice) -> Table:
    """Return one row per open question: the option in use, and every option there is."""
    rows = tuple(_reading(reading, chosen[reading.id], voice) for reading in voice.policy.readings)
    return Table(voice.t("method.readings", count=len(rows)), _columns("readings", _READINGS, voice), rows)


def coverage_map(voice: Voice) -> Table:
    """Return one row per article: what it promises, what feeds it, who answers for it, and what nothing feeds yet."""
    found = coverage(voice.policy, voice.ledgers)
    rows = tuple(_article(item, voice) for item in found.iter_rows(named=True))
    orphans = sum(len(item) for item in found["orphans"])
    caption = voice.t("method.coverage" if orphans else "method.coverage.whole", count=orphans)
    return Table(caption, _columns("coverage", _COVERAGE, voice), rows)


def pace_rules(voice: Voice) -> list[str]:
    """Return the rules of pace, gap and need as sentences with the thresholds in force."""
    thresholds = voice.policy.statuses.thresholds
    return [
        voice.t("method.pace.months"),
        voice.t("method.pace.kinds"),
        voice.t("method.pace.gap", limit=voice.texts.number(abs(thresholds.slightly_behind_from))),
        voice.t("method.pace.need", months=voice.policy.pace.recent_months),
        voice.t("method.pace.season", years=voice.policy.pace.seasonal_years_min),
        voice.t("method.pace.silence"),
    ]


def _columns(section: str, names: tuple[str, ...], voice: Voice) -> tuple[Column, ...]:
    return tuple(
        Column(name, voice.t(f"method.{section}.{name}"), is_minor=name in _MINOR, is_tight=name in _TIGHT)
        for name in names
    )


def _target(target: Target, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(voice.texts.pick(target.title), drill=Drill("indicator", {"ind": target.id})),
        Cell(_asked(target, voice)),
        Cell(voice.t(f"method.period.{target.period}")),
        Cell(voice.t(f"method.pace.{target.pace}")),
        Cell(voice.texts.pick(target.definition)),
        Cell(voice.unit(target.lead)),
        Cell(voice.listing([voice.ledger(ledger) for ledger in target.owner_ledgers])),
    )


def _asked(target: Target, voice: Voice) -> str:
    value = amounts.bare(voice.texts, target.unit, target.value_in_unit)
    unit = amounts.word(voice.texts, target.unit)
    return voice.t(f"method.kind.{target.kind}", value=value, low=target.low, high=target.high, unit=unit)


def _reading(reading: Reading, chosen: str, voice: Voice) -> tuple[Cell, ...]:
    texts = voice.texts
    others = [texts.pick(option.label) for option in reading.options if option.code != chosen]
    return (
        Cell(reading.id, drill=Drill("readings", {"reading": reading.id})),
        Cell(texts.pick(reading.question)),
        Cell(texts.pick(reading.option(chosen).label)),
        Cell(voice.listing(others) or voice.t("value.dash")),
        Cell(voice.listing([voice.article(article) for article in reading.articles])),
    )


def _article(item: Mapping[str, Any], voice: Voice) -> tuple[Cell, ...]:
    texts, policy = voice.texts, voice.policy
    benefits = [texts.pick(policy.benefit(benefit).title) for benefit in item["benefits"]]
    tasks = [voice.task(target) for target in item["targets"]]
    tasks += [texts.pick(policy.milestone(milestone).title) for milestone in item["milestones"]]
    names = {
        "benefits": benefits,
        "targets": tasks,
        "ledgers": [voice.ledger(ledger) for ledger in item["ledgers"]],
        "units": [voice.unit(unit) for unit in item["units"]],
        "budget_lines": [texts.pick(policy.codes["budget_line"].code(line).label) for line in item["budget_lines"]],
    }
    orphans = [_name(thing, voice) for thing in item["orphans"]]
    return (
        Cell(voice.article(item["article"])),
        *(Cell(voice.listing(named) or voice.t("value.dash")) for named in names.values()),
        Cell(voice.listing(orphans) or voice.t("value.dash"), tone="bad" if orphans else "mute"),
    )


def _name(thing: str, voice: Voice) -> str:
    """Return the name of a benefit, target, milestone or article by its id."""
    policy, texts = voice.policy, voice.texts
    for known in (policy.benefits, policy.targets, policy.milestones):
        for item in known:
            if item.id == thing:
                return texts.pick(item.title)
    return voice.article(thing)

"""How long applications take, stage by stage and benefit by benefit, and those that stand at a stage now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics import budget
from analytics.entitlement import statements
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.money import listing, speech
from analytics.report.money.books import Books
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

PASSED, STANDING = "passed", "standing"
KINDS = (PASSED, STANDING)
_CASE = ("benefit_id", "beneficiary", "application_no")
_STAGES = ("stage", "count", "median", "p90", "total", "total_p90")
_BENEFITS = ("benefit", "decided", "total", "total_p90", "standing", "longest", "money", "money_p90")
_PASSAGES = ("who", "benefit", "number", "day")
_LEFT = frozenset({"stage", "benefit", "who", "number", "day"})
_MINOR = frozenset({"total_p90", "money_p90", "longest"})
#: Bars in the chart: the slowest.
_SLOWEST = 10
#: Letters of a name that fit beside the chart.
_NAME_WIDTH = 28
_ALL, _DECIDED = "all", "decided"
#: Any stage before the decision.
OPEN = "open"


@dataclass(frozen=True)
class Passage:
    """Which steps of applications: those that reached a stage from another (passed), or that stand at it now."""

    kind: str
    stage: str
    benefit: str | None = None


def codes(passage: Passage) -> dict[str, str]:
    """Return the passage as codes of an address."""
    given = {"rows": passage.kind, "stage": passage.stage, "benefit": passage.benefit}
    return {code: value for code, value in given.items() if value}


def passage(given: Mapping[str, str], voice: Voice) -> Passage | None:
    """Return the passage that the codes ask for; None where they ask for none."""
    kind, stage, benefit = given.get("rows"), given.get("stage"), given.get("benefit")
    if kind not in KINDS or stage not in {*_stage_titles(voice), OPEN}:
        return None
    return Passage(str(kind), str(stage), benefit if benefit in {b.id for b in voice.policy.benefits} else None)


def steps(books: Books) -> pl.DataFrame:
    """Return every step of every application by the day: its case, stage, event_date, is_first and is_last."""
    stages = [code.id for code in books.policy.codes["application_stage"].codes]
    place = pl.int_range(pl.len()).over(_CASE)
    return (
        books.facts["application"]
        .lazy()
        .filter(pl.col("event_date") <= books.as_of)
        .select(statements.beneficiary(books.policy), *_CASE[::2], pl.col("stage").cast(pl.Enum(stages)), "event_date")
        .sort(*_CASE, "event_date", "stage")
        .with_columns(is_first=place == 0, is_last=place == pl.len().over(_CASE) - 1)
        .collect()
    )


def chosen(found: pl.DataFrame, asked: Passage, books: Books) -> pl.DataFrame:
    """Return the steps that a passage asks for, the longest ago first."""
    kind = pl.col("is_last") if asked.kind == STANDING else ~pl.col("is_first")
    mine = pl.lit(value=True) if asked.benefit is None else pl.col("benefit_id") == asked.benefit
    stage = pl.col("stage").cast(pl.String)
    at = ~stage.is_in(_ended(books)) if asked.stage == OPEN else stage == asked.stage
    return found.filter(kind & mine & at).sort("event_date", *_CASE)


def by_stage(books: Books, voice: Voice) -> Table:
    """Return one row per stage: how many reached it, and the days from the stage before and from the first."""
    found = budget.stage_times(_pooled(books), books.policy, as_of=books.as_of)
    titles = _stage_titles(voice)
    made = tuple(
        (
            Cell(titles[str(item["stage"])]),
            _opened(item["count"], Passage(PASSED, str(item["stage"])), voice),
            *(_days(item[name], voice) for name in ("median_days", "p90_days", "total_median_days", "total_p90_days")),
        )
        for item in found.to_dicts()
    )
    return Table(voice.t("money.stages.table"), speech.columns("times", _STAGES, voice, left=_LEFT), made)


def by_benefit(books: Books, voice: Voice) -> Table:
    """Return one row per benefit that was applied for: days until decided, those that stand, days to the money."""
    decided, money = _decided(books), _by_id(budget.payment_times(books.approved, books.paid))
    waiting = open_cases(books)
    ids = [b.id for b in books.policy.benefits if b.id in decided or b.id in waiting["benefit_id"].to_list()]
    columns = speech.columns("times", _BENEFITS, voice, left=_LEFT, minor=_MINOR)
    made = tuple(_benefit(benefit, decided.get(benefit, {}), waiting, money.get(benefit, {}), voice) for benefit in ids)
    return Table(voice.t("money.times.table", count=len(made)), columns, made)


def at_stage(books: Books, voice: Voice) -> Table:
    """Return one row per benefit and stage before the decision at which applications stand: how many, how long."""
    titles = _stage_titles(voice)
    made = tuple(
        (
            Cell(speech.benefit_name(item["benefit_id"], voice)),
            Cell(titles[str(item["stage"])]),
            _opened(item["count"], Passage(STANDING, str(item["stage"]), item["benefit_id"]), voice),
            *(_days(item[name], voice) for name in ("median_days", "p90_days", "most_days")),
        )
        for item in open_cases(books).sort("most_days", descending=True).to_dicts()
    )
    names = ("benefit", "stage", "standing", "idle", "idle_p90", "longest")
    return Table(
        voice.t("money.standing.table", count=len(made)), speech.columns("times", names, voice, left=_LEFT), made
    )


def slowest(books: Books, voice: Voice) -> Chart | None:
    """Return the benefits that take longest from application to decision; None where nothing was decided."""
    found = sorted(_decided(books).values(), key=lambda item: -item["total_median_days"])[:_SLOWEST]
    if not found:
        return None
    first, number = found[0], voice.texts.number
    named = [
        (
            _short(speech.benefit_name(item["benefit_id"], voice)),
            item["total_median_days"],
            voice.t("money.times.label", days=number(item["total_median_days"])),
        )
        for item in found
    ]
    name = speech.benefit_name(first["benefit_id"], voice)
    values = {"name": name, "days": number(first["total_median_days"]), "most": number(first["total_p90_days"])}
    title, alt = (voice.t(f"money.times.{part}", count=len(named), **values) for part in ("title", "alt"))
    return Chart("benefit", title, figures.dots(named), alt, by_stage(books, voice))


def sentence(books: Books, voice: Voice) -> str:
    """Return how long it takes from application to decision over all benefits, and how many stand before it."""
    found = budget.stage_times(_pooled(books), books.policy, as_of=books.as_of)
    decided = found.filter(pl.col("stage").cast(pl.String) == _DECIDED).to_dicts()
    standing = voice.texts.number(int(open_cases(books)["count"].sum()))
    if not decided:
        return voice.t("money.times.headline.none", standing=standing)
    days, most = (voice.texts.number(decided[0][name]) for name in ("total_median_days", "total_p90_days"))
    return voice.t("money.times.headline", days=days, most=most, standing=standing)


def open_cases(books: Books) -> pl.DataFrame:
    """Return budget.standing of the stages before a decision."""
    found = budget.standing(books.facts["application"], books.policy, as_of=books.as_of)
    return found.filter(~pl.col("stage").cast(pl.String).is_in(_ended(books)))


def listed(found: pl.DataFrame, books: Books, sources: Sources, voice: Voice) -> Table:
    """Return steps as a table: whose application, for what, its number, and the day of the step."""
    called = listing.called(found["beneficiary"].to_list(), sources, books, voice)
    made = tuple(
        (
            called.cell(item["beneficiary"]),
            Cell(speech.benefit_name(item["benefit_id"], voice)),
            Cell(item["application_no"] or voice.t("value.dash")),
            Cell(voice.texts.date(item["event_date"]), item["event_date"]),
        )
        for item in found.to_dicts()
    )
    return Table("", speech.columns("passages", _PASSAGES, voice, left=_LEFT), made)


def passage_title(count: int, asked: Passage, voice: Voice) -> str:
    """Return how many steps there are, as a sentence."""
    name = voice.t("listing.filters", filters=speech.benefit_name(asked.benefit, voice)) if asked.benefit else ""
    stage = voice.t("money.stage.open") if asked.stage == OPEN else _stage_titles(voice)[asked.stage]
    return voice.t(f"money.{asked.kind}.title", stage=stage, filters=name, count=voice.texts.number(count))


def _short(name: str) -> str:
    """Return a name that leaves room for its dot."""
    return name if len(name) <= _NAME_WIDTH else f"{name[: _NAME_WIDTH - 1].rstrip()}…"


def _benefit(
    benefit: str, decided: Mapping[str, Any], waiting: pl.DataFrame, money: Mapping[str, Any], voice: Voice
) -> tuple[Cell, ...]:
    mine = waiting.filter(pl.col("benefit_id") == benefit)
    return (
        Cell(speech.benefit_name(benefit, voice), drill=Drill(speech.PAGE, {"view": "benefits", "benefit": benefit})),
        _opened(decided.get("count", 0), Passage(PASSED, _DECIDED, benefit), voice),
        *(_days(decided.get(name), voice) for name in ("total_median_days", "total_p90_days")),
        _opened(int(mine["count"].sum()), Passage(STANDING, OPEN, benefit), voice),
        _days(mine["most_days"].max(), voice),
        *(_days(money.get(name), voice) for name in ("median_days", "p90_days")),
    )


def _opened(number: int, asked: Passage, voice: Voice) -> Cell:
    if not number:
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.number(number), number, Drill(speech.PAGE, codes(asked)))


def _days(days: Any, voice: Voice) -> Cell:
    return Cell(voice.t("value.dash")) if days is None else Cell(voice.texts.number(days), days)


def _ended(books: Books) -> list[str]:
    """Return the stages at which nothing is waited for any more."""
    told = books.policy.arrears
    return [*told.statements.stages, *told.differences.ended]


def _decided(books: Books) -> dict[str, dict[str, Any]]:
    found = budget.stage_times(books.facts["application"], books.policy, as_of=books.as_of)
    return _by_id(found.filter(pl.col("stage").cast(pl.String) == _DECIDED))


def _by_id(frame: pl.DataFrame) -> dict[str, dict[str, Any]]:
    return {item["benefit_id"]: item for item in frame.to_dicts()}


def _pooled(books: Books) -> pl.DataFrame:
    """Return the applications as if all were for one benefit, each still a case of its own."""
    case = pl.concat_str("benefit_id", statements.beneficiary(books.policy), "application_no", ignore_nulls=True)
    return books.facts["application"].with_columns(application_no=case).with_columns(benefit_id=pl.lit(_ALL))


def _stage_titles(voice: Voice) -> dict[str, str]:
    return {code.id: voice.texts.pick(code.label) for code in voice.policy.codes["application_stage"].codes}

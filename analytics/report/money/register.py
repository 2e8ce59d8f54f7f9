"""The register of assumptions as a page: what is reckoned with and where from, one assumption, and the ratings."""

from dataclasses import replace

import polars as pl

from analytics.policy.assumptions import Assumption, Assumptions
from analytics.report.money import assumptions, speech
from analytics.report.money.exposure import ASSUMPTIONS, TO_COME, Promises
from analytics.report.money.holders import grade
from analytics.report.money.runoff import expected
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Of a rating, worst last.
_UNCERTAIN = ("data", "modelling", "behaviour")
_ORDER = {"low": 0, "medium": 1, "high": 2}
_ESTIMATES = ("assumption", "benefit", "level", "value", "range", "events", "source")
_RIGHT = frozenset({"value", "range", "events"})
_ESTIMATED = "estimated"


def sentence(register: Assumptions, estimates: pl.DataFrame, voice: Voice) -> str:
    """Return how many assumptions there are, how many history tells, from how many events, and how many people set."""
    told = estimates.filter(pl.col("source") == _ESTIMATED)
    number = voice.texts.number
    return voice.t(
        "register.headline",
        count=len(register.assumptions),
        estimated=told["assumption"].n_unique(),
        groups=number(told.height),
        events=number(float(told["events"].sum())),
        set=sum(item.is_set for item in register.assumptions),
    )


def table(register: Assumptions, estimates: pl.DataFrame, voice: Voice) -> Table:
    """Return every assumption with its value, range and origin; its name opens it."""
    known = assumptions.register(register.assumptions, estimates, voice)
    rows = tuple(
        (Cell(row[1].text, drill=Drill(ASSUMPTIONS, {"assumption": str(row[0].text)})), *row[2:]) for row in known.rows
    )
    return Table(known.caption, known.columns[1:], rows)


def asked(code: str | None, register: Assumptions) -> Assumption | None:
    """Return the assumption of a code of the address."""
    return next((item for item in register.assumptions if item.id == code), None)


def facts(item: Assumption, voice: Voice) -> list[tuple[str, Cell]]:
    """Return what is known about one assumption, by name."""
    said = {
        "value": assumptions.number(item, item.value, voice),
        "range": voice.t(
            "assumptions.bounds",
            low=assumptions.number(item, item.low, voice),
            high=assumptions.number(item, item.high, voice),
        ),
        "estimated": voice.texts.pick(item.estimated) if item.estimated else voice.t("register.never"),
        "source": item.because or voice.texts.pick(item.source),
        "by": voice.t(
            "assumptions.by_whom",
            who=item.set_by if item.is_set else voice.unit(item.set_by),
            day=voice.texts.date(item.set_on),
        ),
    }
    return [(voice.t(f"register.{name}"), Cell(text)) for name, text in said.items()]


def estimated(found: pl.DataFrame, register: Assumptions, voice: Voice, without: str) -> Table:
    """Return estimates row by row: which, of which benefit and level, value with range, events, where from.

    without: the column that says the same in every row.
    """
    known = {str(item.id): item for item in register.assumptions}
    rows = found.sort("assumption", "benefit_id", "level").to_dicts()
    made = tuple(
        (
            _title(row["assumption"], known, voice),
            Cell(speech.benefit_name(row["benefit_id"], voice) if row["benefit_id"] else voice.t("backtest.all")),
            Cell(level(row["level"], voice)),
            Cell(_number(row["assumption"], row["value"], known, voice), row["value"]),
            Cell(
                voice.t(
                    "assumptions.bounds",
                    low=_number(row["assumption"], row["low"], known, voice),
                    high=_number(row["assumption"], row["high"], known, voice),
                )
            ),
            Cell(voice.texts.number(row["events"]), row["events"]),
            Cell(voice.t(f"assumptions.taken.{row['source']}"), row["source"]),
        )
        for row in rows
    )
    columns = tuple(
        Column(name, voice.t(f"register.column.{name}"), "right" if name in _RIGHT else "left") for name in _ESTIMATES
    )
    place = _ESTIMATES.index(without)
    kept = tuple((*row[:place], *row[place + 1 :]) for row in made)
    columns = (*columns[:place], *columns[place + 1 :])
    return Table(voice.t("register.estimates", count=len(made)), columns, kept)


def ratings(promises: Promises, voice: Voice) -> Table:
    """Return how uncertain the reckoning of each benefit is, the one with most money to come first."""
    found = promises.summary("stream").filter(pl.col("year").is_null(), pl.col("class") == TO_COME)
    fen = dict(found.select("name", "expected_fen").iter_rows())
    rated = [item for item in voice.policy.assumptions.ratings if item.benefit in fen]
    rows = tuple(
        (
            Cell(speech.benefit_name(item.benefit, voice), drill=Drill(ASSUMPTIONS, {"benefit": item.benefit})),
            replace(expected(fen[item.benefit], voice), drill=None),
            *(grade(getattr(item, kind), voice) for kind in _UNCERTAIN),
        )
        for item in sorted(rated, key=lambda item: (-fen[item.benefit], item.benefit))
    )
    columns = (
        Column("benefit", voice.t("money.holders.stream")),
        Column("to_come", voice.t("what_if.class.to_come"), "right"),
        *(Column(kind, voice.t(f"money.grade.of.{kind}")) for kind in _UNCERTAIN),
    )
    return Table(voice.t("register.ratings", count=len(rows)), columns, rows)


def rated(promises: Promises, voice: Voice) -> str:
    """Return how much of what is to come hangs on what is most uncertain."""
    found = promises.summary("stream").filter(pl.col("year").is_null(), pl.col("class") == TO_COME)
    worst = {
        item.benefit
        for item in voice.policy.assumptions.ratings
        if max(_ORDER[getattr(item, kind)] for kind in _UNCERTAIN) == _ORDER["high"]
    }
    total, unsure = (float(frame["expected_fen"].sum()) for frame in (found, found.filter(pl.col("name").is_in(worst))))
    share = voice.texts.pct(unsure / total) if total else voice.t("value.dash")
    return voice.t("register.ratings.headline", share=share, amount=voice.texts.money_fen(round(unsure)))


def level(code: str, voice: Voice) -> str:
    """Return the words of a level: a degree, grade, title or class; nothing where there is none."""
    if not code:
        return ""
    lists = (codes for codes in voice.policy.codes.values() if code in codes.ids)
    return next((voice.texts.pick(codes.code(code).label) for codes in lists), code)


def _title(code: str, known: dict[str, Assumption], voice: Voice) -> Cell:
    if code not in known:
        return Cell(voice.t(f"register.also.{code}"))
    return Cell(voice.texts.pick(known[code].title), drill=Drill(ASSUMPTIONS, {"assumption": code}))


def _number(code: str, value: float, known: dict[str, Assumption], voice: Voice) -> str:
    return assumptions.number(known[code], value, voice) if code in known else voice.texts.number(value, 1)

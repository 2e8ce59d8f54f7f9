"""What every page and every export says about itself: as of when, known by when, how complete, which version."""

from dataclasses import dataclass
from datetime import date, datetime

import polars as pl

from analytics.report.outcome import Outcome
from analytics.texts import Texts

MONTHS_A_QUARTER = 3


@dataclass(frozen=True)
class Standing:
    """The state of the data behind one view.

    units_expected: units with a ledger due in the quarter of `as_of`; units_complete: those that filed all of them.
    quarantined: rows of live files that wait for a correction.
    """

    as_of: date
    known_at: datetime | None
    version: int
    is_demo: bool
    units_expected: int
    units_complete: int
    quarantined: int


@dataclass(frozen=True)
class Frozen:
    """What a year that is cut off rests on for good, whatever day the reader stands at."""

    year: int
    as_of: date
    known_at: datetime
    version: int

    def subtitle(self, texts: Texts) -> str:
        return texts.t("standing.frozen.subtitle", **self._values(texts))

    def source(self, texts: Texts) -> str:
        return texts.t("standing.frozen.source", **self._values(texts))

    def lines(self, texts: Texts, *, is_demo: bool) -> list[str]:
        """Return what every export of the year says about itself, one line each."""
        return [self.subtitle(texts), *([texts.t("standing.demo.long")] if is_demo else [])]

    def _values(self, texts: Texts) -> dict[str, object]:
        known_at = f"{self.known_at:%Y-%m-%d %H:%M}"
        return {"year": self.year, "as_of": texts.date(self.as_of), "known_at": known_at, "version": self.version}


def standing(outcome: Outcome, quarantined: int) -> Standing:
    """Return the standing of an outcome; `quarantined` is counted where the files are."""
    quarter = in_quarter(outcome.completeness, outcome.as_of)
    units = quarter.group_by("unit_id").agg(pl.col("expected").sum(), pl.col("filed").sum())
    due = units.filter(pl.col("expected") > 0)
    return Standing(
        as_of=outcome.as_of,
        known_at=outcome.known_at,
        version=outcome.version,
        is_demo=outcome.is_demo,
        units_expected=due.height,
        units_complete=due.filter(pl.col("filed") >= pl.col("expected")).height,
        quarantined=quarantined,
    )


def quarter_start(day: date) -> date:
    """Return the first day of the quarter of a day."""
    return date(day.year, day.month - (day.month - 1) % MONTHS_A_QUARTER, 1)


def in_quarter(completeness: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return the months of the quarter of `as_of` up to it."""
    return completeness.filter(pl.col("month").is_between(quarter_start(as_of), as_of))


def subtitle(state: Standing, texts: Texts, occasion: str) -> str:
    """Return the line under every title; `occasion` says what the page is."""
    return texts.t(
        "standing.subtitle",
        occasion=occasion,
        as_of=texts.date(state.as_of),
        complete=state.units_complete,
        expected=state.units_expected,
        waiting=texts.number(state.quarantined),
        version=state.version,
    )


def source(state: Standing, texts: Texts) -> str:
    """Return the source line under tables and figures."""
    return texts.t("standing.source", as_of=texts.date(state.as_of), version=state.version)


def lines(state: Standing, texts: Texts) -> list[str]:
    """Return what every export says about itself, one line each."""
    said = [
        texts.t("standing.line.as_of", as_of=texts.date(state.as_of)),
        texts.t("standing.line.version", version=state.version),
        texts.t(
            "standing.line.complete",
            complete=state.units_complete,
            expected=state.units_expected,
            waiting=texts.number(state.quarantined),
        ),
    ]
    if state.known_at is not None:
        said.append(texts.t("standing.line.known_at", known_at=f"{state.known_at:%Y-%m-%d %H:%M}"))
    if state.is_demo:
        said.append(texts.t("standing.demo.long"))
    return said

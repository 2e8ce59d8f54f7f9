"""The policy document itself, its articles and conflict clauses, and the settings of pace and filing."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, NonNegativeInt, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words

#: How often a ledger is filed; the ledger layouts use the same words.
Frequency = Literal["monthly", "quarterly", "yearly", "event"]


class Article(Part):
    """A numbered article or a lettered section; `source` is how it is cited."""

    id: Words
    title: Text
    source: Words


class Clause(Part):
    """A rule that cuts across the articles, such as: of several standards the highest is paid."""

    id: Words
    article: Words
    text: Text


class Document(Part):
    """One row: the policy text. The window is the time of the goals; the benefits have no end."""

    number: Words
    title: Text
    issued: date
    effective: date
    window_start: date
    window_end: date
    interpreter: Text
    repeals: Words
    articles: tuple[Article, ...] = Field(alias="article")
    clauses: tuple[Clause, ...] = Field(alias="clause")

    @model_validator(mode="after")
    def _window_is_in_order(self) -> Self:
        if self.window_end < self.window_start:
            raise ValueError(f"window_end {self.window_end} is before window_start {self.window_start}")
        return self


class Pace(Part):
    """How progress is measured against time.

    recent_months: whole months behind "recent per month". seasonal_years_min: earlier full years needed before a
    seasonal pace is shown. score_first_stub: whether the part year at the opening of the window gets a status.
    """

    recent_months: PositiveInt
    seasonal_years_min: PositiveInt
    score_first_stub: bool


Yardstick = Literal["linear", "naive"]


class Forecast(Part):
    """history_min: months of filings before a probability is told. pipeline: reasons of rows that would count once they
    are verified."""

    history_min: PositiveInt
    pipeline: tuple[Words, ...]


class Backtest(Part):
    """What is tried, and when that supports the intervals of a target.

    horizons: months ahead. sizes: events a year from which a target is medium, and large. forecasts_min: how many
    forecasts of a target there must be; coverage_min: which share of the outcomes must lie inside; better_than: what
    they must be better than (CRPS): even pace (linear), last year's months once more (naive).
    """

    horizons: tuple[PositiveInt, ...] = Field(min_length=1)
    sizes: tuple[PositiveInt, PositiveInt]
    forecasts_min: PositiveInt
    coverage_min: float = Field(gt=0, lt=1)
    better_than: tuple[Yardstick, ...] = ()


class Filing(Part):
    """When a ledger is due: days after the end of its period, unless its layout says otherwise, plus the grace days."""

    due_days: dict[Frequency, NonNegativeInt]
    grace_days: NonNegativeInt


class Settings(Part):
    """The blocks of pace.toml."""

    pace: Pace
    forecast: Forecast
    backtest: Backtest
    filing: Filing

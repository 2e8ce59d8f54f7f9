"""Readings: what the text leaves open, the options, and which option is in force."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Literal, Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Dated, Part, PolicyError, Text, Words, check_sequence, in_force, repeated


class Values(Part):
    """The parameters of an option. Every field is optional; an option carries those its question needs.

    priority: goals in the order in which a person is counted, empty when each goal counts (r13).
    year_start_month: first month of the quota year (r15).
    rounds_from, round_months: start of the first round and length of every round (r17).
    reached_bp, noted_bp: share of an "about" value from which it is reached, and above which it is noted (r19).
    hired_from, months: earliest hiring date and insured months of a retention award (r31).
    rounding_fen: amounts are rounded half up to a multiple of this (r32).
    degrees_at_zero: degrees that are included at a rate of zero (r07).
    paid_as: skill grades paid at the rate of another grade (r33).
    """

    priority: tuple[Words, ...] | None = None
    year_start_month: int | None = Field(default=None, ge=1, le=12)
    rounds_from: date | None = None
    round_months: PositiveInt | None = None
    reached_bp: PositiveInt | None = None
    noted_bp: PositiveInt | None = None
    hired_from: date | None = None
    months: PositiveInt | None = None
    rounding_fen: PositiveInt | None = None
    degrees_at_zero: tuple[Words, ...] | None = None
    paid_as: dict[str, str] | None = None


class Option(Part):
    """One way to read the text."""

    code: Words
    label: Text
    values: Values = Values()


class Ruling(Dated):
    """A decision of the interpreter of the policy: from then on `option` is the default."""

    option: Words
    source: Words


class Reading(Part):
    """An open question. `default` is in force from `valid_from` until a ruling replaces it.

    decides: what another option changes: the money that is due, or the numbers of targets that do not name the reading.
    """

    id: Words
    question: Text
    articles: tuple[Words, ...] = Field(min_length=1)
    default: Words
    valid_from: date
    ruler: Words
    decides: frozenset[Literal["money", "numbers"]] = frozenset()
    options: tuple[Option, ...] = Field(alias="option", min_length=1)
    rulings: tuple[Ruling, ...] = Field(default=(), alias="ruling")

    @model_validator(mode="after")
    def _options_are_known(self) -> Self:
        codes = [option.code for option in self.options]
        if twice := repeated(codes):
            raise ValueError(f"the option {twice[0]} is defined twice")
        for key, code in [("default", self.default), *(("ruling.option", ruling.option) for ruling in self.rulings)]:
            if code not in codes:
                raise ValueError(f"{key}: unknown option {code}")
        check_sequence(self.rulings, "ruling")
        return self

    def option(self, code: str) -> Option:
        """Return the option; raises PolicyError for an unknown code."""
        for option in self.options:
            if option.code == code:
                return option
        known = ", ".join(option.code for option in self.options)
        raise PolicyError(f"readings.toml: reading {self.id}: unknown option {code} (known: {known})")

    def ruled(self, ruling: Ruling) -> "Reading":
        """Return the reading with one more ruling: from its day on it holds, and what was to hold then does not.

        Raises PolicyError for an unknown option.
        """
        self.option(ruling.option)
        before = [
            row.model_copy(update={"valid_to": min(row.valid_to or date.max, ruling.valid_from - timedelta(days=1))})
            for row in self.rulings
            if row.valid_from < ruling.valid_from
        ]
        return self.model_copy(update={"rulings": (*before, ruling)})

    def default_on(self, day: date | None = None) -> str:
        """Return the option in force on `day`: the ruling of that day, else the default."""
        ruling = in_force(self.rulings, day)
        return ruling.option if ruling else self.default


class ReadingFile(Part):
    """readings.toml."""

    readings: tuple[Reading, ...] = Field(alias="reading")


def settle(known: Mapping[str, Reading], chosen: Mapping[str, str] | None, day: date | None = None) -> dict[str, str]:
    """Return reading id -> option code for every reading: the chosen option, else what is in force on `day`.

    Raises PolicyError for an unknown reading or option.
    """
    for reading_id, code in (chosen or {}).items():
        if reading_id not in known:
            raise PolicyError(f"readings.toml: unknown reading {reading_id}")
        known[reading_id].option(code)
    return {reading_id: reading.default_on(day) for reading_id, reading in known.items()} | dict(chosen or {})

"""What every part of the catalogue is made of: two-language wording, dated rows, and its error."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Self, TypeVar

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class PolicyError(ValueError):
    """The catalogue, or a question put to it, is wrong; the message names the file and the key."""


class Part(BaseModel):
    """A frozen piece of the catalogue that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Part):
    """One wording in both languages; neither may be empty."""

    zh: Words
    en: Words


class Dated(Part):
    """A row in force from `valid_from` to `valid_to`, both inclusive; without an end it is in force until replaced."""

    valid_from: date
    valid_to: date | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.valid_to is not None and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        return self

    def covers(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Row = TypeVar("Row", bound=Dated)
Key = TypeVar("Key", bound=Hashable)


def check_sequence(rows: Iterable[Dated], what: str) -> None:
    """Raise ValueError unless the rows follow each other day by day, without a gap or an overlap."""
    ordered = sorted(rows, key=lambda row: row.valid_from)
    for before, after in pairwise(ordered):
        if before.valid_to is None or before.valid_to >= after.valid_from:
            raise ValueError(f"{what}: valid_from {after.valid_from} overlaps the row from {before.valid_from}")
        if before.valid_to + timedelta(days=1) != after.valid_from:
            raise ValueError(f"{what}: gap between {before.valid_to} and {after.valid_from}")


def in_force(rows: Sequence[Row], day: date | None) -> Row | None:
    """Return the row in force on `day`, or the latest row when no day is given; None when there is none."""
    if day is None:
        return max(rows, key=lambda row: row.valid_from, default=None)
    return next((row for row in rows if row.covers(day)), None)


def repeated(keys: Iterable[Key]) -> list[Key]:
    """Return the keys that occur more than once, in first-seen order."""
    return [key for key, count in Counter(keys).items() if count > 1]

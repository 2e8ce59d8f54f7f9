"""Words that mean something in any workbook: sums, signatures, notes, units of money, ends of spells."""

import tomllib
from functools import cache, cached_property

from pydantic import BaseModel, ConfigDict

from analytics import house
from analytics.policy.names import fold


class Words(BaseModel):
    """data/ledgers/_words.toml; each list is explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    total: tuple[str, ...]
    signature: tuple[str, ...]
    note: tuple[str, ...]
    ditto: tuple[str, ...]
    unstated: tuple[str, ...]
    open_end: tuple[str, ...]
    ordinals: dict[str, int]
    halves: dict[str, int]
    digits: dict[str, int]
    weekdays: tuple[str, ...]
    column_marks: tuple[str, ...]
    whole_year: tuple[str, ...]
    period_labels: tuple[str, ...]
    first_year: int
    last_year: int
    century_pivot: int
    money_units: dict[str, int]
    currency: tuple[str, ...]
    measures: tuple[str, ...]
    yes: tuple[str, ...]
    no: tuple[str, ...]
    surnames: str
    range_start: tuple[str, ...]
    range_end: tuple[str, ...]
    other_party: tuple[str, ...]
    tables: tuple[str, ...]
    example: tuple[str, ...]
    organisation: tuple[str, ...]

    @cached_property
    def numerals(self) -> str:
        """Han digits and the ten, for a class of characters."""
        return "".join((*self.digits, "十"))

    @cached_property
    def unstated_folded(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.unstated)

    @cached_property
    def unstated_firsts(self) -> frozenset[str]:
        return frozenset(word[:1] for word in self.unstated_folded)

    @cached_property
    def open_end_folded(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.open_end)


@cache
def load_words() -> Words:
    """Read the words once."""
    path = house.DATA / "ledgers" / "_words.toml"
    return Words.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

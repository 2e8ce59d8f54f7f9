"""Responsible units and towns, with every name they are written under."""

from collections.abc import Mapping
from datetime import date
from typing import Self

from pydantic import Field, PositiveInt, model_validator

from analytics.policy.base import Part, Text, Words
from analytics.policy.names import strip_affixes


class Alias(Part):
    """A name in use from `valid_from` to `valid_to`, inclusive; null means no known limit."""

    name: Words
    valid_from: date | None = None
    valid_to: date | None = None

    @model_validator(mode="after")
    def _is_in_order(self) -> Self:
        if self.valid_from and self.valid_to and self.valid_to < self.valid_from:
            raise ValueError(f"valid_to {self.valid_to} is before valid_from {self.valid_from}")
        return self

    def in_use(self, day: date | None) -> bool:
        return day is None or ((self.valid_from or day) <= day <= (self.valid_to or day))


class Unit(Part):
    """One of the twenty responsible units; `order` is the protocol order of the lists."""

    id: Words
    name: Text
    short: Text
    order: PositiveInt
    aliases: tuple[Alias, ...] = Field(default=(), alias="alias")

    def names(self, day: date | None = None) -> list[str]:
        """Return every name under which a bureau may write this unit on `day` (any day when none is given)."""
        return [
            self.name.zh,
            self.name.en,
            self.short.zh,
            self.short.en,
            *(a.name for a in self.aliases if a.in_use(day)),
        ]


class Town(Part):
    """A street, town or park with its statistical code of nine digits."""

    id: Words = Field(pattern=r"^\d{9}$")
    name: Text
    kind: Words
    aliases: tuple[Words, ...] = ()

    def names(self) -> list[str]:
        return [self.name.zh, self.name.en, *self.aliases]


class Affixes(Part):
    """Words that may stand before or after a name without changing whom it means."""

    prefixes: tuple[Words, ...]
    suffixes: tuple[Words, ...] = ()

    def stem(self, name: str) -> str:
        return strip_affixes(name, self.prefixes, self.suffixes)


class UnitFile(Part):
    """units.toml; `office` is the unit that runs the assessment."""

    office: Words
    affixes: Affixes
    units: tuple[Unit, ...] = Field(alias="unit")


class TownFile(Part):
    """towns.toml; `unit` is the responsible unit that stands for all of them."""

    unit: Words
    affixes: Affixes
    towns: tuple[Town, ...] = Field(alias="town")


def by_stem(names: Mapping[str, list[str]], affixes: Affixes, what: str) -> dict[str, str]:
    """Return stem -> id; raises ValueError when one name stands for two."""
    found: dict[str, str] = {}
    for owner, written in names.items():
        for name in written:
            stem = affixes.stem(name)
            if found.setdefault(stem, owner) != owner:
                raise ValueError(f"{what} {owner}: the name {name} already stands for {found[stem]}")
    return found

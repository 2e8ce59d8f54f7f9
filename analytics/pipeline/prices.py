"""What the other options of a reading would change on the data of a home: money by beneficiary, targets by number."""

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from analytics import entitlement
from analytics.entitlement import prices
from analytics.pipeline.accounts import Accounts
from analytics.pipeline.evaluation import Opened, Results, evaluate
from analytics.policy import Policy

#: What a reading may decide.
_MONEY, _NUMBERS = "money", "numbers"
_COMPARED = ("actual", "target", "status")


@dataclass(frozen=True)
class OptionPrice:
    """One option against the one in force; a part is None where the option cannot change anything there.

    changes: by prices.CHANGES. targets: one row per target that would stand elsewhere: id, unit, and actual, target,
    status, each also with `_then`.
    """

    option: str
    changes: pl.DataFrame | None
    targets: pl.DataFrame | None

    @property
    def is_reckoned(self) -> bool:
        return self.changes is not None or self.targets is not None


@dataclass(frozen=True)
class ReadingPrice:
    """The options of one reading beside the one that is chosen."""

    reading: str
    chosen: str
    options: tuple[OptionPrice, ...]


def price_reading(opened: Opened, accounts: Accounts, results: Results, reading_id: str) -> ReadingPrice:
    """Return what each other option of a reading would change; a second or so for each.

    accounts, results: under the readings in force. Raises PolicyError for an unknown reading.
    """
    policy = accounts.policy
    chosen = accounts.readings[policy.reading(reading_id).id]
    others = (option.code for option in policy.reading(reading_id).options if option.code != chosen)
    priced = tuple(_priced(opened, accounts, results, reading_id, option) for option in others)
    return ReadingPrice(reading_id, chosen, priced)


def prices_of_all(opened: Opened, accounts: Accounts, results: Results) -> Iterator[ReadingPrice]:
    """Yield the price of every reading that has another option."""
    for reading in accounts.policy.readings:
        if len(reading.options) > 1:
            yield price_reading(opened, accounts, results, reading.id)


def counted(policy: Policy) -> set[str]:
    """Return the readings that decide how targets are counted and judged."""
    of_all = {reading.id for reading in policy.readings if _NUMBERS in reading.decides}
    return of_all | {reading for target in policy.targets for source in target.count for reading in source.reading}


def _priced(opened: Opened, accounts: Accounts, results: Results, reading: str, option: str) -> OptionPrice:
    readings = {**accounts.readings, reading: option}
    changed = targets = None
    if _MONEY in accounts.policy.reading(reading).decides:
        then = entitlement.dues(accounts.facts, accounts.policy, as_of=accounts.as_of, readings=readings)
        changed = prices.changes(accounts.dues.due, then.due)
    if reading in counted(accounts.policy):
        other = evaluate(
            opened.snapshot,
            accounts.policy,
            opened.ledgers,
            as_of=accounts.as_of,
            known_at=accounts.known_at,
            readings=readings,
        )
        targets = _moved(results.progress, other.progress)
    return OptionPrice(option, changed, targets)


def _moved(now: pl.DataFrame, then: pl.DataFrame) -> pl.DataFrame:
    """Return the targets of which number, asked number or status differ."""
    both = now.select("id", "unit", *_COMPARED).join(
        then.select("id", *_COMPARED), on="id", how="inner", suffix="_then", maintain_order="left"
    )
    return both.filter(pl.any_horizontal(~pl.col(name).eq_missing(pl.col(f"{name}_then")) for name in _COMPARED))

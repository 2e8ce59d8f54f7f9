"""What the report reads: the results of one evaluation, frames at a declared grain, taken as they are."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Protocol

import polars as pl


class Outcome(Protocol):
    """The results of one evaluation; the grain of each frame is stated where it is made.

    contributions: one row per candidate record and target period. progress: one row per target. history: one row per
    target and past period. monthly, by_unit, by_town: one row per target and key. filings: one row per ledger, unit and
    due period. completeness: one row per unit and month. overlaps: one row per pair of goals. fan: one row per target
    and month ahead. joint: one row. notices: one row per target that turns worse. steps: one row per target and part.
    """

    @property
    def contributions(self) -> pl.DataFrame: ...
    @property
    def progress(self) -> pl.DataFrame: ...
    @property
    def history(self) -> pl.DataFrame: ...
    @property
    def monthly(self) -> pl.DataFrame: ...
    @property
    def by_unit(self) -> pl.DataFrame: ...
    @property
    def by_town(self) -> pl.DataFrame: ...
    @property
    def filings(self) -> pl.DataFrame: ...
    @property
    def completeness(self) -> pl.DataFrame: ...
    @property
    def overlaps(self) -> pl.DataFrame: ...
    @property
    def fan(self) -> pl.DataFrame: ...
    @property
    def joint(self) -> pl.DataFrame: ...
    @property
    def notices(self) -> pl.DataFrame: ...
    @property
    def steps(self) -> pl.DataFrame: ...
    @property
    def as_of(self) -> date: ...
    @property
    def known_at(self) -> datetime | None: ...
    @property
    def version(self) -> int: ...
    @property
    def readings(self) -> Mapping[str, str]: ...
    @property
    def is_demo(self) -> bool: ...


MISSING = "missing"
LATE = "late"
ON_TIME = "on_time"
NOT_DUE = "not_due"

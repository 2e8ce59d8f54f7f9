"""The shape of data/demo/{registers,chronicle,filings}.toml: what is recorded one by one, and how it is filed."""

from datetime import date
from typing import Literal

from pydantic import Field

from analytics.demo.calibration_people import Model, Share, Volumes, Weights


class Recognition(Model):
    """Recognised high-level talents."""

    volumes: Volumes
    classes: Weights


class Selection(Model):
    """One published result of a selection."""

    on: date
    chosen: dict[str, int]


class Loans(Model):
    """Loans paid out: day, yuan, whether it renews an earlier one."""

    banks: tuple[str, ...]
    months: int
    paid_out: tuple[tuple[date, int, bool], ...]
    rates: tuple[float, ...]
    credit_multiple: int


class Platforms(Model):
    """Innovation platforms."""

    volumes: Volumes
    kinds: Weights
    levels: Weights
    awards: tuple[int, ...]
    paid_share: Share
    fields: tuple[str, ...]


class OrderClasses(Model):
    """Classes named after or ordered by an enterprise."""

    volumes: Volumes
    students: tuple[int, int]
    kinds: tuple[str, ...]


class Transfer(Model):
    """Yuan that left a line of a year; into none: they have not arrived."""

    year: int
    on: date
    out_of: str
    into: str | None = None
    yuan: int


class Earmark(Model):
    """Yuan of a line and year that were set aside for a purpose."""

    year: int
    on: date
    line: str
    yuan: int


class Budget(Model):
    """Yuan by budget line and year; days as month and day."""

    set_on: tuple[int, int]
    first_set_on: date
    adjusted_on: tuple[int, int]
    spent_on: tuple[tuple[int, int], ...]
    spent_shares: tuple[Share, ...]
    adjusted_share: Share
    default: dict[int, int]
    lines: dict[str, dict[int, int]]
    transfer: tuple[Transfer, ...] = ()
    earmark: tuple[Earmark, ...] = ()


class Registers(Model):
    """registers.toml."""

    recognition: Recognition
    selection: tuple[Selection, ...]
    loans: Loans
    platforms: Platforms
    order_classes: OrderClasses
    budget: Budget


class Activity(Model):
    """An activity that is held again and again."""

    category: str
    name: str
    organiser: str
    place: str
    participants: int
    cost_yuan: int
    on: tuple[date, ...]


class Lot(Model):
    """A lot of an apartment project and the day it reached each stage."""

    project: str
    lot: str
    town: str
    dwellings: int
    builder: str
    stages: dict[str, date]


class College(Model):
    """A partner college."""

    name: str
    on: date
    until: date | None = None
    in_province: bool = True


class Milestones(Model):
    """How far the milestones of the policy came: by id, the day of each status."""

    planned_on: date
    reached: dict[str, dict[str, date]]


class Chronicle(Model):
    """chronicle.toml."""

    activity: tuple[Activity, ...]
    lot: tuple[Lot, ...]
    college: tuple[College, ...]
    milestones: Milestones


class Wording(Model):
    """Words around the tables: titles, file names, lines above and below; placeholders in braces."""

    label: str
    city: str
    title: str
    file: str
    year: str
    quarter: str
    month: str
    quarter_words: tuple[str, str, str, str]
    stated_by: str
    stated_in: str
    units: dict[str, str]
    total: str
    signature: str
    yes: str
    no: str
    until: str
    bad_code: str
    bad_date: str
    mask: str
    styles: dict[str, tuple[str, str]]


class Form(Model):
    """How a ledger is written down.

    restated: the ledger is filed as a whole since the beginning of the year or of the window, not what is new in it.
    totals: columns with a sum below. omit: columns that the bureau does not print. every: the frequency with which it
    is filed, if not that of the layout. belated: weights of being told on time, one filing later, two later …, if not
    those of the habits.
    """

    format: Literal["csv", "xlsx"] = "xlsx"
    encoding: Literal["utf-8", "utf-8-sig", "gb18030"] = "utf-8-sig"
    dates: str = "dotted"
    restated: Literal["year", "window"] | None = None
    totals: tuple[str, ...] = ()
    omit: tuple[str, ...] = ()
    every: Literal["monthly", "quarterly", "yearly"] | None = None
    belated: tuple[int, ...] | None = None


class Mishap(Model):
    """A filing that did not go as usual: it never came, or came so many days late."""

    ledger: str
    period: str
    days_late: int | None = None


class Habits(Model):
    """How punctual and how careful the bureaus are.

    early, late: when a filing comes in, as shares of the days given, and in days after the due date.
    always_late: of these bureaus every filing is late. belated: by frequency, weights of being told on time, one
    filing later, two later, and so on.
    """

    early: tuple[Share, Share]
    late_share: Share
    late_days: tuple[int, int]
    office_hours: tuple[int, int]
    always_late: dict[str, tuple[int, int]]
    belated: dict[str, tuple[int, ...]]
    bad_share: Share
    bad_weights: Weights
    corrected_share: Share


class Filings(Model):
    """filings.toml."""

    wording: Wording
    habits: Habits
    form: dict[str, Form]
    mishaps: tuple[Mishap, ...] = Field(default=(), alias="exception")

"""The shape of data/demo/{names,population,courses}.toml: who lives in the demonstration city, and what they attend."""

from datetime import date
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Share = Annotated[float, Field(ge=0, le=1)]
Weights = dict[str, int]
#: People or things from the first to the fourth quarter, by year.
Volumes = dict[int, tuple[int, int, int, int]]


class Model(BaseModel):
    """A frozen piece of calibration that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Given(Model):
    """Characters of given names by sex; longer strings of the same character make it more likely."""

    m: str
    f: str


class Identity(Model):
    """Opening digits of made-up numbers."""

    areas: tuple[str, ...]
    phone_prefix: str
    bank_prefix: str
    credit: dict[str, str]


class EmployerNames(Model):
    """Parts and patterns of employers' names, by kind of employer."""

    places: tuple[str, ...]
    words: tuple[str, ...]
    lines: dict[str, tuple[str, ...]]
    patterns: dict[str, str]


class Schools(Model):
    """Made-up schools, hospitals and subjects."""

    universities: tuple[str, ...]
    vocational: tuple[str, ...]
    subjects: tuple[str, ...]
    hospitals: tuple[str, ...]
    medical_groups: tuple[str, ...]
    disciplines: tuple[str, ...]
    teacher_subjects: tuple[str, ...]


class Names(Model):
    """names.toml."""

    surnames: str
    surname_offset: int
    two_part_share: Share
    given: Given
    identity: Identity
    employer: EmployerNames
    school: Schools


class Group(Model):
    """A kind of inhabitant: how many, when they come, how old, where, and what they hold on entry.

    insured: who is insured here from entry on, the certified some time after. insured_before: since before the policy.
    """

    share: Share | None = None
    persons: int | None = None
    season: str
    towns: str
    ages: tuple[tuple[int, int, int], ...]
    degrees: Weights = {}
    overseas: Share = 0.0
    part_time: Share = 0.0
    kinds: Weights = {}
    insured: Share = 1.0
    insured_before: Share = 0.0

    @model_validator(mode="after")
    def _has_one_size(self) -> Self:
        if (self.share is None) == (self.persons is None):
            raise ValueError("a group has either share or persons")
        return self


class Employment(Model):
    """How many employers there are, and how people leave and come back."""

    insurance: str
    employers: Weights
    size_offset: int
    hazard_first: Share
    hazard_later: Share
    first_months: int
    return_share: Share
    return_months: int
    local_months_back: int


class Grades(Model):
    """Levels of certificates and titles, and their second ones."""

    industrial: Weights
    skill: Weights
    title: Weights
    second_share: Share
    second_months: int
    youth_certified_share: Share
    trades: tuple[str, ...]
    chains: tuple[str, ...]
    title_series: tuple[str, ...]


class Register(Model):
    """Who is on the register of young talents, and when they graduated."""

    share: Share
    fresh_share: Share
    earlier_years: int


class Allowance(Model):
    """Who of a group applies for the monthly allowances, and how old first certificates are on entry."""

    take_up: dict[str, Share]
    certificate_months_before: int


class Population(Model):
    """population.toml."""

    persons: int
    as_of: date
    full_size: int
    least: int
    years: tuple[int, ...]
    group: dict[str, Group]
    season: dict[str, tuple[int, ...]]
    town: dict[str, Weights]
    employment: Employment
    grades: Grades
    register_: Register = Field(alias="register")
    allowance: Allowance


class Programme(Model):
    """One kind of course or placement; see courses.toml.

    december: of the places of October and November, how many are moved to December. relabelled: of those in December,
    how many are taken by people of the group `relabelled_from`, who have long been here.
    """

    pool: str
    told_at: Literal["start", "end"]
    volumes: Volumes
    repeat: Share
    class_size: int
    days: tuple[int, int]
    hours: tuple[int, int]
    completed: Share
    courses: tuple[str, ...]
    trades: tuple[str, ...]
    employer_kind: str
    yuan_a_day: int | None = None
    december: Share = 0.0
    relabelled: Share = 0.0
    relabelled_from: str = ""
    columns: dict[str, str]


class Courses(Model):
    """courses.toml; the names of the programmes are ledger ids."""

    programme: dict[str, Programme]

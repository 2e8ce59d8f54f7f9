"""The rule of the monthly allowances in plain Python, one person and one month at a time: slow, and easy to believe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import NamedTuple

from analytics.policy import Policy

LEVELS = {"degree": "b03a", "title": "b05d", "skill_grade": "b05b"}
ELIGIBLE = {"enterprise", "social", "self_employed"}
BARRED = {"government", "public_institution"}
ABOVE_SENIOR_TECHNICIAN = {"chief_technician", "special_technician"}


class Spell(NamedTuple):
    start: date
    end: date | None
    kind: str | None
    is_back_paid: bool = False

    def covers(self, month: date) -> bool:
        return self.start <= month and (self.end is None or month <= self.end)


class Upgrade(NamedTuple):
    kind: str
    level: str
    from_month: date


@dataclass(frozen=True)
class Person:
    """One person with everything the rule asks about."""

    degree: str = "none"
    skill_grade: str = "none"
    title: str = "none"
    is_foreign: bool = False
    spells: tuple[Spell, ...] = ()
    application_date: date | None = None
    upgrades: tuple[Upgrade, ...] = ()


class PaySpell(NamedTuple):
    benefit: str
    first: date
    last: date
    months: int
    fen: int


class Rate(NamedTuple):
    benefit: str
    fen: int


def next_month(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


class Rule:
    """The rule under one choice of readings, as of one day."""

    def __init__(self, policy: Policy, as_of: date, readings: Mapping[str, str]) -> None:
        self.policy, self.as_of, self.chosen = policy, as_of, policy.settled(readings)
        self.known_rates: dict[tuple[str, str, str, date], int | None] = {}

    def pay_spells(self, person: Person) -> list[PaySpell]:
        """Rules 4 to 7: in every payable month the first of the rates whose clock has time left."""
        paid: dict[str, list[date]] = {}
        joined: list[PaySpell] = []
        for month in self.payable_months(person):
            for benefit, fen in self.rates(person, month):
                clock = paid.setdefault(benefit if self.chosen["r01"] == "per_benefit" else "person", [])
                if self.has_time_left(benefit, clock, month):
                    clock.append(month)
                    add(joined, benefit, month, fen)
                    break
        return joined

    def payable_months(self, person: Person) -> Iterator[date]:
        """Rule 2, r03, r09: the payable months in time order."""
        month = self.entry(person)
        if month is None or not self.is_new(person, month):
            return
        at_entry = self.chosen["r09"] == "at_entry"
        if at_entry and any(spell.kind in BARRED for spell in person.spells if spell.covers(month)):
            return
        while next_month(month) - timedelta(days=1) <= self.as_of:
            here = [spell for spell in person.spells if spell.covers(month)]
            in_time = [s for s in here if self.chosen["r03"] == "count_back_payments" or not s.is_back_paid]
            makes = ELIGIBLE | BARRED if at_entry else ELIGIBLE
            is_barred = not at_entry and any(spell.kind in BARRED for spell in here)
            if any(spell.kind in makes for spell in in_time) and not is_barred:
                yield month
            month = next_month(month)

    def entry(self, person: Person) -> date | None:
        """Rule 1, r04: the first local month."""
        first_ever = self.chosen["r04"] == "first_ever"
        return min((s.start for s in person.spells if first_ever or s.kind in ELIGIBLE), default=None)

    def is_new(self, person: Person, entry: date) -> bool:
        """Rule 1, r05."""
        by_application = self.chosen["r05"] == "application_date" and person.application_date
        return (by_application or entry) >= self.policy.document.effective

    def rates(self, person: Person, month: date) -> list[Rate]:
        """Rule 3, r06, r21: the highest rate first; ties go to degree, then title, then skill."""
        found = []
        for kind, benefit in ({"degree": "b03b"} if person.is_foreign else LEVELS).items():
            held = [getattr(person, kind)]
            if self.chosen["r06"] == "upgradable":
                held += [u.level for u in person.upgrades if u.kind == kind and u.from_month <= month]
            rates = [self.rate(benefit, kind, level, month) for level in held]
            if paid := [fen for fen in rates if fen is not None]:
                found.append(Rate(benefit, max(paid)))
        return sorted(found, key=lambda rate: -rate.fen)

    def rate(self, benefit: str, kind: str, level: str, month: date) -> int | None:
        """Return the monthly rate of one level, None where there is none; remembered, for it is asked very often."""
        asked = (benefit, kind, level, month)
        if asked not in self.known_rates:
            self.known_rates[asked] = self._rate(benefit, kind, level, month)
        return self.known_rates[asked]

    def _rate(self, benefit: str, kind: str, level: str, month: date) -> int | None:
        """Rule 3, r07, r33."""
        if self.policy.benefit(benefit).state_on(month) not in ("in_force", "revised"):
            return None
        amounts = self.policy.benefit(benefit).amounts_on(month)
        if level in ABOVE_SENIOR_TECHNICIAN and self.chosen["r33"] == "as_senior_technician":
            level = "senior_technician"
        if level == "junior_college" and self.chosen["r07"] == "junior_college_at_zero" and amounts:
            return 0
        return next((amount.value_fen for amount in amounts if getattr(amount.when, kind) == level), None)

    def has_time_left(self, benefit: str, clock: list[date], month: date) -> bool:
        """Rules 4 and 5, r01, r02: `clock` holds the months it paid."""
        if self.chosen["r01"] == "per_benefit":
            limit = self.policy.benefit(benefit).limit_on(month)
            most = limit.months_max if limit else None
        else:
            most = self.policy.conflict("monthly_allowances").months_max
        if most is None or not clock:
            return True
        if self.chosen["r02"] == "cumulative":
            return len(clock) < most
        return (month.year - clock[0].year) * 12 + month.month - clock[0].month < most


def add(joined: list[PaySpell], benefit: str, month: date, fen: int) -> None:
    """Rule 6: join a month to the pay spell before it, or begin a new one."""
    last = joined[-1] if joined else None
    if last and (last.benefit, last.fen) == (benefit, fen) and next_month(last.last) == month:
        joined[-1] = last._replace(last=month, months=last.months + 1)
    else:
        joined.append(PaySpell(benefit, month, month, 1, fen))

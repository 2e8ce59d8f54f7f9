"""People drawn at random, with every trait that the rule or one of its readings asks about."""

from datetime import date

import numpy as np

from analytics.policy import Policy
from tests.entitlement.oracle import Person, Spell, Upgrade

KINDS = ("enterprise",) * 5 + ("social", "self_employed", "government", "public_institution", None)
FIRST_YEAR = 2021
MONTHS = 90


def month(number: int) -> date:
    return date(FIRST_YEAR + number // 12, number % 12 + 1, 1)


def people(policy: Policy, count: int, seed: int) -> list[Person]:
    """Return drawn people; most enter after the policy came into force."""
    rng = np.random.default_rng(seed)
    levels = {kind: ("none", *policy.codes[kind].ids) for kind in ("degree", "skill_grade", "title")}
    return [_person(rng, levels) for _ in range(count)]


def _person(rng: np.random.Generator, levels: dict[str, tuple[str, ...]]) -> Person:
    held = {kind: str(rng.choice(codes)) if rng.random() < 0.6 else "none" for kind, codes in levels.items()}
    upgrades = [
        Upgrade(kind, str(rng.choice(levels[kind])), month(int(rng.integers(0, MONTHS))))
        for kind in rng.choice(list(levels), rng.integers(0, 3) if rng.random() < 0.4 else 0)
    ]
    applied = month(int(rng.integers(0, MONTHS))).replace(day=int(rng.integers(1, 29)))
    first = 0 if rng.random() < 0.1 else 18
    return Person(
        **held,
        is_foreign=bool(rng.random() < 0.1),
        spells=tuple(_spell(rng, first) for _ in range(int(rng.integers(0, 6)))),
        application_date=applied if rng.random() < 0.5 else None,
        upgrades=tuple(upgrades),
    )


def _spell(rng: np.random.Generator, first: int) -> Spell:
    start = int(rng.integers(first, MONTHS))
    end = None if rng.random() < 0.3 else month(start + int(rng.integers(0, 30)))
    return Spell(month(start), end, KINDS[int(rng.integers(0, len(KINDS)))], bool(rng.random() < 0.15))

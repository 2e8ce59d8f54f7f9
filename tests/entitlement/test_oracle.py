"""The kernel against the rule in plain Python: the same pay spells under every reading."""

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import policy as policies
from analytics.entitlement import allowances, kernel
from analytics.policy import Policy
from tests.entitlement import catalogues, city
from tests.entitlement.frames import frames, of_one, paid
from tests.entitlement.oracle import Person, Rule, Spell, Upgrade

AS_OF = date(2028, 3, 31)
SHIPPED = policies.load()
NAMED = ("r01", "r02", "r03", "r04", "r05", "r06", "r07", "r08", "r09", "r21", "r33")
CLOCKS = [{"r01": one, "r02": two} for one in ("per_person", "per_benefit") for two in ("cumulative", "consecutive")]
OPTIONS = {reading: [option.code for option in SHIPPED.reading(reading).options] for reading in NAMED}


def single_readings() -> Iterator[dict[str, str]]:
    """Yield every option of every reading alone, under every pair of clocks."""
    for reading, codes in OPTIONS.items():
        for code, clocks in product(codes, CLOCKS if reading not in ("r01", "r02") else [{}]):
            yield clocks | {reading: code}


def check(policy: Policy, people: list[Person], as_of: date, readings: dict[str, str]) -> None:
    rule = Rule(policy, as_of, readings)
    expected = {n: due for n, person in enumerate(people) if (due := rule.pay_spells(person))}
    assert paid(allowances(*frames(people), policy, as_of=as_of, readings=readings)) == expected


@pytest.fixture(scope="module")
def revised(policy: Policy) -> Policy:
    return catalogues.revised(policy)


@pytest.mark.parametrize("readings", list(single_readings()), ids=str)
def test_kernel_and_rule_agree_under_every_option(policy: Policy, readings: dict[str, str]) -> None:
    check(policy, city.people(policy, 500, seed=1), AS_OF, readings)


@pytest.mark.parametrize("seed", range(12))
def test_kernel_and_rule_agree_under_any_mix_of_options(
    policy: Policy, revised: Policy, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kernel, "_CHUNK", 190)
    mix = {reading: codes[seed * (n + 3) // 2 % len(codes)] for n, (reading, codes) in enumerate(OPTIONS.items())}
    people = city.people(policy, 500, seed=100 + seed)
    check(policy, people, AS_OF, mix)
    check(revised, people, AS_OF, mix)


@pytest.mark.parametrize("clocks", CLOCKS, ids=str)
@pytest.mark.parametrize("level", OPTIONS["r06"])
def test_kernel_and_rule_agree_when_rates_change(revised: Policy, clocks: dict[str, str], level: str) -> None:
    check(revised, city.people(revised, 800, seed=7), AS_OF, clocks | {"r06": level})


def test_the_default_holds_for_a_city(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_CHUNK", 6_000)
    check(policy, city.people(policy, 20_000, seed=2), AS_OF, {})


def test_the_city_reaches_every_rule(policy: Policy) -> None:
    people = city.people(policy, 500, seed=1)
    usual = paid(allowances(*frames(people), policy, as_of=AS_OF))
    benefits = {spell.benefit for due in usual.values() for spell in due}
    assert benefits == {"b03a", "b03b", "b05b", "b05d"}
    changed = [
        reading
        for reading, codes in OPTIONS.items()
        for code in codes[1:]
        if paid(allowances(*frames(people), policy, as_of=AS_OF, readings={reading: code})) != usual
    ]
    assert changed == [reading for reading, codes in OPTIONS.items() if len(codes) > 1]


MONTHS = st.integers(0, 100).map(city.month)
SPELL = st.tuples(MONTHS, st.none() | MONTHS, st.sampled_from(city.KINDS), st.booleans()).map(
    lambda s: Spell(s[0], s[1] and max(s[0], s[1]), s[2], s[3])
)
LEVELS = {kind: ("none", *SHIPPED.codes[kind].ids) for kind in ("degree", "skill_grade", "title")}
UPGRADE = st.sampled_from([(kind, level) for kind, levels in LEVELS.items() for level in levels]).flatmap(
    lambda held: MONTHS.map(lambda month: Upgrade(*held, month))
)
PERSON = st.builds(
    Person,
    **{kind: st.sampled_from(levels) for kind, levels in LEVELS.items()},
    is_foreign=st.booleans(),
    spells=st.lists(SPELL, max_size=8).map(tuple),
    application_date=st.none() | MONTHS,
    upgrades=st.lists(UPGRADE, max_size=4).map(tuple),
)
READINGS = st.fixed_dictionaries({reading: st.sampled_from(codes) for reading, codes in OPTIONS.items()})


@settings(max_examples=300, deadline=None, derandomize=True)
@given(PERSON, READINGS, st.dates(date(2021, 1, 1), date(2032, 12, 31)))
def test_kernel_and_rule_agree_on_anybody(person: Person, readings: dict[str, str], as_of: date) -> None:
    assert of_one(person, SHIPPED, as_of, readings) == Rule(SHIPPED, as_of, readings).pay_spells(person)

"""Frames that do not keep their contract are refused by name; harmless differences of type are taken in."""

from collections.abc import Callable
from datetime import date

import polars as pl
import pytest

from analytics.entitlement import allowances, kernel
from analytics.policy import Policy, PolicyError
from tests.entitlement.frames import frames
from tests.entitlement.oracle import Person, Spell, Upgrade

AS_OF = date(2023, 12, 31)
PEOPLE = [
    Person("bachelor", spells=(Spell(date(2023, 1, 1), date(2023, 3, 1), "enterprise"),)),
    Person("master", upgrades=(Upgrade("title", "senior", date(2023, 2, 1)),)),
]
Change = Callable[[pl.DataFrame], pl.DataFrame]


def set_to(column: str, value: object) -> Change:
    return lambda frame: frame.with_columns(pl.lit(value).cast(frame.schema[column]).alias(column))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop("title", "is_foreign"), "persons: missing columns: title, is_foreign"),
        (lambda f: f.with_columns(pl.col("person_id").cast(pl.String)), "persons.person_id: the type is String"),
        (lambda f: f.with_columns(is_foreign=pl.lit("no")), "persons.is_foreign: the type is String"),
        (set_to("degree", "phd"), "persons.degree: unknown codes: 'phd' (known: none"),
        (set_to("title", "bachelor"), "persons.title: unknown codes: 'bachelor'"),
        (set_to("skill_grade", None), "persons.skill_grade: 2 rows are empty"),
        (set_to("is_foreign", None), "persons.is_foreign: 2 rows are empty"),
        (set_to("person_id", 7), "persons.person_id: 1 rows repeat an id"),
        (set_to("upgrades", [{"kind": "age", "level": "none", "from_month": AS_OF}]), "upgrades.kind: unknown codes"),
        (
            set_to("upgrades", [{"kind": "title", "level": "king", "from_month": AS_OF}]),
            "persons.upgrades.level (title): unknown codes: 'king'",
        ),
        (
            set_to("upgrades", [{"kind": "title", "level": "senior", "from_month": None}]),
            "persons.upgrades.from_month: 2 rows are empty",
        ),
    ],
)
def test_wrong_persons_are_refused(policy: Policy, change: Change, message: str) -> None:
    persons, spells = frames(PEOPLE)
    with pytest.raises(ValueError, match="persons") as refused:
        allowances(change(persons), spells, policy, as_of=AS_OF)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda f: f.drop("employer_kind"), "spells: missing columns: employer_kind"),
        (lambda f: f.with_columns(pl.col("start_month").cast(pl.String)), "spells.start_month: the type is String"),
        (set_to("employer_kind", "club"), "spells.employer_kind: unknown codes: 'club'"),
        (set_to("start_month", None), "spells.start_month: 1 rows are empty"),
        (set_to("start_month", date(2023, 1, 2)), "spells.start_month: 1 rows are not the first day of a month"),
        (set_to("end_month", date(2023, 3, 31)), "spells.end_month: 1 rows are not the first day of a month"),
        (set_to("end_month", date(2022, 12, 1)), "spells.end_month: 1 rows end before they start"),
    ],
)
def test_wrong_spells_are_refused(policy: Policy, change: Change, message: str) -> None:
    persons, spells = frames(PEOPLE)
    with pytest.raises(ValueError, match="spells") as refused:
        allowances(persons, change(spells), policy, as_of=AS_OF)
    assert message in str(refused.value)


@pytest.mark.parametrize("readings", [{"r99": "per_person"}, {"r01": "per_family"}])
def test_an_unknown_reading_or_option_is_refused(policy: Policy, readings: dict[str, str]) -> None:
    with pytest.raises(PolicyError, match="unknown"):
        allowances(*frames(PEOPLE), policy, as_of=AS_OF, readings=readings)


def test_the_columns_of_the_contract_are_enough(policy: Policy) -> None:
    persons, spells = frames(PEOPLE)
    bare = (persons.drop("application_date", "upgrades"), spells.drop("is_back_paid"))
    usual = allowances(persons, spells, policy, as_of=AS_OF).collect()
    for readings in ({}, {"r03": "count_back_payments"}, {"r05": "application_date"}, {"r06": "upgradable"}):
        assert allowances(*bare, policy, as_of=AS_OF, readings=readings).collect().equals(usual)


def test_categories_short_integers_and_columns_without_a_value_are_taken_in(policy: Policy) -> None:
    persons, spells = frames(PEOPLE)
    typed = persons.with_columns(pl.col("person_id").cast(pl.Int32), pl.col("degree").cast(pl.Categorical))
    still_open = spells.with_columns(end_month=pl.lit(None))
    due = allowances(typed, still_open, policy, as_of=AS_OF).collect()
    assert due.select("person_id", "months").rows() == [(0, 12)]


def test_columns_that_are_coded_already_are_read_by_their_categories(policy: Policy) -> None:
    persons, spells = frames(PEOPLE)
    usual = allowances(persons, spells, policy, as_of=AS_OF).collect()
    coded = persons.with_columns(pl.col("degree").cast(pl.Enum(["unused", "master", "bachelor"])))
    jobs = spells.with_columns(pl.col("employer_kind").cast(pl.Enum(["club", "enterprise"])))
    assert allowances(coded, jobs, policy, as_of=AS_OF).collect().equals(usual)
    with pytest.raises(ValueError, match=r"spells.employer_kind: unknown codes: 'club' \(known: enterprise"):
        allowances(coded, set_to("employer_kind", "club")(jobs), policy, as_of=AS_OF)
    unknown = allowances(coded, set_to("employer_kind", None)(jobs), policy, as_of=AS_OF).collect()
    assert unknown.is_empty()


@pytest.mark.parametrize("ids", [[-3, 4], [5, 19], [-(2**63), 2**63 - 1]], ids=str)
@pytest.mark.parametrize("stranger", [-9, 0, 6, 30])
def test_ids_may_lie_far_apart(policy: Policy, ids: list[int], stranger: int) -> None:
    persons, spells = frames(PEOPLE)
    first = pl.Series("person_id", ids[:1])
    numbered = persons.with_columns(pl.Series("person_id", ids))
    jobs = pl.concat([spells.with_columns(person_id=pl.lit(n, pl.Int64)) for n in (*ids, stranger)])
    due = allowances(numbered, jobs, policy, as_of=AS_OF).collect()
    assert due["person_id"].to_list() == ids
    alone = allowances(numbered.head(1), jobs, policy, as_of=AS_OF).collect()
    assert alone["person_id"].equals(first)


def test_a_message_counts_the_rows_of_the_whole_table(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_CHUNK", 2)
    persons, spells = frames([PEOPLE[0]] * 7)
    with pytest.raises(ValueError, match=r"spells\.start_month: 7 rows are not the first day of a month"):
        allowances(persons, set_to("start_month", date(2023, 1, 2))(spells), policy, as_of=AS_OF)


def test_spells_of_every_part_of_the_table_are_checked(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernel, "_CHUNK", 2)
    persons, spells = frames([PEOPLE[0]] * 7)
    strange = spells.filter(person_id=6).with_columns(person_id=pl.lit(99, pl.Int64), employer_kind=pl.lit("club"))
    with pytest.raises(ValueError, match=r"spells\.employer_kind: unknown codes: 'club'"):
        allowances(persons, pl.concat([spells, strange]), policy, as_of=AS_OF)


def test_spells_of_persons_not_asked_for_are_left_out(policy: Policy) -> None:
    persons, spells = frames(PEOPLE)
    due = allowances(persons.filter(pl.col("person_id") == 1), spells, policy, as_of=AS_OF).collect()
    assert due.is_empty()

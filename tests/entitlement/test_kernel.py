"""Every worked case of the rule page, and what each reading changes."""

from datetime import date

import polars as pl
import pytest

from analytics.entitlement import allowances
from analytics.policy import Policy
from tests.entitlement.frames import frames, of_one
from tests.entitlement.oracle import Person, Spell, Upgrade


def m(text: str) -> date:
    return date.fromisoformat(f"{text}-01")


def job(text: str, kind: str | None = "enterprise", *, is_back_paid: bool = False) -> Spell:
    """Return the spell written as 2023-01…2023-06, or 2023-01… while it is open."""
    start, end = text.split("…")
    return Spell(m(start), m(end) if end else None, kind, is_back_paid)


def stretches(person: Person, policy: Policy, as_of: str, readings: dict[str, str] | None = None) -> list[str]:
    """Return the pay spells as benefit, first, last month and yuan."""
    due = of_one(person, policy, date.fromisoformat(as_of), readings)
    return [f"{s.benefit} {s.first:%Y-%m}…{s.last:%Y-%m} {s.months} x {s.fen // 100}" for s in due]


GAP = (job("2023-01…2023-03"), job("2023-06…"))
MOVE = (job("2023-01…2023-06"), job("2023-07…", "government"))
BOTH = (job("2023-01…2023-06"), job("2023-03…2023-03", "public_institution"))
TWO = (job("2023-01…2023-04"), job("2023-03…2023-06"))
LAPSE = (job("2022-10…2022-12"), job("2025-01…"))
BENEFITS = {"r01": "per_benefit"}
CONSECUTIVE = {"r02": "consecutive"}


@pytest.mark.parametrize(
    ("person", "as_of", "readings", "due"),
    [
        pytest.param(
            Person("bachelor", spells=(job("2023-07…"),)),
            "2023-12-31",
            {},
            ["b03a 2023-07…2023-12 6 x 1000"],
            id="plain",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2023-07…"),)),
            "2023-12-30",
            {},
            ["b03a 2023-07…2023-11 5 x 1000"],
            id="as_of inside a month",
        ),
        pytest.param(
            Person("master", spells=GAP),
            "2023-08-31",
            {},
            ["b03a 2023-01…2023-03 3 x 2000", "b03a 2023-06…2023-08 3 x 2000"],
            id="gap",
        ),
        pytest.param(
            Person("doctor", spells=(job("2022-10…"),)),
            "2026-12-31",
            {},
            ["b03a 2022-10…2025-09 36 x 3000"],
            id="the 36th month",
        ),
        pytest.param(
            Person("master", title="senior", spells=(job("2023-01…"),)),
            "2023-01-31",
            {},
            ["b03a 2023-01…2023-01 1 x 2000"],
            id="tie",
        ),
        pytest.param(
            Person("bachelor", "senior_technician", spells=(job("2023-01…"),)),
            "2023-01-31",
            {},
            ["b05b 2023-01…2023-01 1 x 2000"],
            id="skill wins",
        ),
        pytest.param(
            Person("doctor", spells=(job("2022-09…2022-09"), job("2023-01…"))), "2024-12-31", {}, [], id="legacy"
        ),
        pytest.param(
            Person("bachelor", spells=MOVE),
            "2024-12-31",
            {},
            ["b03a 2023-01…2023-06 6 x 1000"],
            id="moves to government",
        ),
        pytest.param(
            Person("bachelor", spells=BOTH),
            "2023-12-31",
            {},
            ["b03a 2023-01…2023-02 2 x 1000", "b03a 2023-04…2023-06 3 x 1000"],
            id="both in one month",
        ),
        pytest.param(
            Person("bachelor", spells=TWO),
            "2023-12-31",
            {},
            ["b03a 2023-01…2023-06 6 x 1000"],
            id="two employers",
        ),
        pytest.param(
            Person("doctor", title="senior", spells=(job("2022-10…"),)),
            "2030-12-31",
            BENEFITS,
            ["b03a 2022-10…2025-09 36 x 3000", "b05d 2025-10…2028-09 36 x 2000"],
            id="per_benefit",
        ),
        pytest.param(
            Person("bachelor", spells=LAPSE),
            "2026-12-31",
            CONSECUTIVE,
            ["b03a 2022-10…2022-12 3 x 1000", "b03a 2025-01…2025-09 9 x 1000"],
            id="consecutive",
        ),
    ],
)
def test_a_worked_case_of_the_rule(
    policy: Policy, person: Person, as_of: str, readings: dict[str, str], due: list[str]
) -> None:
    assert stretches(person, policy, as_of, readings) == due


@pytest.mark.parametrize(
    ("person", "reading", "usual", "other"),
    [
        pytest.param(
            Person("bachelor", spells=(job("2023-01…2023-03", is_back_paid=True), job("2023-03…2023-04"))),
            {"r03": "count_back_payments"},
            ["b03a 2023-03…2023-04 2 x 1000"],
            ["b03a 2023-01…2023-04 4 x 1000"],
            id="r03: months paid later",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2022-01…2022-12", "government"), job("2023-01…2023-02"))),
            {"r04": "first_eligible"},
            [],
            ["b03a 2023-01…2023-02 2 x 1000"],
            id="r04: government before the policy",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2022-08…2022-11"),), application_date=date(2022, 10, 1)),
            {"r05": "application_date"},
            [],
            ["b03a 2022-10…2022-11 2 x 1000"],
            id="r05: months before the policy have no rate",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2022-10…2022-11"),), application_date=date(2022, 9, 30)),
            {"r05": "application_date"},
            ["b03a 2022-10…2022-11 2 x 1000"],
            [],
            id="r05: applied before the policy",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2023-01…2023-04"),), upgrades=(Upgrade("degree", "master", m("2023-03")),)),
            {"r06": "upgradable"},
            ["b03a 2023-01…2023-04 4 x 1000"],
            ["b03a 2023-01…2023-02 2 x 1000", "b03a 2023-03…2023-04 2 x 2000"],
            id="r06: a master from March",
        ),
        pytest.param(
            Person("junior_college", spells=(job("2023-01…2023-02"),)),
            {"r07": "junior_college_at_zero"},
            [],
            ["b03a 2023-01…2023-02 2 x 0"],
            id="r07: months without money",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2023-01…2023-02"), job("2023-03…2023-04", "government"))),
            {"r09": "at_entry"},
            ["b03a 2023-01…2023-02 2 x 1000"],
            ["b03a 2023-01…2023-04 4 x 1000"],
            id="r09: moves to government",
        ),
        pytest.param(
            Person("bachelor", spells=(job("2023-01…2023-02", "government"), job("2023-03…2023-04"))),
            {"r09": "at_entry"},
            ["b03a 2023-03…2023-04 2 x 1000"],
            [],
            id="r09: comes from government",
        ),
        pytest.param(
            Person(skill_grade="chief_technician", spells=(job("2023-01…2023-01"),)),
            {"r33": "not_covered"},
            ["b05b 2023-01…2023-01 1 x 2000"],
            [],
            id="r33: a chief technician",
        ),
    ],
)
def test_what_a_reading_changes(
    policy: Policy, person: Person, reading: dict[str, str], usual: list[str], other: list[str]
) -> None:
    assert stretches(person, policy, "2023-12-31") == usual
    assert stretches(person, policy, "2023-12-31", reading) == other


def test_a_foreign_graduate_has_the_degree_rate_only(policy: Policy) -> None:
    person = Person("bachelor", "senior_technician", "senior", is_foreign=True, spells=(job("2023-01…2023-02"),))
    assert stretches(person, policy, "2023-12-31") == ["b03b 2023-01…2023-02 2 x 1000"]


def test_an_employer_of_unknown_kind_makes_and_bars_no_month_but_marks_the_first(policy: Policy) -> None:
    beside = Person("bachelor", spells=(job("2023-01…2023-04", None), job("2023-03…2023-03")))
    before = Person("bachelor", spells=(job("2022-09…2022-09", None), job("2023-03…2023-03")))
    assert stretches(beside, policy, "2023-12-31") == ["b03a 2023-03…2023-03 1 x 1000"]
    assert stretches(before, policy, "2023-12-31") == []


def test_the_second_clock_of_consecutive_months_opens_with_its_first_paid_month(policy: Policy) -> None:
    person = Person("doctor", title="senior", spells=(job("2022-10…2023-03"), job("2026-01…2026-02"), job("2028-12…")))
    assert stretches(person, policy, "2032-12-31", BENEFITS | CONSECUTIVE) == [
        "b03a 2022-10…2023-03 6 x 3000",
        "b05d 2026-01…2026-02 2 x 2000",
        "b05d 2028-12…2028-12 1 x 2000",
    ]


def test_the_result_has_its_columns_and_its_order(policy: Policy) -> None:
    persons, spells = frames([Person("bachelor", spells=GAP), Person("doctor", spells=TWO)])
    result = allowances(persons.reverse().lazy(), spells.reverse().lazy(), policy, as_of=date(2023, 12, 31))
    assert isinstance(result, pl.LazyFrame)
    frame = result.collect()
    assert frame.schema == {
        "person_id": pl.Int64,
        "benefit_id": pl.String,
        "from_month": pl.Date,
        "to_month": pl.Date,
        "months": pl.Int32,
        "amount_fen": pl.Int64,
    }
    assert frame.select("person_id", "from_month").rows() == [(0, m("2023-01")), (0, m("2023-06")), (1, m("2023-01"))]


def test_nobody_gives_an_empty_frame_of_the_same_shape(policy: Policy) -> None:
    persons, spells = frames([])
    empty = allowances(persons, spells, policy, as_of=date(2023, 12, 31)).collect()
    one = allowances(*frames([Person("bachelor", spells=GAP)]), policy, as_of=date(2023, 12, 31)).collect()
    assert empty.is_empty()
    assert empty.schema == one.schema


def test_the_end_of_the_calendar_is_a_day_like_any_other(policy: Policy) -> None:
    person = Person("bachelor", spells=(Spell(date(2023, 1, 1), date(9999, 12, 1), "enterprise"),))
    assert stretches(person, policy, "9999-12-31") == ["b03a 2023-01…2025-12 36 x 1000"]

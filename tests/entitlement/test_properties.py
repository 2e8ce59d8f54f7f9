"""What holds for every city under every choice of clocks, whatever the numbers."""

from datetime import date

import polars as pl
import pytest

from analytics import policy as policies
from analytics.entitlement import allowances
from analytics.policy import Policy
from tests.entitlement import catalogues, city
from tests.entitlement.frames import frames

AS_OF = date(2028, 3, 31)
CLOCKS = [{"r01": one, "r02": two} for one in ("per_person", "per_benefit") for two in ("cumulative", "consecutive")]
RATES = [
    (benefit.id, str(level))
    for benefit in map(policies.load().benefit, ("b03a", "b03b", "b05b", "b05d"))
    for amount in benefit.amounts
    for level in amount.when.given().values()
]

under_every_clock = pytest.mark.parametrize("readings", CLOCKS, ids=str)


@pytest.fixture(scope="module")
def drawn(policy: Policy) -> tuple[pl.DataFrame, pl.DataFrame]:
    return frames(city.people(policy, 3_000, seed=3))


def by_month(due: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person and month paid."""
    months = pl.date_ranges("from_month", "to_month", "1mo").alias("month")
    return due.select("person_id", "benefit_id", "amount_fen", months).explode("month")


def totals(due: pl.DataFrame) -> dict[int, int]:
    """Return person -> fen."""
    sums = due.group_by("person_id").agg((pl.col("months") * pl.col("amount_fen")).sum())
    return dict(sums.iter_rows())


@under_every_clock
def test_the_order_of_the_rows_changes_nothing(
    policy: Policy, drawn: tuple[pl.DataFrame, pl.DataFrame], readings: dict[str, str]
) -> None:
    persons, spells = drawn
    usual = allowances(persons, spells, policy, as_of=AS_OF, readings=readings).collect()
    persons, spells = (frame.sample(fraction=1, shuffle=True, seed=5) for frame in drawn)
    assert allowances(persons, spells, policy, as_of=AS_OF, readings=readings).collect().equals(usual)


@under_every_clock
def test_a_person_has_one_benefit_a_month_and_adjacent_spells_differ(
    policy: Policy, drawn: tuple[pl.DataFrame, pl.DataFrame], readings: dict[str, str]
) -> None:
    due = allowances(*drawn, policy, as_of=AS_OF, readings=readings).collect()
    months = by_month(due)
    assert not months.select("person_id", "month").is_duplicated().any()
    assert months.height == due["months"].sum()
    assert due.equals(due.sort("person_id", "from_month"))
    before = due.shift(1)
    meets = (due["person_id"] == before["person_id"]) & (due["from_month"] == before["to_month"].dt.offset_by("1mo"))
    same = (due["benefit_id"] == before["benefit_id"]) & (due["amount_fen"] == before["amount_fen"])
    assert not (meets & same).any()


@under_every_clock
def test_no_clock_runs_longer_than_its_months(
    policy: Policy, drawn: tuple[pl.DataFrame, pl.DataFrame], readings: dict[str, str]
) -> None:
    due = allowances(*drawn, policy, as_of=AS_OF, readings=readings).collect()
    clock = ["person_id", "benefit_id"] if readings["r01"] == "per_benefit" else ["person_id"]
    counted = due.group_by(clock).agg(pl.col("months").sum())["months"]
    most = policy.conflict("monthly_allowances").months_max
    assert counted.max() == most


@under_every_clock
def test_a_later_day_adds_months_and_takes_none_away(
    policy: Policy, drawn: tuple[pl.DataFrame, pl.DataFrame], readings: dict[str, str]
) -> None:
    known: set[tuple] = set()
    for day in (date(2022, 12, 31), date(2024, 2, 28), date(2024, 2, 29), date(2025, 6, 30), AS_OF):
        now = set(by_month(allowances(*drawn, policy, as_of=day, readings=readings).collect()).iter_rows())
        assert known < now
        known = now


@pytest.mark.parametrize("rate", RATES, ids=str)
@pytest.mark.parametrize("fen", [1, 70_000, 400_000])
def test_a_higher_rate_lowers_nobodys_total(
    policy: Policy, drawn: tuple[pl.DataFrame, pl.DataFrame], rate: tuple[str, str], fen: int
) -> None:
    higher = catalogues.with_rate_raised(policy, *rate, fen)
    for readings in CLOCKS:
        usual = totals(allowances(*drawn, policy, as_of=AS_OF, readings=readings).collect())
        now = totals(allowances(*drawn, higher, as_of=AS_OF, readings=readings).collect())
        assert all(now[person] >= total for person, total in usual.items())

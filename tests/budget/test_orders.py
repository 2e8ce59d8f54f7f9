"""The orders of payment: cash is kept to the fen, and the best line is the best of all lines."""

from datetime import date
from itertools import permutations
from math import ceil

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.budget.orders import simulate
from analytics.policy import Policy
from tests.budget.frames import ONCE, SKILL, YOUTH, month

AS_OF = date(2025, 1, 1)
ORDERS = ("oldest_first", "pro_rata", "small_first", "by_class")
Claim = tuple[str, str, int, int]


def claims(*rows: Claim) -> pl.DataFrame:
    """Return claims from (who, benefit, months owed, fen)."""
    return pl.DataFrame(
        {
            "beneficiary": [row[0] for row in rows],
            "benefit_id": [row[1] for row in rows],
            "month": [month(n + 1) for n in range(len(rows))],
            "since": [date(2025 - ceil(row[2] / 12), -row[2] % 12 + 1, 1) for row in rows],
            "months_owed": [row[2] for row in rows],
            "amount_fen": [row[3] for row in rows],
        },
        schema_overrides={
            "beneficiary": pl.String,
            "benefit_id": pl.String,
            "month": pl.Date,
            "since": pl.Date,
            "months_owed": pl.Int32,
            "amount_fen": pl.Int64,
        },
    )


lists = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bo", "cy", "di"]),
        st.sampled_from([YOUTH, SKILL, ONCE]),
        st.integers(0, 30),
        st.integers(1, 10_000_000_000),
    ),
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(rows=lists, ceilings=st.lists(st.integers(0, 5_000_000_000), min_size=1, max_size=8), seed=st.integers(0, 9))
def test_cash_is_kept_to_the_fen_under_every_order(
    policy: Policy, rows: list[Claim], ceilings: list[int], seed: int
) -> None:
    asked = claims(*rows)
    plan = simulate(asked, ceilings, policy)
    whole = sum(row[3] for row in rows)
    for order in ORDERS:
        months = plan.months.filter(order=order)
        assert months["paid_fen"].to_list() == [
            min(ceiling, whole - sum(months["paid_fen"].to_list()[:n])) for n, ceiling in enumerate(ceilings)
        ]
        assert (months["open_fen"] == whole - months["paid_fen"].cum_sum()).all()
        late = plan.settled.filter(pl.col("order") == order)["settled"].null_count()
        assert (late == 0) == (sum(ceilings) >= whole)
        assert (months["over_6"] >= months["over_12"]).all()
        assert (months["people"] >= months["over_6"]).all()
    again = simulate(asked.sample(fraction=1, shuffle=True, seed=seed), ceilings, policy)
    assert again.months.equals(plan.months)


def person_months(settled: dict[str, int]) -> int:
    return sum(settled.values())


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(
        st.tuples(st.sampled_from("abcd"), st.just(YOUTH), st.integers(0, 20), st.integers(1, 60)),
        min_size=1,
        max_size=5,
    ),
    ceiling=st.integers(5, 60),
)
def test_small_first_lets_people_wait_the_fewest_months_and_oldest_first_nobody_longest(
    policy: Policy, rows: list[Claim], ceiling: int
) -> None:
    """Every line of the claims is tried."""
    fewest, shortest = None, None
    for line in permutations(range(len(rows))):
        reached, done, longest = 0, {}, 0
        for n in line:
            who, _, age, fen = rows[n]
            reached += fen
            done[who] = max(done.get(who, 0), -(-reached // ceiling))
            longest = max(longest, age + -(-reached // ceiling))
        total = sum(done.values())
        fewest = total if fewest is None else min(fewest, total)
        shortest = longest if shortest is None else min(shortest, longest)
    asked = claims(*rows)
    settled = simulate(asked, [ceiling] * 400, policy).settled
    told = settled.join(asked, on=["beneficiary", "benefit_id", "since", "month"])
    small = told.filter(pl.col("order") == "small_first").group_by("beneficiary").agg(pl.col("settled").max())
    oldest = told.filter(pl.col("order") == "oldest_first")
    assert small["settled"].sum() == fewest
    assert (oldest["settled"] + oldest["months_owed"]).max() == shortest


def test_who_waits_is_counted_at_the_end_of_every_month(policy: Policy) -> None:
    plan = simulate(
        claims(("ann", YOUTH, 5, 100), ("ann", SKILL, 0, 100), ("bo", ONCE, 11, 50)), [100, 100, 100], policy
    )
    rows = plan.months.filter(order="oldest_first").select(
        "month", "paid_fen", "open_fen", "people", "over_6", "over_12"
    )
    assert rows.rows() == [(1, 100, 150, 1, 0, 0), (2, 100, 50, 1, 0, 0), (3, 50, 0, 0, 0, 0)]
    by_class = plan.months.filter(order="by_class").select("people", "over_6", "over_12")
    assert by_class.rows() == [(2, 1, 0), (1, 1, 1), (0, 0, 0)]


def test_pro_rata_pays_all_the_same_part(policy: Policy) -> None:
    plan = simulate(claims(("ann", YOUTH, 1, 100), ("bo", YOUTH, 1, 300)), [200, 199, 1], policy)
    assert plan.months.filter(order="pro_rata")["people"].to_list() == [2, 1, 0]


def test_no_cash_is_paid_out_of_nothing(policy: Policy) -> None:
    assert simulate(claims(), [100], policy).months["paid_fen"].sum() == 0
    with pytest.raises(ValueError, match="negative"):
        simulate(claims(("ann", YOUTH, 1, 100)), [-1], policy)

"""Cost per result: who is counted, who is kept, what one cost, and when the numbers cannot tell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics import budget
from analytics.budget.results import Results, wilson
from analytics.entitlement.months import first_day, month_number
from analytics.policy import Policy
from analytics.policy.results import ResultLimits
from tests.budget.frames import SKILL, YOUTH, due, month, paid

AS_OF = date(2025, 6, 30)
_SPELL = {"person_key": pl.String, "start_month": pl.Date, "end_month": pl.Date}
_COUNTED = {"target_id": pl.String, "person_key": pl.String, "is_counted": pl.Boolean}
EVERYBODY = [f"p{n}" for n in range(6)]


def limited(policy: Policy, least: int = 1) -> Policy:
    """Return the policy with another least number of persons."""
    limits = policy.results.limits.model_copy(update={"persons_least": least})
    return policy.model_copy(update={"results": policy.results.model_copy(update={"limits": limits})})


def insured(*told: Any) -> pl.DataFrame:
    return pl.DataFrame(list(told), schema=_SPELL, orient="row")


def counted(*names: str, target: str = "goal.youth") -> pl.DataFrame:
    rows = [(target, name, True) for name in names] + [("goal.youth", "nobody", False), ("goal.others", "p5", True)]
    return pl.DataFrame(rows, schema=_COUNTED, orient="row")


def found(policy: Policy, least: int = 1, names: Sequence[str] = EVERYBODY[:5]) -> Results:
    """Return the results of six persons of two cohorts: p0 to p3 entered in 2024, p4 and p5 in 2025."""
    owed = due(
        *((name, YOUTH, n + 1, 20, 100) for n, name in enumerate(EVERYBODY[:4])),
        ("p4", YOUTH, 13, 15, 100),
        ("p5", YOUTH, 14, 15, 100),
        ("p0", SKILL, 3, 4, 100),
    )
    money = paid(("p0", YOUTH, 1, 4, 400, None), ("p1", YOUTH, 2, 3, 200, None), ("p4", YOUTH, 13, 13, 100, None))
    spells = insured(
        ("p0", month(1), None),
        ("p1", month(2), month(9)),
        ("p1", month(14), None),
        ("p2", month(3), month(15)),
        ("p3", month(4), month(9)),
        ("p4", month(13), None),
        ("other", month(1), None),
    )
    return budget.results(owed, money, spells, counted(*names), limited(policy, least), as_of=AS_OF)


def one(frame: pl.DataFrame, **where: Any) -> dict[str, Any]:
    [item] = frame.filter(*(pl.col(name).eq_missing(value) for name, value in where.items())).to_dicts()
    return item


def test_what_a_counted_person_cost(policy: Policy) -> None:
    costs = found(policy, names=EVERYBODY[:3]).costs
    item = one(costs, benefit_id=YOUTH, cohort=2024)
    assert [item[n] for n in ("persons", "paid", "counted", "paid_fen")] == [4, 2, 3, 600]
    assert item["fen_per_counted"] == 200
    assert item["low_fen"] < 200 < item["high_fen"]
    whole = one(costs, benefit_id=YOUTH, cohort=None)
    assert [whole[n] for n in ("persons", "paid", "counted", "paid_fen")] == [6, 3, 3, 700]


def test_who_a_target_of_another_benefit_counts_is_no_result(policy: Policy) -> None:
    assert one(found(policy).costs, benefit_id=SKILL, cohort=2024)["counted"] == 0
    assert one(found(policy).costs, benefit_id=YOUTH, cohort=2025)["counted"] == 1


@pytest.mark.parametrize(("months", "kept"), [(0, 2), (12, 3)])
def test_who_is_kept_is_insured_in_that_very_month(policy: Policy, months: int, kept: int) -> None:
    item = one(found(policy).kept, benefit_id=YOUTH, cohort=2024, months=months)
    assert (item["persons"], item["kept"], item["share"]) == (4, kept, kept / 4)
    assert item["low"] < item["share"] < item["high"]


def test_only_who_entered_long_enough_ago_is_asked(policy: Policy) -> None:
    kept = found(policy).kept.filter(benefit_id=YOUTH)
    assert kept.filter(cohort=2025)["months"].to_list() == [0]
    assert kept.filter(months=24).is_empty()


def test_the_cohorts_sum_to_all(policy: Policy) -> None:
    told = found(policy)
    for frame, keys, sums in (
        (told.costs, ["benefit_id"], ["persons", "paid", "counted", "paid_fen"]),
        (told.kept, ["benefit_id", "months"], ["persons", "kept", "unpaid", "paid_fen"]),
    ):
        by_cohort = frame.filter(pl.col("cohort").is_not_null()).group_by(keys).agg(pl.col(sums).sum()).sort(keys)
        assert by_cohort.equals(frame.filter(pl.col("cohort").is_null()).select(*keys, *sums).sort(keys))


def test_cautions_say_why_a_number_says_little(policy: Policy) -> None:
    told = found(policy)
    assert one(told.costs, benefit_id=YOUTH, cohort=2024)["caution"] == "association"
    assert one(told.costs, benefit_id=YOUTH, cohort=2025)["caution"] == "young"
    few = found(policy, least=30)
    assert one(few.costs, benefit_id=YOUTH, cohort=2024)["caution"] == "few"
    alone = found(policy, least=3)
    assert one(alone.costs, benefit_id=YOUTH, cohort=2024)["caution"] == "no_comparison"
    for told, name in ((few.costs, "fen_per_counted"), (few.kept, "fen_per_kept")):
        assert told[name].null_count() == told.height
    assert one(found(policy).costs, benefit_id=YOUTH, cohort=2025)["fen_per_counted"] is None


def test_those_due_and_unpaid_stand_beside(policy: Policy) -> None:
    item = one(found(policy).kept, benefit_id=YOUTH, cohort=2024, months=0)
    assert (item["unpaid"], item["unpaid_share"]) == (2, 0.0)


def test_the_interval_of_wilson() -> None:
    low, high = wilson(np.array([8.0, 0.0, 0.0, 5.0]), np.array([10.0, 10.0, 0.0, 5.0]), 0.95)
    assert low == pytest.approx([0.4902, 0.0, 0.0, 0.5655], abs=1e-4)
    assert high == pytest.approx([0.9433, 0.2775, 1.0, 1.0], abs=1e-4)


def test_the_interval_of_a_ratio_covers_as_often_as_it_says(policy: Policy) -> None:
    rng, limits = np.random.default_rng(5), policy.results.limits
    truth, covered, trials, size = 300 / 0.6, 0, 120, 300
    for _ in range(trials):
        names = [f"p{n}" for n in range(size)]
        fen = np.round(rng.gamma(2, 150, size)).astype(int)
        is_counted = rng.random(size) < 0.6
        told = budget.results(
            due(*((name, YOUTH, 1, 1, 1) for name in names)),
            paid(*((name, YOUTH, 1, 1, int(amount), None) for name, amount in zip(names, fen, strict=True))),
            insured(),
            counted(*(name for name, is_one in zip(names, is_counted, strict=True) if is_one)),
            policy,
            as_of=AS_OF,
        )
        item = one(told.costs, benefit_id=YOUTH, cohort=2024)
        covered += item["low_fen"] <= truth <= item["high_fen"]
    assert covered / trials == pytest.approx(limits.confidence, abs=0.06)


def test_a_spell_covers_its_first_and_its_last_month(policy: Policy) -> None:
    months = policy.results.limits.months
    last = [first_day(month_number(month(1)) + n) for n in months]
    names = [f"p{n}" for n in months]
    told = budget.results(
        due(*((name, YOUTH, 1, 1, 1) for name in names)),
        paid(),
        insured(*zip(names, [month(1)] * 2 + last[2:], last, strict=True)),
        counted(*names),
        limited(policy),
        as_of=date(2027, 6, 30),
    )
    kept = told.kept.filter(benefit_id=YOUTH, cohort=2024).select("months", "kept").rows()
    assert kept == [(0, 0), (12, 2), (24, 1), (36, 1)]


def test_limits_are_checked() -> None:
    with pytest.raises(ValueError, match="months: must rise"):
        ResultLimits(persons_least=1, months=(24, 12), entered_least=0.5, confidence=0.9)

"""The planted faults: every kind, often enough, and each really in the rows that the bureaus file."""

from typing import Any

import polars as pl
import pytest

from analytics.demo.city import City
from analytics.demo.scene import Scene

#: The rules of the audit, by number.
RULES = range(1, 13)


def _rows(drawn: City, kind: str, ledger: str, case: dict[str, Any]) -> pl.DataFrame:
    """Return the payments of the person of a case in the months of the case."""
    months = pl.col("months_paid").struct.field("start")
    number = months.dt.year() * 12 + months.dt.month() - 1
    own = drawn.ledgers[ledger].filter(pl.col("who") == case["who"])
    return own.filter(number.cast(pl.Int64).is_between(case["from"], case["to"]))


def _cases(drawn: City, kind: str) -> list[dict[str, Any]]:
    return drawn.book.truth[kind]


def test_every_rule_of_the_audit_has_its_faults(scene: Scene) -> None:
    assert {fault.rule for fault in scene.calibration.faults.fault.values()} == set(RULES)


def test_a_full_city_has_a_dozen_of_every_kind_and_a_small_one_some(full: City, drawn: City, scene: Scene) -> None:
    kinds = set(scene.calibration.faults.fault)
    assert set(full.book.truth) == set(drawn.book.truth) == kinds
    assert all(len(full.book.truth[kind]) >= 12 for kind in kinds)
    assert all(len(drawn.book.truth[kind]) >= 1 for kind in kinds)


def test_nobody_plays_two_parts(full: City) -> None:
    alone = ("paid_twice", "exclusive", "after_departure", "over_limit", "wrong_rate", "unpaid", "insured_before")
    people = [case["who"] for kind in alone for case in _cases(full, kind)]
    assert len(people) == len(set(people))


def test_who_is_paid_twice_has_a_row_for_each_month_and_one_for_all_of_them(full: City) -> None:
    for case in _cases(full, "paid_twice"):
        rows = _rows(full, "paid_twice", {"b03a": "youth", "b05b": "skill", "b05d": "title"}[case["benefit_id"]], case)
        assert sorted(rows["months"].to_list()) == [1] * (case["to"] - case["from"] + 1) + [
            case["to"] - case["from"] + 1
        ]


def test_two_allowances_meet_in_the_same_months(full: City) -> None:
    for case in _cases(full, "exclusive"):
        both = [_rows(full, "exclusive", ledger, case) for ledger in ("youth", "skill")]
        assert [len(rows) for rows in both] == [case["to"] - case["from"] + 1] * 2


def test_nobody_was_insured_in_the_months_after_departure(full: City) -> None:
    spells = full.ledgers["insurance_spells"].select("who", pl.col("end_month").max().over("who"))
    ends = dict(spells.drop_nulls().unique().iter_rows())
    for case in _cases(full, "after_departure"):
        end = ends[case["who"]]
        assert end.year * 12 + end.month - 1 < case["from"]


def test_the_months_beyond_the_limit_follow_a_full_term(full: City) -> None:
    for case in _cases(full, "over_limit"):
        approved = full.book.approved.filter(pl.col("who") == case["who"])
        assert len(approved) == 36
        assert int(approved["month"].max()) < case["from"]  # type: ignore[call-overload]


def test_one_bank_account_serves_several_people(full: City) -> None:
    accounts = dict(full.people.select("who", "account").iter_rows())
    for case in _cases(full, "shared_account"):
        assert len(case["who"]) >= 2
        assert len({accounts[who] for who in case["who"]}) == 1


def test_one_person_has_two_numbers_under_one_name_and_phone(full: City) -> None:
    for case in _cases(full, "double_identity"):
        two = full.people.filter(pl.col("who").is_in(case["who"]))
        assert two.select("name", "phone", "born_on", "sex").n_unique() == 1
        assert two.select("id_number", "account").n_unique() == 2


def test_the_people_of_a_shell_were_all_insured_from_the_same_month_on_and_for_a_short_time(full: City) -> None:
    for case in _cases(full, "affiliation"):
        spells = full.ledgers["insurance_spells"].filter(pl.col("who").is_in(case["who"]))
        assert len(case["who"]) >= 5
        assert spells.select("start_month", "employer_code").n_unique() == 1


@pytest.mark.parametrize("kind", ["insured_before", "degree_below", "title_after", "degree_after"])
def test_who_was_not_entitled_was_paid(kind: str, full: City) -> None:
    ledger = {"b03a": "youth", "b05b": "skill", "b05d": "title"}
    for case in _cases(full, kind):
        assert len(_rows(full, kind, ledger[case["benefit_id"]], case)) > 0


def test_who_is_never_paid_was_approved_long_ago(full: City) -> None:
    people = [case["who"] for case in _cases(full, "unpaid")]
    for ledger in ("youth", "skill", "title"):
        assert full.ledgers[ledger].filter(pl.col("who").is_in(people)).is_empty()
    assert len(full.ledgers["decisions"].filter(pl.col("who").is_in(people))["who"].unique()) == len(people)


def test_money_came_before_the_decision(full: City) -> None:
    for case in _cases(full, "paid_before_approval"):
        rows = full.book.whole().filter((pl.col("who") == case["who"]) & (pl.col("paid_on") < pl.col("decided_on")))
        assert len(rows) > 0


def test_internships_of_one_student_pass_the_cap_together(full: City) -> None:
    for case in _cases(full, "over_cap"):
        rows = full.ledgers["internship_subsidy"].filter(pl.col("who") == case["who"])
        assert rows["amount"].sum() - 200_000 == case["fen"] > 0
        assert (rows["amount"] <= 200_000).all()


def test_awards_went_to_employers_whose_graduates_had_left_and_were_split_below_the_threshold(full: City) -> None:
    left = full.ledgers["insurance_spells"].group_by("who").agg(pl.col("end_month").max())
    ends = dict(left.iter_rows())
    assert all(ends[case["who"]] is not None for case in _cases(full, "left_early"))
    for case in _cases(full, "split"):
        parts = full.ledgers["enterprise_policies"].filter(
            (pl.col("employer_code") == case["employer_code"]) & (pl.col("decided_on") == case["decided_on"])
        )
        assert len(parts) >= 2
        assert (parts["amount"] < 50_000_000).all()


def test_some_applications_passed_every_stage_on_one_day(full: City) -> None:
    for case in _cases(full, "same_day"):
        rows = full.ledgers["applications"].filter(
            pl.col("who").is_in(case["who"]) & (pl.col("benefit") == case["benefit_id"])
        )
        assert rows["stage_on"].unique().to_list() == [case["decided_on"]]

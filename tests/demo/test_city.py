"""The made-up city: who lives there, what they do, and that a seed gives the same city every time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from itertools import pairwise

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.demo import city, people
from analytics.demo.city import City
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.intake.layouts import Layout
from analytics.policy import Policy
from tests.demo.conftest import AS_OF

Ledgers = Mapping[str, pl.DataFrame]


@pytest.mark.parametrize("persons", [1500, 20000, 100000])
def test_a_city_has_as_many_people_as_asked_for(persons: int, scene: Scene) -> None:
    assert sum(people.group_sizes(replace(scene, persons=persons)).values()) == persons


def test_the_yearly_quotas_keep_their_size_above_the_full_size_and_shrink_below_it(scene: Scene) -> None:
    full = scene.calibration.population.full_size
    assert replace(scene, persons=full * 4).scale == 1
    assert replace(scene, persons=full // 4).scale == 0.25


def test_the_same_seed_gives_the_same_city(scene: Scene, ledgers: Ledgers) -> None:
    again = city.draw(replace(scene, draws=Draws(1))).ledgers
    assert list(again) == list(ledgers)
    for ledger, rows in ledgers.items():
        assert_frame_equal(again[ledger], rows)


def test_another_seed_gives_another_city(scene: Scene, ledgers: Ledgers) -> None:
    other = city.draw(replace(scene, draws=Draws(2))).ledgers
    assert other["young_talents"]["person"].to_list() != ledgers["young_talents"]["person"].to_list()


def test_every_ledger_has_rows_and_fills_its_required_columns(ledgers: Ledgers, layouts: Mapping[str, Layout]) -> None:
    assert set(ledgers) == set(layouts)
    for ledger, rows in ledgers.items():
        required = [column.id for column in layouts[ledger].required()]
        assert set(required) <= set(rows.columns), ledger
        assert not rows.is_empty(), ledger
        assert rows.select(pl.col(required).null_count()).sum_horizontal().item() == 0, ledger


def test_nothing_lies_after_the_day_of_the_city(ledgers: Ledgers) -> None:
    assert all((rows["on"] <= AS_OF).all() for rows in ledgers.values())


def test_an_earlier_day_cuts_the_history_off(scene: Scene) -> None:
    early = city.draw(replace(scene, as_of=date(2024, 3, 31))).ledgers
    assert all((rows["on"] <= date(2024, 3, 31)).all() for rows in early.values())
    assert early["partner_colleges"]["ended_on"].null_count() == len(early["partner_colleges"])


def test_some_were_insured_before_the_policy_began_and_some_are_not_young_or_have_no_degree(ledgers: Ledgers) -> None:
    first = ledgers["insurance_spells"].group_by("person").agg(pl.col("start_month").min())
    entrants = first.join(ledgers["young_talents"], on="person")
    assert entrants.filter(pl.col("start_month") < date(2022, 10, 1)).height > 0
    assert entrants.filter(pl.col("age") > 35).height > 0
    assert entrants.filter(pl.col("degree") == "junior_college").height > 0
    assert entrants.filter(pl.col("employer_kind").is_in(["government", "public_institution"])).height > 0


def test_a_diploma_is_older_than_the_first_job_but_for_what_is_planted(drawn: City) -> None:
    rows = _paid(drawn, "young_talents", "degree_after")
    assert (rows["graduated_on"] < rows["hired_on"].dt.month_end()).all()


def test_a_spell_that_ended_is_told_again_with_its_end(ledgers: Ledgers) -> None:
    told = ledgers["insurance_spells"].group_by("person", "start_month").agg(pl.len(), pl.col("end_month").n_unique())
    assert told.filter(pl.col("len") == 2)["end_month"].unique().to_list() == [2]
    assert set(told["len"].unique()) == {1, 2}


def _paid(drawn: City, ledger: str, *faults: str) -> pl.DataFrame:
    """Return the rows of a ledger, without those of people with whom something was planted."""
    planted = [case["who"] for fault in faults for case in drawn.book.truth.get(fault, [])]
    return drawn.ledgers[ledger].filter(~pl.col("who").is_in(planted))


def test_nobody_is_paid_for_more_months_than_the_policy_gives_but_for_what_is_planted(
    drawn: City, policy: Policy
) -> None:
    faults = ("over_limit", "paid_twice", "contribution_gap", "after_departure")
    for ledger, benefit in {"youth": "b03a", "skill": "b05b", "title": "b05d"}.items():
        rows = _paid(drawn, ledger, *faults).filter(pl.col("status") != "clawed_back")
        paid = rows.group_by("person").agg(pl.struct("months_paid").n_unique())["months_paid"]
        assert (paid <= (policy.benefit(benefit).months_max or 0) + 2).all()


def test_an_allowance_is_its_rate_times_its_months_for_one_month_at_a_time(drawn: City) -> None:
    rows = _paid(drawn, "youth", "wrong_rate", "paid_twice")
    assert (rows["amount"] == rows["rate"] * rows["months"]).all()
    assert set(rows["rate"].unique()) <= {100_000, 200_000, 300_000}
    assert rows["months"].unique().to_list() == [1]


def test_no_class_runs_across_the_end_of_a_quarter(ledgers: Ledgers) -> None:
    quarters = ledgers["farmer_training"].group_by("class_number").agg(pl.col("on").n_unique())
    assert quarters["on"].unique().to_list() == [1]


def test_money_arrives_after_the_month_is_over_and_some_of_it_comes_back_and_is_paid_again(drawn: City) -> None:
    rows = _paid(drawn, "skill", "paid_before_approval")
    assert (rows["paid_on"] > rows["months_paid"].struct.field("end").dt.month_end()).all()
    back = rows.filter(pl.col("status") == "returned")
    assert 0.02 < len(back) / len(rows) < 0.06
    again = back.join(rows.filter(pl.col("status") == "paid"), on=["who", "months_paid"], suffix="_again")
    assert 0 < len(again) <= len(back)
    assert (again["paid_on_again"] > again["paid_on"]).all()


def test_the_money_stops_at_another_month_for_each_benefit_while_batches_are_approved(drawn: City) -> None:
    unpaid = drawn.book.rows.filter(pl.col("paid_on").is_null())
    stops = {ledger: arrears.last_month for ledger, arrears in drawn.book.scene.calibration.payments.arrears.items()}
    assert len(set(stops.values())) == 3
    for ledger, stop in stops.items():
        beyond = unpaid.filter((pl.col("ledger") == ledger) & (pl.col("month") > stop))
        assert len(beyond) > 0
        assert (beyond["decided_on"] <= AS_OF).all()


def test_every_payment_of_an_allowance_has_a_decision_and_an_application(drawn: City) -> None:
    paid = _paid(drawn, "youth").select("person").unique()
    for ledger in ("decisions", "applications"):
        told = drawn.ledgers[ledger].filter(pl.col("benefit") == "b03a").select("person").unique()
        assert len(paid.join(told, on="person", how="anti")) == 0, ledger


def test_stages_of_an_application_follow_each_other(drawn: City) -> None:
    stages = ("received", "reviewed", "published", "decided")
    rows = drawn.ledgers["applications"].filter(pl.col("stage").is_in(stages))
    days = rows.pivot(
        "stage", index=["application_no", "benefit", "person"], values="stage_on", aggregate_function="first"
    )
    for earlier, later in pairwise(stages):
        assert (days[earlier] <= days[later]).all()


def test_the_bureau_that_games_meets_its_quota_to_the_point_in_december_and_with_people_long_here(full: City) -> None:
    rows = full.ledgers["ecommerce_training"]
    for year in (2023, 2024, 2025):
        own = rows.filter(pl.col("on").dt.year() == year)
        assert 600 <= len(own) <= 612
        assert own.filter(pl.col("on").dt.month() == 12).height > 0.4 * len(own)
    december = rows.filter(pl.col("on").dt.month() == 12).select("person").unique()
    before = full.ledgers["insurance_spells"].filter(pl.col("start_month") < date(2022, 10, 1))
    assert 0.1 < len(december.join(before, on="person", how="semi")) / len(december) < 0.5


def test_young_talents_come_as_calibrated_by_year_season_and_degree(scene: Scene) -> None:
    default = replace(scene, persons=scene.calibration.population.persons)
    youth = people.settle(default).filter(pl.col("group") == "youth")
    years = youth.group_by((pl.col("entry") - scene.first) // 12).len().sort("entry")["len"].to_list()
    assert years == pytest.approx([4200, 5400, 6300, 6900], rel=0.08)
    summer = youth.filter((pl.col("entry") % 12).is_between(6, 8))
    assert len(summer) / len(youth) == pytest.approx(0.55, abs=0.02)
    degrees = dict(youth["degree"].value_counts(normalize=True).iter_rows())
    assert degrees == pytest.approx({"bachelor": 0.93, "master": 0.065, "doctor": 0.005}, abs=0.006)


def test_a_quarter_to_a_third_of_the_young_talents_draw_the_allowance(full: City) -> None:
    youth = full.people.filter(pl.col("group") == "youth")
    drawing = full.book.approved.filter(pl.col("ledger") == "youth")["who"].n_unique()
    assert 0.25 <= drawing / len(youth) <= 0.35

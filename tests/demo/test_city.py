"""The made-up city: who lives there, what they do, and that a seed gives the same city every time."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics.demo import city, people
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
    again = city.ledgers(replace(scene, draws=Draws(1)))
    assert list(again) == list(ledgers)
    for ledger, rows in ledgers.items():
        assert_frame_equal(again[ledger], rows)


def test_another_seed_gives_another_city(scene: Scene, ledgers: Ledgers) -> None:
    other = city.ledgers(replace(scene, draws=Draws(2)))
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
    early = city.ledgers(replace(scene, as_of=date(2024, 3, 31)))
    assert all((rows["on"] <= date(2024, 3, 31)).all() for rows in early.values())
    assert early["partner_colleges"]["ended_on"].null_count() == len(early["partner_colleges"])


def test_some_were_insured_before_the_policy_began_and_some_are_not_young_or_have_no_degree(ledgers: Ledgers) -> None:
    first = ledgers["insurance_spells"].group_by("person").agg(pl.col("start_month").min())
    entrants = first.join(ledgers["young_talents"], on="person")
    assert entrants.filter(pl.col("start_month") < date(2022, 10, 1)).height > 0
    assert entrants.filter(pl.col("age") > 35).height > 0
    assert entrants.filter(pl.col("degree") == "junior_college").height > 0
    assert entrants.filter(pl.col("employer_kind").is_in(["government", "public_institution"])).height > 0


def test_a_diploma_is_older_than_the_first_job(ledgers: Ledgers) -> None:
    rows = ledgers["young_talents"]
    assert (rows["graduated_on"] < rows["hired_on"].dt.month_end()).all()


def test_a_spell_that_ended_is_told_again_with_its_end(ledgers: Ledgers) -> None:
    told = ledgers["insurance_spells"].group_by("person", "start_month").agg(pl.len(), pl.col("end_month").n_unique())
    assert told.filter(pl.col("len") == 2)["end_month"].unique().to_list() == [2]
    assert set(told["len"].unique()) == {1, 2}


def test_nobody_is_paid_for_more_months_than_the_policy_gives(ledgers: Ledgers, policy: Policy) -> None:
    for ledger, benefit in {"youth": "b03a", "skill": "b05b", "title": "b05d"}.items():
        paid = ledgers[ledger].group_by("person").agg(pl.col("months").sum())["months"]
        assert (paid <= policy.benefit(benefit).months_max).all()


def test_an_allowance_is_its_rate_times_its_months(ledgers: Ledgers) -> None:
    rows = ledgers["youth"]
    assert (rows["amount"] == rows["rate"] * rows["months"]).all()
    assert set(rows["rate"].unique()) <= {100_000, 200_000, 300_000}


def test_no_class_runs_across_the_end_of_a_quarter(ledgers: Ledgers) -> None:
    quarters = ledgers["farmer_training"].group_by("class_number").agg(pl.col("on").n_unique())
    assert quarters["on"].unique().to_list() == [1]


def test_money_arrives_after_the_quarter_of_the_roster_and_some_of_it_comes_back(ledgers: Ledgers) -> None:
    rows = ledgers["youth"].with_columns(end=pl.col("on").dt.offset_by("2mo").dt.month_end())
    assert (rows["paid_on"] > rows["end"]).drop_nulls().all()
    assert 0 < rows["paid_on"].null_count() < len(rows) / 10

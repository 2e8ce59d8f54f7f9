"""The budget of the demonstration: lines know each other, money that moves arrives, and one transfer does not."""

import polars as pl

from analytics import budget
from analytics.demo import records
from analytics.demo.scene import Scene
from analytics.policy import Policy


def booked(scene: Scene) -> pl.DataFrame:
    """Return what was told as the fact that it becomes."""
    return records.budget_lines(scene).rename({"line": "line_code", "amount": "amount_fen", "on": "event_date"})


def test_every_line_and_kind_is_one_of_the_policy(scene: Scene, policy: Policy) -> None:
    rows = booked(scene)
    assert set(rows["line_code"]) == set(policy.codes["budget_line"].ids)
    assert set(rows["kind"]) == set(policy.codes["budget_kind"].ids)
    assert not rows.select("budget_year", "line_code", "kind", "event_date").is_duplicated().any()
    assert (rows["amount_fen"] > 0).all()


def test_money_that_moves_arrives_but_for_one_transfer(scene: Scene) -> None:
    moved = budget.transfers(booked(scene), scene.last_day)
    open_years = moved.filter(pl.col("open_fen") != 0)
    assert open_years["budget_year"].unique().to_list() == [2026]
    assert open_years["gap_fen"].to_list() == [0, 20_000_000]


def test_what_is_set_aside_is_within_its_line(scene: Scene, policy: Policy) -> None:
    expected = budget.Expected(
        pl.DataFrame(
            schema={"line": pl.String, "month": pl.Date, "mean_fen": float, "var_fen": float, "committed_fen": float}
        ),
        {},
    )
    money = pl.DataFrame(
        schema={"line": pl.String, "month": pl.Date, "paid_fen": pl.Int64, "undated_fen": pl.Int64}
    )  # fmt: skip
    waiting = pl.DataFrame(schema={"benefit_id": pl.String, "cause": pl.String, "amount_fen": pl.Int64})
    found = budget.lines(booked(scene), money, waiting, expected, policy, as_of=scene.last_day)
    set_aside = found.filter(pl.col("earmarked_fen") > 0)
    assert set_aside.height == 3
    assert (set_aside["earmarked_fen"] <= set_aside["available_fen"]).all()
    assert (found["available_fen"] >= 0).all()

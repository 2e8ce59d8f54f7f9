"""Rows of a file against the rows in force: new, changed, the same."""

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from analytics.intake.comparing import NOTHING_KNOWN, compare
from analytics.records import fact_schema

OF_ROW = {"sheet_no": 0, "ledger": "youth", "unit_id": "human_resources"}


def payments(*rows: Mapping[str, Any]) -> pl.DataFrame:
    filled = [{**OF_ROW, "benefit_id": "b03a", "row_no": n, **row} for n, row in enumerate(rows, start=2)]
    return pl.DataFrame(filled, schema=fact_schema("payment"))


def people(*rows: Mapping[str, Any]) -> pl.DataFrame:
    filled = [{**OF_ROW, "row_no": n, "row_key": "p", **row} for n, row in enumerate(rows, start=2)]
    return pl.DataFrame(filled, schema=fact_schema("person"))


def states(frames: Mapping[str, pl.DataFrame], known: Mapping[str, pl.DataFrame]) -> Sequence[tuple[Any, ...]]:
    """Return row, state and changed columns; the rows in force are those of batch 7."""

    def in_force(fact: str, keys: pl.Series) -> pl.DataFrame:
        rows = known.get(fact, pl.DataFrame(schema=fact_schema(fact)))
        return rows.filter(pl.col("row_key").is_in(keys.to_list())).with_columns(pl.lit(7).alias("batch_id"))

    found = compare(frames, in_force)
    assert found.batches == (frozenset({7}) if found.states.height else frozenset())
    return found.states.select("row_no", "state", "changed").sort("row_no").rows()


def test_rows_without_a_key_in_force_are_not_listed() -> None:
    assert states({"payment": payments({"row_key": "a"})}, {}) == []
    assert NOTHING_KNOWN.rows(0, "same") == ()


def test_the_same_content_is_known_and_other_content_supersedes() -> None:
    known = payments({"row_key": "a", "amount_fen": 1}, {"row_key": "b", "amount_fen": 2})
    brought = payments(
        {"row_key": "a", "amount_fen": 1}, {"row_key": "b", "amount_fen": 3, "months": 1}, {"row_key": "c"}
    )
    assert states({"payment": brought}, {"payment": known}) == [
        (2, "same", []),
        (3, "changed", ["months", "amount_fen"]),
    ]


def test_a_blank_says_nothing_new_and_a_value_for_a_blank_does() -> None:
    known = payments({"row_key": "a", "amount_fen": 1, "town": "370283001"}, {"row_key": "b"})
    brought = payments({"row_key": "a", "amount_fen": 1}, {"row_key": "b", "town": "370283001"})
    assert states({"payment": brought}, {"payment": known}) == [(2, "same", []), (3, "changed", ["town"])]


def test_where_a_row_stands_is_no_content() -> None:
    known = payments({"row_key": "a", "row_no": 99, "sheet_no": 5, "unit_id": "finance"})
    assert states({"payment": payments({"row_key": "a"})}, {"payment": known}) == [(2, "same", [])]


def test_a_row_with_one_fact_more_than_in_force_has_changed() -> None:
    brought = payments({"row_key": "a", "row_no": 2}, {"row_key": "a|1", "row_no": 2})
    assert states({"payment": brought}, {"payment": payments({"row_key": "a"})}) == [(2, "changed", [])]


def test_a_sighting_of_a_person_is_no_row() -> None:
    assert states({"person": people({"person_key": "p"})}, {"person": people({"person_key": "p"})}) == []

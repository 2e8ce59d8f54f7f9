"""The tables are declared in sql/schema alone, and every fact has what a fact must have."""

import polars as pl
import pytest

from analytics.records import Store, fact_names, fact_schema
from analytics.records.schema import ASSIGNED, conform
from tests.records.building import frame, header, sheet

COMMON = {
    "sheet_no": pl.Int16,
    "row_no": pl.Int32,
    "row_key": pl.String,
    "ledger": pl.String,
    "unit_id": pl.String,
}
FACTS = (
    "application",
    "budget_line",
    "college_link",
    "contract",
    "decision_amount",
    "employer",
    "event",
    "expert_day",
    "filed_document",
    "higher_award",
    "home_purchase",
    "housing_stage",
    "institution",
    "insurance_spell",
    "loan",
    "loan_loss",
    "milestone",
    "payment",
    "person",
    "platform",
    "premises",
    "premium",
    "project",
    "qualification",
    "referral",
    "start_up",
    "training_attendance",
    "trip",
    "vacancy",
    "yearly_pay",
)


def test_the_facts_are_these() -> None:
    assert fact_names() == FACTS


@pytest.mark.parametrize("fact", FACTS)
def test_every_fact_brings_the_common_columns_first(fact: str) -> None:
    assert dict(list(fact_schema(fact).items())[: len(COMMON)]) == COMMON
    assert not set(ASSIGNED) & set(fact_schema(fact))


@pytest.mark.parametrize("fact", FACTS)
def test_amounts_are_whole_fen_and_months_and_days_are_dates(fact: str) -> None:
    for column, kind in fact_schema(fact).items():
        if column.endswith("_fen"):
            assert kind == pl.Int64
        if column.endswith(("_date", "_month", "_on")):
            assert kind == pl.Date


def test_every_fact_is_among_the_rows_that_checksums_are_taken_over(store: Store) -> None:
    with store.writer() as writer:
        values = {pl.String: "x", pl.Date: None, pl.Int64: None}
        for fact in FACTS:
            row = {column: values.get(type(kind)) for column, kind in fact_schema(fact).items() if column not in COMMON}
            whole = frame(fact, [row | _required(fact)])
            writer.add_batch(header(), [sheet(1)], {fact: whole})
    rows = store.open().rows("select fact, batch_id from fact_row order by batch_id")
    assert rows == [(fact, n) for n, fact in enumerate(FACTS, start=1)]


def _required(fact: str) -> dict[str, object]:
    """Columns that a row of this fact cannot do without and that are no text."""
    needed = {"insurance_spell": {"start_month": pl.Series(["2024-01-01"]).str.to_date()[0]}}
    return needed.get(fact, {"budget_year": 2024} if fact == "budget_line" else {})


def test_a_frame_is_brought_to_the_types_and_order_of_its_fact() -> None:
    loose = frame("budget_line", [{"budget_year": 2024, "line_code": "x", "kind": "set"}])
    mixed = loose.select(reversed(loose.columns)).with_columns(pl.col("row_no").cast(pl.Int64))
    assert conform("budget_line", mixed).schema == fact_schema("budget_line")


def test_a_value_that_does_not_fit_its_column_is_an_error() -> None:
    wide = frame("budget_line", [{"budget_year": 2024, "line_code": "x", "kind": "set"}])
    with pytest.raises(pl.exceptions.InvalidOperationError):
        conform("budget_line", wide.with_columns(sheet_no=pl.lit(70000)))

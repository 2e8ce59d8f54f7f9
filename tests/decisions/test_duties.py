"""Conduct before the meeting: filings that did not come, and findings of the audit that are much money."""

from datetime import date

import polars as pl

from analytics.audit import FINDINGS
from analytics.decisions import duties
from tests.decisions import known
from tests.decisions.known import AS_OF, policy

MUCH = 6_000_000


def test_missing_filings_hide_the_money_of_the_lines_they_feed() -> None:
    rows = known.filings(
        known.missing("farmer_training", "agriculture", date(2026, 7, 10)),
        known.missing("farmer_training", "agriculture", date(2026, 8, 10)),
        known.missing("farmer_training", "agriculture", date(2024, 8, 10)),
        known.missing("expert_days", "health", date(2026, 7, 20)) | {"state": "late"},
    )
    silent = duties.silent(rows, {"rural_training": 1200}, policy(), as_of=AS_OF)
    assert silent.rows() == [("agriculture", 2, date(2026, 7, 10), 200)]
    found = duties.units(silent, policy(), as_of=AS_OF)
    assert found.items["ref"].to_list() == ["unit:agriculture"]
    assert found.options["option"].to_list() == ["file", "nothing"]


def test_findings_are_put_by_kind_and_unit_and_closed_ones_are_not() -> None:
    usual = {"finding_id": "a", "rule": 7, "kind": "level_later", "unit_id": "human_resources", "is_lead": False}
    rows = [
        usual | {"amount_fen": MUCH}, usual | {"finding_id": "b", "amount_fen": 5},
        usual | {"finding_id": "c", "amount_fen": MUCH}, usual | {"finding_id": "d", "amount_fen": -9},
        usual | {"finding_id": "e", "rule": 11, "kind": "unpaid", "amount_fen": MUCH},
    ]  # fmt: skip
    findings = pl.DataFrame([dict.fromkeys(FINDINGS) | row for row in rows], schema=FINDINGS)
    closed = pl.DataFrame({"finding_id": ["c"]})
    grouped = duties.grouped(findings, closed, policy())
    assert grouped.select("ref", "amount_fen", "findings").rows() == [
        ("case:7:level_later:human_resources", MUCH + 5, 2)
    ]
    found = duties.cases(grouped, policy(), as_of=AS_OF)
    assert found.options["option"].to_list() == ["claim", "nothing"]
    lead = duties.cases(grouped.with_columns(is_lead=pl.lit(value=True)), policy(), as_of=AS_OF)
    assert (lead.options["option"][0], lead.items["basis"][0]) == ("check", "lead")

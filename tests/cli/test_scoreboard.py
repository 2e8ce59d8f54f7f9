"""`talent progress` and `talent records`: exact fields, amounts in yuan, and numbers that open to their records."""

from datetime import date
from pathlib import Path

import pytest

from analytics import clock
from tests.cli.conftest import NAMES, run

FIELDS = [
    "id", "unit", "target", "actual", "pace", "seasonal_pace", "gap_points", "status", "p_attain", "p10", "p50", "p90",
    "need_per_month", "recent_per_month", "records",
]  # fmt: skip
DAY = ("--as-of", "2026-09-30")


def test_the_scoreboard_is_a_list_of_all_targets_with_the_agreed_fields(home: Path) -> None:
    said = run("progress", "--home", home, "--json", *DAY)
    assert said.code == 0
    assert len(said.document) == 21
    assert all(list(item) == FIELDS for item in said.document)


def test_a_money_target_is_told_in_yuan_to_the_fen(home: Path) -> None:
    items = {item["id"]: item for item in run("progress", "--home", home, "--json", *DAY).document}
    loans = items["quota.talent_loans"]
    assert loans == {
        "id": "quota.talent_loans",
        "unit": "yuan",
        "target": 25_000_000,
        "actual": 15_000_000.25,
        "pace": 0.75,
        "seasonal_pace": None,
        "gap_points": pytest.approx(100 * 15_000_000.25 / 25_000_000 - 75),
        "status": "behind",
        "p_attain": None,
        "p10": None,
        "p50": None,
        "p90": None,
        "need_per_month": 3_333_333.25,
        "recent_per_month": 1_000_000.08,
        "records": 2,
    }
    assert isinstance(loans["target"], int)


def test_what_is_not_filed_is_null_and_not_zero(home: Path) -> None:
    items = {item["id"]: item for item in run("progress", "--home", home, "--json", *DAY).document}
    assert (items["goal.apartments"]["actual"], items["goal.apartments"]["status"]) == (None, "no_data")


def test_every_number_opens_to_exactly_its_records(home: Path) -> None:
    for item in run("progress", "--home", home, "--json", *DAY).document:
        rows = run("records", item["id"], "--home", home, "--json", *DAY).document
        assert len(rows) == item["records"]
        assert sum(row["value"] for row in rows) == (item["actual"] or 0)


def test_a_record_says_where_it_was_filed_and_masks_whom_it_is_about(home: Path) -> None:
    said = run("records", "goal.others", "--home", home, "--json", *DAY)
    first = said.document[0]
    assert (first["file_name"], first["row_no"], first["town"]) == ("农民技能培训.csv", 2, "370283120")
    assert first["person"] == "张*丰 370283********1235"
    assert not any(name in said.out for name in NAMES)


def test_records_can_be_narrowed_and_turned_around(home: Path) -> None:
    refused = run("records", "goal.others", "--state", "not_counted", "--home", home, "--json", *DAY).document
    assert [(row["row_no"], row["reason"]) for row in refused] == [(3, "duplicate_person")]
    ask = ("records", "quota.farmer_training", "--home", home, "--json", *DAY)
    assert [row["row_no"] for row in run(*ask, "--month", "2026-05").document] == [3, 4]
    assert [row["row_no"] for row in run(*ask, "--town", "370283119").document] == [4]
    assert run(*ask, "--unit", "commerce").document == []
    assert run(*ask, "--period", "2025-01-01").document == []


def test_the_day_decides_what_has_happened(home: Path) -> None:
    def classes(day: str) -> int:
        items = {item["id"]: item for item in run("progress", "--home", home, "--json", "--as-of", day).document}
        return items["quota.order_classes"]["actual"]

    assert (classes("2026-09-29"), classes("2026-09-30")) == (1, 2)


def test_what_was_not_recorded_by_then_is_not_known(home: Path) -> None:
    items = run("progress", "--home", home, "--json", *DAY, "--known-at", "2022-10-01").document
    assert {item["actual"] for item in items} == {None}


def test_without_a_day_the_end_of_the_last_quarter_is_meant(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2026, 10, 2))
    assert run("progress", "--home", home, "--json").out == run("progress", "--home", home, "--json", *DAY).out


def test_a_reading_changes_the_count(home: Path) -> None:
    ask = ("progress", "--home", home, "--json", *DAY, "--reading", "r29=balance")
    items = {item["id"]: item for item in run(*ask).document}
    assert items["quota.talent_loans"]["actual"] == 15_500_000.25


@pytest.mark.parametrize(("lang", "word"), [("zh", "滞后"), ("en", "Behind")])
def test_the_table_speaks_both_languages(home: Path, lang: str, word: str) -> None:
    said = run("progress", "--home", home, *DAY, "--lang", lang)
    assert said.code == 0
    assert word in said.out
    assert word in run("--lang", lang, "progress", "--home", home, *DAY).out


def test_records_are_shown_as_a_table_too(home: Path) -> None:
    said = run("records", "quota.talent_loans", "--home", home, *DAY)
    assert (said.code, "H001" in said.out, "H003" in said.out) == (0, True, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("records", "goal.nobody"),
        ("records",),
        ("progress", "--reading", "r99=x"),
        ("progress", "--reading", "r13=sometimes"),
        ("progress", "--reading", "r13"),
        ("progress", "--as-of", "2026-02-30"),
        ("progress", "--known-at", "yesterday"),
        ("progress", "--known-at", "2026-10-12T09:00:00+08:00"),
        ("progress", "--lang", "fr"),
        ("wish",),
    ],
)
def test_wrong_use_is_told_and_ends_with_two(home: Path, arguments: tuple[str, ...]) -> None:
    command, *rest = arguments
    said = run("--home", home, command, *rest)
    assert (said.code, said.out) == (2, "")
    assert said.err.strip()

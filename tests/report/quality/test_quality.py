"""Data quality: rows add up from received to waiting, and the gain of the files is that of their unit."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.report.quality import files, page
from analytics.report.quality.flow import flow, waterfall
from analytics.report.quality.heat import heat
from analytics.report.quality.subject import Subject
from tests.report import frames
from tests.report.frames import Outcome, filing, voice
from tests.report.judged import OTHER, UNIT, assessment, framed

SHEETS = {
    "batch_id": pl.Int32, "sheet": pl.String, "ledger": pl.String, "unit_id": pl.String, "period_from": pl.Date,
    "period_to": pl.Date, "rows_data": pl.Int32, "rows_quarantined": pl.Int32, "recorded_at": pl.Datetime("us"),
    "settled_by": pl.Int32,
}  # fmt: skip
WAITING = {"batch_id": pl.Int32, "ledger": pl.String, "unit_id": pl.String, "rule": pl.String}


def sheet(batch: int, unit: str, rows: int, refused: int, settled: int | None = None) -> dict[str, Any]:
    return {
        "batch_id": batch, "sheet": "S", "ledger": "farmer_training", "unit_id": unit, "rows_data": rows,
        "rows_quarantined": refused, "settled_by": settled, "period_from": date(2026, 1, 1),
        "period_to": date(2026, 3, 1), "recorded_at": datetime.fromisoformat("2026-04-05 09:00"),
    }  # fmt: skip


def waits(batch: int, unit: str, rule: str, count: int) -> list[dict[str, Any]]:
    return [{"batch_id": batch, "ledger": "farmer_training", "unit_id": unit, "rule": rule}] * count


ROWS = [sheet(5, UNIT, 60, 10, 7), sheet(7, UNIT, 61, 6), sheet(9, UNIT, 39, 2), sheet(8, OTHER, 100, 1)]
REFUSED = [
    *waits(7, UNIT, "id_checksum", 4), *waits(7, UNIT, "missing_required", 2), *waits(9, UNIT, "duplicate_row", 2),
    *waits(8, OTHER, "date_invalid", 1),
]  # fmt: skip
OUTCOME = Outcome(
    filings=frames.filings(
        filing("farmer_training", UNIT, (date(2026, 7, 1), date(2026, 9, 30)), "missing"),
        filing("farmer_training", UNIT, (date(2026, 4, 1), date(2026, 6, 30)), "late", 9),
        filing("farmer_training", UNIT, (date(2026, 1, 1), date(2026, 3, 31)), "on_time", 7),
    ),
    completeness=frames.completeness(
        *((UNIT, date(2026, month, 1), 1, 0 if month > 6 else 1) for month in range(1, 10)),
        (OTHER, date(2026, 9, 1), 1, 1),
    ),
)


def subject(unit: str | None = None, **values: Any) -> Subject:
    usual = {"sheets": framed(ROWS, SHEETS), "waiting": framed(REFUSED, WAITING), "assessment": assessment()}
    return Subject(unit, OUTCOME, **(usual | values))


@pytest.mark.parametrize("unit", [None, UNIT, OTHER, "health"])
def test_every_row_received_was_accepted_put_right_or_waits(unit: str | None) -> None:
    found = flow(subject(unit))
    assert found.received == found.accepted + found.corrected + found.waiting
    assert found.refused == found.corrected + found.waiting
    assert found.waiting == subject(unit).mine(subject(unit).waiting).height


def test_a_file_brought_again_counts_in_its_last_version() -> None:
    found = flow(subject(UNIT))
    assert (found.received, found.accepted, found.corrected, found.waiting) == (100, 88, 4, 8)


def test_the_waterfall_ends_with_what_waits_and_its_rules_add_up() -> None:
    shown = waterfall(subject(UNIT), flow(subject(UNIT)), voice())
    assert shown.title == "收到 100 行，退回过 12 行：已更正 4 行，还剩 8 行"
    lengths = {row.name: sum(end - start for start, end, _ in row.spans) for row in shown.rows}
    assert lengths["退回过"] == 12
    assert lengths["证件号码有误"] + lengths["必填项为空"] + lengths["行重复"] == lengths["还待更正"] == 8
    assert shown.rows[-2].spans[0][0] == 0
    assert all(name in shown.alt for name in ("证件号码有误 4", "行重复 2"))


def test_the_title_says_what_putting_rows_right_adds() -> None:
    gain = subject(UNIT).gains["gain"][0]
    title = page.view(subject(UNIT), voice()).title
    assert title == f"农业农村局：8 行待更正；改好 2026 年的 8 行，考核加 {gain:.1f} 分"
    assert "+" not in title
    every = page.view(subject(), voice("en")).title
    assert every.startswith("9 rows wait for correction at 2 units; correcting those of 2026 adds most for Commerce")


def test_without_an_open_assessment_nothing_is_promised() -> None:
    for judged in (None, assessment("cut_off")):
        assert page.view(subject(UNIT, assessment=judged), voice()).title == "农业农村局：8 行待更正"
    assert page.view(subject("health"), voice()).title == "卫健局：没有待更正的行"


def test_the_gains_of_the_files_add_up_to_that_of_the_unit() -> None:
    shares = files.shares(subject(UNIT))
    assert shares["gain"].sum() == pytest.approx(subject(UNIT).gains["gain"].sum())
    assert [file.batch for file in files.files(subject(UNIT), voice())] == [7, 9]


def test_a_file_says_what_is_wrong_most() -> None:
    first = files.files(subject(UNIT), voice())[0]
    assert [cell.text for cell in first.cells[:5]] == [
        "7", "农业农村局", "高素质农民培训学员花名册", "2026 年第 1 季度", "2026-04-05",
    ]  # fmt: skip
    assert first.cells[6].text == "证件号码有误"


def test_units_are_listed_with_most_rows_first_and_lead_to_their_page() -> None:
    table = files.by_unit(subject(), voice())
    assert table.column("waiting") == [8, 1]
    assert [row[0].drill.params for row in table.rows if row[0].drill] == [{"b": UNIT}, {"b": OTHER}]


def test_the_grid_of_all_counts_what_is_missing() -> None:
    shown = heat(subject(), voice())
    assert [row.name for row in shown.rows] == ["农业农村局", "商务局"]
    assert [cell.text for cell in shown.rows[0].cells] == ["—", "—", "—", *("1",) * 6, *("◆ 1",) * 3]
    assert shown.title == "2 家单位中 1 家近 12 个月有缺报"


def test_the_grid_of_a_unit_has_a_shape_for_every_state() -> None:
    [row] = heat(subject(UNIT), voice()).rows
    assert [cell.text for cell in row.cells] == ["—", "—", "—", *("●",) * 3, *("▲",) * 3, *("◆",) * 3]
    assert row.cells[3].drill is not None
    assert row.cells[3].drill.params["batch"] == "7"
    assert row.cells[-1].alt == "高素质农民培训学员花名册，2026年9月：缺报"


@pytest.mark.parametrize("unit", [None, UNIT, "health"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_can_be_exported(unit: str | None, lang: Any) -> None:
    said = voice(lang)
    sheets = page.tables(page.view(subject(unit), said), said)
    assert len({name for name, _ in sheets}) == len(sheets) == (4 if unit is None else 3)
    for _, table in sheets:
        assert all(len(row) == len(table.columns) for row in table.rows)

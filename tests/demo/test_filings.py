"""How the city files: in time or not, once or again, with a few bad rows; and what the files look like."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from analytics.demo import cells, filings, sheets
from analytics.demo.calibration import Calibration
from analytics.demo.filings import Filing
from analytics.demo.scene import Scene
from analytics.intake.layouts import Layout
from analytics.policy import Policy


@pytest.fixture(scope="module")
def planned(scene: Scene, ledgers: Mapping[str, pl.DataFrame], layouts: Mapping[str, Layout]) -> list[Filing]:
    return filings.plan(scene, ledgers, layouts)


def _of(planned: list[Filing], ledger: str) -> list[Filing]:
    return [filing for filing in planned if filing.layout.id == ledger]


def test_every_ledger_is_filed_and_in_the_order_of_arrival(
    planned: list[Filing], layouts: Mapping[str, Layout]
) -> None:
    assert {filing.layout.id for filing in planned} == set(layouts)
    assert [filing.filed_at for filing in planned] == sorted(filing.filed_at for filing in planned)


def test_no_filing_comes_before_its_period_is_over(planned: list[Filing]) -> None:
    assert all(filing.filed_at.date() > filing.period.end for filing in planned)


def test_most_filings_are_in_time_some_late_and_some_never_come(
    planned: list[Filing], calibration: Calibration
) -> None:
    always = calibration.filings.habits.always_late
    late = [filing for filing in planned if _is_late(filing) and filing.layout.unit not in always]
    assert 0 < len(late) < len(planned) / 5
    assert all(_is_late(filing) for filing in planned if filing.layout.unit in always)
    assert {"education_sports"} == set(always)
    assert "2024Q1" not in {filing.period.code for filing in _of(planned, "title_certificates")}


def _is_late(filing: Filing) -> bool:
    return (filing.filed_at.date() - filing.period.end).days > filing.layout.due_days


def test_what_happened_is_told_month_by_month_and_never_before(planned: list[Filing]) -> None:
    told = pl.concat([f.rows.select("on", slot=pl.lit(f.period.end)) for f in _of(planned, "young_talents")])
    delays = (told["slot"] - told["on"]).dt.total_days()
    assert delays.filter(delays < 0).is_empty()
    shares = [len(delays.filter(delays < 31 * months)) / len(delays) for months in (1, 2, 3, 6, 9)]
    assert 0.2 < shares[0] < 0.5
    assert 0.75 < shares[2] < 0.95
    assert shares[-1] < 1


def test_a_running_ledger_is_told_again_as_a_whole(planned: list[Filing]) -> None:
    lengths = [len(filing.rows) for filing in _of(planned, "apartments")]
    assert lengths == sorted(lengths)
    assert lengths[-1] > lengths[0]
    activities = _of(planned, "activities")
    assert all((filing.rows["on"].dt.year() == filing.period.year).all() for filing in activities)


def test_a_few_rows_are_bad_and_most_of_them_come_again_in_order(planned: list[Filing]) -> None:
    rows = pl.concat([filing.rows.select("person", "bad") for filing in planned if "person" in filing.rows.columns])
    bad = rows.filter(pl.col("bad").is_not_null())
    assert 0 < len(bad) < len(rows) / 100
    good = rows.filter(pl.col("bad").is_null())
    assert bad.join(good, on="person", how="semi").height > 0


def test_a_file_is_the_same_to_the_byte_and_says_what_it_is(
    planned: list[Filing], policy: Policy, calibration: Calibration, tmp_path: Path
) -> None:
    wording = calibration.filings.wording
    for ledger in ("young_talents", "ecommerce_training", "apartments", "title"):
        filing = _of(planned, ledger)[-1]
        contents = []
        for turn in ("first", "second"):
            (tmp_path / turn).mkdir(exist_ok=True)
            path = sheets.write(filing, tmp_path / turn, policy, wording)
            contents.append(path.read_bytes())
            assert wording.label in path.name
        assert contents[0] == contents[1]


def test_a_workbook_carries_period_label_and_official_headers(
    planned: list[Filing], policy: Policy, calibration: Calibration, tmp_path: Path
) -> None:
    path = sheets.write(_of(planned, "talent_loans")[-1], tmp_path, policy, calibration.filings.wording)
    lines = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars().rows()
    assert "2026年9月" in lines[0][0]
    assert "模拟数据" in lines[0][0]
    assert "万元" in lines[1][0]
    assert "合同号" in lines[2]
    assert lines[3][lines[2].index("本年发放额")] == "250"


@pytest.mark.parametrize(("mistake", "column"), [("masked", "person"), ("checksum", "person"), ("rounded", "person")])
def test_a_mistake_spoils_the_cell_it_belongs_to(
    mistake: str, column: str, planned: list[Filing], policy: Policy, calibration: Calibration
) -> None:
    filing = _of(planned, "young_talents")[-1]
    columns, wording = cells.printed(filing), calibration.filings.wording
    right, wrong = (
        cells.write_cells(replace(filing, rows=filing.rows.with_columns(bad=pl.lit(kind))), columns, policy, wording)
        for kind in (None, mistake)
    )
    assert (right[column] != wrong[column]).sum() > len(right) / 2
    assert right.drop(column).equals(wrong.drop(column))

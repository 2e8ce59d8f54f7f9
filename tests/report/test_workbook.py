"""Exports: they open, keep their types, run no formula, and say what the data says about itself."""

import csv
import io
from datetime import date, datetime, time

import fastexcel
import pytest

from analytics.report import workbook
from analytics.report.table import Cell, Column, Table

TABLE = Table(
    "21 项任务",
    (Column("task", "任务"), Column("value", "数"), Column("on", "日期")),
    (
        (Cell("高素质农民"), Cell("316", 316), Cell("2026-09-30", date(2026, 9, 30))),
        (Cell("=1+1"), Cell("", None), Cell("-", datetime.combine(date(2026, 9, 30), time(8, 5)))),
    ),
)
SAID = ["数据截至 2026-09-30", "数据版本 v7"]


@pytest.fixture
def rows() -> list[tuple]:
    made = workbook.xlsx([("任务", TABLE)], SAID, date(2026, 9, 30))
    sheet = fastexcel.read_excel(made).load_sheet("任务", header_row=None, dtypes="string")
    return sheet.to_polars().rows()


def test_the_workbook_says_title_heads_and_where_the_data_stands(rows) -> None:
    texts = [row[0] for row in rows]
    assert texts[:2] == ["21 项任务", "任务"]
    assert texts[-2:] == SAID


def test_numbers_stay_numbers_and_formulas_stay_text(rows) -> None:
    assert rows[2][1] == "316"
    assert rows[3][0] == "=1+1"


def test_the_same_table_gives_the_same_bytes() -> None:
    first, second = (workbook.xlsx([("任务", TABLE)], SAID, date(2026, 9, 30)) for _ in range(2))
    assert first == second


def test_the_csv_opens_in_a_spreadsheet_and_runs_nothing() -> None:
    made = workbook.comma_separated(TABLE, SAID)
    assert made.startswith("\ufeff".encode())
    lines = list(csv.reader(io.StringIO(made.decode("utf-8-sig"))))
    assert lines[0] == ["任务", "数", "日期"]
    assert lines[1] == ["高素质农民", "316", "2026-09-30"]
    assert lines[2] == ["'=1+1", "", "2026-09-30 08:05"]
    assert [line[0] for line in lines[4:]] == ["21 项任务", *SAID]


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx"])
def test_a_text_that_looks_like_a_formula_is_marked(text: str) -> None:
    table = Table("t", (Column("a", "a"),), ((Cell(text),),))
    assert f"'{text}".strip() in workbook.comma_separated(table, []).decode("utf-8-sig")

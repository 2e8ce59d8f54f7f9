"""The lines above a header: title, period, unit of money, labelled facts."""

from datetime import date

import polars as pl
import pytest

from analytics.intake import Layout
from analytics.intake.layouts import Preamble
from analytics.intake.title import TitleBlock
from tests.intake.desk import Desk, Page
from tests.intake.test_variants import YOUTH, youth

SEPTEMBER = (date(2024, 9, 2), date(2024, 9, 8))


def block(*lines: str | None, sheet: str = "Sheet1", file: str = "a.xlsx") -> TitleBlock:
    cells = pl.DataFrame({"0": pl.Series([*lines, "姓名"], dtype=pl.String)})
    return TitleBlock.of(cells.head(len(lines)).rows(), sheet, file)


def read(layouts: dict[str, Layout], label: str, kind: str, *lines: str) -> object:
    preamble = Preamble.model_validate({"id": "x", "labels": [label], "type": kind})
    layout = layouts["activities"].model_copy(update={"preamble": (preamble,)})
    return block(*lines).read(layout).get("x")


@pytest.mark.parametrize(
    ("kind", "line", "value"),
    [
        ("date_range", "培训机构：青岛农业大学　培训时间：2024年9月2日-9月8日　地点：平度市", SEPTEMBER),
        ("date_range", "培训时间:2024.9.2-9.8", SEPTEMBER),
        ("date", "培训时间：2024年9月2日", date(2024, 9, 2)),
        ("date", "培训时间：九月初", None),
        ("month", "培训时间：2024年9月", date(2024, 9, 1)),
        ("integer", "培训时间：共56学时", 56),
        ("integer", "培训时间：若干", None),
        ("text", "培训时间：秋季  地点：平度", "秋季"),
        ("text", "地点：平度", None),
    ],
)
def test_a_labelled_value_by_its_type(layouts: dict[str, Layout], kind: str, line: str, value: object) -> None:
    assert read(layouts, "培训时间", kind, "2024年培训花名册", line) == value


def test_a_label_and_its_value_may_stand_in_two_cells(layouts: dict[str, Layout]) -> None:
    cells = pl.DataFrame({"0": ["培训时间："], "1": ["2024年9月2日-9月8日"]}, schema={"0": pl.String, "1": pl.String})
    title = TitleBlock.of(cells.head(1).rows(), "a", "a.xlsx")
    assert title.read(layouts["farmer_training"])["class_dates"] == SEPTEMBER


def test_the_title_is_the_first_line_without_a_label() -> None:
    assert block("附件1", "填报单位：人社局", "平度市技能人才生活补贴汇总表").text == "平度市技能人才生活补贴汇总表"
    assert block().text is None


def test_the_period_comes_from_title_label_sheet_or_file_in_this_order() -> None:
    quarter = (date(2024, 7, 1), date(2024, 9, 30))
    assert block("补贴表（2024年三季度）", sheet="2023年", file="2022Q1.xlsx").period == quarter
    assert block("补贴表", "所属期：2024年7-9月", sheet="2023年").period == quarter
    assert block("补贴表", sheet="2024年三季度", file="2022Q1.xlsx").period == quarter
    assert block("补贴表", file="补贴2024Q3.xlsx").period == quarter


def test_the_day_a_form_was_filled_in_is_no_period() -> None:
    assert block("补贴表", "填报单位：人社局　填报日期：2024年10月").period is None


@pytest.mark.parametrize(("line", "unit"), [("单位：万元", 10_000), ("填报单位：人社局", None)])
def test_the_unit_of_money(line: str, unit: int | None) -> None:
    assert block("台账", line).money_unit == unit


def test_a_roster_without_months_takes_those_of_its_title_and_says_so(desk: Desk) -> None:
    place = YOUTH.index("本次补贴起止月份")
    rows = [
        ["青年人才生活补贴发放花名册（2024年第三季度）"],
        *([*r[:place], *r[place + 1 :]] for r in (YOUTH, youth(1))),
    ]
    sheet = desk.stored(desk.xlsx(Page("花名册", rows)))
    assert [warning.code for warning in sheet.warnings if warning.column] == ["from_title"]
    assert desk.snapshot().facts("payment")["from_month"].to_list() == [date(2024, 7, 1)]


@pytest.mark.parametrize(
    ("line", "stated"),
    [
        ("填报单位（盖章）：　　培训时间：2024年9月2日-9月8日　　单位：元", SEPTEMBER),
        ("培训时间：　　填报日期：2024年10月12日", None),
        ("培训时间：　　填报日期：　　单位：元", None),
    ],
)
def test_a_label_that_nobody_filled_in_does_not_take_the_next_one(
    layouts: dict[str, Layout], line: str, stated: object
) -> None:
    assert read(layouts, "培训时间", "date_range", line) == stated


def test_labels_in_cells_of_their_own_are_no_upper_header(desk: Desk) -> None:
    labels = ["填报单位（盖章）：", None, "市人社局", None, "所属期：", None, "2024年第三季度"]
    sheet = desk.stored(desk.xlsx(Page("a", [["花名册"], labels, YOUTH, youth(1)]), name="a.xlsx"))
    assert sheet.accepted_rows == (4,)
    [stored] = desk.snapshot().sheets().iter_rows(named=True)
    assert (stored["period_from"], stored["period_to"]) == (date(2024, 7, 1), date(2024, 9, 1))
    assert desk.sheet(desk.xlsx(Page("b", [labels, YOUTH, youth(1, 学历="?")]))).quarantined_rows[0].column == "学历"

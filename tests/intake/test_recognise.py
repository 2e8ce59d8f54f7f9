"""Whose header it is: by exact words, by stems where that is safe, never by chance."""

import tomllib
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from analytics.intake import Layout, load_layouts
from analytics.intake.recognise import Finding, Recogniser
from analytics.intake.sheet import Sheet, column_name

LEDGERS = sorted(load_layouts())
OTHERS = tomllib.loads((Path(__file__).parent.parent / "cases" / "headers.toml").read_text(encoding="utf-8"))["sheet"]
every_ledger = pytest.mark.parametrize("ledger", LEDGERS)
#: Without a title, rosters of farmers' courses look like rosters of farmers' skill training.
ALIKE = {"farmer_skill_training"}
#: A column that another one can stand for.
SPARE = {("title", "amount"), ("youth", "degree"), ("young_talents", "degree"), ("farmer_skill_training", "completed")}

#: Without a title, the lists of talents and of skill experts who come for part of the year may be the same.
FLEXIBLE = {"flexible_talents", "skill_experts"}


def sheet_of(*rows: Sequence[str | None]) -> Sheet:
    width = max(len(row) for row in rows)
    padded = [[*row, *[None] * (width - len(row))] for row in rows]
    columns = {column_name(n): pl.Series([row[n] for row in padded], dtype=pl.String) for n in range(width)}
    return Sheet(0, "Sheet1", pl.DataFrame(columns))


def found(finding: Finding) -> str | None:
    return finding.match.layout.id if finding.match else None


@every_ledger
def test_the_official_headers_and_the_title_of_a_ledger_are_its_own(
    ledger: str, layouts: dict[str, Layout], recogniser: Recogniser
) -> None:
    layout = layouts[ledger]
    headers = [column.header.zh for column in layout.column]
    finding = recogniser.find(sheet_of([layout.title.zh], headers), "a.xlsx")
    assert finding.match
    assert (finding.match.layout.id, finding.match.unknown, finding.match.guessed) == (ledger, (), ())
    assert set(finding.match.columns) == {column.id for column in layout.column}


@pytest.mark.parametrize("ledger", sorted(set(LEDGERS) - ALIKE))
def test_the_official_headers_alone_show_the_ledger_in_both_languages(
    ledger: str, layouts: dict[str, Layout], recogniser: Recogniser
) -> None:
    for language in ("zh", "en"):
        headers = [getattr(column.header, language) for column in layouts[ledger].column]
        assert found(recogniser.find(sheet_of(headers), "a.xlsx")) == ledger


@every_ledger
def test_synonyms_in_any_order_show_the_ledger(ledger: str, layouts: dict[str, Layout], recogniser: Recogniser) -> None:
    layout, draw = layouts[ledger], Random(ledger)
    for _ in range(12):
        columns = [c for c in layout.column if c.required or draw.random() < 0.6]
        draw.shuffle(columns)
        headers = [draw.choice((c.header.zh, *c.synonyms)) for c in columns]
        assert found(recogniser.find(sheet_of([layout.title.zh], headers), "a.xlsx")) == ledger, headers


@every_ledger
def test_a_missing_required_column_is_named_and_no_other_ledger_takes_the_sheet(
    ledger: str, layouts: dict[str, Layout], recogniser: Recogniser
) -> None:
    layout = layouts[ledger]
    for missing in layout.required():
        headers = [column.header.zh for column in layout.column if column.id != missing.id]
        finding = recogniser.find(sheet_of([layout.title.zh], headers), "a.xlsx")
        if (ledger, missing.id) in SPARE or found(finding) == ledger:
            continue
        assert finding.nearest
        assert (finding.nearest.layout.id, finding.nearest.missing) == (ledger, (missing.id,))


@pytest.mark.parametrize("sheet", OTHERS, ids=lambda sheet: sheet["title"] or sheet["ledger"])
def test_the_headers_of_other_bureaus_show_the_ledger(recogniser: Recogniser, sheet: dict[str, Any]) -> None:
    title = [[sheet["title"]]] if sheet["title"] else []
    finding = recogniser.find(sheet_of(*title, sheet["headers"]), "附件2.xlsx")
    assert found(finding) == sheet["ledger"] or {match.layout.id for match in finding.equals} == FLEXIBLE


@pytest.mark.parametrize(
    ("headers", "missing"),
    [
        (["姓名", "身份证号码", "文凭", "毕业院校", "毕业时间", "工作单位", "来平就业时间"], "degree"),
        (["姓名", "身份证号", "学历", "毕业院校", "毕业时间", "工作单位"], "hired_on"),
        (["姓名", "身份证号", "学历", "单位", "统一社会信用代码", "单位类型", "入职时间"], "graduated_on"),
    ],
)
def test_columns_of_every_roster_do_not_make_a_ledger_that_happens_to_be_complete(
    recogniser: Recogniser, headers: list[str], missing: str
) -> None:
    nearest = recogniser.find(sheet_of(headers), "附件2.xlsx").nearest
    assert nearest
    assert (nearest.layout.id, nearest.missing) == ("young_talents", (missing,))


def test_rows_above_a_header_that_is_said_again_are_no_title(recogniser: Recogniser) -> None:
    headers = ["姓名", "身份证号", "学历", "工作单位", "首次参保时间", "补贴标准", "补贴金额"]
    row = ["王强", "1", "本科", "青岛明村电子商务有限公司", "2023年四季度", "1000", "3000"]
    nearest = recogniser.find(sheet_of(headers, row, headers, row), "附件2.xlsx").nearest
    assert nearest
    assert (nearest.layout.id, nearest.missing) == ("youth", ("months_paid",))


def test_two_ledgers_that_fit_equally_are_both_named(recogniser: Recogniser) -> None:
    finding = recogniser.find(sheet_of(["姓名", "身份证号", "培训日期"]), "a.xlsx")
    assert {match.layout.id for match in finding.equals} >= {"ecommerce_training", "farmer_training"}


@pytest.mark.parametrize(
    ("title", "ledger"), [("电商人才培训签到表", "ecommerce_training"), ("高素质农民培训花名册", "farmer_training")]
)
def test_the_title_the_sheet_or_the_file_decides_between_equals(
    recogniser: Recogniser, title: str, ledger: str
) -> None:
    headers = ["姓名", "身份证号", "培训日期"]
    assert found(recogniser.find(sheet_of([title], headers), "a.xlsx")) == ledger
    assert found(recogniser.find(sheet_of(headers), f"{title}.xlsx")) == ledger


def test_the_ledger_can_be_forced(recogniser: Recogniser) -> None:
    sheet = sheet_of(["姓名", "身份证号", "培训日期"])
    assert found(recogniser.find(sheet, "a.xlsx", "ecommerce_training")) == "ecommerce_training"
    finding = recogniser.find(sheet, "a.xlsx", "youth")
    assert finding.nearest is None or finding.nearest.missing == ("degree", "months_paid", "amount")


@pytest.mark.parametrize(
    "headers",
    [
        ["序号", "姓名", "身份证号", "联系电话"],
        ["序号", "姓名", "性别", "单位名称", "备注"],
        ["单位", "人数", "金额"],
        ["填表说明", "请用文本格式"],
    ],
)
def test_a_list_of_people_or_a_summary_is_no_ledger(recogniser: Recogniser, headers: list[str]) -> None:
    assert found(recogniser.find(sheet_of(headers), "名单.xlsx")) is None


def test_a_number_of_somebody_else_is_not_taken_for_the_person(recogniser: Recogniser) -> None:
    headers = ["学历", "补贴期间", "补贴金额", "姓名", "法定代表人身份证号码"]
    finding = recogniser.find(sheet_of(["青年人才生活补贴"], headers), "a.xlsx")
    assert finding.nearest
    assert finding.nearest.missing == ("person",)


def test_blanks_brackets_numbering_and_width_do_not_change_a_header(recogniser: Recogniser) -> None:
    headers = ["1.姓　名", "身份证\n号　码", "（学历）", "补贴期间:", "＊补贴金额（元）"]
    finding = recogniser.find(sheet_of(["青年人才生活补贴"], headers), "a.xlsx")
    assert finding.match
    assert set(finding.match.columns) == {"name", "person", "degree", "months_paid", "amount"}


@pytest.mark.parametrize("depth", [0, 1, 5, 14, 19])
def test_a_header_stands_on_any_early_row(recogniser: Recogniser, depth: int) -> None:
    headers = ["姓名", "身份证号", "学历", "补贴期间", "补贴金额"]
    finding = recogniser.find(sheet_of(*[["青年人才生活补贴"]] * depth, headers), "青年人才.xlsx")
    assert finding.match
    assert finding.match.top == depth


def test_the_first_of_two_equal_headers_is_read(recogniser: Recogniser) -> None:
    headers = ["姓名", "身份证号", "学历", "补贴期间", "补贴金额", "身份证号"]
    finding = recogniser.find(sheet_of(["青年人才生活补贴"], headers), "a.xlsx")
    assert finding.match
    assert finding.match.columns["person"] == 1
    assert [header.column for header in finding.match.unknown] == [5]


@pytest.mark.parametrize(
    ("header", "unit"),
    [
        ("补贴金额（元）", 1),
        ("补贴标准（元/月）", 1),
        ("核定奖励（万元）", 10_000),
        ("金额（单位：万元）", 10_000),
        ("发放额/亿元", 100_000_000),
        ("金额万元", 10_000),
        ("经费(万)", 10_000),
        ("补贴金额", None),
        ("规模（亩/头）", None),
        ("单元名称", None),
    ],
)
def test_the_unit_of_a_header(recogniser: Recogniser, header: str, unit: int | None) -> None:
    headers = ["姓名", "身份证号", "学历", "补贴期间", header]
    finding = recogniser.find(sheet_of(["青年人才生活补贴"], headers), "a.xlsx")
    match = finding.match or finding.nearest
    assert match
    assert match.headers[4].money_unit() == unit


@pytest.mark.parametrize(
    ("line", "unit"),
    [
        ("单位：万元", 10_000),
        ("金额单位：人民币元", 1),
        ("填报单位（盖章）：人社局　　单位：元", 1),
        ("单位：人、万元、%", 10_000),
        ("填报单位：人社局", None),
    ],
)
def test_the_unit_of_a_line_above_the_header(recogniser: Recogniser, line: str, unit: int | None) -> None:
    headers = ["姓名", "身份证号", "学历", "补贴期间", "补贴金额"]
    finding = recogniser.find(sheet_of(["青年人才生活补贴"], [line], headers), "a.xlsx")
    assert finding.match
    assert finding.match.candidate.title.money_unit == unit

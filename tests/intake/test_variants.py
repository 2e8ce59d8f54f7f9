"""Workbooks of the known kinds with other headers and other mess, row by row."""

from datetime import date

import pytest

from analytics.intake import SheetOutcome
from tests.intake.desk import Desk, Page, identity, refused, warned

P1, P2, P3, P4 = (identity(n) for n in range(1, 5))
EMPLOYER = "青岛某某机械有限公司"
YOUTH: tuple[str, ...] = (
    "序号",
    "姓名",
    "身份证号码",
    "学历",
    "工作单位",
    "本次补贴起止月份",
    "补贴月数",
    "补贴标准（元/月）",
    "补贴金额（元）",
)


def youth(number: int, name: str = "王小明", **cells: object) -> list[object]:
    """Return one good row of the youth roster under the headers YOUTH, with some cells replaced."""
    row: dict[str, object] = dict(
        zip(
            YOUTH, (number, name, identity(number), "本科", EMPLOYER, "2024年7月-2024年9月", 3, 1000, 3000), strict=True
        )
    )
    for key, value in cells.items():
        row[next(header for header in YOUTH if header.startswith(key))] = value
    return list(row.values())


def accepted(sheet: SheetOutcome) -> list[int]:
    assert sheet.rows_physical == sheet.rows_no_data + sheet.rows_data
    assert sheet.rows_data == len(sheet.accepted_rows) + len(sheet.quarantined_rows)
    return list(sheet.accepted_rows)


def test_a_roster_with_title_unit_line_subtotals_and_signatures(desk: Desk) -> None:
    rows = [
        ["平度市青年人才生活补贴发放花名册（2024年第三季度）"],
        ["填报单位（盖章）：人社局", None, None, None, None, None, None, None, "单位：元"],
        YOUTH,
        youth(1),
        ["小　计", None, None, None, None, None, None, None, 3000],
        youth(2),
        [None] * 9,
        list(YOUTH),
        youth(3),
        ["本页小计", None, None, None, None, None, None, None, 9000],
        [None, "合　计", None, None, None, None, None, None, "9000元"],
        ["制表人：", "张三", "审核人：", "李四", None, "日期：2024.10.12"],
        ["备注：本表一式三份"],
    ]
    sheet = desk.stored(desk.xlsx(Page("第三季度", rows)))
    assert (sheet.ledger, accepted(sheet), refused(sheet)) == ("youth", [4, 6, 9], {})
    assert desk.snapshot().facts("payment")["amount_fen"].to_list() == [300000] * 3


def test_leading_blank_rows_and_columns_keep_worksheet_row_numbers(desk: Desk) -> None:
    sheet = desk.sheet(desk.xlsx(Page("花名册", [YOUTH, youth(1), youth(2)], down=5, right=3)))
    assert accepted(sheet) == [7, 8]
    assert sheet.rows_physical == 8


def test_other_headers_in_another_order_with_columns_nobody_asked_for(desk: Desk) -> None:
    header = ["补贴金额", "证件号码", "申请人姓名", "最高学历", "微信号", "补贴所属期"]
    rows = [header, [3000, P1, "赵一", "硕士研究生", "wx1", "2024Q3"], ["1,000元", P2, "钱二", "博士", None, "2024.07"]]
    sheet = desk.stored(desk.xlsx(Page("Sheet1", rows), name="青年人才补贴.xlsx"))
    assert (sheet.ledger, accepted(sheet)) == ("youth", [2, 3])
    assert [w.message for w in sheet.warnings if w.code == "header_unknown"] == ["表头“微信号”无法识别，该列未读取。"]
    payment = desk.snapshot().facts("payment").sort("row_no")
    assert payment["amount_fen"].to_list() == [300000, 100000]
    assert payment["months"].to_list() == [3, 1]
    assert payment["level"].to_list() == ["master", "doctor"]


def test_an_unseen_header_is_matched_by_its_words_and_reported(desk: Desk) -> None:
    header = list(YOUTH)
    header[2], header[8] = "申领人员身份证号码（18位）", "第三季度实际补贴金额合计（元）"
    sheet = desk.sheet(desk.xlsx(Page("花名册", [header, youth(1)])))
    assert accepted(sheet) == [2]
    assert [w.column for w in sheet.warnings if w.code == "header_guessed"] == [
        header[2].replace("（", "(").replace("）", ")"),
        header[8].replace("（", "(").replace("）", ")"),
    ]


def test_amounts_in_ten_thousands_by_unit_line_header_or_cell(desk: Desk) -> None:
    header = [h.replace("（元/月）", "").replace("（元）", "") for h in YOUTH]
    rows = [["单位：万元"], header, youth(1, 补贴金额=0.3), youth(2, 补贴金额="3000元"), youth(3, 补贴金额="0.3万")]
    sheet = desk.stored(desk.xlsx(Page("花名册", rows)))
    assert accepted(sheet) == [3, 4, 5]
    assert desk.snapshot().facts("payment")["amount_fen"].to_list() == [300000] * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_text_tables_in_any_encoding_and_delimiter(desk: Desk, encoding: str, delimiter: str) -> None:
    rows = [["青年人才生活补贴"], [], YOUTH, youth(1), [], youth(2, 工作单位="青岛“某某”\n有限公司, 一厂"), youth(3)]
    sheet = desk.sheet(desk.csv(rows, encoding=encoding, delimiter=delimiter))
    assert accepted(sheet) == [4, 6, 7]
    assert sheet.sheet == "csv"


def test_an_old_workbook_with_merged_title_and_merged_employers(desk: Desk) -> None:
    rows = [["平度市青年人才生活补贴发放花名册（2024年三季度）"], YOUTH, youth(1), youth(2, 工作单位=None), youth(3)]
    path = desk.xls(Page("花名册", rows, merges=[(0, 0, 0, 8), (2, 4, 3, 4)]))
    assert accepted(desk.stored(path)) == [3, 4, 5]
    assert desk.snapshot().facts("payment")["employer_id"].n_unique() == 1


def test_vertically_merged_cells_hold_for_all_their_rows_but_a_merged_amount_does_not(desk: Desk) -> None:
    rows = [YOUTH, youth(1), youth(2, 工作单位=None, 本次=None), youth(3, 补贴金额=None)]
    merges = [(1, 4, 2, 4), (1, 5, 2, 5), (2, 8, 3, 8)]
    sheet = desk.sheet(desk.xlsx(Page("花名册", rows, merges=merges)))
    assert accepted(sheet) == [2, 3]
    assert refused(sheet) == {4: "missing_required"}


def test_ditto_signs_repeat_the_value_above(desk: Desk) -> None:
    rows = [YOUTH, youth(1), youth(2, 学历="同上", 本次="〃"), youth(3, 学历='"')]
    sheet = desk.stored(desk.xlsx(Page("花名册", rows)))
    assert accepted(sheet) == [2, 3, 4]
    assert desk.snapshot().facts("payment")["level"].to_list() == ["bachelor"] * 3


def test_a_two_level_header_gives_children_the_name_of_their_parent(desk: Desk) -> None:
    rows = [
        ["2024年平度市高素质农民培育（第3期）花名册"],
        ["培训时间：2024年9月2日-9月8日　地点：平度市"],
        ["序号", "基本信息", None, None, "家庭住址", None, "考核结果"],
        [None, "姓名", "性别", "身份证号码", "镇街", "村", None],
        [1, "赵一", "男", P1, "南村镇", "西村", "合格"],
        [2, "钱二", "男", P2, "李园街道办", "东村", "不合格"],
        [3, "赵一", "男", P1, "南村镇", "西村", "合格"],
    ]
    sheet = desk.stored(desk.xlsx(Page("花名册", rows)))
    assert (sheet.ledger, accepted(sheet), refused(sheet)) == ("farmer_training", [5, 6], {7: "duplicate_row"})
    facts = desk.snapshot().facts("training_attendance")
    assert facts["town"].to_list() == ["370283105", "370283002"]
    assert facts["is_completed"].to_list() == [True, False]
    assert str(facts["event_date"][0]) == "2024-09-02"


def test_a_row_of_measures_below_the_header_belongs_to_it(desk: Desk) -> None:
    header = ["姓名", "身份证号码", "学历", "补贴期间", "月数", "补贴标准", "补贴金额"]
    rows = [
        header,
        [None, None, None, None, "（个月）", "元/月", "（万元）"],
        ["赵一", P1, "本科", "2024Q3", 3, "1000元", 0.3],
    ]
    assert accepted(desk.stored(desk.xlsx(Page("青年人才", rows)))) == [3]
    assert desk.snapshot().facts("payment")["amount_fen"].to_list() == [300000]


def test_a_range_kept_in_two_columns_under_one_parent(desk: Desk) -> None:
    rows = [
        ["姓名", "身份证号", "学历", "补贴起止月份", None, "补贴金额"],
        [None, None, None, "起", "止", None],
        ["赵一", P1, "本科", "2024.07", "2024.09", 3000],
        ["钱二", P2, "本科", "2024年9月", "2024年7月", 3000],
        ["孙三", P3, "本科", None, "2024年7月", 3000],
    ]
    sheet = desk.stored(desk.xlsx(Page("青年人才补贴", rows)))
    assert (accepted(sheet), refused(sheet)) == ([3], {4: "period_invalid", 5: "missing_required"})
    assert desk.snapshot().facts("payment")["months"].to_list() == [3]


def test_months_without_a_year_take_the_year_of_the_title(desk: Desk) -> None:
    rows = [
        ["青年人才生活补贴（2024年第三季度）"],
        YOUTH,
        youth(1, 本次="7-9月"),
        youth(2, 本次="8月"),
        youth(3, 本次="七月至九月"),
    ]
    sheet = desk.stored(desk.xlsx(Page("花名册", rows)))
    assert accepted(sheet) == [3, 4, 5]
    assert [str(day) for day in desk.snapshot().facts("payment")["from_month"]] == [
        "2024-07-01",
        "2024-08-01",
        "2024-07-01",
    ]


def test_a_roster_without_its_period_column_takes_the_period_of_the_title(desk: Desk) -> None:
    rows = [["青年人才生活补贴（2024年第三季度）"], ["姓名", "身份证号", "学历", "金额"], ["赵一", P1, "本科", 3000]]
    assert accepted(desk.stored(desk.xlsx(Page("花名册", rows)))) == [3]
    assert desk.snapshot().facts("payment")["months"].to_list() == [3]


def test_each_rule_names_its_row(desk: Desk) -> None:
    rows = [
        YOUTH,
        youth(1),
        youth(2, name="　"),
        youth(3, 身份证="370283********1234"),
        youth(4, 身份证=370283199001011232),
        youth(5, 身份证="3.70283E+17"),
        youth(6, 身份证=identity(6)[:17] + ("1" if identity(6)[17] != "1" else "2")),
        youth(7, 身份证="37028319901301123X"),
        youth(8, 学历="？"),
        youth(9, 学历="高中"),
        youth(10, 本次="2024.9-2024.7"),
        youth(11, 补贴金额="=#N/A"),
        youth(12, 补贴金额=-5),
        youth(13, 补贴金额="(3,000)"),
        youth(1, 本次="2024.07-2024.09"),
        youth(14, 身份证=identity(14)[:6] + identity(14)[8:17]),
        youth(15, name="#N/A"),
        youth(16, 补贴金额=None),
    ]
    sheet = desk.sheet(desk.xlsx(Page("花名册", rows)))
    assert accepted(sheet) == [2, 16]
    assert refused(sheet) == {
        3: "missing_required",
        4: "id_masked",
        5: "id_precision_lost",
        6: "id_precision_lost",
        7: "id_checksum",
        8: "id_checksum",
        9: "unknown_code",
        10: "unknown_code",
        11: "period_invalid",
        12: "amount_invalid",
        13: "amount_invalid",
        14: "amount_invalid",
        15: "duplicate_row",
        17: "missing_required",
        18: "missing_required",
    }
    assert warned(sheet)["id_upgraded"] == (16,)


def test_only_an_accepted_row_makes_a_later_one_a_duplicate(desk: Desk) -> None:
    rows = [YOUTH, youth(1, 补贴金额="=#REF!"), youth(1), youth(1)]
    sheet = desk.sheet(desk.xlsx(Page("花名册", rows)))
    assert (accepted(sheet), refused(sheet)) == ([3], {2: "amount_invalid", 4: "duplicate_row"})


def test_the_same_person_and_months_on_two_sheets_are_paid_once(desk: Desk) -> None:
    outcome = desk.one(desk.xlsx(Page("新增", [YOUTH, youth(1)]), Page("续发", [YOUTH, youth(1), youth(2)])))
    assert [list(sheet.accepted_rows) for sheet in outcome.sheets] == [[2], [3]]


def test_help_empty_and_hidden_sheets(desk: Desk) -> None:
    pages = [
        Page("填表说明", [["填表说明"], ["1.本表由人社局填报。"], ["2.身份证号码须为18位文本，姓名不得留空。"]]),
        Page("空表", []),
        Page("花名册", [YOUTH, youth(1)]),
        Page("上期", [YOUTH, youth(2, 本次="2024年4月-2024年6月")], is_hidden=True),
    ]
    outcome = desk.one(desk.xlsx(*pages))
    assert [(sheet.sheet, list(sheet.accepted_rows)) for sheet in outcome.sheets] == [("花名册", [2]), ("上期", [2])]
    assert [item.sheet for item in outcome.skipped] == ["填表说明", "空表"]
    assert "sheet_hidden" in warned(outcome.sheets[1])
    stored = desk.snapshot().sheets()
    assert stored["ledger"].to_list() == [None, None, "youth", "youth"]
    assert (
        stored["rows_physical"] == stored["rows_no_data"] + stored["rows_accepted"] + stored["rows_quarantined"]
    ).all()


def test_column_numbers_examples_and_sections_are_no_data(desk: Desk) -> None:
    rows = [
        YOUTH,
        ["甲", "乙", "1", "2", "3", "4", "5", "6", "7"],
        ["例", "张三", "370283199001011235", "本科", "某单位", "2024年7月-2024年9月", 3, 1000, 3000],
        ["一、新增人员"],
        youth(1),
        ["（二）续发人员"],
        youth(2),
        [3],
        ["", "", "", "", "", "", "", "", "年  月  日"],
    ]
    assert accepted(desk.sheet(desk.xlsx(Page("花名册", rows)))) == [5, 7]


def test_dates_and_months_in_cells_that_are_dates(desk: Desk) -> None:
    header = ["姓名", "身份证号", "单位名称", "单位类型", "缴费起始年月", "缴费终止年月"]
    rows = [
        header,
        ["赵一", P1, EMPLOYER, "企业", date(2023, 5, 1), "至今"],
        ["钱二", P2, EMPLOYER, "企业", 202305, 202304],
        ["孙三", P3, EMPLOYER, "机关", 2023.11, None],
        ["李四", P4, EMPLOYER, "事业单位", 2023.1, "2024/6"],
    ]
    sheet = desk.stored(desk.xlsx(Page("参保", rows)))
    assert (sheet.ledger, accepted(sheet), refused(sheet)) == ("insurance_spells", [2, 4, 5], {3: "period_invalid"})
    assert warned(sheet)["month_zero_lost"] == (5,)
    spells = desk.snapshot().facts("insurance_spell")
    assert [str(d) for d in spells["start_month"]] == ["2023-05-01", "2023-11-01", "2023-01-01"]
    assert spells["end_month"].is_null().to_list() == [True, True, False]


def test_both_months_of_a_spell_in_one_column(desk: Desk) -> None:
    header = ["姓名", "身份证号码", "参保单位", "单位性质", "缴费起止年月", "险种"]
    rows = [
        header,
        ["赵一", P1, EMPLOYER, "企业", "202305-202404", "职工养老保险"],
        ["钱二", P2, EMPLOYER, "企业", "2023年5月至今", "职工养老保险"],
        ["孙三", P3, EMPLOYER, "企业", "202405-202304", "职工养老保险"],
    ]
    sheet = desk.stored(desk.csv(rows))
    assert (accepted(sheet), refused(sheet)) == ([2, 3], {4: "period_invalid"})
    assert [str(d) for d in desk.snapshot().facts("insurance_spell")["end_month"]] == ["2024-04-01", "None"]


def test_loans_to_people_and_to_enterprises(desk: Desk) -> None:
    header = [
        "借款人类型",
        "借款人",
        "人才姓名",
        "信用代码/证件号",
        "经办银行",
        "合同编号",
        "放款日期",
        "到期日",
        "发放金额",
        "是否续贷",
    ]
    rows = [
        ["“人才贷”台账（2024年9月）"],
        ["单位：万元"],
        header,
        ["企业", EMPLOYER, "赵一", "91370200163562681G", "农商行", "HT1", "2024.9.2", "2025.9.1", 300, "否"],
        ["人才", "钱二", "钱二", P2, "农商行", "HT2", 45537, "2025-09-01", "50万元", "否"],
        ["人才", "孙三", "孙三", "370283********1234", "农商行", "HT3", "2024.9.4", "2025.9.1", 50, "是"],
        ["企业", EMPLOYER, None, "91370200163562681G", "农商行", "HT1", "2024.9.2", "2025.9.1", 300, "否"],
    ]
    sheet = desk.stored(desk.xlsx(Page("9月", rows)))
    assert (sheet.ledger, accepted(sheet), refused(sheet)) == (
        "talent_loans",
        [4, 5],
        {6: "id_masked", 7: "duplicate_row"},
    )
    loans = desk.snapshot().facts("loan")
    assert loans["amount_fen"].to_list() == [300_000_000, 50_000_000]
    assert loans["person_key"].is_null().to_list() == [True, False]
    assert loans["employer_id"].to_list() == ["91370200163562681G", None]
    assert desk.snapshot().employers()["employer_name"].to_list() == [EMPLOYER]


def test_platforms_with_yuan_and_ten_thousands_mixed(desk: Desk) -> None:
    header = [
        "申报单位",
        "统一社会信用代码",
        "平台名称",
        "平台类型",
        "认定级别",
        "认定时间",
        "核定奖励金额（万元）",
        "已兑现（万元）",
        "未兑现（万元）",
        "兑现年度",
    ]
    code = "91370200163562681G"
    rows = [
        header,
        [EMPLOYER, code, "甲平台", "省级重点实验室", "省级", "2024.6", 50, 20, 30, 2024],
        [EMPLOYER, code, "乙平台", "企业技术中心", "市级", "2024.6", "200000元", "100000元", "10万元", 2024],
        [EMPLOYER, code, "丙平台", "孵化器", "青岛市级", "2024.6", 500000, 0, 500000, 2024],
        [EMPLOYER, code, "丁平台", "其他", "青岛市级", "2024.6", 10, 0, 10, 2024],
        ["合计", None, None, None, None, None, 80, 30, 50, None],
    ]
    sheet = desk.sheet(desk.xlsx(Page("奖励", rows)))
    assert sheet.ledger == "platform_awards"
    assert refused(sheet)[5] == "unknown_code"
    assert refused(sheet)[4] == "over_cap"
    assert accepted(sheet)[-1] == 3


def test_events_on_days_and_stretches(desk: Desk) -> None:
    header = ["序号", "活动主题", "活动类型", "主办单位", "举办时间", "举办地点", "参会人数", "活动经费（万元）"]
    rows = [
        ["平度市人才活动台账（2024年）"],
        header,
        [1, "春节座谈", "走访慰问", "组织部", "2024.1.28-29", "平度", 30, 1.5],
        [2, "赴济南招聘", "外出招聘", "人社局", "5月18日", "济南", "60人", "5000元"],
        [3, "联席会", "联席会议", "组织部", "春节前", "平度", 20, None],
        [4, "联席会", "联席会议", "组织部", "2024.3.9-2024.3.8", "平度", 20, None],
        [5, "茶话会", "茶话会", "组织部", "2024-3-9", "平度", 20, None],
    ]
    sheet = desk.stored(desk.xlsx(Page("活动", rows)))
    assert (sheet.ledger, accepted(sheet)) == ("activities", [3, 4])
    assert refused(sheet) == {5: "date_invalid", 6: "period_invalid", 7: "unknown_code"}
    assert desk.snapshot().facts("event")["cost_fen"].to_list() == [1_500_000, 500_000]

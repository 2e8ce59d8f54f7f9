"""Workbooks that nobody showed us: headers, forms and slips of other clerks, each with what must come of it."""

from datetime import date
from random import Random
from typing import Any

import pytest

from analytics.intake import Layout
from analytics.intake.days import read_day
from analytics.intake.periods import read_stretch
from analytics.intake.recognise import Recogniser
from analytics.policy import Policy
from tests.intake.desk import Desk, Page, identity, refused
from tests.intake.test_recognise import sheet_of

EMPLOYER, CREDIT = "青岛某某机械有限公司", "91370283MA3C0XYQ5R"
QUARTER = (date(2024, 7, 1), date(2024, 9, 30))

#: One line per column: headers, then cells that all mean the same. The first column of a ledger tells its rows apart.
PERSON = "公民身份号码,证件号码,身份证件号,有效证件号,*身份证号码（18位）,身 份 证 号"
NAME = "姓 名,人员姓名,申请人姓名,享受人员姓名,补贴对象,*姓名"
MONTHS = "本次发放起止时间,补贴起止年月,补贴所属期,发放所属月份,本次补贴时间段,享受补贴时间"
PAID = "2024年7-9月|2024.7-2024.9|2024年第三季度|202407至202409|自2024年7月至9月|2024年7月份-9月份（3个月）"
YUAN = "3000|3,000.00|３０００|3000元整|￥3000|0.3万元"
LEDGERS: dict[str, tuple[str, list[tuple[str, str]]]] = {
    "youth": (
        "青年人才生活补贴",
        [
            (PERSON, "{id}"),
            (NAME, "王小明"),
            ("最高学历,学历层次,学历（学位）,教育程度,全日制最高学历", "全日制本科|大学本科（学士）|本科生|普通本科"),
            (MONTHS, PAID),
            ("实发补贴,应补贴金额,金额(元),本次应发金额,补贴发放金额（元）,核发金额", YUAN),
            ("签约单位,用人单位全称,就职单位", EMPLOYER),
        ],
    ),
    "skill": (
        "技能补贴",
        [
            (PERSON, "{id}"),
            (NAME, "王小明"),
            ("认定等级,证书等级,现技能等级,职业技能等级（级别）", "二级（技师）|技师/二级|技师职业资格证书|Ⅱ级"),
            (MONTHS, PAID),
            ("实发补贴,补贴资金（元）,发放额（元）", YUAN),
            ("证书核发日期,颁证时间", "2021.05.10|2021年5月10日"),
        ],
    ),
    "title": (
        "职称补贴",
        [
            (PERSON, "{id}"),
            (NAME, "王小明"),
            ("评审级别,职称档次,专业技术职称等级,职称层级", "副高级职称|副高（高级工程师）|高级工程师职称"),
            (MONTHS, PAID),
            ("应发金额,本次发放金额（元）,补贴额", YUAN),
            ("评审通过时间,获得职称时间", "2020.12|2020年12月"),
        ],
    ),
    "internship_subsidy": (
        "青鸟计划",
        [
            (PERSON, "{id}"),
            ("大学生姓名,实习生姓名,学生姓名", "王小明"),
            ("实习周期,实习起止,见习起止时间", "2024.7.8-8.16|自2024年7月8日至8月16日|2024.7.8-2024.8.16（40天）"),
            ("补助资金,实发补助金额,生活补助额（元）", "1500|1,500元|1500元整"),
            ("见习单位,接收单位,实习基地", EMPLOYER),
        ],
    ),
    "talent_loans": (
        "人才贷",
        [
            ("借据编码,合同/借据号,贷款合同号", "PD2024{n}"),
            ("放款日,实际放款日期,贷款起始日期", "2024.3.11|45362|2024年3月11日14:30|20240311"),
            ("放款金额（万元）,贷款发放额度（万元）,贷款本金(万元)", "62.5|62.5万|625,000元"),
            ("贷款户名,获贷企业,贷款单位名称", EMPLOYER),
            ("统一社会信用代码/身份证号,借款人证件号码", CREDIT),
        ],
    ),
    "platform_awards": (
        "创新平台奖励",
        [
            ("平台（载体）名称,认定平台名称,获批平台", "平台{n}"),
            ("平台性质,认定类别,奖励类别", "省级重点实验室|重点实验室（青岛市级）|重点实验室"),
            ("应拨付金额（万元）,核准奖励金额（万元）,奖补金额(万元)", "20|20.00|200000元"),
            ("累计拨付金额（万元）,已拨付资金（万元）,实际拨付（万元）", "10|10万元|100,000元"),
            ("承担单位,获批单位,建设单位", EMPLOYER),
        ],
    ),
    "insurance_spells": (
        "参保缴费",
        [
            (PERSON, "{id}"),
            ("姓 名,参保人姓名,员工", "王小明"),
            ("参保单位全称,缴费单位,参保企业", EMPLOYER),
            ("开始缴费年月,本单位参保时间,参保开始月份,起缴年月", "202207|2022年7月|2022.07|202207.0"),
            ("停止缴费年月,参保截止年月,停保月份", "202306|2023年6月|至今|"),
        ],
    ),
    "activities": (
        "人才活动",
        [
            ("会议（活动）名称,活动事项", "活动{n}"),
            ("活动性质,活动种类", "老乡联谊会|乡贤联谊会|联谊活动"),
            ("开展日期,召开时间,举办起止时间", "2024.1.28-29|2024年1月28日至29日|2024年1月28、29日|2024-01-28～29"),
            ("活动经费（元）,经费支出（元）", "20000|2万元|20,000.00"),
        ],
    ),
    "ecommerce_training": (
        "电商培训",
        [
            (PERSON, "{id}"),
            ("学员,参训人,参训人员姓名", "王小明"),
            ("签到日期,打卡日期,参训时间", "2024/5/6|2024年5月6日|45418|20240506"),
            ("累计学时,培训课时数", "8|8学时"),
        ],
    ),
}  # fmt: skip


def written(ledger: str, seed: int, rows: int = 6) -> list[list[Any]]:
    """Return a header and rows of one ledger, spelt by a clerk of that number."""
    draw = Random(f"{ledger}{seed}")
    columns = [(draw.choice(headers.split(",")), cells.split("|")) for headers, cells in LEDGERS[ledger][1]]
    draw.shuffle(columns)
    body = [
        [draw.choice(cells).format(id=identity(seed * 20 + n), n=seed * 20 + n) for _, cells in columns]
        for n in range(rows)
    ]
    return [[header for header, _ in columns], *body]


@pytest.mark.parametrize("ledger", LEDGERS)
def test_every_clerk_is_understood(desk: Desk, ledger: str) -> None:
    for seed in range(8):
        page = Page("Sheet1", written(ledger, seed), down=seed % 3, right=seed % 2)
        sheet = desk.sheet(desk.xlsx(page, name=f"{LEDGERS[ledger][0]}{seed}.xlsx"))
        assert (sheet.ledger, refused(sheet)) == (ledger, {}), page.rows[0]
        assert len(sheet.accepted_rows) == 6
        assert not [warning for warning in sheet.warnings if warning.code == "header_unknown"], page.rows[0]


IDENTITY = ("姓名", "身份证号", "学历")
LOAN = ("借款人", "合同号", "放款日期", "贷款金额", "余额")


def youth(*cells: object, number: int = 1) -> list[object]:
    return ["王小明", identity(number), "本科", *cells]


@pytest.mark.parametrize(
    ("rows", "amounts"),
    [
        ([(*IDENTITY, "补贴期间", "补贴金额（元）", None, None), (None,) * 4 + ("市级", "镇级", "合计"),
          youth("2024.7", 600, 400, 1000)], [100000]),
        ([(*IDENTITY, "补贴情况", None, None, None), (None,) * 3 + ("补贴期间", None, "资金", None),
          (None,) * 3 + ("起", "止", "标准", "金额"), youth("2024.7", "2024.9", 1000, 3000)], [300000]),
        ([(*IDENTITY, "补贴情况", None, None, "备注"), (None,) * 3 + ("起止月份", "标准", "金额", "（签字）"),
          youth("2024.7-2024.9", 1000, 3000)], [300000]),
        ([(*IDENTITY, "补贴期间", "补贴金额"), (None,) * 4 + ("（元）",), youth("2024.7", 1000)], [100000]),
    ],
)  # fmt: skip
def test_headers_of_several_rows(desk: Desk, rows: list[list[object]], amounts: list[int]) -> None:
    sheet = desk.stored(desk.xlsx(Page("S", rows), name="青年人才生活补贴.xlsx"))
    assert (refused(sheet), list(sheet.accepted_rows)) == ({}, [len(rows)])
    assert desk.snapshot().facts("payment")["amount_fen"].to_list() == amounts


def test_units_below_the_header_hold_for_their_columns(desk: Desk) -> None:
    rows = [LOAN, (None, None, None, "万元", "万元"), (EMPLOYER, "A1", "2024.7.1", 62.5, 50)]
    desk.stored(desk.xlsx(Page("S", rows), name="人才贷.xlsx"))
    assert desk.snapshot().facts("loan")["amount_fen"].to_list() == [62_500_000]


@pytest.mark.parametrize(
    ("name", "rows", "column"),
    [
        ("青年人才", [(*IDENTITY, "补贴期间", "补贴金额（元）", None), (None,) * 4 + ("市级", "镇级")], "amount"),
        ("社保缴费", [("姓名", "身份证号", "单位名称", "缴费起止年月", None), (None,) * 3 + ("甲月", "乙月")],
         "start_month"),
    ],
)  # fmt: skip
def test_the_words_of_a_shared_parent_are_not_those_of_its_first_child(
    recogniser: Recogniser, name: str, rows: list[list[str | None]], column: str
) -> None:
    finding = recogniser.find(sheet_of(*rows), f"{name}.xlsx")
    assert finding.nearest
    assert column in finding.nearest.missing


@pytest.mark.parametrize("children", [("起", "止"), ("开始", "终止"), ("起始年月", "截止年月"), ("自", "至")])
def test_a_run_of_months_under_one_parent_keeps_its_two_ends(desk: Desk, children: tuple[str, str]) -> None:
    rows = [
        ("姓名", "身份证号", "单位名称", "参保起止时间", None),
        (None, None, None, *children),
        ("王小明", identity(1), EMPLOYER, "202207", None),
        ("李小红", identity(2), EMPLOYER, "202207", "202206"),
    ]
    sheet = desk.stored(desk.xlsx(Page("S", rows), name="社保缴费.xlsx"))
    assert (list(sheet.accepted_rows), refused(sheet)) == ([3], {4: "period_invalid"})
    assert desk.snapshot().facts("insurance_spell")["end_month"].to_list() == [None]


def test_a_header_further_down_is_not_the_header(desk: Desk) -> None:
    header = (*IDENTITY, "补贴期间", "补贴金额")
    other = ("姓名", "身份证号", "技能等级", "补贴期间", "补贴金额", "证书编号")
    rows = [["青年人才"], header, youth("2024.7", 1000), ["技能人才补贴"], other,
            ["李小红", identity(2), "高级工", "2024.7", 500, "S1"]]  # fmt: skip
    sheet = desk.sheet(desk.xlsx(Page("S", rows), name="汇总.xlsx"))
    assert (sheet.ledger, list(sheet.accepted_rows)) == ("youth", [3])
    assert refused(sheet)[6] == "unknown_code"


def test_what_a_row_begins_with_does_not_make_it_a_signature(desk: Desk) -> None:
    number = identity(1)
    spaced = f"{number[:6]} {number[6:14]} {number[14:]}"
    rows = [
        ("专业", *IDENTITY, "补贴期间", "补贴金额", "工作单位", "备注"),
        ("会计", "王小明", spaced, "本科", "2024.7", 1000, EMPLOYER, None),
        ("会计", None, None, "本科", "2024.7", 1000, EMPLOYER, None),
        ("会计", "李小红", "370283********1234", "本科", "2024.7", 1000, EMPLOYER, None),
        ("会计", None, "出纳", None, None, None, None, None),
        ("制表人：", "张三", "审核人：", "李四", "2024.7", None, "日期：", None),
        ("※以上人员均已公示", None, None, None, None, None, None, None),
    ]
    sheet = desk.sheet(desk.xlsx(Page("S", rows), name="青年人才.xlsx"))
    assert list(sheet.accepted_rows) == [2]
    assert refused(sheet) == {3: "missing_required", 4: "id_masked"}


@pytest.mark.parametrize(
    ("lines", "wrong"),
    [
        (['王小明,{0},本科,2024.7,"1000', "王小明,{1},本科,2024.7,1000"], {2: "amount_invalid"}),
        (['"王小明,{0},本科,2024.7,1000', '王小明,{1},本科,2024.7,"1,000"', "王小明,{2},本科,2024.7,1000"], {}),
        (['王小明,="{0}",本科,202407.0,1000.0', '"王小明","{1}","本科","2024.7","1,000"'], {}),
    ],
)
def test_quotes_in_a_text_table_lose_no_line(desk: Desk, lines: list[str], wrong: dict[int, str]) -> None:
    path = desk.folder / "青年人才.csv"
    numbers = [identity(n) for n in range(3)]
    path.write_text("\n".join([",".join((*IDENTITY, "补贴期间", "补贴金额")), *lines]).format(*numbers), "utf-8")
    sheet = desk.sheet(path)
    assert sheet.rows_data == len(lines)
    assert refused(sheet) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "2024年7月份-9月份", "自2024年7月至2024年9月", "从2024.7到2024.9", "2024年7月1日起至2024年9月30日止",
        "2024.7-2024.9（3个月）", "2024年7-9月,共3个月", "2024年度第三季度", "2024.7、2024.8、2024.9",
        "202407,202408,202409", "2024年7月、8月和9月",
    ],
)  # fmt: skip
def test_further_spellings_of_a_quarter(text: str) -> None:
    assert read_stretch(text) == QUARTER


@pytest.mark.parametrize("text", ["2024.7、2024.9", "2024年7月和9月", "3个月", "2024.9、2024.8", "2024年7月起"])
def test_months_that_do_not_follow_each_other_are_no_stretch(text: str) -> None:
    assert read_stretch(text) is None


@pytest.mark.parametrize("text", ["2024年5月18日14:30", "20240518.0", "2024年5月18日 9:00:00"])
def test_further_spellings_of_a_day(text: str) -> None:
    stated = read_day(text)
    assert stated
    assert stated.first == date(2024, 5, 18)


@pytest.mark.parametrize(
    ("codes", "word", "code"),
    [
        ("degree", "全日制大专", "junior_college"),
        ("degree", "统招大学本科毕业", "bachelor"),
        ("degree", "本科在读", None),
        ("degree", "非本科", None),
        ("degree", "全日制", None),
        ("skill_grade", "高级工职业资格证书", "senior_worker"),
        ("skill_grade", "见习技师", None),
        ("title", "高级职称", None),
        ("talent_class", "高层次人才A类", "A"),
        ("platform_kind", "省级重点实验室", "key_laboratory"),
        ("platform_kind", "技术创新中心（省级）", "technology_innovation_center"),
        ("platform_kind", "其他平台", None),
        ("platform_kind", "市级", None),
    ],
)
def test_qualifiers_grown_onto_a_word_say_nothing(policy: Policy, codes: str, word: str, code: str | None) -> None:
    assert policy.codes[codes].match(word) == code


@pytest.mark.parametrize("ledger", LEDGERS)
def test_the_words_of_this_test_are_of_known_ledgers(layouts: dict[str, Layout], ledger: str) -> None:
    assert ledger in layouts

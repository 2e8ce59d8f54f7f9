"""What people put between and below the rows of data, kind by kind."""

from collections.abc import Sequence

import pytest

from analytics.intake.recognise import Recogniser
from analytics.intake.rows import DATA, kinds
from tests.intake.asking import tidied
from tests.intake.desk import identity
from tests.intake.test_recognise import sheet_of

NUMBERED = ["序号", "姓名", "身份证号", "学历", "补贴期间", "补贴金额", "备注"]
PLAIN = NUMBERED[1:]
GOOD = ["赵一", identity(1), "本科", "2024Q3", "3000"]


def kind_of(recogniser: Recogniser, header: Sequence[str], row: Sequence[str | None]) -> str:
    sheet = sheet_of(["平度市青年人才生活补贴花名册"], header, row)
    match = recogniser.find(sheet, "a.xlsx").match
    assert match
    return str(kinds(sheet, match, tidied(sheet.cells.slice(match.bottom + 1)))[0])


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (["1", *GOOD], DATA),
        (["1", "合肥", *GOOD[1:]], DATA),
        (["1", None, *GOOD[1:]], DATA),
        (["1", "赵一"], DATA),
        ([None, *GOOD], DATA),
        ([], "blank"),
        (["　", "\u200b", " "], "blank"),
        (["1"], "sequence"),
        (["1", None, None, None, None, "0", "-"], "sequence"),
        (["1", None, None, None, None, "¥0.00"], "sequence"),
        (["合计", None, None, None, None, "3000"], "total"),
        (["合　 计：", "12人", None, None, None, "3000"], "total"),
        ([None, "小计", None, None, None, "3000"], "total"),
        (["东阁街道小计", None, None, None, None, "3000"], "total"),
        (["总计（大写）", "叁仟元整"], "total"),
        (["累计", None, None, None, None, "3000"], "total"),
        (["单位负责人：　　审核人：　　经办人：　　联系电话："], "signature"),
        (["制表人", "李四", None, "审核人", "王五"], "signature"),
        (["填表人：李四", None, None, None, "2024年10月12日"], "signature"),
        ([None, None, None, "（盖章）"], "signature"),
        (["备注：本表一式三份"], "note"),
        (["注1：金额单位为元"], "note"),
        (["说明"], "note"),
        (["其中：博士2人", None, None, None, None, "3000"], "note"),
        (NUMBERED, "header"),
        (["序 号", "姓　名", "身份证号码", "学 历", "补贴期间", "金额", "备注"], "header"),
        (["补贴金额", "申请人", "证件号码", "最高学历"], "header"),
        (["平度市青年人才生活补贴花名册"], "header"),
        (["例", "张三", "370283199001011235", "本科", "2024Q3", "3000"], "note"),
        ([None, None, None, None, None, None, "以下空白"], "note"),
    ],
)
def test_a_row_of_a_numbered_list(recogniser: Recogniser, row: list[str | None], kind: str) -> None:
    assert kind_of(recogniser, NUMBERED, row) == kind


@pytest.mark.parametrize(
    ("row", "kind"),
    [
        (GOOD, DATA),
        (["赵一"], DATA),
        (["买买提·吐尔逊"], DATA),
        (["一、新增人员"], "section"),
        (["（二）续发"], "section"),
        (["2.身份证号须为文本"], "note"),
        (["第 2 页 共 3 页"], "note"),
        (["平度市技能人才补贴汇总表（续）"], "note"),
        (["以上数据真实有效，特此证明"], "note"),
        (["2024年10月12日"], "note"),
        (["年　月　日"], "note"),
        (["合计", None, None, None, "3000"], "total"),
    ],
)
def test_a_row_of_a_list_that_begins_with_names(recogniser: Recogniser, row: list[str | None], kind: str) -> None:
    assert kind_of(recogniser, PLAIN, row) == kind


def test_a_row_with_an_id_number_is_always_data(recogniser: Recogniser) -> None:
    for first in ("合计", "审核人：", "备注：", "小计"):
        assert kind_of(recogniser, NUMBERED, [first, *GOOD]) == DATA


def test_an_event_that_is_only_named_is_data(recogniser: Recogniser) -> None:
    sheet = sheet_of(["活动名称", "类别", "时间", "地点"], ["赴哈尔滨工程大学开展人才政策宣讲", None, None, None])
    match = recogniser.find(sheet, "人才活动.xlsx").match
    assert match
    assert kinds(sheet, match, tidied(sheet.cells.slice(1))).to_list() == [DATA]

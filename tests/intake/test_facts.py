"""From accepted rows to facts: constants, parts of ranges, codes, conditions, title lines."""

from pathlib import Path

import pytest

from analytics.intake import LayoutError, load_layouts
from tests.intake.desk import Desk, Page, identity

LAYOUT = """
id = "lessons"
title = { zh = "听课登记", en = "Lessons" }
unit = "commerce"
frequency = "event"
key = ["person", "class_no"]
marks = ["听课登记"]
[[column]]
id = "name"
header = { zh = "姓名", en = "Name" }
type = "name"
[[column]]
id = "person"
header = { zh = "身份证号", en = "ID" }
type = "id_number"
required = true
[[column]]
id = "kind"
header = { zh = "类别", en = "Kind" }
type = "code"
code_list = "programme"
[[column]]
id = "stay"
header = { zh = "起止时间", en = "Stay" }
type = "date_range"
required = true
[[column]]
id = "good"
header = { zh = "是否优秀", en = "Good" }
type = "yes_no"
[[preamble]]
id = "class_no"
labels = ["班号"]
type = "integer"
[[preamble]]
id = "opened"
labels = ["开班"]
type = "date"
[party]
person = "person"
name = "name"
[[fact]]
table = "training_attendance"
[fact.columns]
person_key = "@person"
programme = { of = "kind", codes = { ecommerce = "ecommerce" }, other = "farmer_skill" }
course = "title_text"
event_date = ["stay.from", "opened"]
hours = 8
is_completed = true
[[fact]]
table = "training_attendance"
when = { good = [true] }
[fact.columns]
person_key = "@person"
programme = "=rural_transfer"
event_date = "opened"
end_date = "stay.to"
hours = "class_no"
"""
ROWS = [
    ["2024年听课登记"],
    ["班号：3  开班：2024年9月1日"],
    ["姓名", "身份证号", "类别", "起止时间", "是否优秀"],
    ["赵一", identity(1), "电商培训", "2024.9.2-9.3", "是"],
    ["钱二", identity(2), None, "2024.9.2-9.3", "否"],
    ["赵一", identity(1), "电商培训", "2024.9.4-9.5", None],
]


def layouts_in(folder: Path, content: str = LAYOUT) -> Path:
    folder.mkdir()
    (folder / "lessons.toml").write_text(content, encoding="utf-8")
    return folder


def test_every_kind_of_source_fills_its_column(desk: Desk) -> None:
    own = Desk(desk.folder, desk.policy, load_layouts(layouts_in(desk.folder / "ledgers")))
    sheet = own.stored(own.xlsx(Page("1班", ROWS)))
    assert list(sheet.accepted_rows) == [4, 5]
    assert [row.rule for row in sheet.quarantined_rows] == ["duplicate_row"]
    facts = own.snapshot().facts("training_attendance").sort("record_id")
    assert facts["programme"].to_list() == ["ecommerce", "farmer_skill", "rural_transfer"]
    assert facts["course"].to_list() == ["2024年听课登记", "2024年听课登记", None]
    assert [str(day) for day in facts["event_date"]] == ["2024-09-02", "2024-09-02", "2024-09-01"]
    assert [str(day) for day in facts["end_date"]] == ["None", "None", "2024-09-03"]
    assert facts["hours"].to_list() == [8.0, 8.0, 3.0]
    assert facts["is_completed"].to_list() == [True, True, None]
    assert facts["row_key"].n_unique() == 3


def test_a_fact_column_that_does_not_exist_is_the_layouts_fault(desk: Desk) -> None:
    folder = layouts_in(desk.folder / "ledgers", LAYOUT.replace("is_completed = true", "colour = true"))
    own = Desk(desk.folder, desk.policy, load_layouts(folder))
    with pytest.raises(LayoutError, match=r"lessons\.toml: fact training_attendance: colour is no column"):
        own.one(own.xlsx(Page("1班", ROWS)))

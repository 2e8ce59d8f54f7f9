"""What an import would change, row by row, before anything is written."""

from analytics.intake import FilePreview, preview
from analytics.records import Store
from tests.intake.desk import Desk, Page
from tests.intake.test_variants import YOUTH, youth


def look(desk: Desk, *rows: list[object], name: str = "更正.xlsx") -> FilePreview:
    path = desk.xlsx(Page("青年人才", [YOUTH, *rows]), name=name)
    [found] = preview(desk.home, None, desk.policy, desk.layouts, [path])
    return found


def test_in_an_empty_house_every_accepted_row_is_new(desk: Desk) -> None:
    found = look(desk, youth(1), youth(2, name=""))
    assert found.counts() == {"new": 1, "refused": 1}
    assert not desk.home.exists()


def test_rows_are_new_changed_same_or_refused(desk: Desk) -> None:
    desk.one(desk.xlsx(Page("青年人才", [YOUTH, youth(1), youth(2)])))
    version = Store(desk.home).version
    found = look(desk, youth(1), youth(2, 补贴金额=2000), youth(3), youth(4, 学历="？"))
    assert found.rows["state"].to_list() == ["same", "changed", "new", "refused"]
    assert found.rows["changed"].to_list() == [[], ["amount_fen"], [], None]
    assert found.rows["row"].to_list() == [2, 3, 4, 5]
    assert found.rows.row(3, named=True)["rule"] == "unknown_code"
    assert Store(desk.home).version == version


def test_a_blank_is_not_a_change(desk: Desk) -> None:
    desk.one(desk.xlsx(Page("青年人才", [YOUTH, youth(1)])))
    found = look(desk, youth(1, 工作单位=None))
    assert found.rows["state"].to_list() == ["same"]


def test_people_are_shown_masked(desk: Desk) -> None:
    found = look(desk, youth(1, name="欧阳小明"), youth(2, 身份证="370283********1234"))
    assert found.rows["subject"].to_list() == ["欧**明", "王*明"]
    assert found.rows["value"].to_list() == [None, "370283********1234"]


def test_a_file_that_would_not_come_in_has_no_rows(desk: Desk) -> None:
    path = desk.xlsx(Page("青年人才", [YOUTH, youth(1)]))
    desk.one(path)
    known, missing = preview(desk.home, None, desk.policy, desk.layouts, [path, desk.folder / "missing.xlsx"])
    assert (known.outcome.status, known.rows.height) == ("duplicate", 0)
    assert (missing.outcome.status, missing.rows.height) == ("refused", 0)

"""A header that a person explains is understood from then on, for that bureau alone, and the memory is dated data."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from analytics.intake import FilePreview, Told, everything_told, forget, preview, remember
from analytics.intake.asked import targets
from analytics.records import Store
from tests.intake.desk import RECORDED, Desk, Page, warned
from tests.intake.test_variants import YOUTH, youth

DAY = RECORDED.date()
#: What a bureau calls the degree and a column of its own.
STRANGE, PRIVATE = "文凭", "卷宗柜"


def strange(header: str = STRANGE) -> list[str]:
    return [header if word == "学历" else word for word in YOUTH]


def told(header: str, target: str | None, unit: str = "human_resources", since: date = DAY) -> Told:
    return Told(unit=unit, ledger="youth", header=header, target=target, since=since, told_by="王科长")


def look(desk: Desk, path: Path, bureau: str | None = None) -> FilePreview:
    return preview(desk.home, None, desk.policy, desk.layouts, [path], bureau=bureau)[0]


@pytest.fixture
def book(desk: Desk) -> Path:
    Store.create(desk.home)
    return desk.xlsx(Page("青年人才", [[*strange(), PRIVATE], [*youth(1), "三"], [*youth(2), "四"]]))


def test_a_file_with_a_strange_header_says_what_is_sought_and_what_nobody_knew(desk: Desk, book: Path) -> None:
    found = look(desk, book)
    assert found.outcome.status == "refused"
    assert {item.header for item in found.asked} == {STRANGE, PRIVATE}
    assert all(item.missing == ("degree",) and "degree" in item.choices for item in found.asked)
    assert all("person" not in item.choices for item in found.asked)


def test_once_told_the_file_comes_in_and_no_question_is_left(desk: Desk, book: Path) -> None:
    remember(desk.home, [told(STRANGE, "degree"), told(PRIVATE, None)])
    assert look(desk, book).asked == ()
    sheet = desk.stored(book)
    assert (sheet.accepted_rows, warned(sheet)) == ((2, 3), {})
    assert desk.snapshot().facts("payment")["level"].is_not_null().all()


def test_a_header_the_layout_guesses_is_read_as_told(desk: Desk) -> None:
    Store.create(desk.home)
    page = Page("青年人才", [[*YOUTH, "历次累计发放金额"], [*youth(1), 9999]])
    path = desk.xlsx(page)
    remember(desk.home, [told("历次累计发放金额", None)])
    sheet = desk.sheet(path)
    assert "header_unknown" not in warned(sheet)
    assert "header_guessed" not in warned(sheet)


@pytest.mark.parametrize(
    ("entry", "on"),
    [
        (told(STRANGE, "degree", unit="organisation"), DAY),
        (told(STRANGE, "degree", since=DAY + timedelta(1)), DAY),
        (told(STRANGE, "degree").model_copy(update={"ledger": "skill"}), DAY),
    ],
    ids=["another bureau", "told later", "another ledger"],
)
def test_a_memory_holds_for_its_bureau_ledger_and_time_alone(desk: Desk, book: Path, entry: Told, on: date) -> None:
    remember(desk.home, [entry])
    assert desk.one(book, recorded_at=RECORDED.replace(year=on.year)).status == "refused"


def test_the_bureau_that_files_is_the_one_that_is_understood(desk: Desk, book: Path) -> None:
    remember(desk.home, [told(STRANGE, "degree", unit="organisation")])
    assert look(desk, book).outcome.status == "refused"
    assert look(desk, book, bureau="organisation").outcome.status == "imported"


def test_what_is_told_anew_ends_what_was_told_and_everything_stays_in_the_file(desk: Desk, book: Path) -> None:
    first, second = told(STRANGE, None), told(f" {STRANGE} ", "degree", since=DAY + timedelta(2))
    remember(desk.home, [first])
    remember(desk.home, [second])
    known = everything_told(desk.home)
    assert [(entry.target, entry.until) for entry in known] == [(None, second.since), ("degree", None)]
    assert [entry.holds(DAY) for entry in known] == [True, False]
    forget(desk.home, known[1], second.since + timedelta(1))
    assert everything_told(desk.home)[1].until == second.since + timedelta(1)
    assert len(json.loads((desk.home / "headers.json").read_text(encoding="utf-8"))) == 2
    assert desk.one(book, recorded_at=RECORDED.replace(year=2026)).status == "refused"


def test_half_a_range_can_be_told(desk: Desk) -> None:
    assert {"months_paid", "months_paid.from", "months_paid.to"} <= set(targets(desk.layouts["youth"]))

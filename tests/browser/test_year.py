"""A year walked through the pages: from the quota to the score, to what follows from it, and to what became of it.

The clock of the server is told, so every step happens on its own day.
"""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from analytics.pipeline import House
from analytics.report.voice import Voice
from tests.browser import clocked, walking
from tests.browser.conftest import PATIENCE, settle
from tests.browser.serving import served
from tests.browser.walking import END, ITEM, MODEL, TARGET, UNIT, WORDS, YEAR, Walk, workbook
from tests.pages import furnished

#: Points of the item when all of its quota is there, and of the innovation class.
QUOTA, FULL, INNOVATION = 20, 25.0, 20.0
OFFICE = "领导小组办公室"


@pytest.fixture
def walk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Walk]:
    """Serve a home of its own that ends with the third quarter, and goes on as it is walked."""
    folder = tmp_path_factory.mktemp("year")
    home, told = folder / "home", folder / "now"
    told.write_text(f"{YEAR}-01-01T10:00:00", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        patch.setattr(furnished, "AS_OF", date(YEAR, 9, 30))
        walking.Unfinished(home).furnish()
        opened = House(home).open()
        with served(home, lambda port: clocked.command(told, port)) as address:
            page = browser.new_page(base_url=address, viewport={"width": 1366, "height": 768})
            page.set_default_timeout(PATIENCE)
            yield Walk(page, home, told, Voice(opened.policy, WORDS, opened.ledgers))
            page.close()


def test_a_year_from_the_quota_to_what_became_of_the_decision(walk: Walk, tmp_path: Path) -> None:
    walk.on("2025-02-10")
    set_the_quota(walk)
    walk.on("2025-10-20")
    number = decide(walk)
    walk.on("2026-01-05")
    file_and_check(walk, tmp_path)
    walk.on("2026-01-06")
    hand_in_and_review(walk, tmp_path)
    walk.on("2026-01-12")
    cut_off(walk)
    walk.on("2026-01-14")
    change_nothing_by_filing_late(walk, tmp_path)
    walk.on("2026-01-16")
    appeal(walk, tmp_path)
    walk.on("2026-01-20")
    confirm_and_read_the_bands(walk)
    read_what_follows(walk)
    walk.on("2026-01-22")
    follow_up(walk, number)


def set_the_quota(walk: Walk) -> None:
    """The quota of the year is set in its first weeks, by a person and with a source."""
    walk.open("assessment", view="reviews", b=UNIT, y=YEAR, q=1)
    form = walk.form("assessment.send.quota")
    walk.choose(form, "quota_item", walk.item(ITEM))
    walk.fill(form, quota_value=str(QUOTA), quota_source="年度任务书", quota_by=OFFICE)
    form.get_by_test_id("stCheckbox").locator("label").click()
    walk.send(form, "quota")
    assert walk.page.locator("tr", has_text="年度任务书").filter(has_text=OFFICE).count() == 1
    assert walk.scored().item["quota"] == QUOTA


def decide(walk: Walk) -> int:
    """The meeting on the third quarter says who brings the target home until when, and how much is promised."""
    walk.open("decisions", item=f"target:{TARGET}")
    form = walk.form("decisions.decide.submit")
    form.get_by_label(WORDS.t("decisions.decide.due"), exact=True).fill(END.isoformat())
    form.get_by_label(re.compile(r"^到期应达到")).fill("15")
    form.get_by_label(WORDS.t("decisions.decide.by"), exact=True).fill("会务")
    walk.follow(form.get_by_role("button", name=WORDS.t("decisions.decide.submit")), "decision=")
    return int(re.findall(r"decision=(\d+)", walk.page.url)[0])


def file_and_check(walk: Walk, folder: Path) -> None:
    """Before the cut-off the bureau sees what a record would add, files some, and has gained just that."""
    walk.take_in(workbook(folder, "第四季度", 1))
    before, each = walk.own_points(), walk.gain_of_one()
    assert before == walk.scored().told
    assert each == pytest.approx(FULL / QUOTA)
    walk.take_in(workbook(folder, "补报", 4, first=1))
    after, scored = walk.own_points(), walk.scored()
    assert after == scored.told
    assert [new - old for new, old in zip(after, before, strict=True)] == pytest.approx([4 * each] * 2, abs=0.1)
    assert (scored.item["actual"], scored.item["points"]) == pytest.approx((15, FULL * 15 / QUOTA))


def hand_in_and_review(walk: Walk, folder: Path) -> None:
    """What is still to be handed in leads to its form; two people of other units score it, and the median counts."""
    walking.do_all_that_is_asked(walk.home)
    walk.open("bureau", b=UNIT)
    walk.follow(walk.page.locator(".todo a", has_text=walk.item("innovation")), "view=reviews")
    form = walk.form("assessment.send.hand_in")
    kind = WORDS.t("assessment.kind.innovation")
    walk.choose(form, "what", WORDS.t("assessment.form.kind", kind=kind, item=walk.item("innovation")))
    walk.fill(form, title="共享直播间", note="十二个镇街共用", by="商务局办公室")
    walk.attach(form, folder / "做法.txt", "共享直播间")
    walk.send(form, "hand_in")
    before = walk.scored().total
    walk.follow(walk.page.get_by_role("link", name="共享直播间").first, "entry=")
    for reviewer, unit, score in (("甲评审", "organisation", "5"), ("乙评审", "finance", "4")):
        assert walk.scored().total == before
        form = walk.form("assessment.send.review")
        walk.choose(form, "reviewer_unit", walk.voice.unit(unit))
        walk.fill(form, score=score, review_note="有成效", reviewer=reviewer)
        walk.send(form, "review")
    assert walk.scored().total - before == pytest.approx(INNOVATION * 4.5 / 10)


def cut_off(walk: Walk) -> None:
    walk.open("assessment", view="reviews", b=UNIT)
    form = walk.form("assessment.send.cut_off")
    walk.fill(form, as_of=END.isoformat(), cut_by=OFFICE)
    form.get_by_test_id("stCheckbox").locator("label").click()
    walk.send(form, "cut_off")
    assert walk.scored().found.stage == "cut_off"
    ways = walk.page.get_by_test_id("stFormSubmitButton").all_text_contents()
    assert ways == [WORDS.t(f"assessment.send.{name}") for name in ("confirm", "reopen")]


def change_nothing_by_filing_late(walk: Walk, folder: Path) -> None:
    """What is filed after the cut-off counts for the target and not for the score."""
    before, shown = walk.scored().found, walk.overview()
    walk.take_in(workbook(folder, "迟到", 2, first=5))
    after = walk.scored().found
    assert after.points.equals(before.points)
    assert after.totals.equals(before.totals)
    assert walk.overview() == shown
    walk.open("indicator", ind=TARGET)
    assert "17" in walk.page.locator("h1").inner_text()


def appeal(walk: Walk, folder: Path) -> None:
    """Why points were lost is one click from an appeal; what it grants is added to the frozen score."""
    before = walk.scored()
    walk.open("bureau", b=UNIT)
    unseen = walk.page.locator("tr", has_text=walk.item("team_list"))
    assert WORDS.t("bureau.why.not_reviewed") in unseen.inner_text()
    walk.follow(walk.page.locator(f"a[href*='appeals'][href*='{ITEM}']"), "appeals")
    form = walk.form("assessment.send.appeal")
    walk.fill(form, asked="3", reason="三人结业名单漏报", appeal_by="商务局办公室")
    walk.attach(form, folder / "结业名单.txt", "三人")
    walk.send(form, "appeal")
    walk.follow(walk.page.locator("a[href*='appeal=1']").first, "appeal=1")
    form = walk.form("assessment.send.rule")
    walk.choose(form, "ruling", WORDS.t("assessment.appeal.upheld"))
    walk.fill(form, answer="名单属实", rule_by=OFFICE)
    walk.send(form, "rule")
    after, granted = walk.scored(), FULL * 3 / QUOTA
    assert after.item["points"] == pytest.approx(before.item["points"] + granted)
    assert after.total == pytest.approx(before.total + granted)
    said = walk.page.locator(".panel").first.inner_text()
    assert all(WORDS.number(points, 2) in said for points in (before.item["points"], after.item["points"]))


def confirm_and_read_the_bands(walk: Walk) -> None:
    """The result is made final; the bands and totals of the page are those of the command."""
    walk.open("assessment", view="reviews", year=YEAR)
    form = walk.form("assessment.send.confirm")
    walk.fill(form, confirm_by=OFFICE)
    walk.send(form, "confirm")
    told, found = walk.command("assess", "--year", str(YEAR), "--json"), walk.scored()
    assert told["stage"] == found.found.stage == "final"
    bands = {band.id: WORDS.pick(band.title) for band in found.found.scheme.bands}
    units = {unit["unit_id"]: unit for unit in told["units"] if unit["group"] == "bureaus"}
    assert units[UNIT]["total"] == pytest.approx(found.total)
    shown = walk.overview()
    assert shown.keys() == units.keys()
    for unit, cells in shown.items():
        assert bands[units[unit]["band"]] in cells[0]
        assert cells[-1] == WORDS.number(units[unit]["total"], 1)


def read_what_follows(walk: Walk) -> None:
    """Who may be honoured and who has to correct what by when, each with what gave it."""
    walk.open("assessment", view="outcomes", year=YEAR)
    honoured, persons, called = (table.inner_text() for table in walk.page.locator("table.t").all())
    assert walk.voice.unit(MODEL) in honoured
    assert walk.voice.unit(UNIT) not in honoured
    assert "王*进" in persons
    mine = [line for line in called.splitlines() if line.startswith(walk.voice.unit(UNIT))]
    assert WORDS.date(date(2026, 3, 13)) in mine[0]
    assert any(walk.item("innovation") in line for line in mine)
    assert not any(walk.item(ITEM) in line for line in mine)


def follow_up(walk: Walk, number: int) -> None:
    """The next meeting sees the decision: the promise was kept, the number moved; then it is said to be done."""
    walk.open("decisions")
    row = walk.page.locator(f"tr[data-decision='{number}']")
    told = row.inner_text()
    assert "17 / 15" in told
    assert WORDS.t("decisions.late.reached") in told
    assert WORDS.t("decisions.moved.better") in told
    walk.follow(row.get_by_role("link").first, "decision=")
    form = walk.form("decisions.close.submit")
    form.get_by_label(WORDS.t("decisions.close.note"), exact=True).fill("十七人结业")
    form.get_by_label(WORDS.t("decisions.decide.by"), exact=True).fill("会务")
    form.get_by_role("button", name=WORDS.t("decisions.close.submit")).click()
    walk.page.get_by_text("十七人结业").first.wait_for()
    settle(walk.page)
    walk.open("decisions")
    assert WORDS.t("decisions.event.done") in row.inner_text()

"""A year walked through the pages: from the quota to the score, to what follows from it, and to what became of it."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from playwright.sync_api import Browser, Locator, Page

from analytics import house
from analytics.pipeline import Assessment, House, assessing
from analytics.pipeline.assessing import Entry, Review
from analytics.records import Store
from analytics.report.voice import Voice
from analytics.texts import catalogue
from tests.browser import clocked
from tests.browser.conftest import PATIENCE, settle
from tests.browser.serving import served
from tests.intake.desk import identity
from tests.pages import furnished
from tests.pages.furnished import Furnisher

WORDS = catalogue("zh")
YEAR, END = 2025, date(2025, 12, 31)
UNIT, ITEM, TARGET, QUOTA = "commerce", "key.ecommerce", "quota.ecommerce", 20
#: A unit that does all that is asked of it, so that somebody can be honoured.
MODEL = "development_reform"
HEADER = ("姓名", "身份证号码", "培训班次", "培训时间", "是否结业", "所在镇街")
TOTALS = re.compile(r"现在 ([\d.]+) 分，年底预计 ([\d.]+) 分")


def test_a_year_from_the_quota_to_what_became_of_the_decision(walk: "Walk", tmp_path: Path) -> None:
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


def set_the_quota(walk: "Walk") -> None:
    """The quota of the year is set in its first weeks, by a person and with a source."""
    walk.open("assessment", view="reviews", b=UNIT, y=YEAR, q=1)
    form = walk.form("quota")
    walk.choose(form, "quota_item", walk.item(ITEM))
    walk.fill(form, quota_value=str(QUOTA), quota_source="年度任务书", quota_by="领导小组办公室")
    walk.send(form, "quota")
    assert walk.page.get_by_text("年度任务书").count() == 1
    assert walk.scored(date(YEAR, 3, 31)).quota == pytest.approx(QUOTA * 3 / 12, rel=0.5)


def decide(walk: "Walk") -> int:
    """The meeting on the third quarter decides who brings the target home until when."""
    walk.open("decisions", item=f"target:{TARGET}")
    form = walk.form_of("decisions.decide.submit")
    form.get_by_label(WORDS.t("decisions.decide.due")).fill(END.isoformat())
    form.get_by_label(re.compile(r"^到期应达到")).fill("15")
    form.get_by_label(WORDS.t("decisions.decide.by"), exact=True).fill("会务")
    form.get_by_role("button", name=WORDS.t("decisions.decide.submit")).click()
    walk.page.wait_for_url(re.compile("decision="))
    settle(walk.page)
    return int(re.findall(r"decision=(\d+)", walk.page.url)[0])


def file_and_check(walk: "Walk", folder: Path) -> None:
    """Before the cut-off the bureau sees what a record would add, files some, and has gained just that."""
    walk.take_in(workbook(folder, "第四季度", 1))
    before, [each] = walk.own_points(), walk.regain()
    assert before == walk.scored().told
    walk.take_in(workbook(folder, "第四季度补报", 4, first=2))
    after = walk.own_points()
    assert after == walk.scored().told
    assert after[1] - before[1] == pytest.approx(4 * each, abs=0.1)
    assert walk.scored().actual == 15
    assert walk.scored().points == pytest.approx(25 * 15 / QUOTA)


def hand_in_and_review(walk: "Walk", folder: Path) -> None:
    """An entry comes with a file; two people of other units score it, and the median counts."""
    (folder / "做法.txt").write_text("共享直播间", encoding="utf-8")
    walk.open("assessment", view="reviews", b=UNIT)
    form = walk.form("hand_in")
    walk.choose(form, "what", WORDS.t("assessment.form.kind", kind="创新", item=walk.item("innovation")))
    walk.fill(form, title="共享直播间", note="十二个镇街共用", by="商务局办公室")
    form.locator("input[type=file]").set_input_files(folder / "做法.txt")
    form.get_by_text("做法.txt").wait_for()
    walk.send(form, "hand_in")
    before = walk.scored()
    walk.page.get_by_role("link", name="共享直播间").first.click()
    walk.page.wait_for_url(re.compile("entry="))
    settle(walk.page)
    for reviewer, unit, score in (("甲评审", "organisation", "5"), ("乙评审", "finance", "4")):
        form = walk.form("review")
        walk.choose(form, "reviewer_unit", walk.voice.unit(unit))
        walk.fill(form, score=score, review_note="有成效", reviewer=reviewer)
        walk.send(form, "review")
    assert walk.scored().total - before.total == pytest.approx(20 * 4.5 / 10)


def cut_off(walk: "Walk") -> None:
    walk.open("assessment", view="reviews", b=UNIT)
    form = walk.form("cut_off")
    walk.fill(form, as_of=END.isoformat(), cut_by="领导小组办公室")
    walk.send(form, "cut_off")
    assert walk.scored().found.stage == "cut_off"
    for name in ("hand_in", "quota"):
        assert walk.page.get_by_role("button", name=WORDS.t(f"assessment.send.{name}"), exact=True).count() == 0


def change_nothing_by_filing_late(walk: "Walk", folder: Path) -> None:
    """What is filed after the cut-off counts for the target and not for the score."""
    before, row = walk.scored(), walk.row()
    walk.take_in(workbook(folder, "迟到", 2, first=6))
    assert walk.scored().found.totals.equals(before.found.totals)
    assert walk.scored().found.points.equals(before.found.points)
    assert walk.row() == row
    walk.open("indicator", ind=TARGET)
    assert "17" in walk.page.locator("h1").inner_text()


def appeal(walk: "Walk", folder: Path) -> None:
    """Why points were lost is one click from an appeal; what it grants is added to the frozen score."""
    before = walk.scored()
    walk.open("bureau", b=UNIT)
    walk.page.locator("a[href*='appeals'][href*='key.ecommerce']").click()
    walk.page.wait_for_url(re.compile("appeals"))
    settle(walk.page)
    (folder / "结业名单.txt").write_text("三人", encoding="utf-8")
    form = walk.form("appeal")
    walk.fill(form, asked="3", reason="三人结业名单漏报", appeal_by="商务局办公室")
    form.locator("input[type=file]").set_input_files(folder / "结业名单.txt")
    form.get_by_text("结业名单.txt").wait_for()
    walk.send(form, "appeal")
    walk.open("assessment", view="appeals", year=YEAR, appeal=1)
    form = walk.form("rule")
    walk.choose(form, "ruling", WORDS.t("assessment.appeal.upheld"))
    walk.fill(form, answer="名单属实", rule_by="领导小组办公室")
    walk.send(form, "rule")
    after = walk.scored()
    assert after.points - before.points == pytest.approx(25 * 3 / QUOTA)
    assert after.total - before.total == pytest.approx(25 * 3 / QUOTA)
    said = walk.page.locator(".panel").first.inner_text()
    assert f"{before.points:.2f}" in said
    assert f"{after.points:.2f}" in said


def confirm_and_read_the_bands(walk: "Walk") -> None:
    """The result is made final; the bands of the page are those of the command."""
    walk.open("assessment", view="reviews", year=YEAR)
    form = walk.form("confirm")
    walk.fill(form, confirm_by="领导小组办公室")
    walk.send(form, "confirm")
    told = walk.command("assess", "--year", str(YEAR), "--json")
    assert told["stage"] == "final"
    bands = {band.id: WORDS.pick(band.title) for band in walk.scored().found.scheme.bands}
    for unit in told["units"]:
        if unit["group"] != "bureaus":
            continue
        cells = walk.row(unit["unit_id"])
        assert bands[unit["band"]] in cells[0]
        assert cells[-1] == WORDS.number(unit["total"], 1)
    [mine] = [unit for unit in told["units"] if unit["unit_id"] == UNIT]
    assert mine["total"] == pytest.approx(walk.scored().total)


def read_what_follows(walk: "Walk") -> None:
    """Who may be honoured and who has to correct what by when stands there with its evidence."""
    walk.open("assessment", view="outcomes", year=YEAR)
    tables = [table.inner_text() for table in walk.page.locator("table.t").all()]
    [honoured] = [text for text in tables if WORDS.t("assessment.standing.candidate") in text]
    assert walk.voice.unit(MODEL) in honoured
    assert walk.voice.unit(UNIT) not in honoured
    called = tables[-1]
    assert WORDS.date(date(2026, 3, 13)) in called
    assert walk.page.get_by_text("王先进").count() == 1


def follow_up(walk: "Walk", number: int) -> None:
    """The next meeting sees the decision: the promise was kept, the number moved, and it can be closed."""
    walk.open("decisions")
    row = walk.page.locator(f"tr[data-decision='{number}']")
    assert WORDS.t("decisions.late.reached") in row.inner_text()
    assert WORDS.t("decisions.moved.better") in row.inner_text()
    row.get_by_role("link").first.click()
    walk.page.wait_for_url(re.compile("decision="))
    settle(walk.page)
    form = walk.form_of("decisions.close.submit")
    form.get_by_label(WORDS.t("decisions.close.note")).fill("十七人结业")
    form.get_by_label(WORDS.t("decisions.decide.by"), exact=True).fill("会务")
    form.get_by_role("button", name=WORDS.t("decisions.close.submit")).click()
    walk.page.get_by_text("十七人结业").first.wait_for()
    walk.open("decisions")
    assert WORDS.t("decisions.event.done") in row.inner_text()


def workbook(folder: Path, name: str, count: int, first: int = 1) -> Path:
    """Write a roster of people who finished a course in the last quarter of the year."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for n in range(first, first + count):
        sheet.append((f"王{'甲乙丙丁戊己庚辛'[n]}", identity(n), "直播电商", "2025-11-20", "是", "店子镇"))
    path = folder / f"电商人才培训{name}.xlsx"
    book.save(path)
    return path


@dataclass(frozen=True)
class Scored:
    """What the pipeline says of the unit and the item that the walk follows."""

    found: Assessment

    @property
    def total(self) -> float:
        return self.found.totals.filter(unit_id=UNIT)["total"][0]

    @property
    def points(self) -> float:
        return self._item("points")

    @property
    def actual(self) -> float:
        return self._item("actual")

    @property
    def quota(self) -> float:
        return self._item("quota")

    @property
    def told(self) -> tuple[float, float]:
        """Return the total and the projection as a page tells them."""
        [(total, projected)] = self.found.totals.filter(unit_id=UNIT).select("total", "projected").rows()
        return float(WORDS.number(total, 1)), float(WORDS.number(projected, 1))

    def _item(self, name: str) -> float:
        return self.found.points.filter(unit_id=UNIT, item_id=ITEM)[name][0]


@dataclass(frozen=True)
class Walk:
    """A browser at a served home whose clock stands where the walk has got to."""

    page: Page
    home: Path
    clock: Path

    @property
    def voice(self) -> Voice:
        opened = House(self.home).open()
        return Voice(opened.policy, WORDS, opened.ledgers)

    def on(self, day: str) -> None:
        self.clock.write_text(f"{day}T10:00:00", encoding="utf-8")

    def open(self, name: str, **codes: Any) -> None:
        self.page.goto(f"/{name}?lang=zh&" + "&".join(f"{code}={value}" for code, value in codes.items()))
        settle(self.page)

    def item(self, item: str) -> str:
        return WORDS.pick(self.voice.policy.scheme(YEAR).item(item).title)

    def form(self, name: str) -> Locator:
        """Return the form that ends in a button, unfolded."""
        return self.form_of(f"assessment.send.{name}")

    def form_of(self, key: str) -> Locator:
        button = self.page.get_by_role("button", name=WORDS.t(key), exact=True, include_hidden=True)
        form = self.page.get_by_test_id("stForm").filter(has=button)
        form.wait_for(state="attached")
        if not form.is_visible():
            self.page.get_by_test_id("stExpander").filter(has=form).locator("summary").click()
        form.wait_for()
        return form

    def choose(self, form: Locator, name: str, option: str) -> None:
        form.get_by_label(WORDS.t(f"assessment.form.{name}")).first.click()
        self.page.get_by_role("option", name=option, exact=True).click()

    def fill(self, form: Locator, **values: str) -> None:
        for name, value in values.items():
            form.get_by_label(WORDS.t(f"assessment.form.{name}"), exact=True).fill(value)

    def send(self, form: Locator, name: str) -> None:
        form.get_by_role("button", name=WORDS.t(f"assessment.send.{name}"), exact=True).click()
        self.page.get_by_text(WORDS.t(f"assessment.done.{name}")).wait_for()
        settle(self.page)

    def take_in(self, file: Path) -> None:
        self.open("intake")
        self.page.set_input_files("input[type=file]", file)
        self.page.get_by_role("button", name=WORDS.t("desk.commit", count=1)).click()
        self.page.get_by_text(WORDS.t("desk.recent")).wait_for()

    def own_points(self) -> tuple[float, float]:
        """Return the total and the projection that the bureau's page tells."""
        self.open("bureau", b=UNIT)
        [(total, projected)] = TOTALS.findall(self.page.locator("h2", has_text=TOTALS).inner_text())
        return float(total), float(projected)

    def regain(self) -> list[float]:
        """Return what one more record adds, as the open page of the bureau tells it."""
        return [float(points) for points in re.findall(r"每补一个加 ([\d.]+)", self.page.locator("body").inner_text())]

    def row(self, unit: str = UNIT) -> list[str]:
        """Return what the overview of the year tells of a unit."""
        codes = (f"year={YEAR}", "view=overview")
        if not all(code in self.page.url for code in codes):
            self.open("assessment", year=YEAR, view="overview")
        return self.page.locator(f"tr[data-unit='{unit}'] td").all_inner_texts()

    def scored(self, as_of: date = END) -> Scored:
        opened = House(self.home).open()
        return Scored(assessing.assess(opened, assessing.evaluated(opened, YEAR, as_of=as_of), YEAR))

    def command(self, *words: str) -> Any:
        environment = os.environ | {house.HOME_VARIABLE: str(self.home)}
        ran = [sys.executable, "-m", "analytics.cli", *words]
        return json.loads(subprocess.run(ran, env=environment, cwd=house.ROOT, capture_output=True, check=True).stdout)


@pytest.fixture
def walk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Walk]:
    """Serve a home of its own that ends with the third quarter, and goes on as it is walked."""
    folder = tmp_path_factory.mktemp("year")
    home, told = folder / "home", folder / "now"
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        patch.setattr(furnished, "AS_OF", date(YEAR, 9, 30))
        Unfinished(home, 0.02).furnish()
        model_unit(House(home))
        told.write_text(f"{YEAR}-01-01T10:00:00", encoding="utf-8")
        with served(home, lambda port: clocked.command(told, port)) as address:
            page = browser.new_page(base_url=address, viewport={"width": 1366, "height": 768})
            page.set_default_timeout(PATIENCE)
            yield Walk(page, home, told)
            page.close()


class Unfinished(Furnisher):
    """Furnishes a home that is no demonstration: its present day is that of the clock."""

    def __init__(self, home: Path, scale: float) -> None:
        super().__init__(home.with_name("demo"), scale)
        self.store = Store.create(home)


def model_unit(kept: House) -> None:
    """Let one unit hand in all that is asked of it, and two people of others give it full marks."""
    opened, at = kept.open(), datetime(YEAR, 12, 20, 9)
    for title in ("一", "二"):
        entry = Entry(YEAR, "innovation", MODEL, "innovation", f"做法{title}")
        assessing.hand_in(opened, entry, [title.encode()], by="发改局", at=at)
    person = Entry(YEAR, "nomination", MODEL, "", "先进个人", person="王先进")
    assessing.hand_in(opened, person, by="发改局", at=at)
    abouts = {"entry:1": 5.0, "entry:2": 5.0, f"item:{MODEL}:team_list": 1.0, f"item:{MODEL}:service": 1.0}
    given = [
        Review(YEAR, about, reviewer, unit, score, "属实")
        for about, score in abouts.items()
        for reviewer, unit in (("甲", "organisation"), ("乙", "finance"))
    ]
    assessing.review(opened, *given, by="领导小组办公室", at=at)

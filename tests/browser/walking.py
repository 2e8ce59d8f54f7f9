"""What walking a year takes: a home that goes on, a clock that is told, forms filled in, and what the pipeline says."""

import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import polars as pl
from openpyxl import Workbook
from playwright.sync_api import Locator, Page

from analytics import house
from analytics.pipeline import Assessment, House, assessing
from analytics.pipeline.assessing import Entry, Review
from analytics.records import Store
from analytics.report.voice import Voice
from analytics.texts import catalogue
from tests.browser.conftest import settle
from tests.intake.desk import identity
from tests.pages.furnished import Furnisher

WORDS = catalogue("zh")
YEAR, END = 2025, date(2025, 12, 31)
#: What the walk follows: a bureau, its key item, and the target behind it.
UNIT, ITEM, TARGET = "commerce", "key.ecommerce", "quota.ecommerce"
#: A unit that does all that is asked of it, so that somebody can be honoured.
MODEL = "development_reform"
HEADER = ("姓名", "身份证号码", "培训班次", "培训时间", "是否结业", "所在镇街")
NAMES = "甲乙丙丁戊己庚辛"
TOTALS = re.compile(r"现在 ([\d.]+) 分，年底预计 ([\d.]+) 分")
GAIN = re.compile(r"每补一个加 ([\d.]+)")


class Unfinished(Furnisher):
    """Furnishes a home that is no demonstration: its present day is that of the clock."""

    def __init__(self, home: Path) -> None:
        super().__init__(home.with_name("demo"), 0.02)
        self.store = Store.create(home)


@dataclass(frozen=True)
class Scored:
    """What the pipeline says of the unit and the item that the walk follows."""

    found: Assessment

    @property
    def item(self) -> dict[str, Any]:
        is_its_own = (pl.col("unit_id") == UNIT) & (pl.col("item_id") == ITEM)
        return self.found.points.row(by_predicate=is_its_own, named=True)

    @property
    def total(self) -> float:
        return self._totals["total"]

    @property
    def told(self) -> tuple[float, float]:
        """Return the total and the projection as a page tells them."""
        return float(WORDS.number(self.total, 1)), float(WORDS.number(self._totals["projected"], 1))

    @property
    def _totals(self) -> dict[str, Any]:
        return self.found.totals.row(by_predicate=pl.col("unit_id") == UNIT, named=True)


@dataclass(frozen=True)
class Walk:
    """A browser at a served home whose clock stands where the walk has got to."""

    page: Page
    home: Path
    clock: Path
    voice: Voice

    def on(self, day: str) -> None:
        self.clock.write_text(f"{day}T10:00:00", encoding="utf-8")

    def open(self, name: str, **codes: Any) -> None:
        self.page.goto(f"/{name}?lang=zh&" + "&".join(f"{code}={value}" for code, value in codes.items()))
        settle(self.page)

    def follow(self, link: Locator, code: str) -> None:
        """Go where a link leads, which is a place with this code."""
        link.click()
        self.page.wait_for_url(re.compile(code))
        settle(self.page)

    def form(self, key: str) -> Locator:
        """Return the form that ends in a button, unfolded."""
        button = self.page.get_by_role("button", name=WORDS.t(key), exact=True, include_hidden=True)
        form = self.page.get_by_test_id("stForm").filter(has=button)
        form.wait_for(state="attached")
        if not form.is_visible():
            self.page.get_by_test_id("stExpander").filter(has=form).locator("summary").click()
            form.wait_for()
            self.page.wait_for_timeout(400)
        return form

    def choose(self, form: Locator, name: str, option: str) -> None:
        """Choose from a list by keyboard: of a long one only what is in sight is there, and scrolling closes it."""
        field = form.get_by_label(WORDS.t(f"assessment.form.{name}"), exact=True)
        field.scroll_into_view_if_needed()
        self.page.wait_for_timeout(300)
        field.click()
        options = self.page.get_by_role("option")
        wanted = self.page.get_by_role("option", name=option, exact=True)
        options.first.wait_for()
        for _ in range(4 * options.count()):
            if wanted.count():
                break
            self.page.keyboard.press("ArrowDown")
        wanted.click()

    def fill(self, form: Locator, **values: str) -> None:
        for name, value in values.items():
            form.get_by_label(WORDS.t(f"assessment.form.{name}"), exact=True).fill(value)

    def attach(self, form: Locator, file: Path, content: str) -> None:
        file.write_text(content, encoding="utf-8")
        form.locator("input[type=file]").set_input_files(file)
        form.get_by_text(file.name).wait_for()

    def send(self, form: Locator, name: str) -> None:
        """Send a form of the assessment and wait for the word that it is done."""
        form.get_by_role("button", name=WORDS.t(f"assessment.send.{name}"), exact=True).click()
        self.page.get_by_text(WORDS.t(f"assessment.done.{name}")).wait_for()
        settle(self.page)

    def take_in(self, file: Path) -> None:
        """Bring a workbook in, over its preview."""
        self.open("intake")
        self.page.set_input_files("input[type=file]", file)
        self.page.get_by_role("button", name=WORDS.t("desk.commit", count=1)).click()
        self.page.get_by_text(WORDS.t("desk.recent")).wait_for()

    def item(self, item: str) -> str:
        return WORDS.pick(self.voice.policy.scheme(YEAR).item(item).title)

    def own_points(self) -> tuple[float, float]:
        """Return the total and the projection that the bureau's page tells."""
        self.open("bureau", b=UNIT)
        [(total, projected)] = TOTALS.findall(self.page.locator("h2", has_text=TOTALS).inner_text())
        return float(total), float(projected)

    def gain_of_one(self) -> float:
        """Return what one more record of the item adds, as the open page of the bureau tells it."""
        row = self.page.locator("tr", has_text=self.item(ITEM)).filter(has_text=GAIN)
        return float(GAIN.findall(row.inner_text())[0])

    def overview(self) -> dict[str, list[str]]:
        """Return what the overview of the year tells of every bureau."""
        self.open("assessment", year=YEAR, view="overview")
        rows = self.page.locator("tr[data-unit]").all()
        return {str(row.get_attribute("data-unit")): row.locator("td").all_inner_texts() for row in rows}

    def scored(self) -> Scored:
        opened = House(self.home).open()
        return Scored(assessing.assess(opened, assessing.evaluated(opened, YEAR, as_of=END), YEAR))

    def command(self, *words: str) -> Any:
        """Return the document that the command gives."""
        environment = os.environ | {house.HOME_VARIABLE: str(self.home)}
        ran = subprocess.run(
            [str(Path(sys.executable).with_name("talent")), *words], env=environment, capture_output=True, check=True
        )
        return json.loads(ran.stdout)


def workbook(folder: Path, name: str, count: int, first: int = 0) -> Path:
    """Write a roster of people who finished a course in the last quarter of the year."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(HEADER)
    for n in range(first, first + count):
        sheet.append((f"王小{NAMES[n]}", identity(n + 1), "直播电商", "2025-11-20", "是", "店子镇"))
    path = folder / f"电商人才培训{name}.xlsx"
    book.save(path)
    return path


def do_all_that_is_asked(home: Path) -> None:
    """Let one unit hand in all that is asked of it, and two people of others give it full marks."""
    opened, at = House(home).open(), datetime.combine(date(YEAR, 12, 20), time(9))
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

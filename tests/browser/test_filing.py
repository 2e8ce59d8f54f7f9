"""Filing in a browser: a file with mistakes goes back marked, comes again corrected, and its bureau owes nothing."""

import re
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PATIENCE, settle
from tests.browser.serving import served
from tests.intake.desk import identity
from tests.pages.furnished import furnish

FILE = "引进青年人才登记表.xlsx"
HEADER = ("姓名", "身份证号码", "学历", "毕业院校", "毕业时间", "工作单位", "来平就业时间")
MARKED = "FFFFC7CE"


def row(name: str, number: str, degree: str) -> tuple[str, ...]:
    return (name, number, degree, "青岛大学", "2024-06-30", "青岛海信电器有限公司", "2024-08-01")


#: The second row has a wrong number, the third no degree that there is.
RIGHT = (row("张三丰", identity(1), "硕士"), row("李四光", identity(2), "本科"), row("王五一", identity(3), "博士"))
WRONG = {(3, 2): f"{identity(2)[:-1]}{'1' if identity(2)[-1] != '1' else '2'}", (4, 3): "不知道"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[Page]:
    """Serve a home of its own, because files are taken into it, and open a browser there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        home = furnish(tmp_path_factory.mktemp("filing") / "home", 0.02)
        with served(home) as address:
            page = browser.new_page(base_url=address, accept_downloads=True)
            page.set_default_timeout(PATIENCE)
            yield page
            page.close()


def opened(page: Page, codes: str = "") -> Page:
    page.goto(f"/intake?lang=zh&{codes}")
    settle(page)
    return page


def previewed(page: Page, file: Path) -> dict[str, int]:
    """Upload a file and return how many rows of each state its preview counts."""
    opened(page).set_input_files("input[type=file]", str(file))
    page.wait_for_selector(".counts")
    settle(page)
    counts = page.locator(".count").all()
    return {str(count.get_attribute("data-state")): int(count.locator("b").inner_text()) for count in counts}


def taken_in(page: Page) -> str:
    """Take the uploaded file in and return what the page says of it."""
    page.get_by_role("button", name="入库 1 个文件").click()
    told = page.locator(".told").first
    page.get_by_text("最近入库的批次").wait_for()
    return told.inner_text()


def test_a_marked_workbook_comes_again_corrected_and_nothing_waits(desk: Page, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.worksheets[0]
    for values in (HEADER, *RIGHT):
        sheet.append(values)
    for (number, column), value in WRONG.items():
        sheet.cell(number, column, value)
    book.save(tmp_path / FILE)

    assert previewed(desk, tmp_path / FILE) == {"new": 1, "changed": 0, "same": 0, "refused": 2}
    assert "待核 2 行" in taken_in(desk)
    desk.locator(".long tbody a").first.click()
    desk.wait_for_url(re.compile("batch="))
    settle(desk)
    with desk.expect_download() as found:
        desk.get_by_role("button", name="退回更正表").click()
    back = tmp_path / found.value.suggested_filename
    found.value.save_as(back)

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = load_workbook(back)
    sheet = book[sheet.title]
    marked = {(c.row, c.column) for line in sheet.iter_rows() for c in line if c.fill.fgColor.rgb == MARKED}
    assert marked == set(WRONG)
    for number, column in WRONG:
        sheet.cell(number, column, RIGHT[number - 2][column - 1])
    book.save(back)

    assert previewed(desk, back) == {"new": 2, "changed": 0, "same": 1, "refused": 0}
    assert "新增 2 行，更正 0 行，已有 1 行" in taken_in(desk)
    assert FILE not in opened(desk, "view=quarantine").locator(".long").inner_text()
    first = opened(desk, "view=batches").locator(".long tbody tr").first
    assert [cell.inner_text() for cell in first.locator("td.n").all()][1:] == ["3", "2", "0", "1", "0"]


def test_a_strange_header_is_explained_in_the_preview(desk: Page, tmp_path: Path) -> None:
    header = ",".join(HEADER).replace("学历", "文凭")
    file = tmp_path / FILE.replace("xlsx", "csv")
    file.write_text("\n".join((header, ",".join(row("赵六一", identity(6), "硕士")), "")), encoding="utf-8")
    opened(desk).set_input_files("input[type=file]", str(file))
    desk.get_by_text("缺少必需的列").first.wait_for()
    desk.get_by_label("“文凭”在").click()
    desk.get_by_role("option", name="学历", exact=True).click()
    desk.get_by_role("button", name="记住并重新预览").click()
    desk.locator('.count[data-state="new"] b', has_text="1").wait_for()
    assert "缺少必需的列" not in desk.locator(".panel").inner_text()

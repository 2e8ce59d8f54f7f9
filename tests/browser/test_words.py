"""One language at a time, also in what opens: the uploader with files in it, and the menu of exports."""

from pathlib import Path

from tests.browser import looking
from tests.browser.conftest import Look


def test_the_uploader_speaks_chinese_with_files_in_it(look: Look, tmp_path: Path) -> None:
    page = look("intake?lang=zh")
    files = []
    for number in range(12):
        file = tmp_path / f"台账{number}.csv"
        file.write_text("班级名称,开班时间\n甲,2026-03-01\n", encoding="utf-8")
        files.append(str(file))
    page.set_input_files("input[type=file]", files)
    page.wait_for_selector(".told >> nth=11")
    stray = looking.english(page, ".panel", {"KB", "Bytes"})
    assert not [text for text in stray if not looking.FILE.sub("", text).endswith("B")]


def test_the_export_menu_speaks_chinese(look: Look) -> None:
    page = look("?lang=zh")
    page.get_by_role("button", name="导出").click()
    page.get_by_text("工作簿（xlsx）").wait_for()
    assert not looking.english(page)

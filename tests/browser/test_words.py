"""One language at a time: no English in Chinese, no Chinese in English, names and files aside."""

import re

import pytest

from tests.browser import looking
from tests.browser.conftest import Look

HAN = re.compile(r"[\u4e00-\u9fff]")
WORD = re.compile(r"[A-Za-z]{2,}")
#: Latin that a Chinese reader expects: the other language, file kinds, and the codes of readings.
EXPECTED = {"EN", "xlsx", "xls", "csv", "CSV", "mm", "EMBA", "MBA", "ID"}
FILE = re.compile(r"\S+\.(xlsx|csv|xls)|Sheet\d|HT-\S+|[0-9a-f]{64}")
#: Pictures drawn as letters.
SILENT = "[data-testid='stIconMaterial']"
PATHS = [
    "?", "indicator?", "indicator?ind=goal.youth&", "indicator?ind=quota.talent_loans&", "records?",
    "records?ind=goal.youth&", "records?ind=quota.talent_loans&state=not_counted&", "intake?", "intake?view=batches&",
    "intake?view=batches&batch=1&", "intake?view=quarantine&", "intake?view=calendar&", "intake?view=forms&",
    "intake?view=rulings&", "intake?view=rulings&list=pairs&", "method?", "backtest?",
    "integrity?", "readings?reading=r14&", "readings?view=unclaimed&", "money?", "money?view=order&", "person?",
    "calculator?degree=master&from=2024-07&ben=b01a&b01a.day=x&", "money?view=exposure&by=stream&",
    "money?view=lines&", "money?view=results&", "assumptions?", "assumptions?assumption=hazard&",
    "assumptions?view=trial&", "bureau?", "bureau?b=human_resources&", "bureau?b=370283105&", "quality?",
    "quality?b=human_resources&", "decisions?", "decisions?view=notes&", "decisions?view=work&",
    "decisions?item=target:quota.ecommerce&",
]  # fmt: skip
#: What bureaus wrote stays in their language: rows of records, files and quarantined cells.
WRITTEN = {
    "bureau": ".written",
    "decisions": ".done td a, .taken li, .long tbody, textarea",
    "records": ".long tbody, .facts, .panel h2",
    "intake": ".long tbody, .facts, .panel h2",
}


@pytest.mark.parametrize("path", PATHS)
def test_no_english_in_chinese(look: Look, path: str) -> None:
    page = look(f"{path}lang=zh")
    assert page.locator("html").get_attribute("lang") == "zh-CN"
    stray = [text for text, _ in looking.texts(page, SILENT) if set(WORD.findall(FILE.sub("", text))) - EXPECTED]
    assert not stray


@pytest.mark.parametrize("path", PATHS)
def test_no_chinese_in_english(look: Look, path: str) -> None:
    page = look(f"{path}lang=en")
    assert page.locator("html").get_attribute("lang") == "en"
    skipped = ", ".join([".langs", *(WRITTEN[name] for name in WRITTEN if path.startswith(name))])
    assert not [text for text, _ in looking.texts(page, skipped) if HAN.search(text)]


def test_the_uploader_speaks_chinese_with_files_in_it(look: Look, tmp_path) -> None:
    page = look("intake?lang=zh")
    files = []
    for number in range(12):
        file = tmp_path / f"台账{number}.csv"
        file.write_text("班级名称,开班时间\n甲,2026-03-01\n", encoding="utf-8")
        files.append(str(file))
    page.set_input_files("input[type=file]", files)
    page.wait_for_selector(".told >> nth=11")
    texts = [FILE.sub("", text) for text, _ in looking.texts(page, f"{SILENT}, .panel")]
    stray = [text for text in texts if set(WORD.findall(text)) - EXPECTED - {"KB", "Bytes"} and not text.endswith("B")]
    assert not stray


def test_the_export_menu_speaks_chinese(look: Look) -> None:
    page = look("?lang=zh")
    page.get_by_role("button", name="导出").click()
    page.get_by_text("工作簿（xlsx）").wait_for()
    assert not [text for text, _ in looking.texts(page, SILENT) if set(WORD.findall(text)) - EXPECTED]

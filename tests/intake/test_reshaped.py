"""The samples under other headers, in another order, at another place, in another format: the same rows come in."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

import pytest

from analytics.intake import Layout
from analytics.intake.files import read_sheets
from analytics.intake.recognise import Recogniser
from tests.intake.conftest import SAMPLES
from tests.intake.desk import Desk, Page

TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
FORMATS = ("xlsx", "xls", "utf-8", "utf-8-sig", "gb18030")


@dataclass(frozen=True)
class Reshaped:
    """A rewritten sheet; `rows` says which worksheet row each old one became, both from 1."""

    page: Page
    rows: dict[int, int]


def typed(text: str | None, *, is_number: bool) -> Any:
    if text is None or not is_number:
        return "=" + text if text and text.startswith("#") else text
    return float(text)


def reshape(name: str, sheet_name: str, draw: Random, recogniser: Recogniser) -> Reshaped:
    """Rewrite one sheet of a sample with other words, order, place and rows in between."""
    sheet = next(s for s in read_sheets((SAMPLES / name).read_bytes()) if s.name == sheet_name)
    match = recogniser.find(sheet, name).match
    assert match
    numbers = sheet.is_number.rows() if sheet.is_number is not None else [[False] * sheet.cells.width] * sheet.rows
    table = [
        [typed(text, is_number=flag) for text, flag in zip(row, flags, strict=True)]
        for row, flags in zip(sheet.cells.rows(), numbers, strict=True)
    ]
    if match.top == match.bottom:
        renamed = headers(match.layout, match.columns, table[match.top], draw)
        order = list(range(len(renamed)))
        draw.shuffle(order)
        body = [[row[n] for n in order] for row in table[match.top + 1 :]]
        table = [*table[: match.top], [renamed[n] for n in order], *body]
    return spread(Page(sheet_name, table), match.top, match.bottom, draw)


def headers(layout: Layout, columns: dict[str, int], row: list[Any], draw: Random) -> list[Any]:
    """Give every known column another of its names; money keeps the unit that the header stated."""
    renamed = list(row)
    for target, number in columns.items():
        column = layout.col(target)
        unit = next((word for word in ("（万元）", "（元）", "（元/月）") if word in str(row[number])), "")
        names = [name for name in (column.header.zh, *column.synonyms) if "/" not in name and "（" not in name]
        renamed[number] = draw.choice(names) + unit
    return renamed


def spread(page: Page, top: int, bottom: int, draw: Random) -> Reshaped:
    """Put blank rows, sums and the header once more between the rows."""
    width = len(page.rows[top])
    rows: list[Any] = []
    moved: dict[int, int] = {}
    for number, row in enumerate(page.rows):
        if number > bottom + 1 and draw.random() < 0.1:
            blank = [None] * width
            total = ["小　计" if n == 0 else None for n in range(width)]
            rows.append(draw.choice([blank, total, list(page.rows[top])]) if top == bottom else blank)
        moved[number + 1] = len(rows) + 1
        rows.append(row)
    down, right = draw.choice([0, 0, 2]), draw.choice([0, 0, 1])
    return Reshaped(Page(page.name, rows, down=down, right=right), {old: new + down for old, new in moved.items()})


def write(desk: Desk, kind: str, stem: str, pages: list[Reshaped]) -> list[Path]:
    """Write the sheets in one workbook, or each in a text table of its own."""
    if kind in ("xlsx", "xls"):
        write_book = desk.xlsx if kind == "xlsx" else desk.xls
        return [write_book(*(page.page for page in pages), name=f"{stem}.{kind}")]
    return [
        desk.csv(as_text(page), name=f"{stem}{number}.csv", encoding=kind) for number, page in enumerate(pages, start=1)
    ]


def as_text(reshaped: Reshaped) -> list[list[Any]]:
    shown = [[shown_cell(cell) for cell in row] for row in reshaped.page.rows]
    return [[None] for _ in range(reshaped.page.down)] + [[None] * reshaped.page.right + row for row in shown]


def shown_cell(cell: Any) -> Any:
    """Show a cell as a spreadsheet exports it: errors by name, long numbers as powers."""
    if isinstance(cell, float):
        return f"{cell:.5E}" if cell >= 1e11 else f"{cell:g}" if cell < 1e5 else f"{cell:.0f}"
    return cell.removeprefix("=") if isinstance(cell, str) and cell.startswith("=#") else cell


@pytest.mark.parametrize("name", TRUTH, ids=[Path(name).stem for name in TRUTH])
@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_rows_come_in(name: str, kind: str, desk: Desk, recogniser: Recogniser) -> None:
    draw = Random(f"{name}{kind}")
    for _ in range(1):
        wanted = TRUTH[name]["sheets"]
        pages = [reshape(name, sheet["sheet"], draw, recogniser) for sheet in wanted]
        if kind == "xls":
            pages = [Reshaped(without_errors(p.page), p.rows) for p in pages]
        paths = write(desk, kind, Path(name).stem, pages)
        found = [sheet for path in paths for sheet in desk.one(path, dry_run=True).sheets]
        assert [sheet.ledger for sheet in found] == [sheet["template"] for sheet in wanted]
        for sheet, page, truth in zip(found, pages, wanted, strict=True):
            assert list(sheet.accepted_rows) == [page.rows[row] for row in truth["accepted_rows"]]
            rules = {row.row: row.rule for row in sheet.quarantined_rows}
            assert rules == {page.rows[row["row"]]: row["rule"] for row in truth["quarantined_rows"]}


def without_errors(page: Page) -> Page:
    """Spell error cells as text: the writer of old workbooks has no error cells."""
    rows = [[shown_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in page.rows]
    return Page(page.name, rows, down=page.down, right=page.right)

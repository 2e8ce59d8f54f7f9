"""A bureau's desk: writes workbooks the way people do, and brings them in."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import xlsxwriter
import xlwt

from analytics.intake import FileOutcome, ImportReport, Layout, SheetOutcome, import_files
from analytics.policy import Policy
from analytics.records import Snapshot, Store

RECORDED = datetime.fromisoformat("2024-10-12T09:30:00")
Row = Sequence[Any]
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


@dataclass(frozen=True)
class Page:
    """One sheet to write; merges are (first row, first column, last row, last column) from 0."""

    name: str
    rows: Sequence[Row]
    merges: Sequence[tuple[int, int, int, int]] = ()
    is_hidden: bool = False
    down: int = 0
    right: int = 0
    hidden_columns: Sequence[int] = field(default=())


def identity(number: int, born: date = date(1995, 5, 18), area: str = "370283") -> str:
    """Return a valid ID number; different numbers below 1000 give different ones."""
    body = f"{area}{born:%Y%m%d}{number:03d}"
    return body + "10X98765432"[sum(int(d) * w for d, w in zip(body, _WEIGHTS, strict=True)) % 11]


def _put(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    if isinstance(value, date):
        sheet.write_datetime(row, column, datetime.combine(value, time()), day)
    elif isinstance(value, str) and value.startswith("=#"):
        sheet.write_formula(row, column, "=1/0", None, value[1:])
    elif isinstance(value, str):
        sheet.write_string(row, column, value)
    elif value is not None:
        sheet.write_number(row, column, value)


class Desk:
    """Files in one folder, one home beside them."""

    def __init__(self, folder: Path, policy: Policy, layouts: Mapping[str, Layout]) -> None:
        self.folder = folder
        self.policy = policy
        self.layouts = layouts
        self.home = folder / "home"

    def xlsx(self, *pages: Page, name: str = "台账.xlsx") -> Path:
        """Write a workbook; dates become date cells, numbers numbers, and =#REF! an error cell."""
        path = self.folder / name
        with xlsxwriter.Workbook(path) as book:
            day = book.add_format({"num_format": "yyyy/m/d"})
            for page in pages:
                sheet = book.add_worksheet(page.name)
                for column in page.hidden_columns:
                    sheet.set_column(column, column, None, None, {"hidden": True})
                for r, row in enumerate(page.rows, page.down):
                    for c, value in enumerate(row, page.right):
                        _put(sheet, r, c, value, day)
                for top, left, bottom, right in page.merges:
                    at = top - page.down
                    value = page.rows[at][left - page.right] if 0 <= at < len(page.rows) else ""
                    sheet.merge_range(top, left, bottom, right, value)
                if page.is_hidden:
                    sheet.hide()
        return path

    def xls(self, *pages: Page, name: str = "台账.xls") -> Path:
        """Write an old workbook."""
        path = self.folder / name
        book = xlwt.Workbook(encoding="utf-8")
        for page in pages:
            sheet = book.add_sheet(page.name)
            covered = {
                (r, c): (top, left, bottom, right)
                for top, left, bottom, right in page.merges
                for r in range(top, bottom + 1)
                for c in range(left, right + 1)
            }
            for r, row in enumerate(page.rows, page.down):
                for c, value in enumerate(row, page.right):
                    if value is not None and (r, c) not in covered:
                        sheet.write(r, c, value)
            for top, left, bottom, right in page.merges:
                sheet.write_merge(top, bottom, left, right, page.rows[top - page.down][left - page.right])
        book.save(str(path))
        return path

    def csv(
        self, rows: Sequence[Row], *, name: str = "台账.csv", encoding: str = "utf-8", delimiter: str = ","
    ) -> Path:
        """Write a text table."""
        stream = io.StringIO(newline="")
        csv.writer(stream, delimiter=delimiter).writerows([["" if v is None else v for v in row] for row in rows])
        path = self.folder / name
        path.write_bytes(stream.getvalue().encode(encoding))
        return path

    def bring(self, *paths: Path, **options: Any) -> ImportReport:
        """Import files."""
        options.setdefault("recorded_at", RECORDED)
        return import_files(self.home, None, self.policy, self.layouts, paths, **options)

    def one(self, path: Path, **options: Any) -> FileOutcome:
        """Import one file."""
        return self.bring(path, **options).files[0]

    def sheet(self, path: Path, **options: Any) -> SheetOutcome:
        """Read one file with one recognised sheet, keeping nothing."""
        return self._single(self.one(path, dry_run=True, **options))

    def stored(self, path: Path, **options: Any) -> SheetOutcome:
        """Import one file with one recognised sheet."""
        return self._single(self.one(path, **options))

    @staticmethod
    def _single(outcome: FileOutcome) -> SheetOutcome:
        assert outcome.status == "imported", outcome.message
        [sheet] = outcome.sheets
        return sheet

    def snapshot(self) -> Snapshot:
        return Store(self.home).open()


def refused(sheet: SheetOutcome) -> dict[int, str]:
    """Return worksheet row -> rule."""
    return {row.row: row.rule for row in sheet.quarantined_rows}


def warned(sheet: SheetOutcome) -> dict[str, tuple[int, ...]]:
    """Return warning -> rows."""
    return {warning.code: warning.rows for warning in sheet.warnings}

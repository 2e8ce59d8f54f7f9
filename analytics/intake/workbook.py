"""A file as readings: every sheet recognised or set aside, and the reasons for which the whole file is refused."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from analytics.intake.checks import check_rows
from analytics.intake.coverage import months_covered
from analytics.intake.duplicates import without_duplicates
from analytics.intake.failures import RefusedError
from analytics.intake.files import read_sheets
from analytics.intake.layouts import Layout
from analytics.intake.limits import load_limits
from analytics.intake.reading import Notice, Reading, read_sheet
from analytics.intake.recognise import Finding, Match, Recogniser, is_near_miss, nearness
from analytics.intake.sheet import Sheet
from analytics.policy import Policy
from analytics.texts import Texts


@dataclass(frozen=True)
class Skipped:
    """A sheet that is no ledger, and why: empty, chart, picture or no_ledger."""

    sheet: Sheet
    reason: str


@dataclass(frozen=True)
class Workbook:
    """What a file holds."""

    readings: tuple[Reading, ...]
    skipped: tuple[Skipped, ...]

    def notices(self, reading: Reading, policy: Policy) -> list[Notice]:
        """Return all warnings about one sheet: of its header, its cells, and of rows that do not add up."""
        cells = [_about(notice, reading) for notice in reading.notices]
        return [*_header_notices(reading), *(n for n in cells if n), *check_rows(reading, policy)]


def read_workbook(
    data: bytes, file_name: str, recogniser: Recogniser, policy: Policy, *, texts: Texts, ledger: str | None = None
) -> Workbook:
    """Read a file; raises RefusedError when it is no workbook, or no sheet of it is exactly one known ledger."""
    sheets = read_sheets(data)
    matches: list[tuple[Sheet, Match]] = []
    skipped: list[Skipped] = []
    nearest: list[tuple[Sheet, Match]] = []
    for sheet in sheets:
        finding = recogniser.find(sheet, file_name, ledger) if sheet.rows else Finding()
        _refuse_equals(sheet, finding, texts)
        if finding.match:
            _refuse_wide(sheet, finding.match)
            matches.append((sheet, finding.match))
            continue
        if finding.nearest:
            nearest.append((sheet, finding.nearest))
        skipped.append(Skipped(sheet, _reason(sheet)))
    _refuse_pictures(matches, nearest, skipped)
    _refuse_incomplete(matches, nearest, texts, is_forced=ledger is not None)
    readings = without_duplicates([read_sheet(sheet, match, policy) for sheet, match in matches])
    return Workbook(tuple(readings), tuple(skipped))


def _reason(sheet: Sheet) -> str:
    if sheet.shows != "cells":
        return sheet.shows
    return "no_ledger" if sheet.rows else "empty"


def _refuse_pictures(
    matches: Sequence[tuple[Sheet, Match]], nearest: Sequence[tuple[Sheet, Match]], skipped: Sequence[Skipped]
) -> None:
    """Refuse a file whose table, or the header of it, is only to be seen and not to be read."""
    seen = [item.sheet.name for item in skipped if item.reason == "picture"]
    if seen and not matches and not nearest:
        raise RefusedError("picture", sheet=seen[0])


def _refuse_wide(sheet: Sheet, match: Match) -> None:
    limit = load_limits().headers
    if len(match.headers) > limit:
        raise RefusedError("headers", sheet=sheet.name, count=len(match.headers), limit=limit)


def _refuse_equals(sheet: Sheet, finding: Finding, texts: Texts) -> None:
    if finding.equals:
        names = texts.listing([_title(match.layout, texts) for match in finding.equals])
        raise RefusedError("ambiguous", sheet=sheet.name, ledgers=names)


def _refuse_incomplete(
    matches: list[tuple[Sheet, Match]], nearest: list[tuple[Sheet, Match]], texts: Texts, *, is_forced: bool
) -> None:
    """Refuse a file with a ledger that lacks columns; other sheets beside a recognised one may be anything."""
    lacking = [(sheet, match) for sheet, match in nearest if is_forced or is_near_miss(match)]
    if matches and not lacking:
        return
    if not matches and not nearest:
        raise RefusedError("no_header")
    sheet, match = max(lacking or nearest, key=lambda pair: nearness(pair[1]))
    columns = texts.listing([texts.pick(match.layout.col(name).header) for name in match.missing])
    refusal = RefusedError("missing_columns", sheet=sheet.name, ledger=_title(match.layout, texts), columns=columns)
    refusal.nearest = match
    raise refusal


def _title(layout: Layout, texts: Texts) -> str:
    return f"{texts.pick(layout.title)} ({layout.id})"


def _about(notice: Notice, reading: Reading) -> Notice | None:
    """Keep a notice to the rows that came in; what is wrong with the others is said by their rule."""
    refused = set(reading.rows.filter(~reading.is_accepted).to_list())
    rows = tuple(row for row in notice.rows if row not in refused)
    return Notice(notice.code, notice.column, rows, notice.values) if rows or not notice.rows else None


def _header_notices(reading: Reading) -> list[Notice]:
    match = reading.match
    found = [Notice("header_guessed", target) for target in match.guessed]
    found += [Notice("header_unknown", values=(("header", header.text),)) for header in match.unknown]
    found += [Notice(code) for code in reading.sheet.remarks]
    if reading.sheet.is_hidden:
        found.append(Notice("sheet_hidden"))
    if unsaved := tuple(row for row in reading.sheet.unsaved if row > match.bottom + 1):
        found.append(Notice("formula_unsaved", rows=unsaved))
    if reading.rows.is_empty():
        found.append(Notice("no_rows"))
    elif months_covered(reading, date.max) == (None, None):
        found.append(Notice("no_period"))
    return found

"""The official form of a ledger: an empty workbook that a bureau fills in and that comes back without a warning.

What is read back (title, labels, headers, choices) is in the official language, Chinese; what explains it is in the
language asked for.
"""

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_range_abs
from xlsxwriter.worksheet import Worksheet

from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.report.template_fields import Field, fields
from analytics.texts import Lang, catalogue

OFFICIAL: Lang = "zh"
#: Rows below the header for which there are drop-down lists.
FORM_ROWS = 5000
_PERIOD = re.compile(r"(?P<year>20\d\d)(?:Q(?P<quarter>[1-4])|-(?P<month>0[1-9]|1[0-2]))?", re.IGNORECASE)
#: A spreadsheet takes a list written into the cell's rule up to this length.
_LONGEST_LIST = 255
_LONGEST_SHEET_NAME = 31
_NO_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")
_A4 = 9
_CELLS_OF_PAIR = 4
_ALLOWED = ("insert_rows", "delete_rows", "sort", "format_cells", "format_columns", "format_rows")
_INK, _PALE, _REQUIRED, _FILL_IN = "#1F2933", "#EEF2F6", "#FCE8E6", "#FFF9DB"


@dataclass(frozen=True)
class _Form:
    """A form being written: the book, its formats, and where its header stands (row from 0)."""

    book: Workbook
    formats: Mapping[str, Format]
    fields: tuple[Field, ...]
    header: int


def workbook(layout: Layout, policy: Policy, *, period: str | None = None, lang: Lang = "zh", made: date) -> bytes:
    """Return the empty form; the same values give the same bytes.

    `period` (2026, 2026Q3, 2026-09) fills in the period, which the bureau writes itself otherwise; `made` is the day
    the file says it was made. Raises ValueError for a period written otherwise.
    """
    texts, official = catalogue(lang), catalogue(OFFICIAL)
    told = period_words(period) if period else ""
    lines = _lines(layout, policy, told)
    columns = fields(layout, policy, official, texts)
    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.combine(made, time()), "title": official.pick(layout.title)})
    pairs = max(len(columns) // _CELLS_OF_PAIR, 1)
    header = 1 + -(-len(lines) // pairs)
    form = _Form(book, _formats(book), columns, header)
    sheet = book.add_worksheet(_sheet_name(official.pick(layout.title)))
    _title(sheet, form, official.t("template.title", ledger=official.pick(layout.title)))
    for number, (label, value, note) in enumerate(lines):
        _line(sheet, form, 1 + number // pairs, number % pairs * _CELLS_OF_PAIR, (label, value, texts.t(note)))
    _columns(sheet, form)
    _print_setup(sheet, form)
    _guide(form, layout, lang)
    _lists(sheet, form)
    book.close()
    return buffer.getvalue()


def file_name(layout: Layout, period: str | None = None) -> str:
    """Return the official name of the file; raises ValueError for a period that cannot be read."""
    title = catalogue(OFFICIAL).pick(layout.title)
    return _NO_SHEET_NAME.sub("", f"{title}{period_words(period) if period else ''}.xlsx")


def period_words(period: str) -> str:
    """Return a period written 2026, 2026Q3 or 2026-09 in official words; raises ValueError for anything else."""
    match = _PERIOD.fullmatch(period.strip())
    if match is None:
        raise ValueError(period)
    official = catalogue(OFFICIAL)
    year, quarter, month = match.group("year", "quarter", "month")
    if quarter:
        return official.t("template.period.quarter", year=year, quarter=official.t(f"template.quarter.{quarter}"))
    if month:
        return official.t("template.period.month", year=year, month=int(month))
    return official.t("template.period.year", year=year)


def _lines(layout: Layout, policy: Policy, period: str) -> list[tuple[str, str, str]]:
    """Return what is stated above the header: label, value, and the key of the note on how to fill it in."""
    official = catalogue(OFFICIAL)
    unit = official.pick(policy.unit(layout.unit).name)
    stated = [
        ("template.label.unit", unit, "template.note.unit"),
        ("template.label.period", period, f"template.note.period.{layout.frequency}"),
        ("template.label.day", "", "template.note.day"),
    ]
    lines = [(official.t(label), value, note) for label, value, note in stated]
    asked = (official.t("template.label.other", label=label) for label in _labels_of_facts(layout))
    return lines + [(label, "", "template.note.other") for label in asked]


def _labels_of_facts(layout: Layout) -> Iterator[str]:
    """Yield the labels of title lines that nothing but the title can state: part of the key, or alone behind a fact."""
    sources = {source for fact in layout.fact for source in fact.columns.values() if isinstance(source, str)}
    needed = {source.partition(".")[0] for source in (*sources, *layout.key)}
    yield from (preamble.labels[0] for preamble in layout.preamble if preamble.id in needed)


def _formats(book: Workbook) -> dict[str, Format]:
    locked = {"locked": True, "font_color": _INK, "valign": "vcenter"}
    header = locked | {"bold": True, "border": 1, "align": "center", "text_wrap": True}
    return {
        "title": book.add_format(locked | {"bold": True, "font_size": 16, "align": "center"}),
        "label": book.add_format(locked | {"align": "right"}),
        "value": book.add_format({"locked": False, "num_format": "@", "bg_color": _FILL_IN, "bottom": 1}),
        "locked": book.add_format(locked),
        "optional": book.add_format(header | {"bg_color": _PALE}),
        "required": book.add_format(header | {"bg_color": _REQUIRED, "font_color": "#B42318"}),
        "guide": book.add_format({"text_wrap": True, "valign": "top"}),
        "guide_head": book.add_format({"bold": True, "bg_color": _PALE, "border": 1}),
    }


def _title(sheet: Worksheet, form: _Form, title: str) -> None:
    for row in range(form.header):
        sheet.set_row(row, 30 if row == 0 else 22, form.formats["locked"])
    if len(form.fields) > 1:
        sheet.merge_range(0, 0, 0, len(form.fields) - 1, title, form.formats["title"])
    else:
        sheet.write_string(0, 0, title, form.formats["title"])


def _line(sheet: Worksheet, form: _Form, row: int, column: int, stated: tuple[str, str, str]) -> None:
    """Write a label over two columns and the cell to fill in over the two beside it."""
    label, value, note = stated
    sheet.merge_range(row, column, row, column + 1, label, form.formats["label"])
    sheet.merge_range(row, column + 2, row, column + 3, value, form.formats["value"])
    sheet.write_comment(row, column + 2, note, _comment(note))


def _columns(sheet: Worksheet, form: _Form) -> None:
    sheet.set_row(form.header, 36, form.formats["locked"])
    for place, field in enumerate(form.fields):
        cells = form.book.add_format({"locked": False, "num_format": field.number_format, "border": 1})
        sheet.set_column(place, place, field.width, cells)
        style = form.formats["required" if field.column.required else "optional"]
        sheet.write_string(form.header, place, field.header, style)
        sheet.write_comment(form.header, place, field.note, _comment(field.note))
    sheet.protect("", dict.fromkeys(_ALLOWED, True))
    sheet.freeze_panes(form.header + 1, 0)


def _comment(note: str) -> dict[str, Any]:
    lines = sum(1 + len(line) // 18 for line in note.splitlines())
    return {"author": "", "width": 260, "height": 22 + 18 * lines, "font_size": 9}


def _print_setup(sheet: Worksheet, form: _Form) -> None:
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(form.header)
    sheet.set_footer("&C&P / &N")


def _guide(form: _Form, layout: Layout, lang: Lang) -> None:
    """Add the sheet that tells how to fill in the form: sentences, then one line for every column."""
    texts = catalogue(lang)
    sheet = form.book.add_worksheet(texts.t("template.guide.name"))
    sheet.set_column(0, 0, 28, form.formats["guide"])
    sheet.set_column(1, 1, 100, form.formats["guide"])
    row = 0
    for number in range(1, int(texts.t("template.guide.count")) + 1):
        sheet.write_string(row, 1, texts.t(f"template.guide.{number}", ledger=texts.pick(layout.title), rows=FORM_ROWS))
        row += 1
    row += 1
    for place, head in enumerate(("column", "rule")):
        sheet.write_string(row, place, texts.t(f"template.guide.{head}"), form.formats["guide_head"])
    for field in form.fields:
        row += 1
        sheet.write_string(row, 0, field.header)
        sheet.write_string(row, 1, " ".join(field.note.splitlines()[1:]))


def _lists(sheet: Worksheet, form: _Form) -> None:
    """Give every column of choices its drop-down list; long lists stand on a hidden sheet."""
    places = [place for place, field in enumerate(form.fields) if field.choices]
    long = [place for place in places if not _fits_a_rule(form.fields[place].choices)]
    name = catalogue(OFFICIAL).t("template.lists.name")
    if long:
        lists = form.book.add_worksheet(name)
        lists.hide()
        for at, place in enumerate(long):
            lists.write_column(0, at, form.fields[place].choices)
    for place in places:
        field = form.fields[place]
        source: list[str] | str = list(field.choices)
        if place in long:
            at = long.index(place)
            source = f"='{name}'!{xl_range_abs(0, at, len(field.choices) - 1, at)}"
        rule = {"validate": "list", "source": source, "error_type": "stop" if field.is_strict else "warning"}
        sheet.data_validation(form.header + 1, place, form.header + FORM_ROWS, place, rule)


def _fits_a_rule(choices: tuple[str, ...]) -> bool:
    return len(",".join(choices)) <= _LONGEST_LIST and not any("," in choice for choice in choices)


def _sheet_name(title: str) -> str:
    return _NO_SHEET_NAME.sub("", title)[:_LONGEST_SHEET_NAME]

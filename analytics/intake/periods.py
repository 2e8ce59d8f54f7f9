"""A stretch of time as bureaus write it: 2024.07-09, 2024年7月2日-9日, 202407至202409, 2024年三季度 …

Read as (first day, last day), both inclusive. A reversed or impossible stretch is None. Inside a cell of a sheet whose
title names a year, a stretch of months may leave the year out.
"""

import re
from datetime import date

from analytics.intake.days import Stated, full_year, in_digits, make, month_end, plain, read_mixed, read_strictly
from analytics.intake.text import tidy_text
from analytics.intake.words import load_words

Stretch = tuple[date, date]

_TO = r"(?:-{1,3}|[—–―－~～→]{1,3}|[至到])+"
_YEAR = r"(\d{4}|\d{2}(?=年))"
_Y = r"[-/.年]"
_M = r"[-/.月]"
_END = r"[日号]?"
_FORMS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(f"^{pattern}$"), order)
    for pattern, order in (
        (rf"{_YEAR}{_Y}(\d{{1,2}}){_M}(\d{{1,2}}){_END}{_TO}{_YEAR}{_Y}(\d{{1,2}}){_M}(\d{{1,2}}){_END}", "ymdymd"),
        (rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TO}(\d{{4}})(\d{{2}})(\d{{2}})", "ymdymd"),
        (rf"{_YEAR}{_Y}(\d{{1,2}})月?{_TO}{_YEAR}{_Y}(\d{{1,2}})(?:月份?)?", "ymym"),
        (rf"(\d{{4}})(\d{{2}}){_TO}(\d{{4}})(\d{{2}})", "ymym"),
        (rf"{_YEAR}{_Y}(\d{{1,2}}){_M}(\d{{1,2}}){_END}(?:{_TO}|、|,)(\d{{1,2}}){_M}(\d{{1,2}}){_END}", "ymdmd"),
        (rf"(\d{{4}})(\d{{2}})(\d{{2}}){_TO}(\d{{2}})(\d{{2}})", "ymdmd"),
        (rf"{_YEAR}{_Y}(\d{{1,2}}){_M}(\d{{1,2}}){_END}(?:{_TO}|、|,)(\d{{1,2}}){_END}", "ymdd"),
        (rf"{_YEAR}{_Y}(\d{{1,2}})月?(?:{_TO})(\d{{1,2}})(?:月份?)?", "ymm"),
        (rf"(\d{{4}})(\d{{2}}){_TO}(\d{{1,2}})月?", "ymm"),
        (rf"{_YEAR}年?[第]?([1-4])季度?", "yq"),
        (rf"{_YEAR}年?[-.]?[Qq]([1-4])", "yq"),
        (rf"{_YEAR}年?([上下])半年度?", "yh"),
    )
)
#: How long a stretch lasts, said behind it; words around its ends; words between months.
_LASTING = re.compile(r"[(\[,]?\D{0,2}\d{1,3}(?:个月|天|周)[)\]]?$")
_AROUND = re.compile(r"^[自从](?=\d)|起(?=[至到])|(?<=[月日\d])止$|(?<=月)份|(?<=年)度(?=.)")
_AND = re.compile(r"(?<=[月日\d])[和及与](?=\d)")
_LISTED = re.compile(rf"^{_YEAR}[-/.年](\d{{1,2}}(?:月?[、,]\d{{1,2}})+)(?:月份?)?$")
_YEARLESS = re.compile(
    r"^\d{1,2}(?:月?(?:[-—–~～至到、,])\d{1,2})*月份?$|^[第]?[1-4]季度?$|^[上下]半年$"
    r"|^\d{1,2}月\d{1,2}[日号]?(?:[-—–~～至到、,](?:\d{1,2}月)?\d{1,2}[日号]?)?$"
)
_WHOLE_YEAR = re.compile(r"^(\d{4})(.*)$")

#: In a title the same stretches stand among other words; the first that is found names the period.
_TITLE_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        r"\d{4}\s*年?度?\s*第?\s*[1-4]\s*季度?",
        r"\d{4}\s*年?\s*[-.]?\s*[Qq]\s*[1-4]",
        r"\d{4}\s*年?度?\s*[上下]半年",
        rf"\d{{4}}\s*[年.]\s*\d{{1,2}}\s*月?\s*{_TO}\s*\d{{4}}\s*[年.]\s*\d{{1,2}}\s*月?",
        rf"\d{{4}}\s*年\s*\d{{1,2}}\s*月?\s*{_TO}\s*\d{{1,2}}\s*月",
        r"\d{4}\s*年\s*\d{1,2}\s*月(?!\s*\d)",
        rf"(?<!\d)\d{{4}}[.]\d{{1,2}}{_TO}\d{{1,2}}(?![\d.])",
        r"(?<!\d)20\d{2}[-.](?:0[1-9]|1[0-2])(?![-.\d])",
        r"(?<!\d)20\d{2}(?:0[1-9]|1[0-2])(?!\d)",
        r"(?<!\d)20\d{2}\s*年",
    )
)


def read_stretch(text: str, context: Stretch | None = None) -> Stretch | None:
    """Read one cell; `context` is the period of the title, whose year a cell may leave out."""
    cell = _AND.sub("、", _AROUND.sub("", _LASTING.sub("", plain(text))))
    if single := read_strictly(cell):
        return single.first, single.last
    for pattern, order in _FORMS:
        if match := pattern.match(cell):
            stretch = _ordered(order, match.groups())
            return stretch or _slip(cell)
    return _rare(cell, context)


def _slip(cell: str) -> Stretch | None:
    """Read a day whose month and day stand on different signs, and cannot be a run of months."""
    single = read_mixed(cell)
    return (single.first, single.last) if single and single.first.day > 12 else None


def _rare(cell: str, context: Stretch | None) -> Stretch | None:
    """Read a list of months, a whole year, or a stretch without its year."""
    if match := _LISTED.match(cell):
        return _months(full_year(match.group(1)), re.findall(r"\d+", match.group(2)))
    if listed := _listed_in_full(cell):
        return listed
    if (match := _WHOLE_YEAR.match(cell)) and match.group(2) in load_words().whole_year:
        return _between(make(int(match.group(1)), 1), make(int(match.group(1)), 12))
    if context and context[0].year == context[1].year and _YEARLESS.match(cell):
        return _yearless(context[0].year, cell)
    return None


def _yearless(year: int, cell: str) -> Stretch | None:
    if re.fullmatch(r"[\d、,月份]+", cell) and re.search("[、,]", cell):
        return _months(year, re.findall(r"\d+", cell))
    return read_stretch(f"{year}年{cell}")


def _ordered(order: str, groups: tuple[str, ...]) -> Stretch | None:
    if order in ("yq", "yh"):
        return _part_of_year(full_year(groups[0]), order, groups[1])
    numbers = [full_year(group) if kind == "y" else int(group) for kind, group in zip(order, groups, strict=True)]
    half = {"ymdymd": 3, "ymym": 2, "ymdmd": 3, "ymdd": 3, "ymm": 2}[order]
    first, second = numbers[:half], numbers[half:]
    return _between(make(*first), make(*(first[: half - len(second)] + second)))


def _part_of_year(year: int, order: str, part: str) -> Stretch | None:
    words = load_words()
    number, length = (words.ordinals[part], 3) if order == "yq" else (words.halves[part], 6)
    return _between(make(year, (number - 1) * length + 1), make(year, number * length))


def _months(year: int, listed: list[str]) -> Stretch | None:
    """Read months listed one by one, if they follow each other."""
    months = [int(month) for month in listed]
    if months != list(range(months[0], months[0] + len(months))):
        return None
    return _between(make(year, months[0]), make(year, months[-1]))


def _listed_in_full(cell: str) -> Stretch | None:
    """Read months listed with their years (2024.11、2024.12、2025.1), if they follow each other."""
    stated = [read_strictly(part) for part in re.split("[、,;]", cell)]
    months = [one.first.year * 12 + one.first.month for one in stated if one and not one.has_day]
    if len(stated) < 2 or months != list(range(months[0], months[0] + len(stated)) if months else ()):
        return None
    return _between(stated[0], stated[-1])


def _between(first: Stated | None, last: Stated | None) -> Stretch | None:
    if first is None or last is None or last.first < first.first:
        return None
    return first.first, last.last


def title_stretch(text: str) -> Stretch | None:
    """Return the period named somewhere in a title, a sheet name or a file name; a bare year is the whole year."""
    tidied = in_digits(tidy_text(text))
    for pattern in _TITLE_FORMS:
        for match in pattern.finditer(tidied):
            named = "".join(match.group().split())
            stretch = read_stretch(
                named.removesuffix("年") + load_words().whole_year[0] if named.endswith("年") else named
            )
            if stretch:
                return stretch[0].replace(day=1), month_end(stretch[1])
    return None


def months_between(stretch: Stretch) -> int:
    """Return how many calendar months a stretch touches."""
    first, last = stretch
    return (last.year - first.year) * 12 + last.month - first.month + 1

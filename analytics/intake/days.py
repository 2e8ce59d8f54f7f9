"""One point in time as bureaus write it: 2023.5, 2023年5月1日, 20230501, 45047, Sep-24 …

A date is read together with how much of it was stated. What cannot be a day of the plausible years is None.
"""

import re
from calendar import month_abbr, monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from analytics.intake.text import squeeze_text, tidy_text
from analytics.intake.words import load_words

#: Day 0 of the serial numbers of spreadsheets (with their leap year 1900), and the five digits they have.
_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
_CLOCK = re.compile(r"(?<=\d)(?:[日号]\s*|[ T]\s*)\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|\+\d{2}:\d{2})?$")

#: 20240518.0: a date that a program took for a number.
_DECIMALS = re.compile(r"(?<=^\d{6})\.0+$|(?<=^\d{8})\.0+$")
_YEAR = r"(\d{4})"
_SHORT_YEAR = r"(\d{2})"
_FORMS = (
    (re.compile(rf"^{_YEAR}年(\d{{1,2}})月(\d{{1,2}})[日号]?$"), "ymd"),
    (re.compile(rf"^{_YEAR}(?:-(\d{{1,2}})-|/(\d{{1,2}})/|\.(\d{{1,2}})\.|、(\d{{1,2}})、)(\d{{1,2}})[日号]?$"), "ymd"),
    (re.compile(rf"^{_YEAR}(\d{{2}})(\d{{2}})$"), "ymd"),
    (re.compile(rf"^{_SHORT_YEAR}[-/.年](\d{{1,2}})[-/.月](\d{{1,2}})[日号]?$"), "ymd"),
    (re.compile(rf"^{_YEAR}[-/.年](\d{{1,2}})(?:月份?)?$"), "ym"),
    (re.compile(rf"^{_YEAR}(\d{{2}})$"), "ym"),
    (re.compile(rf"^{_SHORT_YEAR}年(\d{{1,2}})月份?$"), "ym"),
    (re.compile(rf"^(\d{{1,2}})[/](\d{{1,2}})[/]{_YEAR}$"), "mdy"),
)
#: Two different signs in one date: a slip of the pen, or a run of months (2024.07-09).
_MIXED = re.compile(rf"^{_YEAR}[-/.年、](\d{{1,2}})[-/.月、](\d{{1,2}})[日号]?$")
_ENGLISH = re.compile(r"^([A-Za-z]{3})[a-z]*[-. ,]*(\d{2}|\d{4})$|^(\d{2}|\d{4})[-. ]([A-Za-z]{3})[a-z]*$")
_ENGLISH_MONTHS = {name.lower(): number for number, name in enumerate(month_abbr) if name}


@dataclass(frozen=True)
class Stated:
    """A day, or the first day of a month of which only the month was stated."""

    first: date
    has_day: bool

    @property
    def last(self) -> date:
        """The last day that the statement covers."""
        return self.first if self.has_day else month_end(self.first)


def month_end(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def make(year: int, month: int, day: int | None = None) -> Stated | None:
    """Return a stated day or month if it exists in a plausible year."""
    words = load_words()
    if not words.first_year <= year <= words.last_year or not 1 <= month <= 12:
        return None
    if day is not None and not 1 <= day <= monthrange(year, month)[1]:
        return None
    return Stated(date(year, month, day or 1), day is not None)


def full_year(text: str) -> int:
    """Return the year of four or of two digits."""
    year = int(text)
    if len(text) > 2:
        return year
    return year + (2000 if year < load_words().century_pivot else 1900)


def read_day(text: str) -> Stated | None:
    """Read one cell as a day or a month; None if it is neither."""
    cell = plain(text)
    return read_strictly(cell) or read_mixed(cell)


def read_mixed(cell: str) -> Stated | None:
    """Read a plain cell as a day written with two different signs."""
    match = _MIXED.match(cell)
    return _ordered("ymd", match.groups()) if match else None


def plain(text: str) -> str:
    """Return a cell without clock times, weekdays and blanks, its Han numbers as digits."""
    tidied = _CLOCK.sub("", tidy_text(text).strip("'\"“”‘’。,;"))
    return in_digits(_time_of_day().sub("", _DECIMALS.sub("", squeeze_text(tidied))))


def in_digits(text: str) -> str:
    """Return a text with the Han numbers of its dates as digits."""
    return _han_number().sub(_digits, text)


@cache
def _time_of_day() -> re.Pattern[str]:
    days = "".join(load_words().weekdays)
    return re.compile(rf"[(\[]?(?:(?:星期|周|礼拜)[{days}][)\]]?|[上下中]午|晚上?|早上|全天)$")


@cache
def _han_number() -> re.Pattern[str]:
    return re.compile(rf"[{load_words().numerals}]+(?=[年月日、号季至\-到~—]|$)")


@cache
def _han_tens() -> re.Pattern[str]:
    digits = "".join(load_words().digits)
    return re.compile(f"^([{digits}])?十([{digits}])?$")


@cache
def read_strictly(text: str) -> Stated | None:
    """Read a plain cell as a day or a month written in one of the known forms."""
    for pattern, order in _FORMS:
        if match := pattern.match(text):
            return _ordered(order, tuple(group for group in match.groups() if group))
    if match := _SERIAL.match(text):
        day = _SERIAL_ZERO + timedelta(days=int(match.group(1)))
        return make(day.year, day.month, day.day)
    if match := _ENGLISH.match(text):
        name, year = (match.group(1), match.group(2)) if match.group(1) else (match.group(4), match.group(3))
        month = _ENGLISH_MONTHS.get(name.lower())
        return make(full_year(year), month) if month else None
    return None


def _ordered(order: str, groups: tuple[str, ...]) -> Stated | None:
    if order == "mdy":
        return _month_first(*(int(group) for group in groups))
    year, *rest = groups
    return make(full_year(year), *(int(part) for part in rest))


def _month_first(first: int, second: int, year: int) -> Stated | None:
    """Read 5/18/2024 or 18/5/2024; where both readings give different days, neither is taken."""
    readings = {found for found in (make(year, first, second), make(year, second, first)) if found}
    return readings.pop() if len(readings) == 1 else None


def _digits(match: re.Match[str]) -> str:
    """Return a Han number as digits: 二〇二四 as 2024, 十二 as 12."""
    text, values = match.group(), load_words().digits
    if tens := _han_tens().match(text):
        ten, one = tens.groups()
        return str((values[ten] if ten else 1) * 10 + (values[one] if one else 0))
    return "".join(str(values[character]) for character in text if character in values)

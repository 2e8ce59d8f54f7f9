"""The address of a page: global codes (lang, y, q, asof) read from the URL, and links that carry them on.

The URL is the only state: a widget shows what the URL says, and a change of a widget is a change of the URL.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from urllib.parse import urlencode

from analytics.report.table import Drill
from analytics.texts import LANGS, Lang

MEETING = "meeting"
INDICATOR = "indicator"
DECISIONS = "decisions"
ASSESSMENT = "assessment"
BUREAU = "bureau"
QUALITY = "quality"
MONEY = "money"
WHATIF = "whatif"
INTEGRITY = "integrity"
PERSON = "person"
CALCULATOR = "calculator"
RECORDS = "records"
INTAKE = "intake"
READINGS = "readings"
ASSUMPTIONS = "assumptions"
BACKTEST = "backtest"
METHOD = "method"
#: The pages that the bar offers: those of a meeting one by one, the others in a menu behind them.
FREQUENT = (MEETING, INDICATOR, DECISIONS, ASSESSMENT, BUREAU, MONEY, WHATIF)
FURTHER = (QUALITY, INTEGRITY, RECORDS, INTAKE, CALCULATOR, METHOD)
#: The other pages are behind a number or a name.
PAGES = (*FREQUENT, *FURTHER, PERSON, READINGS, ASSUMPTIONS, BACKTEST)

#: Codes that every link of every page carries on.
GLOBAL = ("lang", "y", "q", "asof", "v")
QUARTERS = (1, 2, 3, 4)


@dataclass(frozen=True)
class Address:
    """Where the reader stands: language, quarter, the day the numbers are cut at, and what the page's own codes say."""

    lang: Lang
    year: int
    quarter: int
    as_of: date
    is_exact_day: bool = False
    own: Mapping[str, str] = field(default_factory=dict)

    def carried(self) -> dict[str, str]:
        """Return the global codes that keep the same language and the same numbers on another page."""
        codes = {"lang": self.lang, "y": str(self.year), "q": str(self.quarter)}
        return codes | {"asof": self.as_of.isoformat()} if self.is_exact_day else codes

    def get(self, code: str) -> str | None:
        return self.own.get(code) or None


@dataclass(frozen=True)
class Calendar:
    """The days that may be asked for: the opening of the programme, the day shown without codes, the last one known."""

    first: date
    default: date
    latest: date


def quarter_end(year: int, quarter: int) -> date:
    """Return the last day of a quarter."""
    return date(year + quarter // 4, 3 * quarter % 12 + 1, 1) - timedelta(days=1)


def quarters(calendar: Calendar, year: int) -> list[int]:
    """Return the quarters of a year that have begun by the latest day and end on or after the first."""
    return [
        q for q in QUARTERS if quarter_end(year, q) >= calendar.first and date(year, 3 * q - 2, 1) <= calendar.latest
    ]


def years(calendar: Calendar) -> list[int]:
    """Return every year with a quarter to show."""
    return list(range(calendar.first.year, calendar.latest.year + 1))


def language(params: Mapping[str, str]) -> Lang:
    """Return the language that the URL's codes name, else the first one."""
    asked = params.get("lang")
    known: dict[str, Lang] = {lang: lang for lang in LANGS}
    return known.get(asked or "", LANGS[0])


def read(params: Mapping[str, str], calendar: Calendar) -> Address:
    """Return the address that the URL's codes name; a code that makes no sense counts as absent."""
    lang = language(params)
    own = {code: value for code, value in params.items() if code not in GLOBAL}
    exact = day_of(params.get("asof"))
    if exact is not None and calendar.first <= exact <= calendar.latest:
        return Address(lang, exact.year, quarter_of(exact), exact, True, own)
    wanted_year = _number(params.get("y")) or calendar.default.year
    year = wanted_year if wanted_year in years(calendar) else calendar.default.year
    offered = quarters(calendar, year)
    usual = quarter_of(calendar.default) if year == calendar.default.year else offered[-1]
    wanted = _number(params.get("q"))
    quarter = wanted if wanted in offered else usual
    return Address(lang, year, quarter, min(quarter_end(year, quarter), calendar.latest), False, own)


def quarter_of(day: date) -> int:
    return (day.month + 2) // 3


def link(address: Address, page: str, params: Mapping[str, str] | None = None, **changed: str) -> str:
    """Return the relative link to a page with its own codes, carrying the global ones on; `changed` replaces those."""
    codes = dict(params or {}) | address.carried() | changed
    return ("./" if page == MEETING else page) + "?" + urlencode(codes)


def follow(address: Address, drill: Drill) -> str:
    """Return the link behind a number."""
    return link(address, drill.page, drill.params)


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) <= 4 and text.isascii() and text.isdigit() else None


def day_of(text: str | None) -> date | None:
    """Return the day that a code or a field names; None where it names none."""
    try:
        return date.fromisoformat(text.strip()) if text else None
    except ValueError:
        return None

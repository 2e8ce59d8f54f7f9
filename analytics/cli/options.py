"""The options that several commands share."""

from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Any

import typer

from analytics.cli.speech import told
from analytics.texts import Lang

_LAST_SECOND = time(23, 59, 59)


def day(text: str) -> date:
    """Read a day written year-month-day; raises BadParameter."""
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(told("bad_day")) from error


def _month(text: str) -> date:
    return day(f"{text}-01")


def _moment(text: str) -> datetime:
    """Read a wall time of the city without a zone; a mere day means its close."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise typer.BadParameter(told("bad_moment")) from error
    if moment.tzinfo is not None:
        raise typer.BadParameter(told("bad_moment"))
    return moment if ":" in text else datetime.combine(moment.date(), _LAST_SECOND)


@dataclass(frozen=True)
class Chosen:
    """One reading with the option it is given."""

    reading: str
    option: str


def _chosen(text: str) -> Chosen:
    reading, equals, option = text.partition("=")
    if not equals:
        raise typer.BadParameter(told("bad_reading"))
    return Chosen(reading, option)


def _option(name: str, metavar: str, **more: Any) -> Any:
    key = name.strip("-").replace("-", "_")
    return typer.Option(name, metavar=metavar, help=told(key), show_default=False, **more)


Home = Annotated[Path | None, _option("--home", "DIR")]
Language = Annotated[Lang | None, _option("--lang", "zh|en")]
Json = Annotated[bool, typer.Option("--json", help=told("json"))]
AsOf = Annotated[date | None, _option("--as-of", "DATE", parser=day)]
KnownAt = Annotated[datetime | None, _option("--known-at", "TIME", parser=_moment)]
Readings = Annotated[list[Chosen] | None, _option("--reading", "ID=OPTION", parser=_chosen)]
Unit = Annotated[str | None, _option("--unit", "UNIT")]
Town = Annotated[str | None, _option("--town", "TOWN")]
Month = Annotated[date | None, _option("--month", "YYYY-MM", parser=_month)]
Period = Annotated[date | None, _option("--period", "DATE", parser=day)]
Reason = Annotated[str, _option("--reason", "TEXT")]
By = Annotated[str, _option("--by", "NAME")]

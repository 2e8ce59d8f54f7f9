"""Cells that many tables share: a day, a moment, and a count that opens what it counts."""

from datetime import date, datetime

from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice


def day(value: date | None, voice: Voice) -> Cell:
    """Return a day as it is read; a dash where there is none."""
    return Cell(voice.texts.date(value), value) if value else Cell(voice.t("value.dash"))


def moment(at: datetime) -> Cell:
    """Return a time to the minute."""
    return Cell(f"{at:%Y-%m-%d %H:%M}", at)


def count(number: int, drill: Drill, voice: Voice) -> Cell:
    """Return a count that opens what it counts; a dash, worth 0, where there is nothing."""
    if not number:
        return Cell(voice.t("value.dash"), 0, tone="mute")
    return Cell(voice.texts.number(number), number, drill)

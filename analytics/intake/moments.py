"""Days, months and stretches of time, by column."""

import re
from datetime import date

import polars as pl

from analytics.intake.cells import CELL, DATE, IS_NUMBER, PERIOD, Answer, Question, fault, never
from analytics.intake.days import read_day
from analytics.intake.periods import Stretch, months_between, read_stretch
from analytics.intake.text import by_unique, mapped
from analytics.intake.words import load_words
from analytics.policy.names import fold

#: Two ends, even if they make no stretch; a date with hyphens alone is not meant.
_TWO_ENDS = r"\d.*[至到~～—–].*\d|\d[./年].*-.*\d"
#: A number cell cannot tell 2023.1 from 2023.10.
_LOST_ZERO = r"^\d{4}\.1$"
#: A day as spreadsheets number it, and how many days the count from 1904 is behind.
_BARE_DAYS = r"^(\d{5})(?:\.\d+)?$"
_DAYS_TO_1904 = 1462
_OPEN = re.compile(r"^(.*?\d[月日]?)\s*(?:[-—–~～至到起]+)\s*(\D*)$")


def since_1904(texts: pl.Series, is_number: pl.Series | None) -> pl.Series:
    """Return the cells of a workbook that counts days from 1904, their bare numbers of days as others count them."""
    bare = texts.str.contains(_BARE_DAYS).fill_null(value=False)
    if is_number is not None:
        bare &= is_number.fill_null(value=False)
    if not bare.any():
        return texts
    counted = texts.str.extract(_BARE_DAYS).cast(pl.Int64) + _DAYS_TO_1904
    return counted.cast(pl.String).zip_with(bare, texts)


def day(question: Question) -> Answer:
    """Read days; of a month without a day, its first day. Of a stretch in a column of single days, the first one."""
    return _point(question)


def month(question: Question) -> Answer:
    """Read months, as the first day of each. An unreadable month is a date that does not hold."""
    answer = _point(question)
    return Answer({"": answer.values[""].dt.month_start()}, answer.rule, answer.warnings)


def _point(question: Question) -> Answer:
    texts = question.texts
    found = by_unique(texts, lambda text: _read_point(text, question.context))
    values = mapped(texts, found, pl.Date)
    wrong = question.unread(values)
    if question.column.open_end:
        ends = [text for text in found if fold(text) in load_words().open_end_folded]
        wrong &= ~texts.is_in(ends).fill_null(value=False)
    return Answer({"": values}, fault(DATE, wrong), {"month_zero_lost": _lost_zeros(question)})


def _read_point(text: str, context: Stretch | None) -> date | None:
    stated = read_day(text)
    if stated:
        return stated.first
    stretch = read_stretch(text, context)
    return stretch[0] if stretch else None


def stretch(question: Question) -> Answer:
    """Read stretches of days or months, both ends inclusive. Two ends out of order are a period that does not hold."""
    texts = question.texts
    found = by_unique(texts, lambda text: read_stretch(text, question.context))
    values = range_values(question.column.type, texts, {text: value for text, value in found.items() if value})
    wrong = question.unread(values[".from"])
    is_period = question.rows_that(_TWO_ENDS) if question.column.type == "date_range" else wrong
    rule = fault(DATE, wrong).set(wrong & is_period, PERIOD)
    return Answer(values, rule, {"month_zero_lost": _lost_zeros(question)})


def _lost_zeros(question: Question) -> pl.Series:
    if question.is_number is None:
        return never(len(question.texts))
    return question.asked(lost=IS_NUMBER & CELL.str.contains(_LOST_ZERO).fill_null(value=False))["lost"]


def range_values(kind: str, texts: pl.Series, found: dict[str, Stretch]) -> dict[str, pl.Series]:
    """Return the parts of each range: its ends (first days of months for a range of months) and its months."""
    first = mapped(texts, {text: value[0] for text, value in found.items()}, pl.Date)
    last = mapped(texts, {text: value[1] for text, value in found.items()}, pl.Date)
    months = mapped(texts, {text: months_between(value) for text, value in found.items()}, pl.Int64)
    if kind == "month_range":
        first, last = first.dt.month_start(), last.dt.month_start()
    return {".from": first, ".to": last, ".months": months}


def halves(kind: str, first: Answer, last: Answer, last_ends: pl.Series) -> Answer:
    """Join the two columns of a range kept apart; an end before its start does not hold.

    `last_ends`: the last day that the second column covers. A missing end is the end of the start's month or day.
    """
    start = first.values[""]
    end = last_ends.zip_with(last_ends.is_not_null(), start.dt.month_end() if kind == "month_range" else start)
    wrong = first.rule.is_not_null() | last.rule.is_not_null() | (end < start).fill_null(value=False)
    wrong |= start.is_null() & last_ends.is_not_null()
    months = (end.dt.year().cast(pl.Int64) - start.dt.year()) * 12 + end.dt.month() - start.dt.month() + 1
    if kind == "month_range":
        start, end = start.dt.month_start(), end.dt.month_start()
    return Answer({".from": start, ".to": end.set(start.is_null(), None), ".months": months}, fault(PERIOD, wrong))


def open_stretch(question: Question) -> Answer:
    """Read a cell that holds both ends of a run, which may be open: 202204-202304, 2022.04至今, 202204-."""
    found = by_unique(question.texts, lambda text: _open_stretch(text, question.context))
    first = mapped(question.texts, {text: ends[0] for text, ends in found.items() if ends}, pl.Date)
    last = mapped(question.texts, {text: ends[1] for text, ends in found.items() if ends}, pl.Date)
    wrong = question.texts.is_not_null() & first.is_null()
    if question.column.type == "month":
        first, last = first.dt.month_start(), last.dt.month_start()
    return Answer({".from": first, ".to": last}, fault(PERIOD, wrong))


def _open_stretch(text: str, context: Stretch | None) -> tuple[date, date | None] | None:
    closed = read_stretch(text, context)
    if closed:
        return closed
    match = _OPEN.match(text)
    if match and (not match[2] or fold(match[2]) in load_words().open_end_folded):
        stated = read_day(match[1])
        return (stated.first, None) if stated else None
    return None

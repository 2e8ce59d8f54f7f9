"""Amounts and counts. Money becomes whole fen; what was meant by 1,0000 or 约3000 is not guessed."""

import re
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import polars as pl

from analytics.intake.cells import AMOUNT, CELL, DATE, OVER_CAP, Answer, Question, fault, never
from analytics.intake.days import read_day
from analytics.intake.layouts import CodeMap
from analytics.intake.text import by_unique, mapped, squeeze_text
from analytics.intake.words import load_words

_FEN = 100
_PERCENT = 100
#: Plain decimals are read by column; the rest, one distinct spelling at a time.
_PLAIN = r"^-?\d{1,9}(?:\.\d{1,2}0*)?$"
_PLAIN_AMOUNT = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,2}0*)?")
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_COUNT = re.compile(rf"^(?P<sign>[-−+])?(?P<number>{_NUMBER})\s*[^\d\s.,:：/-]{{0,4}}$")
#: Signs of measure that would not pass for a word: 35%, 820m² (as width folding leaves it).
_MEASURED = re.compile(r"(?:%|m2)$", re.IGNORECASE)
_YEAR = re.compile(r"^(\d{4})(?:\.0+)?(?:年度?)?$")
#: Beyond this an amount is a slip: the column would not hold it.
_MOST_FEN = 10**16


def money(question: Question) -> Answer:
    """Read amounts into fen: the unit of the cell, else that of the header, else that of the sheet."""
    scale = question.unit * _FEN
    if question.all_are(_PLAIN_AMOUNT, numbers=True):
        amount = CELL.cast(pl.Decimal(18, 6)) * scale
        fen = question.asked(fen=amount.round(0).cast(pl.Int64))["fen"]
        return Answer({"": fen}, _unreadable(question, fen))
    is_plain = CELL.str.contains(_PLAIN).fill_null(value=False)
    amount = pl.when(is_plain).then(CELL).cast(pl.Decimal(18, 6)) * scale
    fen, odd = question.asked(fen=amount.round(0).cast(pl.Int64), odd=pl.when(~is_plain).then(CELL)).get_columns()
    if odd.null_count() < len(odd):
        fen = fen.zip_with(odd.is_null(), mapped(odd, by_unique(odd, lambda t: read_money(t, question.unit)), pl.Int64))
    return Answer({"": fen}, _unreadable(question, fen))


@cache
def _money_pattern() -> re.Pattern[str]:
    units = "|".join(sorted(map(re.escape, load_words().money_units), key=len, reverse=True))
    return re.compile(
        rf"^(?P<open>\()?(?P<sign>[-−+])?(?P<number>{_NUMBER})(?P<power>e[+-]?\d{{1,2}})?"
        rf"(?P<unit>{units})?(?P<close>\))?(?:/\S{{1,3}}|每月|整|正)?$",
        re.IGNORECASE,
    )


def read_money(text: str, unit: int) -> int | None:
    """Return the fen of one cell; None if it is no amount."""
    words = load_words()
    cell = squeeze_text(text).rstrip("。;,")
    for sign in words.currency:
        cell = cell.removeprefix(sign)
    match = _money_pattern().match(cell)
    if not match or bool(match["open"]) != bool(match["close"]) or (match["open"] and match["sign"]):
        return None
    factor = words.money_units[match["unit"].casefold()] if match["unit"] else unit
    value = Decimal(match["number"].replace(",", "") + (match["power"] or "")) * factor * _FEN
    if value > _MOST_FEN:
        return None
    fen = int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))
    return -fen if match["open"] or match["sign"] in ("-", "−") else fen


def _unreadable(question: Question, values: pl.Series) -> pl.Series:
    """Name the cells that are no number, or have a sign that the column does not take."""
    wrong = question.unread(values)
    if question.column.sign == "positive":
        wrong |= (values <= 0).fill_null(value=False)
    elif question.column.sign == "non_negative":
        wrong |= (values < 0).fill_null(value=False)
    return fault(AMOUNT, wrong)


def over_cap(question: Question, fen: pl.Series, codes: pl.Series | None) -> pl.Series:
    """Name the amounts above the cap of the benefit that the column, or the code of another column, points to."""
    cap = question.column.cap_benefit
    if cap is None:
        return fault(OVER_CAP, fen.is_null() & fen.is_not_null())
    if isinstance(cap, str):
        most = question.policy.benefit(cap).cap_fen
        above = (fen > most).fill_null(value=False) if most else fen.is_null() & fen.is_not_null()
        return fault(OVER_CAP, above)
    return fault(OVER_CAP, (fen > _caps(question, cap, codes)).fill_null(value=False))


def _caps(question: Question, cap: CodeMap, codes: pl.Series | None) -> pl.Series:
    by_code = cap.codes or {benefit.id: benefit.id for benefit in question.policy.benefits}
    limits = {code: question.policy.benefit(benefit).cap_fen for code, benefit in by_code.items()}
    other = question.policy.benefit(cap.other).cap_fen if cap.other else None
    height = len(question.texts)
    most = pl.Series([other], dtype=pl.Int64).new_from_index(0, height)
    return (
        most
        if codes is None
        else mapped(codes, limits, pl.Int64).zip_with(codes.is_in(list(limits)).fill_null(value=False), most)
    )


def count(question: Question) -> Answer:
    """Read whole or decimal numbers, with or without a word of measure behind them (3个月, 56学时)."""
    kind = pl.Int64 if question.column.type == "integer" else pl.Float64
    found = mapped(question.texts, by_unique(question.texts, _read_count), pl.Float64)
    if kind == pl.Int64:
        found = found.set((found != found.round(0)).fill_null(value=False), None).cast(pl.Int64)
    return Answer({"": found}, _unreadable(question, found), _bounds(question, found))


def _read_count(text: str) -> float | None:
    match = _COUNT.match(_MEASURED.sub("", squeeze_text(text)))
    if not match:
        return None
    number = float(match["number"].replace(",", ""))
    return -number if match["sign"] in ("-", "−") else number


def _bounds(question: Question, values: pl.Series) -> dict[str, pl.Series]:
    low, high = question.column.minimum, question.column.maximum
    if low is None and high is None:
        return {}
    outside = never(len(values))
    if low is not None:
        outside |= (values < low).fill_null(value=False)
    if high is not None:
        outside |= (values > high).fill_null(value=False)
    return {"out_of_bounds": outside}


def share(question: Question) -> Answer:
    """Read shares into basis points; a bare number below one is how a spreadsheet keeps a percentage.

    A bare 1 may be one percent or the whole, and is not guessed.
    """
    texts = question.texts
    found = mapped(texts, by_unique(texts, _read_count), pl.Float64)
    is_bare = texts.is_not_null() & ~question.rows_that("%")
    is_fraction = (is_bare & (found > 0) & (found < 1)).fill_null(value=False)
    is_unclear = (is_bare & (found == 1)).fill_null(value=False)
    percent = (found * _PERCENT).zip_with(is_fraction, found).set(is_unclear, None)
    outside = ((percent < 0) | (percent > _PERCENT)).fill_null(value=False)
    points = (percent * _PERCENT).round(0).cast(pl.Int64)
    wrong = outside | (texts.is_not_null() & points.is_null())
    return Answer({"": points.set(wrong, None)}, fault(AMOUNT, wrong), {"share_as_fraction": is_fraction})


def year(question: Question) -> Answer:
    """Read a calendar year; a full date gives its year."""
    found = mapped(question.texts, by_unique(question.texts, _read_year), pl.Int64)
    wrong = question.unread(found)
    return Answer({"": found}, fault(DATE, wrong), _bounds(question, found))


def _read_year(text: str) -> int | None:
    words = load_words()
    if match := _YEAR.match(squeeze_text(text)):
        number = int(match.group(1))
        return number if words.first_year <= number <= words.last_year else None
    stated = read_day(text)
    return stated.first.year if stated else None

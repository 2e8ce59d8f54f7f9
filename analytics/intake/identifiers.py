"""Numbers that stand for people, organisations, phones and accounts.

A number that a spreadsheet has rounded is named as lost, a masked one is set aside; neither is ever guessed.
"""

import re

import polars as pl

from analytics.identity.numbers import (
    OTHER_DOCUMENT,
    normalise_credit_codes,
    normalise_ids,
    valid_credit_codes,
    valid_ids,
)
from analytics.intake.cells import CELL, CHECKSUM, IS_NUMBER, MASKED, PRECISION_LOST, Answer, Question, fine, never

_NOISE = r"[=\s'’‘`\"“”‚,;:.、。_-]"
_MASK = r"[*✱∗●•○◯◎■□▇█]|[×#?]{2,}|[xX]{3,}|…|\.{3,}"
#: Signs that stand for the last X.
_LAST_X = r"[×хХχΧ✕]$"
_POWER = r"^[-+]?\d(?:\.\d+)?[eE]\+?\d{1,2}$"
_LONG_NUMBER = r"^\d{16,}(?:\.0+)?$"
#: Fifteen digits are all that a spreadsheet keeps; the others became zeros.
_ROUNDED = r"^\d{15}0{3}$"
#: Where passports and permits are the rule, those of digits alone are no slips.
_DOCUMENT_OF_DIGITS = r"^\d{8,9}$"
_ID_SHAPE = r"^[0-9]{17}[0-9X]$"
_CREDIT_LENGTH = r"^[0-9A-Z]{18}$"
_MOBILE = r"^1[3-9]\d{9}$"
_PHONE = r"^\+?\d{7,15}$"
_ACCOUNT = r"^\d{8,25}$"
#: What most cells are, and what needs no closer look.
_PLAIN_ID = re.compile(r"[1-9][0-9]{16}[0-9X]")
_PLAIN_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_PLAIN_ACCOUNT = re.compile(r"[0-9]{8,25}")
_PLAIN_CERTIFICATE = re.compile(r"[0-9A-Z]+")


def id_number(question: Question) -> Answer:
    """Read ID numbers into 18 characters; passports and travel permits are taken as they are.

    Where the column does not expect such documents they warn.
    """
    if question.all_are(_PLAIN_ID) and valid_ids(question.texts).all():
        return _as_stated(question, "other_document", "id_upgraded")
    told = question.asked(
        number=CELL.str.replace_all(_NOISE, "").str.replace(_LAST_X, "X"),
        is_stated=CELL.is_not_null(),
        masked=_that(CELL, _MASK),
        lost=_that(CELL, _POWER) | (IS_NUMBER & _that(CELL, _LONG_NUMBER)),
        is_old=_that(CELL.str.replace_all(_NOISE, ""), r"^\d{15}$"),
    )
    numbers = normalise_ids(told["number"])
    told = told.with_columns(numbers, holds=valid_ids(numbers)).with_columns(pl.col("holds").fill_null(value=False))
    number, holds = pl.col("number"), pl.col("holds")
    expected = question.column.foreign_documents
    is_other = _that(number, f"{OTHER_DOCUMENT}|{_DOCUMENT_OF_DIGITS}" if expected else OTHER_DOCUMENT)
    rule = (
        pl.when("masked")
        .then(pl.lit(MASKED))
        .when(pl.col("lost") | (~holds & _that(number, _ROUNDED)))
        .then(pl.lit(PRECISION_LOST))
        .when(pl.col("is_stated") & ~holds & ~is_other)
        .then(pl.lit(CHECKSUM))
    )
    found = told.select(
        number=pl.when(rule.is_null()).then(number),
        rule=rule,
        foreign=is_other & rule.is_null() & (not expected),
        upgraded=holds & pl.col("is_old") & rule.is_null(),
    )
    warnings = {"other_document": found["foreign"], "id_upgraded": found["upgraded"]}
    return Answer({"": found["number"]}, found["rule"], warnings)


def credit_code(question: Question) -> Answer:
    """Read credit codes; one that fails its check is kept, one that has another length cannot be used: both warn."""
    told = question.asked(
        code=CELL.str.replace_all(_NOISE, ""),
        is_stated=CELL.is_not_null(),
        lost=IS_NUMBER & _that(CELL, _LONG_NUMBER),
    )
    codes = normalise_credit_codes(told["code"])
    is_usable = _that(pl.col("code"), _CREDIT_LENGTH) & ~pl.col("lost")
    told = told.with_columns(codes).with_columns(code=pl.when(is_usable).then("code"))
    usable = told["code"]
    found = told.with_columns(holds=valid_credit_codes(usable)).select(
        failing=pl.col("code").is_not_null() & ~pl.col("holds").fill_null(value=False),
        unusable=pl.col("is_stated") & pl.col("code").is_null(),
    )
    warnings = {"credit_code_check": found["failing"], "credit_code_unusable": found["unusable"]}
    return Answer({"": usable}, fine(len(usable)), warnings)


def party_number(question: Question) -> Answer:
    """Read a column that holds ID numbers of people and credit codes of organisations; ".code" holds the latter."""
    codes = credit_code(question)
    numbers = id_number(question)
    code = codes.values[""]
    is_code = (code.is_not_null() & ~code.str.contains(_ID_SHAPE)).fill_null(value=False)
    is_code |= valid_credit_codes(code).fill_null(value=False) & numbers.rule.is_not_null()
    is_code &= ~question.rows_that(_MASK)
    failing = codes.warnings["credit_code_check"] & is_code
    values = {"": numbers.values[""].set(is_code, None), ".code": code.set(~is_code, None)}
    warnings = {name: rows & ~is_code for name, rows in numbers.warnings.items()}
    return Answer(values, numbers.rule.set(is_code, None), {**warnings, "credit_code_check": failing})


def phone(question: Question) -> Answer:
    """Read phone numbers; what a spreadsheet turned into 1.38E+10 is lost. Nothing here refuses a row."""
    numbers = (
        CELL.str.replace(r"\.0+$", "").str.replace_all(r"[\s()\-－—'\"]", "").str.replace(r"^\+?86(1\d{10})$", "${1}")
    )
    first = numbers.str.extract(r"^([+\d]+)", 1)
    is_good = _that(first, f"{_MOBILE}|{_PHONE}") & ~_that(CELL, _POWER)
    if question.all_are(_PLAIN_MOBILE):
        return _as_stated(question, "phone_lost", "phone_unreadable")
    return _contact(question, pl.when(is_good).then(first), "phone")


def bank(question: Question) -> Answer:
    """Read account numbers; one of more than fifteen digits that arrived as a number is lost."""
    if question.all_are(_PLAIN_ACCOUNT):
        return _as_stated(question, "bank_lost", "bank_unreadable")
    numbers = CELL.str.replace_all(_NOISE, "")
    lost = _that(CELL, _POWER) | (IS_NUMBER & _that(CELL, _LONG_NUMBER))
    return _contact(question, pl.when(_that(numbers, _ACCOUNT) & ~lost).then(numbers), "bank")


def _contact(question: Question, values: pl.Expr, kind: str) -> Answer:
    is_unread = CELL.is_not_null() & values.is_null()
    lost = _that(CELL, _POWER) | (IS_NUMBER & is_unread)
    found = question.asked(values=values, lost=lost, unreadable=is_unread & ~lost)
    warnings = {f"{kind}_lost": found["lost"], f"{kind}_unreadable": found["unreadable"]}
    return Answer({"": found["values"]}, fine(found.height), warnings)


def certificate(question: Question) -> Answer:
    """Read certificate numbers for hashing: capitals without blanks and punctuation."""
    if question.all_are(_PLAIN_CERTIFICATE):
        return _as_stated(question)
    value = CELL.str.to_uppercase().str.replace_all(r"[\s\W_]+", "")
    values = question.asked(value=pl.when(value.str.len_bytes() > 0).then(value))["value"]
    return Answer({"": values}, fine(len(values)))


def _as_stated(question: Question, *warnings: str) -> Answer:
    """Take every cell as it is; none of the warnings is due."""
    height = len(question.texts)
    return Answer({"": question.texts}, fine(height), dict.fromkeys(warnings, never(height)))


def _that(cells: pl.Expr, pattern: str) -> pl.Expr:
    """Tell which cells match a pattern; a blank one does not."""
    return cells.str.contains(pattern).fill_null(value=False)

"""Numbers that stand for people, organisations, phones and accounts.

A number that a spreadsheet has rounded is named as lost, a masked one is set aside; neither is ever guessed.
"""

import polars as pl

from analytics.identity.numbers import (
    OTHER_DOCUMENT,
    normalise_credit_codes,
    normalise_ids,
    valid_credit_codes,
    valid_ids,
)
from analytics.intake.cells import CHECKSUM, MASKED, PRECISION_LOST, Answer, Question, fault, first_fault, never

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


def id_number(question: Question) -> Answer:
    """Read ID numbers into 18 characters; passports and travel permits are taken as they are.

    Where the column does not expect such documents they warn.
    """
    texts = question.texts
    masked = question.rows_that(_MASK)
    lost = question.rows_that(_POWER) | (question.numeric() & question.rows_that(_LONG_NUMBER))
    numbers = normalise_ids(texts.str.replace_all(_NOISE, "").str.replace(_LAST_X, "X"))
    holds = valid_ids(numbers).fill_null(value=False)
    lost |= ~holds & numbers.str.contains(_ROUNDED).fill_null(value=False)
    expected = question.column.foreign_documents
    documents = f"{OTHER_DOCUMENT}|{_DOCUMENT_OF_DIGITS}" if expected else OTHER_DOCUMENT
    other = numbers.str.contains(documents).fill_null(value=False)
    wrong = texts.is_not_null() & ~holds & ~other
    rule = first_fault(fault(MASKED, masked), fault(PRECISION_LOST, lost), fault(CHECKSUM, wrong))
    upgraded = holds & texts.str.replace_all(_NOISE, "").str.contains(r"^\d{15}$").fill_null(value=False)
    values = numbers.set(rule.is_not_null(), None)
    foreign = other & rule.is_null() & (not expected)
    return Answer({"": values}, rule, {"other_document": foreign, "id_upgraded": upgraded & rule.is_null()})


def credit_code(question: Question) -> Answer:
    """Read credit codes; one that fails its check is kept, one that has another length cannot be used: both warn."""
    codes = normalise_credit_codes(question.texts.str.replace_all(_NOISE, ""))
    shaped = codes.str.contains(_CREDIT_LENGTH).fill_null(value=False)
    lost = question.numeric() & question.rows_that(_LONG_NUMBER)
    usable = codes.set(~shaped | lost, None)
    failing = usable.is_not_null() & ~valid_credit_codes(usable).fill_null(value=False)
    unusable = question.texts.is_not_null() & usable.is_null()
    return Answer(
        {"": usable},
        fault(CHECKSUM, never(len(codes))),
        {"credit_code_check": failing, "credit_code_unusable": unusable},
    )


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
        question.texts.str.replace(r"\.0+$", "")
        .str.replace_all(r"[\s()\-－—'\"]", "")
        .str.replace(r"^\+?86(1\d{10})$", "${1}")
    )
    first = numbers.str.extract(r"^([+\d]+)", 1)
    good = first.str.contains(f"{_MOBILE}|{_PHONE}").fill_null(value=False) & ~question.rows_that(_POWER)
    return _contact(question, first.set(~good, None), "phone")


def bank(question: Question) -> Answer:
    """Read account numbers; one of more than fifteen digits that arrived as a number is lost."""
    numbers = question.texts.str.replace_all(_NOISE, "")
    lost = question.rows_that(_POWER) | (question.numeric() & question.rows_that(_LONG_NUMBER))
    good = numbers.str.contains(_ACCOUNT).fill_null(value=False) & ~lost
    return _contact(question, numbers.set(~good, None), "bank")


def _contact(question: Question, values: pl.Series, kind: str) -> Answer:
    lost = question.rows_that(_POWER) | (question.numeric() & values.is_null() & question.texts.is_not_null())
    unreadable = question.texts.is_not_null() & values.is_null() & ~lost
    warnings = {f"{kind}_lost": lost, f"{kind}_unreadable": unreadable}
    return Answer({"": values}, fault(CHECKSUM, never(len(values))), warnings)


def certificate(question: Question) -> Answer:
    """Read certificate numbers for hashing: capitals without blanks and punctuation."""
    values = question.texts.str.to_uppercase().str.replace_all(r"[\s\W_]+", "")
    values = values.set((values.str.len_bytes() == 0).fill_null(value=False), None)
    return Answer({"": values}, fault(CHECKSUM, never(len(values))))

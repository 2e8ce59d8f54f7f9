"""ID numbers, credit codes, phones and accounts: what holds, what is masked, what a spreadsheet lost."""

from datetime import date

import pytest

from analytics.intake.cells import Question
from analytics.intake.identifiers import bank, certificate, credit_code, id_number, party_number, phone
from analytics.intake.layouts import Column
from analytics.policy import Policy
from tests.intake.asking import ask, flags
from tests.intake.desk import identity

GOOD = identity(1)
CODE = "91370200163562681G"
ENDS_IN_X = next(identity(n) for n in range(1, 99) if identity(n).endswith("X"))
NOT_IN_ZEROS = "370283199001011235"


def question(policy: Policy, kind: str, text: str | None, *, is_number: bool = False) -> Question:
    column = Column.model_validate({"id": "a", "header": {"zh": "a", "en": "a"}, "type": kind})
    return Question(column, ask([text]), flags([is_number]), policy)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (GOOD, GOOD),
        (f" {GOOD[:6]} {GOOD[6:]}\t", GOOD),
        (f"'{GOOD}", GOOD),
        (f"“{GOOD}”", GOOD),
        ("".join(chr(ord(c) + 0xFEE0) for c in GOOD), GOOD),
        (f"{GOOD[:6]}\u200b{GOOD[6:]}\u00a0", GOOD),
        (ENDS_IN_X.lower(), ENDS_IN_X),
        (ENDS_IN_X[:-1] + "×", ENDS_IN_X),
        (GOOD[:6] + GOOD[8:17], GOOD),
        ("E12345678", "E12345678"),
        ("h1234567890", "H1234567890"),
    ],
)
def test_a_number_that_holds(policy: Policy, text: str, expected: str) -> None:
    answer = id_number(question(policy, "id_number", text))
    assert answer.rule.to_list() == [None]
    assert answer.values[""].to_list() == [expected]


def test_passports_and_permits_are_taken_with_a_warning(policy: Policy) -> None:
    assert id_number(question(policy, "id_number", "E12345678")).warnings["other_document"].to_list() == [True]
    assert id_number(question(policy, "id_number", GOOD)).warnings["other_document"].to_list() == [False]


@pytest.mark.parametrize(
    ("text", "is_number", "rule"),
    [
        ("370283********1234", False, "id_masked"),
        ("3702831990****123X", False, "id_masked"),
        ("370283＊＊＊＊＊＊＊＊1234", False, "id_masked"),
        ("370283●●●●●●●●1234", False, "id_masked"),
        ("370283××××××××1234", False, "id_masked"),
        ("370283XXXXXXXX1234", False, "id_masked"),
        ("******************", False, "id_masked"),
        ("3.70283E+17", False, "id_precision_lost"),
        ("3.70282198901233e+17", True, "id_precision_lost"),
        ("370282198901233024", True, "id_precision_lost"),
        (NOT_IN_ZEROS, True, "id_precision_lost"),
        ("370283199001011000", False, "id_precision_lost"),
        (GOOD[:16], False, "id_checksum"),
        (GOOD + "1", False, "id_checksum"),
        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), False, "id_checksum"),
        ("370283199513011234", False, "id_checksum"),
        ("13800138000", True, "id_checksum"),
        ("赵一", False, "id_checksum"),
        ("3702822002110708Z", False, "id_checksum"),
    ],
)
def test_a_number_that_does_not_hold(policy: Policy, text: str, rule: str, *, is_number: bool) -> None:
    answer = id_number(question(policy, "id_number", text, is_number=is_number))
    assert answer.rule.to_list() == [rule]
    assert answer.values[""].to_list() == [None]


def test_fifteen_digits_survive_a_number_cell(policy: Policy) -> None:
    old = GOOD[:6] + GOOD[8:17]
    answer = id_number(question(policy, "id_number", old, is_number=True))
    assert answer.values[""].to_list() == [GOOD]
    assert answer.warnings["id_upgraded"].to_list() == [True]


def test_the_century_of_an_old_number(policy: Policy) -> None:
    old = identity(7, born=date(1965, 1, 2))
    assert id_number(question(policy, "id_number", old[:6] + old[8:17])).values[""].to_list() == [old]


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        (CODE, CODE, None),
        (CODE.lower() + " ", CODE, None),
        (CODE[:-1] + "A", CODE[:-1] + "A", "credit_code_check"),
        ("12345678-9", None, "credit_code_unusable"),
        ("无代码", None, "credit_code_unusable"),
        (None, None, None),
    ],
)
def test_credit_codes_warn_and_never_refuse(
    policy: Policy, text: str | None, value: str | None, warning: str | None
) -> None:
    answer = credit_code(question(policy, "credit_code", text))
    assert answer.rule.to_list() == [None]
    assert answer.values[""].to_list() == [value]
    assert [name for name, rows in answer.warnings.items() if rows.any()] == ([warning] if warning else [])


@pytest.mark.parametrize(
    ("text", "person", "code", "rule"),
    [
        (GOOD, GOOD, None, None),
        (CODE, None, CODE, None),
        ("91370283FLAD54HLN6", None, "91370283FLAD54HLN6", None),
        (GOOD[:17] + ("0" if GOOD[17] != "0" else "1"), None, None, "id_checksum"),
        ("370283********1234", None, None, "id_masked"),
        (None, None, None, None),
    ],
)
def test_a_column_of_people_and_organisations(
    policy: Policy, text: str | None, person: str | None, code: str | None, rule: str | None
) -> None:
    answer = party_number(question(policy, "party_number", text))
    assert (answer.values[""].item(), answer.values[".code"].item(), answer.rule.item()) == (person, code, rule)


@pytest.mark.parametrize(
    ("text", "is_number", "value", "warning"),
    [
        ("13800138000", False, "13800138000", None),
        ("138-0013-8000", False, "13800138000", None),
        ("13800138000.0", True, "13800138000", None),
        ("+86 13800138000", False, "13800138000", None),
        ("0532-88301234", False, "053288301234", None),
        ("13800138000/88301234", False, "13800138000", None),
        ("1.38E+10", False, None, "phone_lost"),
        ("138****8000", False, None, "phone_unreadable"),
    ],
)
def test_phones(policy: Policy, text: str, value: str | None, warning: str | None, *, is_number: bool) -> None:
    answer = phone(question(policy, "phone", text, is_number=is_number))
    assert answer.values[""].to_list() == [value]
    assert [name for name, rows in answer.warnings.items() if rows.any()] == ([warning] if warning else [])


@pytest.mark.parametrize(
    ("text", "is_number", "value", "warning"),
    [
        ("6217 0001 2345 6789 012", False, "6217000123456789012", None),
        ("6217000123456789000", True, None, "bank_lost"),
        ("6.217E+18", False, None, "bank_lost"),
        ("****9012", False, None, "bank_unreadable"),
    ],
)
def test_accounts(policy: Policy, text: str, value: str | None, warning: str | None, *, is_number: bool) -> None:
    answer = bank(question(policy, "bank", text, is_number=is_number))
    assert answer.values[""].to_list() == [value]
    assert [name for name, rows in answer.warnings.items() if rows.any()] == ([warning] if warning else [])


def test_a_certificate_number_is_compared_without_blanks_case_and_signs(policy: Policy) -> None:
    assert certificate(question(policy, "certificate", "z-96 2691/0002")).values[""].to_list() == ["Z9626910002"]

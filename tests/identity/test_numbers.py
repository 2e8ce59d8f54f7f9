"""Official numbers: spelling, upgrade and check digits, by column and by value."""

from datetime import date

import polars as pl
import pytest

from analytics.identity import numbers


def _with_check(body: str) -> str:
    """Append the check character by the letter of GB 11643, independently of the code under test."""
    weights = [2 ** (17 - place) % 11 for place in range(17)]
    total = sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True))
    return body + "10X98765432"[total % 11]


@pytest.mark.parametrize("number", ["370283199001011235", "11010519491231002X"])
def test_a_genuine_number_holds(number: str) -> None:
    assert numbers.is_valid_id(number)


def test_exactly_one_of_eleven_check_characters_holds() -> None:
    candidates = pl.Series([f"37028319900101123{check}" for check in "0123456789X"])
    assert candidates.filter(numbers.valid_ids(candidates)).to_list() == ["370283199001011235"]


def test_dissolved_districts_and_foreign_residents_hold_as_well() -> None:
    bodies = ("37028219900101123", "37028419900101123", "81000019900101123", "93711119900101123")
    for body in bodies:
        assert numbers.is_valid_id(_with_check(body))


@pytest.mark.parametrize(
    "body", ["37028319900230123", "37028319901301123", "37028319900100123", "37028319900001123", "37028320230229001"]
)
def test_a_day_that_never_was_fails_whatever_the_check_digit(body: str) -> None:
    assert not numbers.is_valid_id(_with_check(body))


def test_the_leap_day_of_a_leap_year_holds() -> None:
    assert numbers.is_valid_id(_with_check("37028320240229001"))


@pytest.mark.parametrize(
    "number",
    [
        "",
        "37028319900101123",
        "3702831990010112355",
        "37028319900101123x",
        "３７０２８３１９９００１０１１２３５",
        "370283********1235",
        "X70283199001011235",
        "070283199001011235",
        "٣70283199001011235",
        "370283199001011000",
    ],
)
def test_a_number_of_another_shape_or_check_fails(number: str) -> None:
    assert not numbers.is_valid_id(number)


def test_a_column_is_tested_value_by_value_and_null_stays_null() -> None:
    column = pl.Series("id", ["370283199001011235", None, "370283199001011236", "张三"])
    assert numbers.valid_ids(column).to_list() == [True, None, False, False]
    assert numbers.valid_ids(column).name == "id"


@pytest.mark.parametrize("values", [[], [None, None]])
def test_a_column_without_numbers_is_no_problem(values: list[str | None]) -> None:
    column = pl.Series("id", values, dtype=pl.String)
    for function in (numbers.normalise_ids, numbers.valid_ids, numbers.valid_credit_codes):
        assert function(column).to_list() == values
    assert numbers.described_ids(column).height == len(values)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        (" 3702831990 0101 1235\t", "370283199001011235"),
        ("３７０２８３１９９００１０１１２３５", "370283199001011235"),
        ("11010519491231002x", "11010519491231002X"),
        ("'370283199001011235", "370283199001011235"),
        ("370283　199001011235", "370283199001011235"),
        ("370283900101123", "370283199001011235"),
        ("370283********1235", "370283********1235"),
        ("3702839001011", "3702839001011"),
    ],
)
def test_every_way_to_write_a_number_becomes_one(written: str, normal: str) -> None:
    assert numbers.normalise_id(written) == normal


def test_a_body_is_completed_with_its_check_character() -> None:
    assert numbers.complete_ids(pl.Series(["37028319900101123"])).to_list() == ["370283199001011235"]
    assert numbers.complete_credit_codes(pl.Series(["91370200163562681"])).to_list() == ["91370200163562681G"]


def test_an_old_number_is_upgraded_with_its_check_digit_among_others() -> None:
    column = pl.Series([None, "370283900101123", "x", "110105491231002", "370283199001011235"])
    upgraded = [None, "370283199001011235", "X", "11010519491231002X", "370283199001011235"]
    assert numbers.normalise_ids(column).to_list() == upgraded


def test_a_number_tells_month_of_birth_sex_and_foreign_card() -> None:
    column = pl.Series(["370283199001011235", _with_check("93711119851231248"), None])
    assert numbers.described_ids(column).rows() == [
        (date(1990, 1, 1), "m", False),
        (date(1985, 12, 1), "f", True),
        (None, None, None),
    ]


@pytest.mark.parametrize("code", ["91350100M000100Y43", "91370200163562681G"])
def test_a_genuine_credit_code_holds(code: str) -> None:
    assert numbers.is_valid_credit_code(code)


@pytest.mark.parametrize(
    "code", ["91350100M000100Y44", "91370200163562681I", "9137020016356268", "", "91370200163562681g"]
)
def test_another_check_character_or_shape_of_a_credit_code_fails(code: str) -> None:
    assert not numbers.is_valid_credit_code(code)


def test_exactly_one_of_31_check_characters_of_a_credit_code_holds() -> None:
    candidates = pl.Series([f"91350100M000100Y4{check}" for check in "0123456789ABCDEFGHJKLMNPQRTUWXY"])
    assert candidates.filter(numbers.valid_credit_codes(candidates)).to_list() == ["91350100M000100Y43"]


def test_a_credit_code_is_normalised_to_capitals_without_hyphens() -> None:
    written = pl.Series([" 91370200-163562681g ", None, "９１３７０２００１６３５６２６８１Ｇ"])
    assert numbers.normalise_credit_codes(written).to_list() == ["91370200163562681G", None, "91370200163562681G"]

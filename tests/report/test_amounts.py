"""Numbers in the words of a language: people in full, money in the unit people say aloud."""

import pytest

from analytics.report import amounts
from analytics.texts import Lang, catalogue


@pytest.mark.parametrize(
    ("lang", "unit", "value", "shown"),
    [
        ("zh", "person", 25460, "25,460 人"),
        ("en", "person", 25460, "25,460 people"),
        ("zh", "yuan", 1_390_000_000, "1,390 万元"),
        ("en", "yuan", 1_390_000_000, "13.9 ¥m"),
        ("zh", "attendance", 0, "0 人次"),
    ],
)
def test_an_amount_says_what_it_counts(lang: Lang, unit: str, value: int, shown: str) -> None:
    assert amounts.exact(catalogue(lang), unit, value) == shown


def test_actual_and_target_stand_in_full_digits() -> None:
    assert amounts.ratio(catalogue("zh"), "person", 9999, 30000) == "9,999/30,000"
    assert amounts.ratio(catalogue("en"), "yuan", 350_000_000, 350_000_000) == "3.5/3.5"


@pytest.mark.parametrize(
    ("lang", "value", "shown"),
    [("zh", 9999, "9,999"), ("zh", 10000, "1.00万"), ("zh", 25460, "2.55万"), ("en", 25460, "25,460")],
)
def test_a_card_shortens_from_ten_thousand_in_chinese_only(lang: Lang, value: int, shown: str) -> None:
    assert amounts.short(catalogue(lang), "person", value) == shown


def test_a_card_leaves_money_in_its_own_unit() -> None:
    assert amounts.short_phrase(catalogue("zh"), "yuan", 350_000_000) == "350 万元"

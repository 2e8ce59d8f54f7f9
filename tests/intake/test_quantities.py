"""Amounts and counts, spelling by spelling."""

import pytest

from analytics.intake import Layout
from analytics.intake.cells import Question
from analytics.intake.layouts import Column
from analytics.intake.quantities import count, money, read_money, share, year
from analytics.policy import Policy
from tests.intake.asking import ask

YUAN, WAN = 1, 10_000
NO_AMOUNTS = "#REF! 约3000 1,0000 3000-4000 叁仟元 3000斤 一千 3.0.0 (1000 12月 1e99 1000) 元 ,5"


def column(kind: str, **keys: object) -> Column:
    return Column.model_validate({"id": "a", "header": {"zh": "a", "en": "a"}, "type": kind, **keys})


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("3000", YUAN, 300_000),
        ("3,000", YUAN, 300_000),
        ("1,234,567.89", YUAN, 123_456_789),
        ("3000.00", YUAN, 300_000),
        ("3000元", YUAN, 300_000),
        ("￥3,000", YUAN, 300_000),
        ("¥ 3000", YUAN, 300_000),
        ("人民币3000元整", YUAN, 300_000),
        ("3000元/月", YUAN, 300_000),
        ("0.3万", YUAN, 300_000),
        ("0.3万元", WAN, 300_000),
        ("62.5", WAN, 62_500_000),
        ("3000元", WAN, 300_000),
        ("1.2亿", YUAN, 12_000_000_000),
        ("(1,000)", YUAN, -100_000),
        ("-62.5", WAN, -62_500_000),
        ("−5", YUAN, -500),
        ("1.5E3", YUAN, 150_000),
        ("0.005", YUAN, 1),
        ("33.333333333", WAN, 33_333_333),
        ("0", YUAN, 0),
    ],
)
def test_an_amount_in_fen(text: str, unit: int, fen: int) -> None:
    assert read_money(text, unit) == fen


@pytest.mark.parametrize("text", ["", *NO_AMOUNTS.split(), "2024-07-01 00:00:00"])
def test_what_is_no_amount_is_not_guessed(text: str) -> None:
    assert read_money(text, YUAN) is None


@pytest.mark.parametrize("unit", [YUAN, WAN])
def test_the_fast_way_and_the_slow_way_agree(policy: Policy, unit: int) -> None:
    texts = [
        "0",
        "0.1",
        "0.30",
        "1000",
        "-3.5",
        "12345678.9",
        "0.29",
        "4.35",
        "1.005",
        "999999999.99",
        "999999999999.99",
    ]
    question = Question(column("money", sign="any"), ask(texts), None, policy, unit)
    assert money(question).values[""].to_list() == [read_money(text, unit) for text in texts]


@pytest.mark.parametrize(("sign", "wrong"), [("any", []), ("non_negative", [0]), ("positive", [0, 1])])
def test_the_sign_an_amount_may_have(policy: Policy, sign: str, wrong: list[int]) -> None:
    answer = money(Question(column("money", sign=sign), ask(["-1", "0", "1"]), None, policy))
    assert answer.rule.is_not_null().arg_true().to_list() == wrong


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3", 3),
        ("３个月", 3),
        ("3.0", 3),
        ("56学时", 56),
        ("1,000", 1000),
        ("60人", 60),
        ("-2", None),
        ("3.5", None),
        ("三", None),
        ("3-4", None),
    ],
)
def test_whole_numbers_with_a_word_of_measure(policy: Policy, text: str, number: int | None) -> None:
    answer = count(Question(column("integer"), ask([text]), None, policy))
    assert answer.rule.to_list() == [None if number is not None else "amount_invalid"]
    assert number is None or answer.values[""].to_list() == [number]


def test_numbers_outside_the_usual_range_are_warned_about(policy: Policy, layouts: dict[str, Layout]) -> None:
    answer = count(Question(layouts["skill"].col("months"), ask(["0", "1", "36", "37"]), None, policy))
    assert answer.warnings["out_of_bounds"].to_list() == [True, False, False, True]
    assert answer.rule.is_null().all()


@pytest.mark.parametrize("text", ["820", "820㎡", "820 m²", "820平方米", "820.0平米"])
def test_an_area_under_any_sign_of_measure(policy: Policy, text: str) -> None:
    assert count(Question(column("decimal"), ask([text]), None, policy)).values[""].to_list() == [820]


@pytest.mark.parametrize(
    ("text", "points", "is_fraction"),
    [
        ("35%", 3500, False),
        ("35", 3500, False),
        ("33.34", 3334, False),
        ("0.35", 3500, True),
        ("0.5%", 50, False),
        ("1%", 100, False),
        ("0", 0, False),
        ("100", 10_000, False),
    ],
)
def test_a_share_in_basis_points(policy: Policy, text: str, points: int, is_fraction: bool) -> None:
    answer = share(Question(column("share"), ask([text]), None, policy))
    assert (answer.values[""].to_list(), answer.warnings["share_as_fraction"].to_list()) == ([points], [is_fraction])
    assert answer.rule.to_list() == [None]


@pytest.mark.parametrize("text", ["1", "120", "-5", "三成", "35-40"])
def test_what_is_no_share_is_not_guessed(policy: Policy, text: str) -> None:
    answer = share(Question(column("share"), ask([text]), None, policy))
    assert (answer.values[""].to_list(), answer.rule.to_list()) == ([None], ["amount_invalid"])


@pytest.mark.parametrize("text", ["2024", "2024年", "2024年度", "2024.0", "2024年6月", "2024-06-01 00:00:00"])
def test_a_year(policy: Policy, text: str) -> None:
    assert year(Question(column("year"), ask([text]), None, policy)).values[""].to_list() == [2024]


@pytest.mark.parametrize("text", ["24", "3024", "去年", "2024-2025"])
def test_no_year(policy: Policy, text: str) -> None:
    assert year(Question(column("year"), ask([text]), None, policy)).rule.to_list() == ["date_invalid"]

"""Units and towns are known under every name they are written."""

from datetime import date

import pytest

from analytics.policy import Policy, load
from tests.policy.conftest import Edit


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("市人力资源和社会保障局", "human_resources"),
        ("平度市人力资源和社会保障局", "human_resources"),
        ("人社局", "human_resources"),
        ("人 社 局", "human_resources"),
        ("市人社局（盖章）", "human_resources"),
        ("金融办", "financial_regulation"),
        ("市地方金融监督管理局", "financial_regulation"),
        ("市委组织部", "organisation"),
        ("中共平度市委组织部", "organisation"),
        ("人才办", "organisation"),
        ("团市委", "youth_league"),
        ("共青团平度市委", "youth_league"),
        ("住建局", "construction"),
        ("各镇（街道、园区）", "towns"),
        ("李园街道办事处", "towns"),
        ("Finance Bureau", "finance"),
    ],
)
def test_a_unit_is_found_by_any_of_its_names(policy: Policy, name: str, unit: str) -> None:
    found = policy.unit_by_name(name)
    assert found is not None
    assert found.id == unit


@pytest.mark.parametrize("name", ["", None, "市", "平度市", "局", "体育局下属中心", "人社"[:1]])
def test_a_name_that_is_no_units_is_nobodys(policy: Policy, name: str | None) -> None:
    assert policy.unit_by_name(name) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("李园街道", "370283002"),
        ("李园街道办", "370283002"),
        ("平度市李园街道办事处", "370283002"),
        ("李园", "370283002"),
        ("古砚镇", "370283101"),
        ("古岘", "370283101"),
        ("明村镇", "370283110"),
        ("大泽山镇", "370283120"),
        ("开发区", "370283400"),
        ("平度经济开发区", "370283400"),
        ("平度市经济开发区管委会", "370283400"),
    ],
)
def test_a_town_is_found_with_or_without_the_words_around_it(policy: Policy, name: str, code: str) -> None:
    found = policy.town_by_name(name)
    assert found is not None
    assert found.id == code


@pytest.mark.parametrize("name", ["", None, "镇", "城阳街道", "南村镇西村", "平度市"])
def test_an_unknown_town_is_none(policy: Policy, name: str | None) -> None:
    assert policy.town_by_name(name) is None


def test_a_dated_alias_holds_on_its_days_only(edited: Edit) -> None:
    dated = '{ name = "金融办", valid_from = 2024-03-01, valid_to = 2024-12-31 }'
    policy = load(edited("units.toml", '{ name = "金融办" }', dated))
    days = [date(2024, 2, 29), date(2024, 3, 1), date(2024, 12, 31), date(2025, 1, 1)]
    assert [policy.unit_by_name("金融办", day) is not None for day in days] == [False, True, True, False]
    assert policy.unit_by_name("金融办") is not None

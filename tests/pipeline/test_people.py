"""People are found by number, or by name and phone together, in a home filled by the ordinary intake."""

from pathlib import Path

import pytest

from analytics import pipeline
from tests.cli.conftest import run

ROWS = """姓名,身份证号码,联系电话,培训班次,培训时间,考核结果,所在镇街
张三丰,370283199001011235,13812345678,苹果栽培,2026-04-01,合格,大泽山镇
李四光,370283198505051236,13987654321,葡萄栽培,2026-05-01,合格,店子镇
"""


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[pipeline.Opened, pipeline.Accounts]:
    folder: Path = tmp_path_factory.mktemp("people")
    file = folder / "农民技能培训.csv"
    file.write_text(ROWS, encoding="utf-8")
    assert run("import", file, "--home", folder / "home").code == 0
    opened = pipeline.House(folder / "home").open()
    return opened, pipeline.account(opened, as_of=opened.policy.document.window_end)


def find(known: tuple[pipeline.Opened, pipeline.Accounts], **given: str) -> list[str]:
    opened, accounts = known
    return pipeline.find_people(accounts, opened.vault, **given)


def test_a_number_is_found_however_it_is_written(known) -> None:
    [key] = find(known, number=" 370283 19900101 1235 ")
    assert key == known[0].vault.person_key("370283199001011235")


def test_name_and_phone_are_found_together_and_never_one_alone(known) -> None:
    [key] = find(known, name="张 三丰", phone="+86 138-1234-5678")
    assert key == known[0].vault.person_key("370283199001011235")
    assert find(known, name="张三丰") == []
    assert find(known, phone="13812345678") == []
    assert find(known, name="张三丰", phone="13987654321") == []


def test_who_is_in_no_record_is_not_found(known) -> None:
    assert find(known, number="11010519491231002X") == []
    assert find(known, number="x") == []
    assert find(known) == []

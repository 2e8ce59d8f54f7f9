"""`talent disagreements` lists what bureaus state differently; `talent rule` says who holds."""

from pathlib import Path

import pytest

from tests.cli.conftest import NAMES, run

HEADER = "姓名,身份证号码,学历,毕业院校,毕业时间,工作单位,来平就业时间"
ROW = "张三丰,370283199001011235,{degree},青岛大学,2024-06-30,青岛海信电器有限公司,2024-08-01"


@pytest.fixture
def disputed(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    for unit, degree in (("human_resources", "硕士"), ("education_sports", "本科")):
        path = tmp_path / f"引进青年人才登记表{unit}.csv"
        path.write_text(f"{HEADER}\n{ROW.format(degree=degree)}\n", encoding="utf-8")
        assert run("import", path, "--bureau", unit, "--ledger", "young_talents", "--home", home).code == 0
    return home


def test_two_bureaus_are_listed_until_somebody_rules(disputed: Path) -> None:
    found = run("disagreements", "--json", "--home", disputed)
    assert found.code == 1
    [matter] = found.document
    assert {item["value"] for item in matter["statements"]} == {"master", "bachelor"}
    assert not any(name in found.out for name in NAMES)
    why = ("--reason", "学信网", "--by", "李主任")
    ruled = run("rule", matter["matter"], "education_sports", *why, "--home", disputed)
    assert ruled.code == 0, ruled.err
    after = run("disagreements", "--home", disputed, "--lang", "en")
    assert "李主任" in after.out
    assert after.code == 0


@pytest.mark.parametrize(
    ("matter", "unit", "said"), [("nothing", "education_sports", "nothing"), (None, "finance", "finance")]
)
def test_a_ruling_on_nothing_or_for_somebody_silent_is_wrong_use(
    disputed: Path, matter: str | None, unit: str, said: str
) -> None:
    known = run("disagreements", "--json", "--home", disputed).document[0]["matter"]
    found = run("rule", matter or known, unit, "--reason", "x", "--by", "y", "--home", disputed)
    assert found.code == 2
    assert said in found.err

"""`talent links`: who was taken for whom, the pairs that wait, and a ruling on one of them."""

from pathlib import Path

from tests.cli.conftest import run

HEADER = "姓名,身份证号码,工作单位,缴费起始年月,联系电话\n"
FIRST = "370283199001011235"
SECOND = "370283198505051236"
PHONE = "13805360001"


def _imported(home: Path, name: str, *rows: str) -> None:
    path = home.parent / name
    path.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    assert run("import", path, "--ledger", "insurance_spells", "--home", home, "--json").code == 0


def _home(tmp_path: Path) -> Path:
    home = tmp_path / "home"
    _imported(home, "一月.csv", f"张三丰,{FIRST},青岛一厂,2026年1月,{PHONE}")
    _imported(home, "二月.csv", "张三丰,370283********1235,青岛一厂,2026年2月,")
    _imported(home, "三月.csv", f"张三丰,{SECOND},青岛一厂,2026年3月,{PHONE}")
    return home


def test_links_and_pairs_are_listed_without_naming_anybody(tmp_path: Path) -> None:
    home = _home(tmp_path)
    said = run("links", "--home", home, "--json")
    assert said.code == 1
    [link] = said.document["links"]
    assert (link["batch_id"], link["row"], link["rule"], link["known"]) == (2, 2, "name_id", "张*丰 370283********1235")
    [pair] = said.document["queue"]
    assert (pair["pair"], pair["status"], pair["rule"]) == (1, "open", "name_phone")
    shown = run("links", "--home", home)
    for secret in ("张三丰", FIRST, SECOND, PHONE):
        assert secret not in said.out + shown.out
    assert "张*丰 370283********1236 138****0001" in shown.out


def test_a_ruling_settles_a_pair_and_can_be_taken_back(tmp_path: Path) -> None:
    home = _home(tmp_path)
    ruling = ("--reason", "同一身份证", "--by", "经办人", "--home", home)
    assert run("links", "rule", 1, "same", *ruling).code == 0
    settled = run("links", "--home", home, "--json")
    assert (settled.code, settled.document["queue"][0]["status"]) == (0, "same")
    assert run("links", "rule", 1, "open", *ruling).code == 0
    assert run("links", "--home", home, "--json").code == 1


def test_a_pair_there_is_not_is_wrong_use(tmp_path: Path) -> None:
    said = run("links", "rule", 9, "same", "--reason", "x", "--by", "y", "--home", _home(tmp_path))
    assert said.code == 2
    assert "9" in said.err

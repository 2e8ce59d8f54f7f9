"""`talent audit`, `talent case`, `talent check-batch`, `talent readings`, `talent ruling`."""

from pathlib import Path

import pytest

from tests.cli.conftest import run
from tests.pages.paid import LEFT, TWICE, pay

WHEN = ("--as-of", "2026-09-30")


@pytest.fixture
def paid(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return pay(tmp_path / "home")


def test_findings_are_told_by_rule_and_are_a_reason_to_look(paid: Path) -> None:
    found = run("audit", "--json", "--home", paid, *WHEN)
    assert found.code == 1
    sums = {name: found.document[f"{name}_yuan"] for name in ("confirmed", "lead", "owed")}
    assert sums == {"confirmed": 4000, "lead": 0, "owed": 3000}
    by_rule = {rule["rule"]: rule["findings"] for rule in found.document["rules"]}
    assert [by_rule[number][0]["persons"] for number in (1, 3)] == [[TWICE], [LEFT]]
    assert "张测试" not in found.out
    table = run("audit", "--home", paid, "--lang", "en", *WHEN)
    assert table.out.startswith("¥4,000 can be claimed back")


def test_a_home_without_payments_is_clean(own_home: Path) -> None:
    assert run("audit", "--home", own_home).code == 0


def test_a_finding_becomes_a_case(paid: Path) -> None:
    code = run("audit", "--json", "--home", paid, *WHEN).document["rules"][0]["findings"][0]["finding_id"]
    told = ("--by", "李", "--note", "已核", "--home", paid)
    assert run("case", code, "confirmed", "--owner", "财政局", *told).code == 0
    moved = run("case", code, "recovered", *told)
    assert (moved.code, moved.err.strip()) == (0, f"{code} 现为：已追回（财政局）。")
    refused = run("case", code, "explained", *told)
    assert refused.code == 2
    assert run("case", "nothing", "open", *told).code == 2
    found = run("audit", "--json", "--home", paid, *WHEN).document["rules"][0]["findings"][0]
    assert (found["state"], found["owner"]) == ("recovered", "finance")


def test_a_batch_is_checked_by_its_number_or_as_a_file(paid: Path, tmp_path: Path) -> None:
    found = run("check-batch", "2", "--json", "--home", paid, *WHEN)
    assert (found.code, found.document["rows"], found.document["confirmed_yuan"]) == (1, 8, 4000)
    assert "8 行" in run("check-batch", "2", "--home", paid, *WHEN).out
    nothing = tmp_path / "nothing.csv"
    nothing.write_text("a,b\n1,2\n", encoding="utf-8")
    assert run("check-batch", nothing, "--home", paid, *WHEN).code == 2
    assert run("check-batch", "99", "--home", paid, *WHEN).code == 2


def test_readings_are_told_with_their_price_and_a_ruling_changes_what_is_in_force(paid: Path) -> None:
    found = {item["id"]: item for item in run("readings", "--json", "--home", paid, *WHEN).document}
    assert len(found) == 35
    [option] = found["r14"]["prices"]
    assert option["money"] is None
    assert option["targets"][0]["id"].startswith("goal.")
    assert found["r20"]["prices"] is None
    ruled = run("ruling", "r14", "net_stock", "--from", "2026-07-01", "--meeting", "会议", "--by", "李", "--home", paid)
    assert ruled.code == 0, ruled.err
    after = run("readings", "--no-price", "--json", "--home", paid, *WHEN).document[13]
    assert (after["in_force"], after["rulings"][0]["meeting"]) == ("net_stock", "会议")
    assert "会议" in run("readings", "--no-price", "--home", paid, *WHEN).out


@pytest.mark.parametrize(("reading", "option"), [("r99", "x"), ("r14", "x")])
def test_a_ruling_on_nothing_is_wrong_use(paid: Path, reading: str, option: str) -> None:
    ruled = run("ruling", reading, option, "--from", "2026-07-01", "--meeting", "m", "--by", "b", "--home", paid)
    assert ruled.code == 2

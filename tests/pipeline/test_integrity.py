"""Cases of a home, a batch before payment, and the price of readings: put together from the rooms."""

from datetime import date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from analytics import pipeline
from analytics.identity import MoveRefused
from analytics.pipeline import Accounts, House, Matter
from analytics.policy import PolicyError
from tests.pages.paid import LEFT, TWICE, pay

AS_OF = date(2026, 9, 30)
AT = datetime(2026, 9, 30, 9, 0)  # noqa: DTZ001 - wall time of the city
MATTER = Matter("f1", 1, "paid_twice", 100_000)
ROSTER = """青年人才生活补贴发放花名册
姓名,身份证号码,学历,工作单位,发放月份,补贴标准（元/月）,发放金额（元）,发放日期
张三丰,370283199001011235,本科,青岛海信电器有限公司,2024年5月,1000,1000,2026-09-20
"""


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return House(pay(tmp_path / "home"))


def accounts(house: House) -> Accounts:
    return pipeline.account(house.open(), as_of=AS_OF)


def moved(house: House, to: str, hours: int = 0, owner: str | None = None) -> None:
    house.move_case(MATTER, to, note=to, by="李", at=AT + timedelta(hours=hours), owner=owner)


def test_the_first_word_opens_the_case_and_the_next_moves_it(house: House) -> None:
    moved(house, "confirmed", owner="finance")
    assert house.case_history("f1")["state"].to_list() == ["open", "confirmed"]
    moved(house, "recovered", 1)
    [case] = house.cases(["f1"]).to_dicts()
    assert (case["state"], case["owner"], case["is_found"]) == ("recovered", "finance", True)


def test_a_move_that_is_not_allowed_opens_nothing(house: House) -> None:
    with pytest.raises(MoveRefused):
        moved(house, "recovered")
    assert house.cases().is_empty()


def test_who_opens_a_case_without_an_owner_has_it(house: House) -> None:
    moved(house, "open")
    assert house.cases()["owner"].to_list() == ["李"]


def test_a_vault_of_an_earlier_release_has_no_case_until_somebody_opens_one(house: House) -> None:
    with house.vault.connected() as connection:
        connection.execute("drop table case_event")
    assert house.cases().is_empty()
    moved(house, "open")
    assert house.cases().height == 1


def test_a_stored_batch_is_checked_beside_all_others(house: House) -> None:
    found = accounts(house)
    assert pipeline.payment_batches(found).rows() == [(2, 8, 800_000)]
    checked = pipeline.check_batch(found, 2)
    assert checked is not None
    assert (checked.rows.height, checked.fen) == (8, 800_000)
    persons = checked.audit.findings.filter(pl.col("rule").is_in([1, 3]))["persons"].explode().to_list()
    assert persons == [TWICE, LEFT]
    assert pipeline.check_batch(found, 1) is None


def test_a_file_is_checked_and_nothing_of_it_is_kept(house: House, tmp_path: Path) -> None:
    roster = tmp_path / "青年人才生活补贴发放花名册.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    again = tmp_path / "again" / roster.name
    again.parent.mkdir()
    again.write_text(ROSTER.replace("2024年5月,1000,1000", "2024年4月-2024年6月,1000,3000"), encoding="utf-8")
    assert house.take_in([roster], at=AT).is_clean
    before = house.open()
    [preview] = house.preview([again])
    checked = pipeline.check_file(accounts(house), preview)
    assert checked is not None, preview.outcome.message
    assert checked.fen == 300_000
    records = checked.rows["record_id"].to_list()
    assert checked.audit.findings.select("kind", "record_ids").rows() == [
        ("paid_twice", records),
        ("uninsured", records),
    ]
    assert checked.audit.confirmed_fen == 100_000
    after = House(house.home).open()
    assert (after.version, after.snapshot.batches().height) == (before.version, before.snapshot.batches().height)


def test_an_option_is_priced_where_it_can_change_anything(house: House) -> None:
    opened, found = house.open(), accounts(house)
    results = pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    parts = {
        reading: [
            (item.changes is not None, item.targets is not None)
            for item in pipeline.price_reading(opened, found, results, reading).options
        ]
        for reading in ("r02", "r13", "r16", "r20", "r24")
    }
    assert parts == {
        "r02": [(True, False)],
        "r13": [(False, True)],
        "r16": [(True, True), (True, True)],
        "r20": [],
        "r24": [(False, False), (False, False)],
    }
    with pytest.raises(PolicyError):
        pipeline.price_reading(opened, found, results, "r99")


def test_targets_that_move_are_told_with_both_numbers(house: House) -> None:
    opened, found = house.open(), accounts(house)
    results = pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    [option] = pipeline.price_reading(opened, found, results, "r14").options
    other = pipeline.evaluate(
        opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF, readings={"r14": option.option}
    )
    assert option.targets is not None
    told = {row["id"]: (row["actual"], row["actual_then"]) for row in option.targets.to_dicts()}
    now, then = (dict(frame.progress.select("id", "actual").iter_rows()) for frame in (results, other))
    assert told == {target: (now[target], then[target]) for target in now if now[target] != then[target]}
    assert told["goal.youth"] == (4, 3)

"""Batches of payments one after another: what is kept and made anew for some is what is made from nothing."""

import random
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from polars.testing import assert_frame_equal

from analytics import budget, pipeline
from analytics.pipeline import Accounts, House
from analytics.pipeline.keeping import Added
from tests.pages.paid import LEFT, PEOPLE, TWICE, pay
from tests.records.building import frame, header, sheet

AS_OF = date(2026, 9, 30)
#: After every batch of the home.
RECORDED = datetime(2026, 11, 1, 9)  # noqa: DTZ001 - the store keeps wall times


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return House(pay(tmp_path / "home"))


def bring(house: House, number: int, *rows: dict[str, Any]) -> None:
    at = RECORDED + timedelta(days=number)
    with house.store.writer() as writer:
        writer.add_batch(header(f"more {number}", at), [sheet(len(rows))], {"payment": frame("payment", rows)})


def row(number: int, person: str | None, **stated: object) -> dict[str, Any]:
    start = date(2024, 1 + number % 12, 1)
    told = {"person_key": person, "benefit_id": "b03a", "level": "bachelor", "from_month": start, "to_month": start}
    told |= {"months": 1, "amount_fen": 100_000, "paid_on": date(2025, 4, 1), "status": "paid", "batch_no": "QN2"}
    return told | {"row_key": f"more|{number}"} | stated


def drawn(source: random.Random, number: int) -> list[dict[str, Any]]:
    """Return payments of any kind: to others too, of sums, by the treasury, taken back, restated, with blanks."""
    return [
        row(
            source.randrange(40) if source.random() < 0.3 else 100 * number + turn,
            source.choice([*PEOPLE, f"{source.randrange(20, 24):016x}"]),
            benefit_id=source.choice(["b03a", "b03a", "b03a", "b05b", "b03b", "b05c", "b01a", "b11a"]),
            employer_id=source.choice([None, "e1"]),
            ledger=source.choice(["youth", "youth", "payments"]),
            status=source.choice(["paid", "paid", None, "returned", "clawed_back"]),
            amount_fen=source.choice([100_000, 100_000, 50_000, None]),
            paid_on=source.choice([date(2025, 4, 1), None, date(2026, 12, 1)]),
        )
        for turn in range(source.randrange(1, 5))
    ]


def assert_same(kept: Accounts, anew: Accounts) -> None:
    for part in ("due", "suppressed", "refused"):
        assert_frame_equal(getattr(kept.dues, part), getattr(anew.dues, part))
    for part in ("cells", "differences", "open", "batches"):
        assert_frame_equal(getattr(kept.ledger, part), getattr(anew.ledger, part))
    assert_frame_equal(kept.facts["payment"], anew.facts["payment"])
    for part in ("approved", "paid", "waiting"):
        assert_frame_equal(getattr(kept, part), getattr(anew, part))
    assert_frame_equal(kept.audit.findings, anew.audit.findings)
    assert_frame_equal(kept.audit.recoverable, anew.audit.recoverable)


@pytest.mark.parametrize("seed", range(2))
def test_batch_after_batch_gives_what_is_made_from_nothing(house: House, seed: int) -> None:
    source = random.Random(seed)
    kept = pipeline.account(house.open(), as_of=AS_OF)
    for number in range(1, 7):
        bring(house, number, *drawn(source, number))
        kept = pipeline.account(house.open(), as_of=AS_OF, before=kept)
        assert_same(kept, pipeline.account(House(house.home).open(), as_of=AS_OF))


def test_the_ledger_is_made_for_those_alone_who_were_paid(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    before = pipeline.account(house.open(), as_of=AS_OF)
    bring(house, 1, row(1, TWICE), row(2, LEFT))
    asked, ledger = [], budget.ledger

    def told(due: Any, *others: Any, **options: Any) -> Any:
        asked.append(set(due["beneficiary"]))
        return ledger(due, *others, **options)

    monkeypatch.setattr(budget, "ledger", told)
    after = pipeline.account(house.open(), as_of=AS_OF, before=before)
    assert after.dues is before.dues
    assert after.paid.height == before.paid.height + 2
    assert asked == [{TWICE, LEFT}] * 2


def test_a_batch_for_many_is_made_anew_for_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.pipeline.keeping._FEW", 1)
    before = pipeline.account(house.open(), as_of=AS_OF)
    bring(house, 1, row(1, TWICE), row(2, LEFT))
    monkeypatch.setattr(Added, "ledger", None)
    after = pipeline.account(house.open(), as_of=AS_OF, before=before)
    assert_same(after, pipeline.account(House(house.home).open(), as_of=AS_OF))


def test_a_batch_recorded_before_others_keeps_nothing_of_the_payments(house: House) -> None:
    bring(house, 9, row(1, TWICE))
    before = pipeline.account(house.open(), as_of=AS_OF)
    bring(house, 3, row(1, TWICE, amount_fen=30_000), row(2, LEFT))
    after = pipeline.account(house.open(), as_of=AS_OF, before=before)
    assert_same(after, pipeline.account(House(house.home).open(), as_of=AS_OF))

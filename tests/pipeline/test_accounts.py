"""The money of a home: the audit made beside the ledger, and what a later snapshot keeps of it."""

from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics import audit, pipeline
from analytics.pipeline import House
from tests.pages.paid import pay
from tests.records.building import frame, header, sheet

AS_OF = date(2026, 9, 30)


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> House:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return House(pay(tmp_path / "home"))


def bring(house: House, fact: str, **row: object) -> None:
    with house.store.writer() as writer:
        writer.add_batch(header(fact), [sheet(1)], {fact: frame(fact, [row])})


def test_the_audit_beside_the_ledger_is_that_of_the_same_frames(house: House) -> None:
    made = pipeline.account(house.open(), as_of=AS_OF)
    told = audit.audit(
        made.facts, made.dues.due, made.paid, made.policy, as_of=AS_OF, pairs=made.pairs, approved=made.approved
    )
    assert told.findings.height
    assert_frame_equal(made.audit.findings, told.findings)
    assert_frame_equal(made.audit.recoverable, told.recoverable)


def test_what_rests_on_the_same_tables_is_kept(house: House) -> None:
    before = pipeline.account(house.open(), as_of=AS_OF)
    bring(house, "event", event_name="招聘会")
    after = pipeline.account(house.open(), as_of=AS_OF, before=before)
    assert after.version > before.version
    assert after.ledger is before.ledger
    assert after.waiting is before.waiting
    assert after.audit is before.audit


def test_another_payment_changes_the_ledger_and_the_audit(house: House) -> None:
    before = pipeline.account(house.open(), as_of=AS_OF)
    bring(house, "payment", benefit_id="b03a", person_key="p", amount_fen=100_000, paid_on=date(2026, 9, 1))
    after = pipeline.account(house.open(), as_of=AS_OF, before=before)
    assert after.paid.height == before.paid.height + 1
    assert after.audit is not before.audit
    assert_frame_equal(after.ledger.cells, pipeline.account(house.open(), as_of=AS_OF).ledger.cells)


def test_what_was_paid_before_another_reading_is_told_as_another_version_of_the_rule(house: House) -> None:
    who, paid_for = {"person_key": "p"}, {"from_month": date(2025, 12, 1), "to_month": date(2025, 12, 1), "months": 1}
    held = {"kind": "degree", "level": "bachelor", "obtained_date": date(2022, 7, 1), "is_full_time": True}
    bring(house, "qualification", **who, **held)
    for start, end in ((date(2022, 10, 1), date(2022, 12, 1)), (date(2025, 1, 1), None)):
        bring(
            house,
            "insurance_spell",
            **who,
            row_key=str(start),
            employer_kind="enterprise",
            start_month=start,
            end_month=end,
        )
    bring(
        house,
        "payment",
        **who,
        **paid_for,
        row_key="paid",
        benefit_id="b03a",
        amount_fen=100_000,
        paid_on=date(2026, 1, 9),
    )

    def told(**readings: str) -> list[tuple[str, int]]:
        found = pipeline.account(house.open(), as_of=AS_OF, readings=readings).ledger.differences
        cell = found.filter((pl.col("beneficiary") == "p") & (pl.col("month") == date(2025, 12, 1)))
        return [(str(cause), fen) for cause, fen in cell.select("cause", "amount_fen").rows()]

    assert told() == []
    assert told(r02="consecutive") == [("rule_version", -100_000)]


def test_the_audit_waits_until_it_is_asked_for_and_keeps_its_error(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def fail(*_args: object, **options: object) -> None:
        asked.append(options["readings"])
        raise ValueError("not read")

    monkeypatch.setattr(audit, "audit", fail)
    made = pipeline.account(house.open(), as_of=AS_OF, readings={"r01": "per_benefit"})
    assert not asked
    for _ in range(2):
        with pytest.raises(ValueError, match="not read"):
            _ = made.audit
    assert asked == [made.readings]
    begun = pipeline.account(house.open(), as_of=AS_OF, is_audited=True)
    with pytest.raises(ValueError, match="not read"):
        _ = begun.audit
    assert len(asked) == 2

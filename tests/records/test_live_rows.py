"""Which rows count: the two times, corrections and revocations."""

import random
from datetime import date, datetime, timedelta

import pytest
from polars.testing import assert_frame_equal

from analytics.records import Store
from tests.records.building import add, at, frame, header, live, payments, publish, sheet


def test_a_later_batch_supersedes_the_row_with_the_same_key(store: Store) -> None:
    publish(store, {"a": 1, "b": 2}, at(1))
    publish(store, {"b": 3, "c": 4}, at(2))
    assert live(store) == {"a": 1, "b": 3, "c": 4}


def test_revoking_a_correction_restores_what_it_superseded(store: Store) -> None:
    publish(store, {"a": 1}, at(1))
    correction = publish(store, {"a": 2, "b": 5}, at(2))
    with store.writer() as writer:
        writer.revoke(correction, at(3))
    assert live(store) == {"a": 1}


def test_revoking_the_first_batch_keeps_the_correction(store: Store) -> None:
    first = publish(store, {"a": 1, "b": 1}, at(1))
    publish(store, {"a": 2}, at(2))
    with store.writer() as writer:
        writer.revoke(first, at(3))
    assert live(store) == {"a": 2}


def test_a_batch_counts_from_the_moment_it_was_recorded(store: Store) -> None:
    publish(store, {"a": 1}, at(1))
    publish(store, {"a": 2}, at(5))
    assert live(store, at(1) - timedelta(microseconds=1)) == {}
    assert live(store, at(1)) == {"a": 1}
    assert live(store, at(5) - timedelta(microseconds=1)) == {"a": 1}
    assert live(store, at(5)) == {"a": 2}


def test_a_revoked_batch_still_counts_for_what_was_known_before(store: Store) -> None:
    batch = publish(store, {"a": 1}, at(1))
    with store.writer() as writer:
        writer.revoke(batch, at(3))
    assert live(store, at(3) - timedelta(microseconds=1)) == {"a": 1}
    assert live(store, at(3)) == {}
    assert live(store) == {}


def test_the_time_of_recording_decides_not_the_order_of_entry(store: Store) -> None:
    publish(store, {"a": 2}, at(9))
    publish(store, {"a": 1}, at(4))
    assert live(store) == {"a": 2}


def test_of_two_batches_recorded_at_once_the_later_one_wins(store: Store) -> None:
    publish(store, {"a": 1}, at(4))
    publish(store, {"a": 2}, at(4))
    assert live(store) == {"a": 2}


def test_rows_that_share_a_key_within_one_batch_all_count(store: Store) -> None:
    publish(store, {"a": 7}, at(1))
    with store.writer() as writer:
        twice = frame("payment", [{"row_key": "a", "benefit_id": "b03a", "amount_fen": fen} for fen in (1, 2)])
        writer.add_batch(header(recorded=at(2)), [sheet(2)], {"payment": twice})
    assert store.open().facts("payment")["amount_fen"].to_list() == [1, 2]


def test_a_person_is_what_was_last_stated_and_a_blank_erases_nothing(store: Store) -> None:
    sightings = (
        {"person_key": "p", "birth_month": date(1990, 1, 1), "sex": "m", "is_foreign": False},
        {"person_key": "p", "birth_month": date(1990, 2, 1), "sex": None, "is_foreign": None},
    )
    with store.writer() as writer:
        for day, sighting in enumerate(sightings, start=1):
            writer.add_batch(header(recorded=at(day)), [sheet(1)], {"person": frame("person", [sighting])})
    columns = ("person_key", "birth_month", "sex", "is_foreign", "batch_id")
    assert store.open().persons().select(columns).rows() == [("p", date(1990, 2, 1), "m", False, 2)]
    assert store.open().persons(at(1)).select(columns).rows() == [("p", date(1990, 1, 1), "m", False, 1)]
    assert store.open().persons(at(1, 8)).is_empty()


def test_an_employer_keeps_the_name_last_stated(store: Store) -> None:
    with store.writer() as writer:
        for day, name in enumerate(("Alpha", "Beta", None), start=1):
            row = {"employer_id": "e", "employer_name": name, "employer_kind": "enterprise"}
            writer.add_batch(header(recorded=at(day)), [sheet(1)], {"employer": frame("employer", [row])})
    assert store.open().employers()["employer_name"].to_list() == ["Beta"]
    assert store.open().employers(at(1))["employer_name"].to_list() == ["Alpha"]


def test_the_sheets_of_a_revoked_batch_are_no_filings_any_more(store: Store) -> None:
    batch = publish(store, {"a": 1}, at(1))
    publish(store, {"b": 1}, at(2))
    with store.writer() as writer:
        writer.revoke(batch, at(3))
    assert store.open().sheets()["batch_id"].to_list() == [2]
    assert store.open().sheets(at(2))["batch_id"].to_list() == [1, 2]
    assert store.open().sheets()["recorded_at"].to_list() == [at(2)]


def test_live_rows_agree_with_a_naive_reckoning_of_random_histories(store: Store) -> None:
    source = random.Random(20221001)
    batches: list[tuple[datetime, datetime | None, dict[str, int]]] = []
    with store.writer() as writer:
        for _ in range(25):
            amounts = {f"k{source.randrange(12)}": source.randrange(100) for _ in range(source.randrange(1, 8))}
            recorded = at(source.randrange(1, 15))
            revoked = recorded + timedelta(days=source.randrange(1, 8)) if source.random() < 0.3 else None
            batch_id = add(writer, amounts, recorded)
            if revoked:
                writer.revoke(batch_id, revoked)
            batches.append((recorded, revoked, amounts))

    for known_at in (None, *(at(day) for day in range(1, 24))):
        expected: dict[str, int] = {}
        for recorded, revoked, amounts in sorted(batches, key=lambda batch: batch[0]):
            is_known = known_at is None or recorded <= known_at
            if is_known and (revoked is None or (known_at is not None and known_at < revoked)):
                expected |= amounts
        assert live(store, known_at) == expected


def test_a_record_is_found_with_its_source_whether_or_not_it_is_live(store: Store) -> None:
    publish(store, {"a": 1}, at(1))
    publish(store, {"a": 2}, at(2))
    record = store.open().record("payment", 1)
    assert (record["row_key"], record["amount_fen"], record["row_no"]) == ("a", 1, 2)
    assert (record["file_name"], record["sheet"], record["recorded_at"]) == ("roster.xlsx", "2024Q1", at(1))


def test_the_rows_come_in_the_order_they_were_filed(store: Store) -> None:
    keys = [f"k{n}" for n in random.Random(7).sample(range(5000), 5000)]
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(5000)], {"payment": payments(dict.fromkeys(keys, 1))})
    found = store.open().facts("payment")
    assert found["row_key"].to_list() == keys
    assert found["record_id"].to_list() == list(range(1, 5001))


def _files_payment(store: Store, recorded: datetime, **columns: object) -> int:
    row = {"row_key": "a", "benefit_id": "b03a", **columns}
    with store.writer() as writer:
        return writer.add_batch(header("00", recorded), [sheet(1)], {"payment": frame("payment", [row])})


def test_a_blank_in_a_correction_erases_nothing(store: Store) -> None:
    _files_payment(store, at(1), amount_fen=100, town="370283105", months=3)
    _files_payment(store, at(2), amount_fen=200, months=2)
    _files_payment(store, at(3), amount_fen=300)
    row = store.open().facts("payment").row(0, named=True)
    assert (row["amount_fen"], row["months"], row["town"]) == (300, 2, "370283105")
    before = store.open().facts("payment", at(2)).row(0, named=True)
    assert (before["amount_fen"], before["months"], before["town"]) == (200, 2, "370283105")


@pytest.mark.parametrize("known_at", [None, at(2)])
def test_some_columns_are_those_of_all_rows_in_force(store: Store, known_at: datetime | None) -> None:
    _files_payment(store, at(1), amount_fen=100, town="370283105", months=3)
    _files_payment(store, at(2), amount_fen=200, months=2)
    publish(store, {"b": 5}, at(3))
    snapshot, wanted = store.open(), ("town", "amount_fen")
    alone = snapshot.columns("payment", wanted, known_at)
    assert_frame_equal(alone, snapshot.facts("payment", known_at).select(wanted))
    assert_frame_equal(alone, snapshot.columns("payment", wanted, known_at))
    with pytest.raises(KeyError):
        snapshot.columns("picnic", wanted)


def test_a_revoked_version_fills_no_blank(store: Store) -> None:
    first = _files_payment(store, at(1), amount_fen=100, town="370283105")
    _files_payment(store, at(2), amount_fen=200)
    with store.writer() as writer:
        writer.revoke(first, at(3))
    assert store.open().facts("payment")["town"].to_list() == [None]


def test_a_record_is_known_since_what_it_states_was_first_stated(store: Store) -> None:
    first = publish(store, {"a": 1, "b": 2}, at(1))
    publish(store, {"a": 3, "c": 4}, at(5))

    def known(known_at: datetime | None = None) -> dict[str, date]:
        snapshot = store.open()
        rows = snapshot.facts("payment", known_at).join(snapshot.first_recorded("payment", known_at), on="record_id")
        return dict(rows.select("row_key", "first_recorded_on").iter_rows())

    early, late = at(1).date(), at(5).date()
    assert known() == {"a": early, "b": early, "c": late}
    assert known(at(1)) == {"a": early, "b": early}
    with store.writer() as writer:
        writer.revoke(first, at(6))
    assert known() == {"a": late, "c": late}
    assert known(at(5)) == {"a": early, "b": early, "c": late}

"""Batches that wait in memory count like those in the tables, however many of them go in at once."""

import duckdb
import polars as pl
import pytest

from analytics.records import Store, verify
from analytics.records import staging as waiting
from analytics.records.staging import Staging
from tests.records.building import add, at, frame, header, live, payments, publish, refused, sheet


def keys(*wanted: str) -> pl.Series:
    return pl.Series("row_key", wanted, dtype=pl.String)


def amounts(found: pl.DataFrame) -> dict[str, int]:
    return dict(found.select("row_key", "amount_fen").iter_rows())


def test_what_waits_is_in_force(store: Store) -> None:
    with store.writer() as writer:
        add(writer, {"a": 1, "b": 2}, at(1))
        add(writer, {"b": 3}, at(2))
        assert amounts(writer.in_force("payment", keys("b", "x"))) == {"b": 3}
        add(writer, {"a": 4}, at(3))
        assert amounts(writer.in_force("payment", keys("a", "b"))) == {"a": 4, "b": 3}
    assert live(store) == {"a": 4, "b": 3}


def test_what_was_there_before_is_in_force_beside_it(store: Store) -> None:
    publish(store, {"a": 1, "b": 2})
    with store.writer() as writer:
        assert amounts(writer.in_force("payment", keys("a"))) == {"a": 1}
        add(writer, {"b": 3, "c": 4}, at(2))
        assert amounts(writer.in_force("payment", keys("a", "b", "c", "x"))) == {"a": 1, "b": 3, "c": 4}


def test_keys_nobody_has_cost_no_statement_and_give_the_columns(store: Store) -> None:
    with store.writer() as writer:
        add(writer, {"a": 1})
        none = writer.in_force("payment", keys("x"))
        assert none.is_empty()
        assert none.schema == writer.in_force("payment", keys("a")).schema


def test_a_batch_that_waits_may_be_brought_again_or_revoked(store: Store) -> None:
    with store.writer() as writer:
        first = writer.add_batch(header("ab"), [sheet(1, 1)], {"payment": payments({"a": 1})}, quarantine=refused())
        add(writer, {"b": 1})
        assert writer.restated({"payment": keys("a", "c")}, [first, 2], 2) == [first]
        assert writer.restated({"payment": keys("c")}, [first], 2) == []
        assert writer.restated({"payment": keys("a")}, [], 2) == []
        writer.revoke(first, at(2))
        assert writer.restated({"payment": keys("a")}, [first], 2) == []
        assert writer.in_force("payment", keys("a")).is_empty()
        assert writer.live_batch("ab") is None
    assert live(store) == {"b": 1}


def test_people_who_wait_are_seen(store: Store) -> None:
    people = {"person": frame("person", [{"row_key": "p", "person_key": "p"}])}
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(1)], people)
        assert writer.live_persons(pl.Series(["p", "q"])).to_list() == ["p"]


@pytest.mark.parametrize("most_rows", [1, 3, 100_000])
def test_the_records_are_the_same_however_much_may_wait(
    store: Store, monkeypatch: pytest.MonkeyPatch, most_rows: int
) -> None:
    monkeypatch.setattr(waiting, "MOST_ROWS", most_rows)
    event = frame("event", [{"row_key": "e", "event_name": "招聘会"}])
    with store.writer() as writer:
        for day in range(1, 6):
            facts = {"payment": payments({"k": day, f"k{day}": day}), "event": event, "loan": frame("loan", [])}
            writer.add_batch(header(f"{day}", at(day)), [sheet(3)], facts, settles={day - 1} if day > 1 else ())
    snapshot = store.open()
    numbers = snapshot.rows("select batch_id, list(record_id order by record_id) from fact_row group by 1 order by 1")
    assert numbers == [(day, [3 * day - 2, 3 * day - 1, 3 * day]) for day in range(1, 6)]
    assert live(store) == {"k": 5, **{f"k{day}": day for day in range(1, 6)}}
    assert snapshot.rows("select * from settlement order by all") == [(day, day - 1) for day in range(2, 6)]
    assert {finding.check for finding in verify(store.home)} == {"file_missing"}


@pytest.mark.parametrize("caught", [True, False])
def test_nothing_is_published_when_the_tables_refuse_the_rows(
    store: Store, monkeypatch: pytest.MonkeyPatch, *, caught: bool
) -> None:
    publish(store, {"a": 1})
    monkeypatch.setattr(waiting, "MOST_ROWS", 1 if caught else 100_000)

    def refuse(*_: object) -> None:
        raise duckdb.IOException("no")

    def attempt() -> None:
        with store.writer() as writer:
            add(writer, {"b": 2})
            if caught:
                with pytest.raises(duckdb.IOException):
                    add(writer, {"c": 3})

    with monkeypatch.context() as patch:
        patch.setattr(Staging, "_insert", refuse)
        with pytest.raises(duckdb.IOException):
            attempt()
    assert (store.version, live(store)) == (2, {"a": 1})
    assert publish(store, {"b": 2}) == 2

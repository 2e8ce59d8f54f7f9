"""A store that is opened again completes the tables it has read, and they are those that a new store reads."""

import random
from typing import Any

import pytest

from analytics.records import Snapshot, Store
from tests.records.building import at, frame, header, live, publish, sheet


def _files(store: Store, source: random.Random, day: int) -> None:
    """Publish a few rows under few keys; some state no town, and some share their key."""
    keys = [f"k{source.randrange(8)}" for _ in range(source.randrange(1, 5))]
    towns = ["370283105", None]
    rows: list[dict[str, Any]] = [
        {"row_key": key, "benefit_id": "b03a", "amount_fen": source.randrange(100), "town": source.choice(towns)}
        for key in keys
    ]
    with store.writer() as writer:
        writer.add_batch(header(f"{day:02}", at(day)), [sheet(len(rows))], {"payment": frame("payment", rows)})


@pytest.mark.parametrize("seed", range(4))
def test_what_was_completed_is_what_is_read_anew(store: Store, seed: int) -> None:
    source = random.Random(seed)
    for day in range(1, 20):
        _files(store, source, day if source.random() < 0.8 else 1)
        if source.random() < 0.15:
            with store.writer() as writer:
                writer.revoke(day, at(day + 1))
        if source.random() < 0.8:
            anew = Store(store.home).open().facts("payment")
            assert store.open().facts("payment").equals(anew)


def test_only_the_rows_that_were_added_are_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(store, {"a": 1, "b": 2}, at(1))
    live(store)
    publish(store, {"b": 3, "c": 4}, at(2))
    asked = []
    query = Snapshot._query

    def ask(self: Snapshot, name: str, **values: Any) -> Any:
        asked.append(name)
        return query(self, name, **values)

    monkeypatch.setattr(Snapshot, "_query", ask)
    assert live(store) == {"a": 1, "b": 3, "c": 4}
    assert "marts/live_rows" not in asked


def test_a_batch_recorded_between_others_adds_to_nothing(store: Store) -> None:
    publish(store, {"a": 1}, at(1))
    publish(store, {"a": 2}, at(5))
    before = store.open().standing
    publish(store, {"a": 3}, at(3))
    assert not store.open().adds_to(before)
    assert live(store) == {"a": 2}
    before = store.open().standing
    publish(store, {"a": 4}, at(6))
    assert store.open().adds_to(before)

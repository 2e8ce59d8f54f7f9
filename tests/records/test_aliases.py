"""Persons ruled to be one and the same: one in every frame from the ruling on, and two again once it is undone."""

from datetime import datetime

import polars as pl

from analytics.identity import Linked
from analytics.identity.links import ADDED_PAIRS
from analytics.records import Store, Writer
from tests.records.building import at, frame, header, sheet


def people(*keys: str) -> dict[str, pl.DataFrame]:
    months = [
        {"row_key": f"youth|{key}|2024-01", "person_key": key, "benefit_id": "b03a", "amount_fen": n}
        for n, key in enumerate(keys, start=1)
    ]
    seen = [{"row_key": key, "person_key": key} for key in keys]
    return {"payment": frame("payment", months), "person": frame("person", seen)}


def add(writer: Writer, *keys: str, day: int, pair: tuple[str, str] | None = None) -> None:
    rows = [("一", 2, "name_phone", *pair, "张*")] if pair else []
    linked = Linked(pairs=pl.DataFrame(rows, schema=ADDED_PAIRS, orient="row"))
    writer.add_batch(header(f"{day}", at(day)), [sheet(len(keys))], people(*keys), linked=linked)


def ruled(store: Store, verdict: str, when: datetime) -> None:
    with store.writer() as writer:
        writer.rule_link(1, verdict, "everything", when, reason="")  # pyright: ignore[reportArgumentType]


def paid(store: Store, known_at: datetime | None = None) -> list[tuple[str, int]]:
    return store.open().facts("payment", known_at).select("person_key", "amount_fen").sort("amount_fen").rows()


def test_one_person_under_two_keys_is_one_from_the_ruling_until_it_is_undone(store: Store) -> None:
    with store.writer() as writer:
        add(writer, "a", day=1)
        add(writer, "c", "b", day=2, pair=("b", "a"))
    apart = paid(store)
    assert apart == [("a", 1), ("c", 1), ("b", 2)]
    ruled(store, "same", at(5))
    assert paid(store) == [("c", 1), ("a", 2)], "the later batch speaks for the month"
    assert store.open().persons()["person_key"].to_list() == ["a", "c"]
    assert sorted(paid(store, at(4))) == sorted(apart)
    ruled(store, "open", at(9))
    assert sorted(paid(store)) == sorted(apart)
    assert paid(store, at(8)) == [("c", 1), ("a", 2)]


def test_a_fact_about_nobody_is_as_ever(store: Store) -> None:
    with store.writer() as writer:
        add(writer, "a", "b", day=1, pair=("b", "a"))
        writer.add_batch(
            header("x", at(2)), [sheet(1)], {"event": frame("event", [{"row_key": "e", "event_name": "会"}])}
        )
    ruled(store, "same", at(5))
    assert store.open().facts("event")["row_key"].to_list() == ["e"]


def test_those_in_force_are_told_by_their_own_keys(store: Store) -> None:
    with store.writer() as writer:
        add(writer, "a", day=1)
        add(writer, "b", day=2, pair=("b", "a"))
        writer.revoke(1, at(3))
        assert writer.live_persons(pl.Series(["a", "b", "x"])).to_list() == ["b"]
    ruled(store, "same", at(5))
    assert store.open().live_persons(pl.Series(["a", "b"])).to_list() == ["b"]
    assert store.open().revoked_batches() == [1]

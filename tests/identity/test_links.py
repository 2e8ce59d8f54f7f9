"""Links and pairs in the vault: seen once their version is in force, gone with what failed, ruled on and reopened."""

from datetime import datetime

import polars as pl
import pytest

from analytics.identity import Linked, PairUnknown, Vault, Verdict
from analytics.identity.home import Pointer, write_pointer
from analytics.identity.links import ADDED_LINKS, ADDED_PAIRS

AT = datetime(2024, 11, 1, 9)  # noqa: DTZ001 - the store keeps wall times


def pairs(*sides: tuple[str, str]) -> pl.DataFrame:
    rows = [("名册", 2, "name_phone", left, right, "张*明") for left, right in sides]
    return pl.DataFrame(rows, schema=ADDED_PAIRS, orient="row")


def links(*people: str) -> pl.DataFrame:
    return pl.DataFrame([("名册", 3, "name_id", key, "张*明") for key in people], schema=ADDED_LINKS, orient="row")


def keep(vault: Vault, batch_id: int, *sides: tuple[str, str], version: int = 1, people: tuple[str, ...] = ()) -> None:
    linked = Linked(links(*people), pairs(*sides), "2024-10-12 09:30:00")
    vault.keep(batch_id, version, identities=None, quarantine=None, linked=linked)


def rule(vault: Vault, pair: int, verdict: Verdict, version: int = 1) -> None:
    vault.rule_link(pair, verdict, "everything", AT, reason="看过", version=version)


def publish(vault: Vault, version: int) -> None:
    write_pointer(vault.home, Pointer(version, f"snapshots/v{version:06d}.duckdb"))


def test_links_come_back_by_batch(vault: Vault) -> None:
    keep(vault, 1, people=("p",))
    keep(vault, 2, people=("q", "r"))
    assert vault.links(2)["person_key"].to_list() == ["q", "r"]
    assert vault.links().select("batch_id", "sheet", "row", "rule", "evidence", "linked_at").row(0) == (
        1, "名册", 3, "name_id", "张*明", "2024-10-12 09:30:00"
    )  # fmt: skip


def test_nothing_shows_before_its_version_and_a_sweep_removes_it(vault: Vault) -> None:
    keep(vault, 1, ("b", "a"))
    keep(vault, 2, ("d", "c"), version=2, people=("p",))
    rule(vault, 1, "same", version=2)
    assert vault.links().is_empty()
    assert vault.link_queue()["status"].to_list() == ["open"]
    assert vault.aliases() == {}
    assert vault.aliases(2) == {"b": "a"}
    vault.sweep()
    publish(vault, 2)
    assert vault.links().is_empty()
    assert vault.link_queue().select("left_key", "status").rows() == [("b", "open")]


def test_a_failed_batch_takes_its_own_links_alone(vault: Vault) -> None:
    keep(vault, 1, ("b", "a"), version=2, people=("p",))
    keep(vault, 2, ("d", "c"), version=2, people=("q",))
    vault.discard(2)
    publish(vault, 2)
    assert vault.links()["person_key"].to_list() == ["p"]
    assert vault.link_queue()["left_key"].to_list() == ["b"]


def test_an_open_pair_goes_with_its_batch_and_a_ruled_one_stays(vault: Vault) -> None:
    keep(vault, 1, ("b", "a"), ("d", "c"))
    keep(vault, 2, ("d", "c"))
    rule(vault, 1, "different")
    assert vault.link_queue({1}).select("pair", "status").rows() == [(1, "different"), (2, "open")]
    assert vault.link_queue({1, 2}).select("pair", "status").rows() == [(1, "different")]


def test_the_last_ruling_holds_and_a_pair_can_be_opened_again(vault: Vault) -> None:
    keep(vault, 1, ("b", "a"))
    rule(vault, 1, "same")
    assert vault.link_queue().select("status", "reason", "ruled_by", "ruled_at").row(0) == (
        "same", "看过", "everything", "2024-11-01 09:00:00"
    )  # fmt: skip
    rule(vault, 1, "different")
    assert vault.aliases() == {}
    rule(vault, 1, "open")
    assert vault.link_queue().select("status", "ruled_by").row(0) == ("open", None)
    with pytest.raises(PairUnknown, match="7"):
        rule(vault, 7, "same")


def test_several_ruled_one_and_the_same_become_the_one_known_first(vault: Vault) -> None:
    keep(vault, 1, ("b", "z"), ("c", "b"), ("row:1", "b"), ("e", "d"))
    for pair in (1, 2, 3):
        rule(vault, pair, "same")
    assert vault.aliases() == {"b": "z", "c": "z"}


def test_a_vault_of_an_earlier_release_learns_to_keep_links(vault: Vault) -> None:
    with vault.connected() as connection:
        for table in ("link", "link_queue", "link_ruling"):
            connection.execute(f"drop table {table}")
    vault.upgrade()
    keep(vault, 1, people=("p",))
    assert vault.links().height == 1

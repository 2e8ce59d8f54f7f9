"""Identities and refused rows: sealed, kept by version, given back as last stated."""

import sqlite3
from contextlib import closing
from datetime import datetime

import polars as pl
import pytest

from analytics.identity import QUARANTINE_SCHEMA, StoreMissing, Vault
from analytics.identity.home import Pointer, write_pointer

REFUSED = pl.DataFrame(
    [("2024Q3", 7, "person", "id_checksum", "370283********1236", '{"length": 18}', '{"姓名": "张三"}')],
    schema=QUARANTINE_SCHEMA,
    orient="row",
)


def _keep(vault: Vault, batch_id: int, version: int = 1, **columns: list[str | None]) -> None:
    vault.keep(batch_id, version, identities=pl.DataFrame(columns), quarantine=None)


def _names(vault: Vault, *people: str) -> list[str | None]:
    return vault.reveal(people)["name"].to_list()


def test_identities_come_back_in_the_order_asked_for(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p", "q"], name=["张三", "李四"], id_number=["1", None], phone=["138", None])
    assert vault.reveal(["q", "unknown", "p"]).rows() == [
        ("q", "李四", None, None),
        ("unknown", None, None, None),
        ("p", "张三", "1", "138"),
    ]
    assert vault.reveal([]).rows() == []


def test_the_value_last_stated_is_given_and_a_blank_erases_nothing(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p"], name=["张三"], phone=["138"])
    _keep(vault, 2, person_key=["p"], name=["张珊"], phone=[None])
    assert vault.reveal(["p"]).rows() == [("p", "张珊", None, "138")]
    _keep(vault, 3, person_key=["p"], name=["张三"])
    assert _names(vault, "p") == ["张三"]


def test_a_value_stated_again_is_not_written_again(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p", "p"], name=["张三", "张三"])
    size = len(_identity_rows(vault))
    _keep(vault, 2, person_key=["p"], name=["张三"])
    assert size == len(_identity_rows(vault)) == 1


def test_an_account_is_kept_but_not_among_what_is_revealed(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p"], bank=["6222"])
    assert len(_identity_rows(vault)) == 1
    assert vault.reveal(["p"]).rows() == [("p", None, None, None)]


def test_refused_rows_come_back_by_batch_and_open_only_on_request(vault: Vault) -> None:
    vault.keep(1, 1, identities=None, quarantine=REFUSED)
    vault.keep(2, 1, identities=None, quarantine=REFUSED)
    assert vault.quarantined()["batch_id"].to_list() == [1, 2]
    shown = vault.quarantined(2)
    assert shown.drop("batch_id").equals(REFUSED.drop("raw"))
    assert vault.quarantined(2, with_raw=True).drop("batch_id").equals(REFUSED)
    assert vault.quarantined(3).is_empty()
    assert vault.quarantine_counts() == {1: 1, 2: 1}


def test_what_is_kept_for_a_later_version_shows_once_that_is_in_force(vault: Vault) -> None:
    _keep(vault, 1, version=2, person_key=["p"], name=["张三"])
    vault.keep(1, 2, identities=None, quarantine=REFUSED)
    assert _names(vault, "p") == [None]
    assert vault.quarantined().is_empty()
    assert vault.quarantine_counts() == {}
    write_pointer(vault.home, Pointer(2, "snapshots/v000002.duckdb"))
    assert _names(vault, "p") == ["张三"]
    assert vault.quarantine_counts() == {1: 1}


def test_sweeping_removes_what_never_came_into_force_and_nothing_else(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p"], name=["张三"])
    _keep(vault, 2, version=2, person_key=["p", "q"], name=["张珊", "李四"])
    vault.keep(2, 2, identities=None, quarantine=REFUSED)
    vault.sweep()
    write_pointer(vault.home, Pointer(2, "snapshots/v000002.duckdb"))
    assert _names(vault, "p", "q") == ["张三", None]
    assert vault.quarantined().is_empty()


def test_discarding_one_batch_leaves_the_others_of_the_same_writer(vault: Vault) -> None:
    for batch_id in (1, 2):
        vault.keep(batch_id, 2, identities=None, quarantine=REFUSED)
    vault.discard(1)
    write_pointer(vault.home, Pointer(2, "snapshots/v000002.duckdb"))
    assert vault.quarantined()["batch_id"].to_list() == [2]


def test_half_a_batch_is_never_kept(vault: Vault) -> None:
    people = pl.DataFrame({"person_key": ["p"], "name": ["张三"]})
    broken = REFUSED.with_columns(raw=pl.lit(None, pl.String))
    with pytest.raises(AttributeError):
        vault.keep(1, 1, identities=people, quarantine=broken)
    assert _names(vault, "p") == [None]


def test_no_sealed_value_stands_in_the_vault_in_plain(vault: Vault) -> None:
    vault.keep(
        1,
        1,
        identities=pl.DataFrame({"person_key": ["p"], "name": ["慕容婉儿"], "id_number": ["370283199001011235"]}),
        quarantine=REFUSED,
    )
    for path in vault.home.glob("vault.sqlite*"):
        data = path.read_bytes()
        assert "慕容婉儿".encode() not in data
        assert b"370283199001011235" not in data
        assert "张三".encode() not in data


def test_every_access_is_on_record(vault: Vault) -> None:
    at = datetime(2024, 1, 2, 3, 4, 5)  # noqa: DTZ001 - the store keeps wall times
    vault.log_access(at, viewer="everything", action="reveal", reason="meeting", subjects=["p", "q"])
    assert vault.accesses().rows() == [("2024-01-02 03:04:05", "everything", "reveal", "meeting", "p q")]


def test_a_home_without_a_vault_is_no_store(vault: Vault) -> None:
    empty = Vault(vault.home / "elsewhere")
    for attempt in (empty.quarantined, empty.accesses, lambda: empty.reveal(["p"])):
        with pytest.raises(StoreMissing):
            attempt()


def test_a_vault_of_single_values_is_brought_into_blocks(vault: Vault) -> None:
    values = [("p", "name", "张三", 1, 1), ("q", "name", "李四", 1, 1), ("p", "name", "张珊", 2, 2)]
    with closing(sqlite3.connect(vault.home / "vault.sqlite")) as connection, connection:
        connection.execute("drop table identity_block")
        connection.execute(
            "create table identity (id integer primary key, person_key, kind, digest, sealed, batch_id, version)"
        )
        for person_key, kind, value, batch_id, version in values:
            secret = vault.keyring.seal(value.encode(), f"identity|{person_key}|{kind}")
            row = (person_key, kind, b"", secret, batch_id, version)
            connection.execute("insert into identity values (null, ?, ?, ?, ?, ?, ?)", row)
    vault.upgrade()
    vault.upgrade()
    assert _names(vault, "p", "q") == ["张三", "李四"]
    write_pointer(vault.home, Pointer(2, "snapshots/v000002.duckdb"))
    assert _names(vault, "p", "q") == ["张珊", "李四"]


def test_a_block_opens_for_the_persons_it_was_sealed_for_alone(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p"], name=["张三"])
    with closing(sqlite3.connect(vault.home / "vault.sqlite")) as connection, connection:
        connection.execute("update identity_block set person_keys = 'q'")
    with pytest.raises(ValueError, match="identity"):
        vault.reveal(["q"])


def test_what_a_writer_keeps_shows_to_it_and_is_discarded_like_the_rest(vault: Vault) -> None:
    with vault.writing():
        _keep(vault, 1, version=2, person_key=["p"], name=["张三"])
        vault.discard(1)
        _keep(vault, 2, version=2, person_key=["p"], name=["张三"])
    assert _identity_rows(vault) == ["p"]


def test_many_small_blocks_of_a_version_become_few_when_its_writer_is_done(vault: Vault) -> None:
    _keep(vault, 1, person_key=["p"], name=["张三"], phone=["138"])
    with vault.writing():
        for batch_id in range(2, 12):
            _keep(vault, batch_id, version=2, person_key=["p", f"q{batch_id}"], name=[f"张{batch_id}", "李四"])
    with closing(sqlite3.connect(vault.home / "vault.sqlite")) as connection:
        assert connection.execute("select version, count(*) from identity_block group by version").fetchall() == [
            (1, 1),
            (2, 1),
        ]
    assert vault.reveal(["p", "q2"]).rows() == [("p", "张三", None, "138"), ("q2", None, None, None)]
    write_pointer(vault.home, Pointer(2, "snapshots/v000002.duckdb"))
    assert vault.reveal(["p", "q2"]).rows() == [("p", "张11", None, "138"), ("q2", "李四", None, None)]


def _identity_rows(vault: Vault) -> list[str]:
    with closing(sqlite3.connect(vault.home / "vault.sqlite")) as connection:
        blocks = connection.execute("select person_keys from identity_block").fetchall()
    return [person_key for (names,) in blocks for person_key in names.split("\n")]

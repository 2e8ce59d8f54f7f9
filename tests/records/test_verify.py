"""A whole store proves clean; every kind of damage is found and named."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from analytics import house
from analytics.identity import Vault, VaultKeyMissing, VaultKeyWrong
from analytics.records import Store, StoreMissing, verify
from analytics.records.checksums import checksums
from analytics.records.verify import Finding
from analytics.texts import LANGS, catalogue
from tests.records.building import header, payments, refused, sheet


@pytest.fixture
def filled(store: Store) -> Store:
    """Two batches with archived files, identities and refused rows, each published by itself."""
    vault = Vault(store.home)
    for n in range(2):
        sha256 = vault.archive(f"file {n}".encode())
        people = pl.DataFrame({"person_key": [f"p{n}"], "name": ["张三"]})
        facts = {"payment": payments({f"a{n}": 1, f"b{n}": 2})}
        with store.writer() as writer:
            writer.add_batch(header(sha256), [sheet(2, 1)], facts, identities=people, quarantine=refused())
    assert verify(store.home) == []
    return store


def _tamper(store: Store, *statements: str) -> None:
    with duckdb.connect(store.home / "snapshots" / "v000003.duckdb") as connection:
        for statement in statements:
            connection.execute(statement)
        connection.execute("checkpoint")


def _found(store: Store) -> list[tuple[str, dict[str, object]]]:
    return [(finding.check, finding.values) for finding in verify(store.home)]


def test_an_empty_store_is_whole(store: Store) -> None:
    assert verify(store.home) == []


def test_a_missing_store_is_not_proved(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        verify(tmp_path)


def test_an_altered_row_is_found(filled: Store) -> None:
    _tamper(filled, "update payment set amount_fen = 100 where record_id = 3")
    assert _found(filled) == [("rows_altered", {"fact": "payment", "count": 1, "offenders": "3"})]


def test_an_altered_row_with_a_matching_checksum_is_found(filled: Store) -> None:
    snapshot = filled.open()
    stored = snapshot.stored("payment").drop("content").with_columns(pl.lit(9, pl.Int64).alias("amount_fen"))
    snapshot.close()
    changes = zip(stored["record_id"], checksums(stored), strict=True)
    _tamper(filled, *(f"update payment set amount_fen = 9, content = {c} where record_id = {r}" for r, c in changes))
    assert _found(filled) == [("batch_checksums", {"count": 2, "offenders": "1, 2"})]


def test_a_removed_row_is_found(filled: Store) -> None:
    _tamper(filled, "delete from payment where record_id = 1")
    assert _found(filled) == [("batch_checksums", {"count": 1, "offenders": "1"})]


def test_a_row_given_twice_is_found(filled: Store) -> None:
    _tamper(filled, "insert into payment select * from payment where record_id = 2")
    assert [check for check, _ in _found(filled)] == ["batch_checksums", "records_unique"]


def test_a_row_of_no_batch_is_found(filled: Store) -> None:
    _tamper(filled, "delete from batch where batch_id = 2; delete from batch_sheet where batch_id = 2")
    assert _found(filled) == [("rows_belong", {"count": 2, "offenders": "payment/3, payment/4"})]


def test_worksheets_that_do_not_add_up_are_found(filled: Store) -> None:
    _tamper(filled, "update batch_sheet set rows_no_data = 0 where batch_id = 1")
    assert _found(filled) == [("rows_conserved", {"count": 1, "offenders": "1/0"})]


def test_batches_that_do_not_add_up_are_found(filled: Store) -> None:
    _tamper(filled, "update batch set rows_accepted = 9 where batch_id = 1")
    assert _found(filled) == [("sheets_add_up", {"count": 1, "offenders": "1"})]


def test_more_rows_than_were_accepted_are_found(filled: Store) -> None:
    _tamper(
        filled,
        "update batch_sheet set rows_accepted = 1, rows_quarantined = 2 where batch_id = 1;"
        "update batch set rows_accepted = 1, rows_quarantined = 2 where batch_id = 1",
    )
    assert [check for check, _ in _found(filled)] == ["accepted_rows", "quarantine_count"]


def test_a_period_that_ends_before_it_starts_is_found(filled: Store) -> None:
    _tamper(filled, "update batch_sheet set period_from = '2024-04-01', period_to = '2024-03-01' where batch_id = 2")
    assert _found(filled) == [("periods_ordered", {"count": 1, "offenders": "2/0"})]


def test_a_flipped_byte_in_the_archive_is_found(filled: Store) -> None:
    path = sorted((filled.home / "archive").iterdir())[0]
    data = bytearray(path.read_bytes())
    data[20] ^= 1
    path.write_bytes(bytes(data))
    assert _found(filled) == [("file_altered", {"sha256": path.name})]


def test_an_archived_file_under_the_name_of_another_is_found(filled: Store) -> None:
    first, second = sorted((filled.home / "archive").iterdir())
    second.write_bytes(first.read_bytes())
    assert _found(filled) == [("file_altered", {"sha256": second.name})]


def test_a_missing_file_of_the_archive_is_found(filled: Store) -> None:
    sha256 = filled.open().batches()["sha256"][1]
    (filled.home / "archive" / sha256).unlink()
    assert _found(filled) == [("file_missing", {"batch_id": 2, "sha256": sha256})]


def test_a_missing_snapshot_is_found(filled: Store) -> None:
    (filled.home / "snapshots" / "v000003.duckdb").unlink()
    [(check, values)] = _found(filled)
    assert check == "snapshot_unusable"
    assert str(values["path"]).endswith("v000003.duckdb")


def test_a_damaged_snapshot_is_found(filled: Store) -> None:
    path = filled.home / "snapshots" / "v000003.duckdb"
    data = bytearray(path.read_bytes())
    headers = 3 * 4096
    for place in range(headers, len(data), 512):
        data[place] ^= 0xFF
    path.write_bytes(bytes(data))
    assert [check for check, _ in _found(filled)] == ["snapshot_unusable"]


def test_damage_that_shows_only_while_reading_is_found(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def unreadable(*_: object, **__: object) -> None:
        raise duckdb.IOException

    snapshot = filled.open()
    monkeypatch.setattr(type(snapshot), "_meta", lambda _: (snapshot.schema_version, False, None))
    monkeypatch.setattr(type(snapshot), "rows", unreadable)
    assert [check for check, _ in _found(filled)] == ["snapshot_unusable"]


def test_a_missing_frozen_snapshot_is_found(filled: Store) -> None:
    filled.freeze(2)
    assert verify(filled.home) == []
    (filled.home / "snapshots" / "v000002.duckdb").unlink()
    assert _found(filled) == [("frozen_missing", {"version": 2})]


def test_a_lost_quarantine_row_is_found(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Vault, "quarantine_counts", lambda _: {1: 1})
    assert _found(filled) == [("quarantine_count", {"batch_id": 2, "found": 0, "expected": 1})]


def test_nothing_is_proved_without_the_right_key(filled: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    (filled.home / "secret.key").unlink()
    with pytest.raises(VaultKeyMissing):
        verify(filled.home)
    monkeypatch.setenv("TALENT_KEY", "ab" * 32)
    with pytest.raises(VaultKeyWrong):
        verify(filled.home)


def test_every_check_has_a_sentence_in_both_languages() -> None:
    checks = [path.stem for path in sorted((house.SQL / "checks").glob("*.sql"))]
    for lang in LANGS:
        for check in checks:
            sentence = Finding(check, {"count": 3, "offenders": "1, 2, 3"}).sentence(catalogue(lang))
            assert "1, 2, 3" in sentence

"""Older homes are brought forward, later ones refused."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from analytics.records import Store, StoreTooNew, fact_schema, verify
from tests.records.building import files, header, live, payments, publish, sheet

ADD_VOUCHER = """
alter table payment add column voucher_no varchar;
update payment set voucher_no = 'V' || record_id;
update payment set content = stored_content(payment);
"""
RENAME_VOUCHER = """
alter table payment rename column voucher_no to voucher_code;
update payment set content = stored_content(payment);
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A folder of migrations that lead from the first schema to the third."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    (folder / "002_vouchers.sql").write_text(ADD_VOUCHER)
    (folder / "003_rename_vouchers.sql").write_text(RENAME_VOUCHER)
    return folder


def test_opening_an_older_store_brings_it_forward_and_keeps_its_rows(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(1)], {"payment": payments({"b": 2})})
    later = Store(store.home, migrations=steps)
    snapshot = later.open()
    assert (snapshot.version, snapshot.schema_version) == (4, 3)
    assert snapshot.facts("payment")["voucher_code"].to_list() == ["V1", "V2"]
    assert live(later) == {"a": 1, "b": 2}
    assert later.open() is snapshot


def test_only_the_steps_a_store_has_not_had_are_applied(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    second = steps / "003_rename_vouchers.sql"
    rename = second.read_text()
    second.unlink()
    assert Store(store.home, migrations=steps).open().schema_version == 2
    second.write_text(rename)
    snapshot = Store(store.home, migrations=steps).open()
    assert snapshot.schema_version == 3
    assert snapshot.facts("payment")["voucher_code"].to_list() == ["V1"]


def test_writing_to_an_older_store_brings_it_forward_in_the_same_version(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    later = Store(store.home, migrations=steps)
    with later.writer() as writer:
        writer.revoke(1, header().recorded_at)
    assert (later.open().version, later.open().schema_version) == (3, 3)
    assert live(later) == {}


def test_the_checksums_hold_after_a_migration(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    snapshot = Store(store.home, migrations=steps).open()
    altered = Path("sql/marts/altered_rows.sql").read_text()
    checksums = Path("sql/checks/batch_checksums.sql").read_text()
    assert snapshot.rows(altered, fact="payment") == []
    assert snapshot.rows(checksums) == []


def test_a_step_that_fails_leaves_the_old_version_in_force(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    (steps / "004_broken.sql").write_text("alter table nowhere add column x integer;")
    before = files(store.home)
    with pytest.raises(duckdb.CatalogException):
        Store(store.home, migrations=steps).open()
    assert files(store.home) == before
    assert live(store) == {"a": 1}


def test_a_store_of_a_later_release_is_refused_and_left_alone(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    Store(store.home, migrations=steps).open()
    before = files(store.home)
    earlier = Store(store.home)
    for attempt in (earlier.open, earlier.writer().__enter__, lambda: verify(store.home)):
        with pytest.raises(StoreTooNew, match=r"schema 3.*up to 1"):
            attempt()
    assert files(store.home) == before


def test_a_new_store_has_the_newest_schema(store: Store) -> None:
    snapshot = store.open()
    assert snapshot.schema_version == 1
    columns = {"record_id", "batch_id", "content", *fact_schema("payment")}
    assert set(snapshot.facts("payment").columns) == columns
    assert snapshot.facts("payment").schema["content"] == pl.UInt64

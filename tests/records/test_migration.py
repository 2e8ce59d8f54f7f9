"""Older homes are brought forward, later ones refused."""

from pathlib import Path

import duckdb
import polars as pl
import pytest

from analytics.records import Store, StoreTooNew, fact_names, fact_schema, schema, verify
from analytics.records.checksums import altered
from analytics.records.migration import migrate
from analytics.records.publish import Draft
from analytics.records.store import MIGRATIONS
from tests.records.building import files, header, live, payments, publish, sheet

NEWEST = schema.newest_version(MIGRATIONS)
SQL = Path("sql")
FIRST_SCHEMA = Path(__file__).parents[1] / "cases/schemas/001.sql"
ADD_VOUCHER = """
alter table payment add column voucher_no varchar;
update payment set voucher_no = 'V' || record_id;
"""
OLD_BATCH = """
insert into batch by name
select 1 as batch_id, 'a.xlsx' as file_name, '00' as sha256, false as is_demo, now()::timestamp as received_at,
    now()::timestamp as recorded_at, 1 as rows_physical, 1 as rows_data, 1 as rows_accepted, 0 as rows_quarantined,
    0 as checksum;
"""
OLD_PAYMENT = """
insert into payment by name
select 1 as record_id, 1 as batch_id, 0 as sheet_no, 2 as row_no, 'k' as row_key, 'youth' as ledger,
    'human_resources' as unit_id, 'b03a' as benefit_id, 500 as amount_fen, 0 as content;
"""
RENAME_VOUCHER = """
alter table payment rename column voucher_no to voucher_code;
"""


@pytest.fixture
def steps(tmp_path: Path) -> Path:
    """A folder of migrations that lead from the newest schema two versions further."""
    folder = tmp_path / "migrations"
    folder.mkdir()
    step(folder, 1).write_text(ADD_VOUCHER)
    step(folder, 2).write_text(RENAME_VOUCHER)
    return folder


def step(folder: Path, ahead: int) -> Path:
    return folder / f"{NEWEST + ahead:03d}_step.sql"


def test_opening_an_older_store_brings_it_forward_and_keeps_its_rows(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(1)], {"payment": payments({"b": 2})})
    later = Store(store.home, migrations=steps)
    snapshot = later.open()
    assert (snapshot.version, snapshot.schema_version) == (4, NEWEST + 2)
    assert snapshot.facts("payment")["voucher_code"].to_list() == ["V1", "V2"]
    assert live(later) == {"a": 1, "b": 2}
    assert later.open() is snapshot


def test_only_the_steps_a_store_has_not_had_are_applied(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    second = step(steps, 2)
    rename = second.read_text()
    second.unlink()
    assert Store(store.home, migrations=steps).open().schema_version == NEWEST + 1
    second.write_text(rename)
    snapshot = Store(store.home, migrations=steps).open()
    assert snapshot.schema_version == NEWEST + 2
    assert snapshot.facts("payment")["voucher_code"].to_list() == ["V1"]


def test_writing_to_an_older_store_brings_it_forward_in_the_same_version(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    later = Store(store.home, migrations=steps)
    with later.writer() as writer:
        writer.revoke(1, header().recorded_at)
    assert (later.open().version, later.open().schema_version) == (3, NEWEST + 2)
    assert live(later) == {}


def test_the_checksums_hold_after_a_migration(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    snapshot = Store(store.home, migrations=steps).open()
    checksums = Path("sql/checks/batch_checksums.sql").read_text()
    assert altered(snapshot.stored("payment")) == []
    assert snapshot.rows(checksums) == []


def test_a_step_that_fails_leaves_the_old_version_in_force(store: Store, steps: Path) -> None:
    publish(store, {"a": 1})
    step(steps, 3).write_text("alter table nowhere add column x integer;")
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
        with pytest.raises(StoreTooNew, match=rf"schema {NEWEST + 2}.*up to {NEWEST}"):
            attempt()
    assert files(store.home) == before


def test_a_new_store_has_the_newest_schema(store: Store) -> None:
    snapshot = store.open()
    assert snapshot.schema_version == NEWEST
    columns = {"record_id", "batch_id", "content", *fact_schema("payment")}
    assert set(snapshot.facts("payment").columns) == columns
    assert snapshot.facts("payment").schema["content"] == pl.UInt64


def test_the_first_schema_is_brought_to_what_a_new_store_has(tmp_path: Path) -> None:
    """The steps and sql/schema say the same: tables, columns in their order, types and what may be blank."""
    with duckdb.connect(tmp_path / "new.duckdb") as new, duckdb.connect(tmp_path / "old.duckdb") as old:
        schema.create_tables(new)
        old.execute(FIRST_SCHEMA.read_text(encoding="utf-8"))
        old.execute("insert into meta values (1, false, null)")
        old.execute(OLD_BATCH)
        old.execute(OLD_PAYMENT)
        migrate(Draft(2, old), 1, MIGRATIONS)
        columns = "select table_name, column_name, data_type, is_nullable from information_schema.columns order by all"
        assert old.sql(columns).fetchall() == new.sql(columns).fetchall()
        for fact in fact_names():
            assert old.table(fact).columns == new.table(fact).columns, fact
        assert old.sql("select row_key, amount_fen, status from payment").fetchall() == [("k", 500, None)]
        assert altered(old.table("payment").pl()) == []
        assert old.sql((SQL / "checks/batch_checksums.sql").read_text()).fetchall() == []

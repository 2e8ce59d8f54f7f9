"""Whoever takes the snapshots and the archive learns nobody's name, number, phone or account."""

import json

import polars as pl
import pytest

from analytics.identity import IDENTITY_KINDS, Vault
from analytics.records import Store, fact_names, fact_schema
from tests.records.building import frame, header, refused, sheet

PERSON = {"name": "慕容婉儿", "id_number": "370283199001011235", "phone": "13812345678", "bank": "6222020200112233445"}
ENCODINGS = ("utf-8", "utf-16-le", "gb18030")


@pytest.fixture
def imported(store: Store) -> Store:
    """A batch of one person whose file, identity and refused row all went through the store."""
    vault = Vault(store.home)
    sha256 = vault.archive(json.dumps(PERSON, ensure_ascii=False).encode())
    key = vault.person_key(PERSON["id_number"])
    facts = {
        "person": frame("person", [{"person_key": key, "row_key": f"youth|{key}", "sex": "m"}]),
        "payment": frame("payment", [{"person_key": key, "benefit_id": "b03a", "amount_fen": 300000}]),
    }
    raw = refused().with_columns(raw=pl.lit(json.dumps(PERSON, ensure_ascii=False)))
    with store.writer() as writer:
        people = pl.DataFrame([{"person_key": key, **PERSON}])
        writer.add_batch(header(sha256), [sheet(2, 1)], facts, identities=people, quarantine=raw)
    return store


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("kind", IDENTITY_KINDS)
def test_no_file_of_the_home_holds_what_identifies_a_person(imported: Store, kind: str, encoding: str) -> None:
    wanted = PERSON[kind].encode(encoding)
    scanned = [path for path in imported.home.rglob("*") if path.is_file()]
    assert {path.parent.name for path in scanned} >= {"snapshots", "archive"}
    assert [path.name for path in scanned if wanted in path.read_bytes()] == []


def test_the_vault_gives_back_what_the_files_do_not_show(imported: Store) -> None:
    vault = Vault(imported.home)
    [person] = imported.open().persons()["person_key"]
    shown = {kind: PERSON[kind] for kind in ("name", "id_number", "phone")}
    assert vault.reveal([person]).row(0, named=True) == {"person_key": person, **shown}
    assert json.loads(vault.quarantined(with_raw=True)["raw"][0]) == PERSON
    assert json.loads(vault.read_archive(imported.open().batches()["sha256"][0])) == PERSON


def test_no_fact_has_a_column_for_what_identifies_a_person() -> None:
    columns = {column for fact in fact_names() for column in fact_schema(fact)}
    assert not columns & {"name", "id_number", "phone", "account", "remark", "certificate_no", "birth_date"}

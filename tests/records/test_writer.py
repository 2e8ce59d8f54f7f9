"""Batches stand or fall alone, versions are published whole, and there is one writer."""

import subprocess
import sys

import polars as pl
import pytest

from analytics.identity import QUARANTINE_SCHEMA, Vault
from analytics.records import BatchRevoked, BatchUnknown, Store, StoreLocked, verify
from tests.records.building import add, at, files, frame, header, live, payments, publish, refused, sheet

HOLD = """
import sys
from pathlib import Path
from analytics.records import Store
with Store(Path(sys.argv[1])).writer():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_all_batches_of_a_block_become_visible_together(store: Store) -> None:
    with store.writer() as writer:
        assert add(writer, {"a": 1}) == 1
        assert add(writer, {"b": 2}) == 2
        assert writer.version == 2
        assert store.version == 1
        assert live(store) == {}
    assert store.version == 2
    assert live(store) == {"a": 1, "b": 2}


def test_a_batch_that_fails_leaves_nothing_and_the_others_stand(store: Store) -> None:
    with store.writer() as writer:
        add(writer, {"a": 1})
        nameless = payments({"x": 1}).with_columns(row_key=pl.lit(None, pl.String))
        with pytest.raises(ValueError, match=r"payment: null in .*row_key"):
            writer.add_batch(header(), [sheet(1)], {"payment": nameless}, quarantine=refused())
        assert add(writer, {"b": 2}) == 2
    assert live(store) == {"a": 1, "b": 2}
    assert store.open().facts("payment")["record_id"].to_list() == [1, 2]


def test_a_batch_whose_vault_rows_fail_leaves_no_facts(store: Store) -> None:
    unworded = refused().with_columns(rule=pl.lit(None, pl.String))
    with store.writer() as writer:
        with pytest.raises(Exception, match="NOT NULL"):
            writer.add_batch(header(), [sheet(1, 1)], {"payment": payments({"x": 1})}, quarantine=unworded)
        add(writer, {"a": 1})
    assert live(store) == {"a": 1}
    assert Vault(store.home).quarantined().is_empty()


def test_a_frame_with_other_columns_is_refused_by_name(store: Store) -> None:
    with store.writer() as writer, pytest.raises(ValueError, match=r"payment.*remark"):
        writer.add_batch(header(), [sheet(1)], {"payment": payments({"a": 1}).with_columns(remark=pl.lit("x"))})


def test_an_unknown_fact_is_refused(store: Store) -> None:
    with store.writer() as writer, pytest.raises(KeyError):
        writer.add_batch(header(), [sheet(1)], {"batch": payments({"a": 1})})


def test_an_error_in_the_block_leaves_the_home_as_it_was(store: Store) -> None:
    publish(store, {"a": 1})
    before = files(store.home)

    def interrupted() -> None:
        with store.writer() as writer:
            people = pl.DataFrame({"person_key": ["p"], "name": ["张三"]})
            writer.add_batch(header(), [sheet(0, 1)], {}, identities=people, quarantine=refused())
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    after = files(store.home)
    assert {name: data for name, data in after.items() if "vault" not in name} == {
        name: data for name, data in before.items() if "vault" not in name
    }
    assert Vault(store.home).quarantined().is_empty()
    assert Vault(store.home).reveal(["p"])["name"].to_list() == [None]
    assert publish(store, {"b": 2}) == 2


def test_refused_rows_and_identities_are_visible_only_once_published(store: Store) -> None:
    vault = Vault(store.home)
    with store.writer() as writer:
        people = pl.DataFrame({"person_key": ["p"], "name": ["张三"]})
        writer.add_batch(header(), [sheet(0, 1)], {}, identities=people, quarantine=refused())
        assert vault.quarantined().is_empty()
        assert vault.reveal(["p"])["name"].to_list() == [None]
    assert vault.quarantined()["batch_id"].to_list() == [1]
    assert vault.reveal(["p"])["name"].to_list() == ["张三"]


def test_a_block_that_did_nothing_publishes_nothing(store: Store) -> None:
    before = files(store.home)
    with store.writer():
        pass
    assert files(store.home) == before


def test_a_batch_carries_the_totals_of_its_sheets(store: Store) -> None:
    with store.writer() as writer:
        writer.add_batch(header("ab", at(3)), [sheet(1, 2)], {"payment": payments({"a": 1})}, quarantine=refused(2))
    [batch] = store.open().batches().iter_rows(named=True)
    assert batch["sha256"] == "ab"
    assert batch["recorded_at"] == at(3)
    assert [batch[f"rows_{kind}"] for kind in ("physical", "data", "accepted", "quarantined")] == [5, 3, 1, 2]
    assert store.open().sheets()["warnings"].to_list() == ["[]"]


def test_the_same_file_is_known_until_its_batch_is_revoked(store: Store) -> None:
    with store.writer() as writer:
        assert writer.live_batch("ab") is None
        batch_id = add(writer, {"a": 1}, sha256="ab")
        assert writer.live_batch("ab") == batch_id
        writer.revoke(batch_id, at(2))
        assert writer.live_batch("ab") is None


def test_a_batch_is_revoked_once(store: Store) -> None:
    batch_id = publish(store, {"a": 1})
    with store.writer() as writer:
        writer.revoke(batch_id, at(2))
        with pytest.raises(BatchRevoked):
            writer.revoke(batch_id, at(3))
        with pytest.raises(BatchUnknown, match="no batch 9"):
            writer.revoke(9, at(3))
    assert store.open().batches()["revoked_at"].to_list() == [at(2)]


def test_a_second_writer_in_the_same_process_is_turned_away(store: Store) -> None:
    with store.writer(), pytest.raises(StoreLocked), Store(store.home).writer():
        pass


def test_a_second_writer_in_another_process_is_turned_away_until_the_first_is_done(store: Store) -> None:
    command = [sys.executable, "-c", HOLD, str(store.home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == b"held\n"
        with pytest.raises(StoreLocked), store.writer():
            pass
        assert live(store) == {}
        other.communicate()
    assert publish(store, {"a": 1}) == 1


def test_every_kind_of_fact_comes_back_as_it_went_in(store: Store) -> None:
    rows = {
        "event": {"event_name": "招聘会", "category": "joint_meeting", "participants": 30, "cost_fen": 5},
        "loan": {"contract_no": "c1", "rate_pct": 3.85, "is_renewal": None, "amount_fen": 2**53 + 1},
        "training_attendance": {"person_key": "p", "programme": "farmer_skill", "hours": 7.5},
    }
    frames = {fact: frame(fact, [row]) for fact, row in rows.items()}
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(1)], frames)
    for fact, row in rows.items():
        [found] = store.open().facts(fact).iter_rows(named=True)
        assert {column: found[column] for column in row} == row
    findings = [finding.check for finding in verify(store.home)]
    assert findings == ["file_missing"]


def test_the_quarantine_frame_is_the_one_the_vault_gives_back(store: Store) -> None:
    with store.writer() as writer:
        writer.add_batch(header(), [sheet(0, 2)], {}, quarantine=refused(2))
    found = Vault(store.home).quarantined(1, with_raw=True)
    assert found.drop("batch_id").equals(refused(2))
    assert found.drop("batch_id").schema == QUARANTINE_SCHEMA

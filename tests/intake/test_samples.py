"""The ten workbooks as bureaus keep them come in exactly as their truth says."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.intake import FileOutcome, ImportReport, Layout, import_files
from analytics.policy import Policy
from analytics.records import Snapshot, Store, verify
from tests.intake.conftest import SAMPLES
from tests.intake.desk import RECORDED

TRUTH: dict[str, Any] = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
FILES = [SAMPLES / name for name in TRUTH]
every_file = pytest.mark.parametrize("name", TRUTH, ids=[path.stem for path in FILES])


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("samples") / "home"


@pytest.fixture(scope="module")
def report(home: Path, policy: Policy, layouts: dict[str, Layout]) -> ImportReport:
    return import_files(home, None, policy, layouts, FILES, recorded_at=RECORDED)


@pytest.fixture(scope="module")
def snapshot(home: Path, report: ImportReport) -> Snapshot:
    assert len(report.files) == len(FILES)
    return Store(home).open()


def outcome_of(report: ImportReport, name: str) -> FileOutcome:
    return next(file for file in report.files if file.file == name)


@every_file
def test_every_row_is_accepted_or_refused_as_the_truth_says(name: str, report: ImportReport) -> None:
    found = [
        {
            "sheet": sheet.sheet,
            "template": sheet.ledger,
            "accepted_rows": list(sheet.accepted_rows),
            "quarantined_rows": [{"row": row.row, "rule": row.rule} for row in sheet.quarantined_rows],
        }
        for sheet in outcome_of(report, name).sheets
    ]
    assert found == TRUTH[name]["sheets"]


@every_file
def test_no_row_is_lost(name: str, report: ImportReport) -> None:
    for sheet in outcome_of(report, name).sheets:
        assert sheet.rows_data == len(sheet.accepted_rows) + len(sheet.quarantined_rows)
        assert sheet.rows_physical == sheet.rows_no_data + sheet.rows_data


def total(snapshot: Snapshot, ledger: str) -> int:
    """Count what the ledger is about, from the stored facts alone."""
    by_ledger = pl.col("ledger") == ledger
    match ledger:
        case "platform_awards":
            return int(snapshot.facts("platform").filter(by_ledger)["paid_fen"].sum())
        case "talent_loans":
            return int(snapshot.facts("loan").filter(by_ledger, ~pl.col("is_renewal"))["amount_fen"].sum())
        case "farmer_training" | "ecommerce_training":
            return snapshot.facts("training_attendance").filter(by_ledger)["person_key"].n_unique()
        case "activities":
            return snapshot.facts("event").filter(by_ledger).height
        case "insurance_spells":
            return snapshot.facts("insurance_spell").filter(by_ledger).height
        case _:
            return int(snapshot.facts("payment").filter(by_ledger)["amount_fen"].sum())


@every_file
def test_the_totals_follow_from_the_stored_facts(name: str, snapshot: Snapshot) -> None:
    assert total(snapshot, TRUTH[name]["sheets"][0]["template"]) == TRUTH[name]["total"]


def test_the_second_time_every_file_is_a_duplicate(
    home: Path, snapshot: Snapshot, policy: Policy, layouts: dict[str, Layout]
) -> None:
    again = import_files(home, None, policy, layouts, FILES, recorded_at=RECORDED)
    assert {file.status for file in again.files} == {"duplicate"}
    assert Store(home).version == snapshot.version
    assert again.files[0].batch_id == 1


def test_no_name_and_no_number_of_a_person_stands_in_a_snapshot(home: Path, snapshot: Snapshot) -> None:
    people = Vault(home).reveal(snapshot.persons()["person_key"])
    secrets = {value for column in ("name", "id_number", "phone") for value in people[column].drop_nulls()}
    content = snapshot.path.read_bytes()
    assert len(secrets) > 600
    assert [secret for secret in secrets if secret.encode() in content] == []


def test_nothing_that_may_be_shown_holds_a_whole_number(report: ImportReport) -> None:
    shown = json.dumps(report.to_json(), ensure_ascii=False)
    assert not pl.Series([shown]).str.contains(r"[1-9]\d{16}[\dX]").item()


def test_the_refused_rows_lie_sealed_in_the_vault(home: Path, report: ImportReport) -> None:
    kept = Vault(home).quarantined(with_raw=True)
    told = [row for file in report.files for sheet in file.sheets for row in sheet.quarantined_rows]
    assert kept.height == len(told) == 78
    assert sorted(kept["rule"]) == sorted(row.rule for row in told)
    assert all(json.loads(raw) for raw in kept["raw"])


def test_the_store_proves_whole_afterwards(home: Path, snapshot: Snapshot) -> None:
    assert snapshot.version == 2
    assert verify(home) == []


def test_each_sheet_says_which_months_it_covers(snapshot: Snapshot) -> None:
    covered = {
        row["ledger"]: (str(row["period_from"])[:7], str(row["period_to"])[:7])
        for row in snapshot.sheets().iter_rows(named=True)
    }
    assert covered["youth"] == ("2024-07", "2024-09")
    assert covered["farmer_training"] == ("2024-09", "2024-09")
    assert covered["talent_loans"] == ("2024-01", "2024-10")

"""`talent import`, `batches`, `revoke`: what comes in, what is set aside, and the way back."""

from pathlib import Path

import pytest

from tests.cli.conftest import NAMES, run

DAY = ("--as-of", "2026-09-30")


def test_an_import_tells_every_row_by_its_worksheet_number(tmp_path: Path, files: dict[str, Path]) -> None:
    said = run("import", files["classes"], "--home", tmp_path / "home", "--json")
    assert said.code == 1
    [file] = said.document["files"]
    assert (file["file"], file["status"], file["batch_id"]) == ("classes.csv", "imported", 1)
    [sheet] = file["sheets"]
    assert (sheet["ledger"], sheet["rows_physical"], sheet["rows_data"]) == ("order_classes", 4, 3)
    assert sheet["accepted_rows"] == [2, 3]
    [refused] = sheet["quarantined_rows"]
    assert (refused["row"], refused["rule"]) == (4, "date_invalid")


def test_the_same_file_twice_is_a_duplicate_and_no_fault(tmp_path: Path, files: dict[str, Path]) -> None:
    ask = ("import", files["loans"], "--home", tmp_path / "home", "--json")
    assert run(*ask).code == 0
    again = run(*ask)
    assert (again.code, again.document["files"][0]["status"]) == (0, "duplicate")


def test_a_dry_run_changes_nothing(tmp_path: Path, files: dict[str, Path]) -> None:
    said = run("import", files["loans"], "--home", tmp_path / "home", "--dry-run", "--json")
    assert (said.code, said.document["files"][0]["batch_id"]) == (0, None)
    assert not (tmp_path / "home").exists()


def test_a_file_that_is_none_is_refused(tmp_path: Path, files: dict[str, Path]) -> None:
    said = run("import", tmp_path / "nothing.csv", files["loans"], "--home", tmp_path / "home", "--json")
    assert said.code == 1
    assert [file["status"] for file in said.document["files"]] == ["refused", "imported"]


def test_rows_set_aside_are_worded_without_naming_anybody(tmp_path: Path) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_text(
        "姓名,身份证号码,培训班次,培训时间,考核结果\n张三丰,370283199001011234,苹果,2026-04-01,合格\n", encoding="utf-8"
    )
    said = run("import", bad, "--home", tmp_path / "home", "--ledger", "farmer_skill_training")
    assert said.code == 1
    assert "370283********1234" in said.out
    assert not any(name in said.out + said.err for name in (*NAMES, "370283199001011234"))


@pytest.mark.parametrize("option", [("--bureau", "无此单位"), ("--ledger", "no_such_ledger")])
def test_an_unknown_bureau_or_ledger_is_wrong_use(
    tmp_path: Path, files: dict[str, Path], option: tuple[str, str]
) -> None:
    said = run("import", files["loans"], *option, "--home", tmp_path / "home", "--json")
    assert (said.code, said.out) == (2, "")
    assert not (tmp_path / "home").exists()


def test_the_bureau_that_files_is_kept(tmp_path: Path, files: dict[str, Path]) -> None:
    assert run("import", files["loans"], "--bureau", "finance", "--home", tmp_path / "home").code == 0
    [batch] = run("batches", "--home", tmp_path / "home", "--json").document
    assert (batch["unit_id"], batch["sheets"][0]["unit_id"]) == ("finance", "finance")


def test_batches_are_listed_with_their_sheets(home: Path) -> None:
    said = run("batches", "--home", home, "--json")
    assert said.code == 0
    assert [(b["batch_id"], b["file_name"], b["rows_accepted"], b["rows_quarantined"]) for b in said.document] == [
        (1, "classes.csv", 2, 1),
        (2, "loans.csv", 3, 0),
        (3, "农民技能培训.csv", 3, 0),
    ]
    assert said.document[1]["sheets"][0]["ledger"] == "talent_loans"
    assert "loans.csv" in run("batches", "--home", home).out


def test_batches_recorded_later_are_not_known(home: Path) -> None:
    assert run("batches", "--home", home, "--json", "--known-at", "2022-10-01").document == []
    assert run("batches", "--home", home, "--json", "--as-of", "2022-10-01").document == []


def test_a_revoked_batch_leaves_the_numbers_as_before_it(own_home: Path, files: dict[str, Path]) -> None:
    before = run("progress", "--home", own_home, "--json", *DAY).out
    assert run("import", files["classes"], "--home", own_home).code == 1
    assert run("progress", "--home", own_home, "--json", *DAY).out != before
    said = run("revoke", 3, "--home", own_home, "--json")
    assert (said.code, said.document["batch_id"]) == (0, 3)
    assert run("progress", "--home", own_home, "--json", *DAY).out == before
    [*_, last] = run("batches", "--home", own_home, "--json").document
    assert (last["batch_id"], last["revoked_at"] is None, last["sheets"]) == (3, False, [])


def test_only_a_live_batch_can_be_revoked(own_home: Path) -> None:
    assert run("revoke", 9, "--home", own_home).code == 2
    assert run("revoke", 1, "--home", own_home).code == 0
    again = run("revoke", 1, "--home", own_home, "--json")
    assert (again.code, again.out) == (2, "")

"""The papers of the command line: an empty form out, mistakes back, corrections in."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from analytics.identity import Vault
from analytics.intake import Layout
from analytics.policy import Policy
from analytics.records import Store
from analytics.report import batches
from tests.cli.conftest import run
from tests.report.forms import Clerk, fill


@pytest.fixture
def form(tmp_path: Path, policy: Policy, layouts: dict[str, Layout]) -> Path:
    """A filled form with two good rows, a wrong number and a missing amount."""
    said = run("template", "youth", "--out", tmp_path / "forms", "--period", "2026Q3", "--json")
    path = Path(said.document["youth"])
    clerk = Clerk(layouts["youth"], policy)
    rows = [clerk.row(n) for n in range(1, 5)]
    number = rows[1]["person"]
    rows[1]["person"] = f"{number[:-1]}{(int(number[-1], 11) + 1) % 10}"
    rows[2]["amount"] = None
    fill(path, layouts["youth"], rows)
    return path


def waiting(home: Path) -> int:
    return batches.live_waiting(Vault(home).quarantined(), Store(home).open().sheets()).height


def correct(path: Path, clerk: Clerk) -> None:
    book = load_workbook(path)
    sheet = next(sheet for sheet in book.worksheets if sheet["A1"].value and "平度市" in str(sheet["A1"].value))
    places: dict[str, Any] = {str(cell.value).partition("（")[0]: cell.column for cell in sheet[3] if cell.value}
    sheet.cell(5, places["身份证号码"], clerk.row(2)["person"])
    sheet.cell(6, places["补贴金额"], clerk.row(3)["amount"])
    book.save(path)


def test_mistakes_go_back_and_corrections_come_in(
    tmp_path: Path, form: Path, policy: Policy, layouts: dict[str, Layout]
) -> None:
    home, back = tmp_path / "home", tmp_path / "back.xlsx"
    first = run("import", form, "--home", home, "--json")
    [sheet] = first.document["files"][0]["sheets"]
    assert (first.code, sheet["accepted_rows"], waiting(home)) == (1, [4, 7], 2)

    given = run("return", 1, "--out", back, "--by", "王科长", "--reason", "退回人社局", "--home", home, "--json")
    assert given.document == {"batch": "1", "file": str(back)}
    logged = Vault(home).accesses().row(-1, named=True)
    assert (logged["viewer"], logged["action"], logged["reason"]) == ("王科长", "return", "退回人社局")
    assert logged["subjects"].startswith("1 ")

    blank = load_workbook(back).worksheets[1]["N6"]
    assert (blank.value, blank.protection.locked, blank.number_format) == (None, False, "#,##0.00")
    correct(back, Clerk(layouts["youth"], policy))
    second = run("import", back, "--home", home, "--json")
    [sheet] = second.document["files"][0]["sheets"]
    assert (second.code, sheet["warnings"], sheet["quarantined_rows"]) == (0, [], [])
    assert (sheet["accepted_rows"], sheet["known_rows"], sheet["superseding_rows"]) == ([4, 5, 6, 7], [4, 7], [])
    assert (waiting(home), Store(home).open().facts("payment").height) == (0, 4)
    before, after = (batch["sheets"] for batch in run("batches", "--home", home, "--json").document)
    assert [sheet["settled_by"] for sheet in (before[0], after[1])] == [2, None]
    assert [after[1][name] for name in ("rows_accepted", "rows_known", "rows_superseding")] == [4, 2, 0]
    assert run("verify", "--home", home).code == 0


def test_a_corrected_amount_supersedes_and_both_versions_stay(
    tmp_path: Path, form: Path, policy: Policy, layouts: dict[str, Layout]
) -> None:
    home = tmp_path / "home"
    run("import", form, "--home", home)
    row = Clerk(layouts["youth"], policy).row(1)
    again = tmp_path / "更正.xlsx"
    again.write_bytes(form.read_bytes())
    fill(again, layouts["youth"], [row | {"town": "东阁街道", "phone": None}])
    looked = run("import", again, "--home", home, "--json", "--dry-run").document["files"][0]
    stored = run("import", again, "--home", home, "--json").document["files"][0]
    for file in (looked, stored):
        assert (file["sheets"][0]["superseding_rows"], file["sheets"][0]["known_rows"]) == ([4], [7])
        assert "更正 1 行，已有 1 行" in file["message"]
    snapshot = Store(home).open()
    assert snapshot.facts("payment").height == 2
    assert len(snapshot.rows("select record_id from payment")) == 4


def test_a_file_refused_as_a_whole_goes_back_by_its_hash(tmp_path: Path) -> None:
    home, path = tmp_path / "home", tmp_path / "青年人才.csv"
    path.write_text("姓名,身份证号码,学历\n张三,370283199001011235,本科\n", encoding="utf-8")
    [file] = run("import", path, "--home", home, "--json").document["files"]
    assert file["status"] == "refused"
    back = tmp_path / "back.xlsx"
    said = run("return", file["sha256"][:12], "--name", path.name, "--out", back, "--home", home)
    assert (said.code, str(back) in said.err.replace("\n", "")) == (0, True)
    comment = load_workbook(back)["csv"]["A1"].comment
    assert comment
    assert "缺少必需的列" in comment.text


def test_what_cannot_be_returned_is_said(own_home: Path) -> None:
    assert run("return", 1, "--home", own_home).code == 2
    assert run("return", 99, "--home", own_home).code == 2
    assert run("return", "f" * 12, "--home", own_home).code == 3


def test_by_default_it_is_written_beside_the_user_never_into_the_home(
    tmp_path: Path, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, desk, spare = tmp_path / "home", tmp_path / "desk", tmp_path / "spare"
    run("import", form, "--home", home)
    for folder in (desk, spare):
        folder.mkdir()
    monkeypatch.setattr("tempfile.gettempdir", lambda: str(spare))
    for here, expected in ((desk, desk), (home, spare)):
        monkeypatch.chdir(here)
        said = run("return", 1, "--home", home, "--json")
        assert Path(said.document["file"]).parent == expected


def test_forms_of_one_ledger_or_all(tmp_path: Path, layouts: dict[str, Layout]) -> None:
    one = run("template", "youth", "milestones", "--out", tmp_path)
    assert [Path(line).suffix for line in one.out.split()] == [".xlsx", ".xlsx"]
    every = run("template", "--all", "--out", tmp_path / "all", "--lang", "en", "--json")
    assert sorted(every.document) == sorted(layouts)
    assert len({Path(path).name for path in every.document.values()}) == len(layouts)


@pytest.mark.parametrize("arguments", [["nonsense"], [], ["youth", "--period", "2026Q7"]])
def test_wrong_use_of_template_is_said(tmp_path: Path, arguments: list[str]) -> None:
    assert run("template", *arguments, "--out", tmp_path / "none").code == 2
    assert not (tmp_path / "none").exists()

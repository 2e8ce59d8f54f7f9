"""Where the data is, whether it holds, and what happens when it does not."""

from datetime import date
from pathlib import Path

import pytest

from analytics import house, pipeline
from analytics.cli import home as commands
from analytics.demo import Built
from analytics.intake import ImportReport
from tests.cli.conftest import run

DAY = ("--as-of", "2026-09-30")


def test_the_home_may_stand_before_or_after_the_command_and_the_later_wins(home: Path, tmp_path: Path) -> None:
    after = run("progress", "--home", home, "--json", *DAY)
    before = run("--home", home, "progress", "--json", *DAY)
    both = run("--home", tmp_path, "progress", "--home", home, "--json", *DAY)
    assert after.out == before.out == both.out
    assert {after.code, before.code, both.code} == {0}


def test_the_environment_names_the_home_otherwise(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(home))
    assert len(run("progress", "--json", *DAY).document) == 21


@pytest.mark.parametrize("command", ["progress", "batches", "verify", "serve"])
def test_a_home_without_a_store_is_unusable(tmp_path: Path, command: str) -> None:
    said = run(command, "--home", tmp_path / "nowhere")
    assert (said.code, said.out) == (3, "")
    assert "nowhere" in said.err
    assert not (tmp_path / "nowhere").exists()


def test_the_reason_is_told_in_the_language_asked_for(tmp_path: Path) -> None:
    english = run("progress", "--home", tmp_path, "--lang", "en").err
    assert english == run("--lang", "en", "progress", "--home", tmp_path).err
    assert english.isascii()
    assert not run("progress", "--home", tmp_path).err.isascii()


@pytest.mark.parametrize("kept", [0, 5])
def test_a_damaged_snapshot_is_unusable(own_home: Path, kept: int) -> None:
    """Whether it shows when the file is opened, or only when a block of it is read."""
    [newest] = sorted((own_home / "snapshots").glob("*.duckdb"))[-1:]
    content = newest.read_bytes()
    whole = len(content) * kept // 100
    newest.chmod(0o600)
    newest.write_bytes(content[:whole] + bytes(byte ^ 0x5A for byte in content[whole:]))
    said = run("progress", "--home", own_home, "--json")
    assert (said.code, said.out) == (3, "")


def test_a_damaged_vault_is_unusable(own_home: Path) -> None:
    (own_home / "vault.sqlite").write_bytes(b"not a vault" * 1000)
    assert run("records", "goal.others", "--home", own_home, "--json", *DAY).code == 3


def test_a_whole_store_is_verified(home: Path) -> None:
    said = run("verify", "--home", home, "--json")
    assert (said.code, said.document) == (0, [])
    assert run("verify", "--home", home).code == 0


def test_a_changed_file_in_the_archive_is_found(own_home: Path) -> None:
    [archived, *_] = sorted(path for path in (own_home / "archive").rglob("*") if path.is_file())
    archived.chmod(0o600)
    archived.write_bytes(archived.read_bytes()[:-1])
    said = run("verify", "--home", own_home, "--json")
    assert said.code == 1
    assert [finding["check"] for finding in said.document] == ["file_altered"]
    assert run("verify", "--home", own_home).code == 1


def test_serve_becomes_the_server_with_the_home_it_was_given(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[list[str], dict[str, str]]] = []

    def become(command: list[str], environment: dict[str, str]) -> int:
        seen.append((command, environment))
        return 0

    monkeypatch.setattr(commands, "_become", become)
    said = run("serve", "--home", home, "--port", 8700)
    [(command, environment)] = seen
    assert command[1:] == [str(house.ROOT / "serve.py"), "--host", "127.0.0.1", "--port", "8700"]
    assert environment[house.HOME_VARIABLE] == str(home)
    assert (said.code, said.out) == (0, "")
    assert "8700" in said.err


def test_a_demonstration_does_not_replace_what_is_there(home: Path) -> None:
    before = sorted(home.iterdir())
    assert run("demo", "--home", home, "--if-absent").code == 0
    refused = run("demo", "--home", home)
    assert (refused.code, refused.out) == (3, "")
    assert sorted(home.iterdir()) == before


def test_a_demonstration_says_what_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made(home: Path, *, persons: int, as_of: date, **_: object) -> Built:
        return Built(home, persons, as_of, ImportReport(files=()))

    monkeypatch.setattr(pipeline, "demonstrate", made)
    ask = ("demo", "--home", tmp_path / "home", "--persons", 300, "--seed", 7, "--as-of", "2025-12-31")
    said = run(*ask, "--json")
    told = {"home": str(tmp_path / "home"), "persons": 300, "as_of": "2025-12-31", "seed": 7, "files": 0}
    assert (said.code, said.document) == (0, told)
    assert run(*ask).out == ""


def test_a_demonstration_needs_a_city_and_a_past(tmp_path: Path) -> None:
    assert run("demo", "--home", tmp_path / "home", "--persons", 1).code == 2
    assert run("demo", "--home", tmp_path / "home", "--as-of", "2022-01-01").code == 2
    assert not (tmp_path / "home").exists()

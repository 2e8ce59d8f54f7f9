"""What may happen between a file's name and its bytes: it goes, it changes, it is no file, or its name is odd."""

import os
import sys
from pathlib import Path

import pytest

from analytics.intake import RefusedError
from analytics.intake.files import read_bytes, shown_name
from analytics.pipeline import House
from tests.cli.conftest import run
from tests.faults import workshop
from tests.faults.conftest import AT

posix = pytest.mark.skipif(os.name == "nt", reason="names and pipes of this kind are of POSIX")


def code_of(path: Path) -> str:
    with pytest.raises(RefusedError) as caught:
        read_bytes(path)
    return caught.value.code


def test_a_file_that_goes_while_it_is_read_has_vanished(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(path: Path) -> bytes:
        path.unlink()
        raise FileNotFoundError(path)

    monkeypatch.setattr(Path, "read_bytes", gone)
    assert code_of(ledger) == "vanished"


def test_a_file_that_keeps_changing_is_not_read(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read = Path.read_bytes

    def growing(path: Path) -> bytes:
        content = read(path)
        path.write_bytes(content + b"\n")
        return content

    monkeypatch.setattr(Path, "read_bytes", growing)
    assert code_of(ledger) == "changing"


def test_a_file_that_has_settled_is_read_whole(ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, more = Path.read_bytes, [b"one more line\n"]

    def grown_once(path: Path) -> bytes:
        content = read(path)
        if more:
            path.write_bytes(content + more.pop())
        return content

    monkeypatch.setattr(Path, "read_bytes", grown_once)
    assert read_bytes(ledger).endswith(b"one more line\n")


@pytest.mark.parametrize(("error", "code"), [(PermissionError, "unreadable"), (OSError, "unreadable")])
def test_a_file_that_may_not_be_read(
    ledger: Path, monkeypatch: pytest.MonkeyPatch, error: type[OSError], code: str
) -> None:
    def forbidden(path: Path) -> bytes:
        raise error(path)

    monkeypatch.setattr(Path, "read_bytes", forbidden)
    assert code_of(ledger) == code


@posix
def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    assert code_of(workshop.pipe(tmp_path)) == "no_file"
    assert code_of(Path("/dev/zero")) == "no_file"
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    assert code_of(tmp_path / "circle") == "unreadable"


@pytest.mark.parametrize("name", ["a\0b.csv", "长" * 300 + ".csv"])
def test_a_name_that_no_system_allows(tmp_path: Path, name: str) -> None:
    assert code_of(tmp_path / name) in {"unreadable", "vanished"}


def test_a_file_larger_than_can_be_kept_is_not_even_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "huge.xlsx"
    with path.open("wb") as stream:
        stream.truncate(2_000_000_000)
    monkeypatch.delattr(Path, "read_bytes")
    assert code_of(path) == "unreadably_large"


@posix
@pytest.mark.skipif(sys.platform == "darwin", reason="names are UTF-8 there")
def test_a_name_in_another_encoding_is_shown_and_kept(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + "人才贷.csv".encode("gbk")))
    path.write_text(workshop.csv(), encoding="utf-8")
    said = run("import", path, "--home", tmp_path / "home", "--json")
    assert (said.code, said.document["files"][0]["file"]) == (0, "人才贷.csv")
    assert House(tmp_path / "home").open().snapshot.batches()["file_name"].to_list() == ["人才贷.csv"]
    assert run("batches", "--home", tmp_path / "home").code == 0


@posix
@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("人 才\n贷\x1b[31m.csv", "人 才\ufffd贷\ufffd[31m.csv"),
        ("-rf; 'x' \"y\" $(z) {0} %s.csv", "-rf; 'x' \"y\" $(z) {0} %s.csv"),
        ("👩‍🌾 台账\u202e.csv", "👩\ufffd🌾 台账\ufffd.csv"),
    ],
)
def test_an_odd_name_neither_moves_the_cursor_nor_stops_the_import(tmp_path: Path, name: str, shown: str) -> None:
    path = tmp_path / name
    path.write_text(workshop.csv(), encoding="utf-8")
    assert shown_name(path) == shown
    [file] = House(tmp_path / "home").take_in([path], at=AT).files
    assert (file.file, file.status) == (shown, "imported")

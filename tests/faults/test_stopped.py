"""Two imports at once, and an import that is told to stop: nothing is half done, and people are told what to do."""

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from analytics import house as places
from analytics.pipeline import House
from analytics.records import StoreLocked
from analytics.texts import LANGS
from tests.cli.conftest import run
from tests.faults import workshop
from tests.faults.conftest import AT
from tests.pages.conftest import text, visiting, widget

COMMAND = [sys.executable, "-c", "from analytics.cli import main; main()"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_second_of_two_imports_is_told_who_is_writing(house: House, ledger: Path, lang: str) -> None:
    with house.store.writer():
        with pytest.raises(StoreLocked) as caught:
            House(house.home).take_in([ledger], at=AT)
        said = run("import", ledger, "--home", house.home, "--lang", lang)
    assert f"({os.getpid()})" in str(caught.value)
    assert said.code == 3
    assert f"({os.getpid()})" in said.err
    assert {"zh": "请等其完成后再试", "en": "Try again"}[lang] in said.err.replace("\n", " ")
    assert House(house.home).take_in([ledger], at=AT).files[0].status == "imported"


def test_the_page_says_so_too(house: House, ledger: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(places.HOME_VARIABLE, str(house.home))
    app = visiting("intake")
    app.file_uploader[0].upload(ledger.name, ledger.read_bytes())
    app.run()
    with house.store.writer():
        widget(app, "uploads_commit").click().run()
    assert not app.exception
    assert "请等其完成后再试" in text(app)
    assert House(house.home).open().version == 2


@pytest.mark.parametrize("stage", ["reading", "storing", "publishing"])
def test_an_interrupted_import_leaves_the_old_version(house: House, ledger: Path, stage: str) -> None:
    def stop(_: int, __: int, met: str) -> None:
        if met == stage:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.take_in([ledger], at=AT, progress=stop)
    assert house.open().version == 2
    assert house.verify() == []
    assert not list((house.home / "snapshots").glob("draft*"))
    assert house.take_in([ledger], at=AT).is_clean


def test_an_import_ended_after_publishing_is_in_force(house: House, ledger: Path) -> None:
    def stop(_: int, __: int, met: str) -> None:
        if met == "done":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.take_in([ledger], at=AT, progress=stop)
    assert house.open().version == 3
    assert house.take_in([ledger], at=AT).files[0].status == "duplicate"


@pytest.mark.skipif(os.name == "nt", reason="signals of this kind are of POSIX")
@pytest.mark.parametrize("request_to_end", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_is_answered_with_a_sentence(
    house: House, ledger: Path, request_to_end: signal.Signals
) -> None:
    ledger.write_text(workshop.csv(rows=workshop.ROWS * 40_000), encoding="utf-8")
    process = subprocess.Popen(
        [*COMMAND, "import", str(ledger), "--home", str(house.home)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    while process.poll() is None and not _is_locked(house.home):
        pass
    process.send_signal(request_to_end)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "已中断" in complaint.decode()
    assert b"Traceback" not in complaint
    assert house.open().version == 2
    assert house.verify() == []


def _is_locked(home: Path) -> bool:
    """Tell whether an import has begun to write a draft."""
    return (home / "snapshots" / "draft.tmp").exists()


def test_the_vault_is_whole_after_an_interruption(house: House, ledger: Path) -> None:
    def stop(_: int, __: int, met: str) -> None:
        if met == "publishing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.take_in([ledger], at=AT, progress=stop)
    with sqlite3.connect(house.home / "vault.sqlite") as connection:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
    connection.close()

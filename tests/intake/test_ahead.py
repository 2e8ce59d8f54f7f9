"""Files read ahead in a second process come in exactly as without it, whatever becomes of that process."""

import io
import pickle
import struct
import subprocess
import sys
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path

import polars as pl
import pytest

from analytics.identity.archive import fingerprint
from analytics.intake import ahead
from analytics.intake.ahead import Ahead, reading_ahead
from analytics.intake.outcome import ImportReport
from analytics.intake.settings import Settings, settings_for
from analytics.records import fact_names
from tests.intake.desk import Desk, Page
from tests.intake.test_variants import YOUTH, youth

_LENGTH = struct.Struct(">Q")


@pytest.fixture
def settings(desk: Desk) -> Settings:
    return settings_for(desk.policy, desk.layouts, None, None, "zh")


@pytest.fixture
def files(desk: Desk) -> list[Path]:
    """Rosters, one of them with a refused row, a text table, no workbook at all, a file twice, and one that is gone."""
    many = [
        desk.xlsx(
            Page("花名册", [YOUTH, youth(n), youth(n + 20, name="" if n == 2 else "张三")]), name=f"青年2024Q{n}.xlsx"
        )
        for n in range(1, 8)
    ]
    text = desk.csv([YOUTH, youth(9)], name="青年2024Q3.csv", encoding="gb18030")
    noise = desk.folder / "noise.xlsx"
    noise.write_bytes(b"PK\x03\x04 and nothing else")
    return [*many, text, noise, many[0], desk.folder / "gone.xlsx", many[3]]


@pytest.fixture
def _two_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pl, "thread_pool_size", lambda: 2)


def served(settings: Settings, files: Sequence[Path]) -> list[bytes]:
    """Return what the second process answers about the files."""
    requests, answers = io.BytesIO(), io.BytesIO()
    for message in (settings, *files):
        told = pickle.dumps(message)
        requests.write(_LENGTH.pack(len(told)) + told)
    requests.seek(0)
    ahead.serve(requests, answers)
    answers.seek(0)
    found = []
    while head := answers.read(_LENGTH.size):
        found.append(answers.read(_LENGTH.unpack(head)[0]))
    return found[1:]


def answering(messages: dict[Path, bytes]) -> Callable[[Path], Future[bytes]]:
    """Return somebody who has read everything already."""

    def ask(path: Path) -> Future[bytes]:
        answer: Future[bytes] = Future()
        answer.set_result(messages[path])
        return answer

    return ask


def records(desk: Desk, report: ImportReport) -> dict[str, object]:
    frames = {name: desk.snapshot().facts(name).drop("row_key", "content") for name in fact_names()}
    keyed = ("person_key", "account_key", "certificate_key")  # of another secret in another home
    told = {name: frame.drop([key for key in keyed if key in frame.columns]).rows() for name, frame in frames.items()}
    return {**told, "report": report.model_dump()}


@pytest.mark.usefixtures("_two_cores")
def test_files_come_in_as_without_reading_ahead(desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    other = Desk(desk.folder, desk.policy, desk.layouts)
    other.home = desk.folder / "other"
    report = desk.bring(*files)
    assert [file.status for file in report.files[7:]] == ["imported", "refused", "duplicate", "refused", "duplicate"]
    monkeypatch.setattr(ahead, "FEWEST_FILES", len(files) + 1)
    assert records(desk, report) == records(other, other.bring(*files))


def test_a_workbook_read_ahead_is_what_it_is_when_read_here(settings: Settings, files: list[Path]) -> None:
    answers = served(settings, files)
    handed = Ahead(files, settings, answering(dict(zip(files, answers, strict=True))))
    assert handed.of(0)("") is None  # nobody was asked before the first
    for number, path in enumerate(files[1:8], 1):
        data = path.read_bytes()
        found, here = handed.of(number)(fingerprint(data)), settings.read(data, path.name)
        assert found is not None
        for there, reading in zip(found.readings, here.readings, strict=True):
            assert there.layout is reading.layout
            assert there.values.equals(reading.values)
            assert there.region.raw.equals(reading.region.raw)
            assert (there.rule.to_list(), there.notices) == (reading.rule.to_list(), reading.notices)


def test_a_file_that_changed_meanwhile_is_read_again(settings: Settings, files: list[Path]) -> None:
    handed = Ahead(files, settings, answering(dict(zip(files, served(settings, files), strict=True))))
    handed.of(0)
    assert handed.of(1)(fingerprint(b"something else")) is None


def test_what_cannot_come_in_is_worded_here(settings: Settings, files: list[Path]) -> None:
    assert [bool(answer) for answer in served(settings, files[7:])] == [True, False, True, False, True]


def test_a_large_file_is_left_to_the_first_process(
    settings: Settings, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "LARGEST", 10)
    assert served(settings, files[:2]) == [b"", b""]


@pytest.mark.parametrize("answer", [b"", b"garbage", pickle.dumps(("a", None))])
def test_a_bad_answer_is_none(settings: Settings, files: list[Path], answer: bytes) -> None:
    handed = Ahead(files, settings, answering(dict.fromkeys(files, answer)))
    handed.of(0)
    assert handed.of(1)("a") is None


@pytest.mark.usefixtures("_two_cores")
@pytest.mark.parametrize("ill", ["raise SystemExit(1)", "import time; time.sleep(600)", "print('?' * 99)"])
def test_an_ill_second_process_changes_nothing(
    desk: Desk, files: list[Path], monkeypatch: pytest.MonkeyPatch, ill: str
) -> None:
    monkeypatch.setattr(ahead, "START", (sys.executable, "-c", ill))
    report = desk.bring(*files)
    assert [file.status for file in report.files[:8]] == ["imported"] * 8


@pytest.mark.usefixtures("_two_cores")
def test_what_was_not_begun_is_read_here(settings: Settings, files: list[Path]) -> None:
    with reading_ahead(settings, files) as handed:
        assert [handed.of(number)("") for number in range(len(files))] == [None] * len(files)


def test_few_files_need_no_second_process(
    settings: Settings, files: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subprocess, "Popen", None)
    with reading_ahead(settings, files[:3]) as handed:
        assert handed.of(0)("") is None


def test_the_second_process_ends_when_its_input_closes() -> None:
    process = subprocess.Popen(ahead.START, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    process.communicate(_LENGTH.pack(4) + b"N.", timeout=300)
    assert process.returncode is not None

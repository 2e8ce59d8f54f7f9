"""The files of a demonstration are the same, whoever writes them."""

import io
import pickle
import sys
from collections.abc import Mapping
from concurrent.futures import Future
from pathlib import Path

import polars as pl
import pytest

from analytics.demo import filings, press
from analytics.demo.calibration import Calibration
from analytics.demo.city import City
from analytics.demo.filings import Filing
from analytics.demo.press import Press, Printed
from analytics.demo.scene import Scene
from analytics.intake import aside
from analytics.intake.layouts import Layout
from analytics.policy import Policy


@pytest.fixture
def planned(scene: Scene, drawn: City, layouts: Mapping[str, Layout]) -> list[Filing]:
    """Return a few filings, workbooks and text tables."""
    told = filings.plan(scene, drawn.ledgers, layouts)
    return [*[f for f in told if f.form.format == "csv"][:2], *[f for f in told if f.form.format == "xlsx"][:3]]


@pytest.fixture
def here(tmp_path: Path, policy: Policy, calibration: Calibration) -> Press:
    """Return a press that writes in this process."""
    return Press(tmp_path, policy, calibration.filings.wording)


def answering(answer: bytes) -> Future[bytes]:
    found: Future[bytes] = Future()
    found.set_running_or_notify_cancel()
    found.set_result(answer)
    return found


def served(here: Press, planned: list[Filing], layouts: Mapping[str, Layout]) -> list[bytes]:
    """Return what the second process answers about filings."""
    requests, answers = io.BytesIO(), io.BytesIO()
    for message in (pickle.dumps((here, dict(layouts))), *map(aside.packed, planned), b"garbage"):
        aside.send(requests, message)
    requests.seek(0)
    press.serve(requests, answers)
    answers.seek(0)
    return [aside.received(answers) for _ in range(len(planned) + 2)][1:]


def test_a_file_written_aside_is_the_one_written_here(
    here: Press, planned: list[Filing], layouts: Mapping[str, Layout]
) -> None:
    printed = Printed(here, planned)
    assert not any(path.exists() for path in printed.paths)
    first = [path.read_bytes() for path in printed]
    assert printed[1:3] == printed.paths[1:3]
    for path in printed.paths:
        path.unlink()
    assert served(here, planned, layouts) == [*(path.name.encode() for path in printed.paths), b""]
    assert [path.read_bytes() for path in printed.paths] == first


def test_what_was_not_written_aside_is_written_here(here: Press, planned: list[Filing]) -> None:
    failed: Future[bytes] = Future()
    failed.set_running_or_notify_cancel()
    failed.set_exception(BrokenPipeError())
    told = iter([answering(b""), answering(b"another"), failed, Future(), Future()])
    printed = Printed(Press(here.folder, here.policy, here.wording, lambda _: next(told)), planned)
    assert all(path.exists() for path in printed)


def test_what_was_written_aside_is_left_alone(here: Press, planned: list[Filing]) -> None:
    names = iter([path.name.encode() for path in Printed(here, planned).paths])
    printed = Printed(Press(here.folder, here.policy, here.wording, lambda _: answering(next(names))), planned)
    assert not any(path.exists() for path in printed)


@pytest.mark.parametrize("cores", [1, 2])
@pytest.mark.parametrize("ill", [None, "raise SystemExit(1)", "import time; time.sleep(600)", "print('?' * 99)"])
def test_the_second_process_may_be_ill_or_not_be(
    here: Press,
    planned: list[Filing],
    layouts: Mapping[str, Layout],
    monkeypatch: pytest.MonkeyPatch,
    *,
    ill: str | None,
    cores: int,
) -> None:
    monkeypatch.setattr(pl, "thread_pool_size", lambda: cores)
    if ill:
        monkeypatch.setattr(press, "START", (sys.executable, "-c", ill))
    with press.at_work(here.folder, here.policy, layouts, here.wording) as working:
        assert (working.ask is None) == (cores == 1)
        printed = Printed(working, planned)
        assert [path.stat().st_size > 0 for path in printed] == [True] * len(planned)

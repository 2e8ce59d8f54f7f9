"""The filings written to files by a second process, while the intake takes in those that are there already."""

import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, overload

from analytics.demo import sheets
from analytics.demo.calibration_records import Wording
from analytics.demo.filings import Filing
from analytics.intake import aside
from analytics.intake.aside import answered, packed, received, second_process, send, unpacked
from analytics.intake.layouts import Layout
from analytics.policy import Policy

START = aside.start("analytics.demo.press")


@dataclass(frozen=True)
class Press:
    """How filings become files of one folder; `ask` has one written aside and gives the name of its file."""

    folder: Path
    policy: Policy
    wording: Wording
    ask: Callable[[Filing], Future[bytes]] | None = None

    def write(self, filing: Filing) -> None:
        sheets.write(filing, self.folder, self.policy, self.wording)


class Printed(Sequence[Path]):
    """The files of filings, in their order; one that is asked for is there, written aside or here."""

    def __init__(self, press: Press, filings: Sequence[Filing]) -> None:
        self.paths = [press.folder / sheets.file_name(filing, press.wording) for filing in filings]
        self._press = press
        self._unwritten: dict[int, tuple[Filing, Future[bytes] | None]] = {
            number: (filing, press.ask(filing) if press.ask else None) for number, filing in enumerate(filings)
        }

    def __len__(self) -> int:
        return len(self.paths)

    @overload
    def __getitem__(self, place: int) -> Path: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[Path]: ...
    def __getitem__(self, place: int | slice) -> Path | Sequence[Path]:
        if isinstance(place, slice):
            return [self[number] for number in range(*place.indices(len(self)))]
        path = self.paths[place]
        if place in self._unwritten:
            filing, answer = self._unwritten.pop(place)
            if not _is_written(answer, path):
                self._press.write(filing)
        return path


def _is_written(answer: Future[bytes] | None, path: Path) -> bool:
    """Wait for a file, unless nobody has begun with it, and tell whether it is there."""
    if answer is None or answer.cancel():
        return False
    try:
        return answer.result() == path.name.encode()
    except Exception:  # noqa: BLE001 - whatever happened over there, the file is written here
        return False


@contextmanager
def at_work(folder: Path, policy: Policy, layouts: Mapping[str, Layout], wording: Wording) -> Iterator[Press]:
    """Write filings aside while the block lasts, where there is a second core."""
    press = Press(folder, policy, wording)
    if not aside.is_worthwhile():
        yield press
        return
    told = pickle.dumps((press, dict(layouts)))
    with ThreadPoolExecutor(1, "press") as writer, second_process(START) as (requests, answers):

        def written(filing: Filing) -> bytes:
            return answered(requests, answers, packed(filing))

        writer.submit(answered, requests, answers, told)
        try:
            yield replace(press, ask=lambda filing: writer.submit(written, filing))
        finally:
            writer.shutdown(wait=False, cancel_futures=True)


def work() -> None:
    """Be the second process."""
    aside.work(serve)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Take the press, then write one filing after the other and answer the name of its file, or nothing."""
    press, layouts = pickle.loads(received(requests))  # noqa: S301 - what the first process wrote
    send(answers, b"")
    while request := received(requests):
        send(answers, _written(press, layouts, request))


def _written(press: Press, layouts: Mapping[str, Layout], request: bytes) -> bytes:
    try:
        filing: Filing = unpacked(request, layouts)
        press.write(filing)
    except Exception:  # noqa: BLE001 - the first process meets it again
        return b""
    return sheets.file_name(filing, press.wording).encode()

"""The next files read in a second process, while this one links, compares and stores the one before.

Only what does not ask who is known can run ahead: bytes to typed readings. What comes back is taken when it is of the
very bytes that were archived; whatever goes wrong over there, the file is read here instead.
"""

import pickle
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from analytics.identity.archive import fingerprint
from analytics.intake import aside
from analytics.intake.aside import answered, packed, received, second_process, send, unpacked
from analytics.intake.files import read_bytes, shown_name
from analytics.intake.settings import Settings
from analytics.intake.workbook import Workbook

#: Fewer files are read before a second process has started.
FEWEST_FILES = 8
_WINDOW = 3
#: What comes back of a larger file would cost more than it saves, and memory.
LARGEST = 4 << 20
START = aside.start("analytics.intake.ahead")

#: Gives the workbook of the bytes with a sha256, None where they have to be read here.
Ready = Callable[[str], Workbook | None]


def not_ready(_: str) -> Workbook | None:
    """Return that nothing was read ahead."""
    return None


class Ahead:
    """Asks for the next few files, and hands out what came back; `ask` answers one path after the other."""

    def __init__(self, files: Sequence[Path], settings: Settings, ask: Callable[[Path], Future[bytes]] | None) -> None:
        self._files = files
        self._layouts = settings.recogniser.layouts
        self._ask = ask
        self._asked: dict[int, Future[bytes]] = {}

    def of(self, number: int) -> Ready:
        """Return what was read of a file ahead, and have the next ones read."""
        mine = self._asked.pop(number, None)
        if self._ask:
            for later in range(number + 1, min(number + 1 + _WINDOW, len(self._files))):
                if later not in self._asked:
                    self._asked[later] = self._ask(self._files[later])
        if mine is None or mine.cancel():  # nobody has begun with it
            return not_ready
        return lambda sha256: self._workbook(mine, sha256)

    def _workbook(self, answer: Future[bytes], sha256: str) -> Workbook | None:
        try:
            found, workbook = unpacked(answer.result(), self._layouts)
        except Exception:  # noqa: BLE001 - whatever happened over there, the file is read here
            return None
        return workbook if found == sha256 else None


@contextmanager
def reading_ahead(settings: Settings, files: Sequence[Path]) -> Iterator[Ahead]:
    """Read ahead while the block lasts, where there are enough files and a second core."""
    if len(files) < FEWEST_FILES or not aside.is_worthwhile():
        yield Ahead(files, settings, None)
        return
    told = pickle.dumps(settings)  # in this thread: a recogniser that is at work changes
    with ThreadPoolExecutor(1, "reading-ahead") as reader, second_process(START) as (requests, answers):
        reader.submit(answered, requests, answers, told)
        yield Ahead(files, settings, lambda path: reader.submit(answered, requests, answers, pickle.dumps(path)))


def work() -> None:
    """Be the second process."""
    aside.work(serve)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Take the settings, then answer every path with its sha256 and its workbook, or with nothing."""
    settings: Settings = pickle.loads(received(requests))  # noqa: S301 - what the first process wrote
    send(answers, b"")
    while request := received(requests):
        send(answers, _read(settings, pickle.loads(request)))  # noqa: S301 - as above


def _read(settings: Settings, path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            return b""
        data = read_bytes(path)
        return packed((fingerprint(data), settings.read(data, shown_name(path))))
    except Exception:  # noqa: BLE001 - the first process meets it again, and words it
        return b""

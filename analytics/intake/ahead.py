"""The next files read in a second process, while this one links, compares and stores the one before.

Only what does not ask who is known can run ahead: bytes to typed readings. What comes back is taken when it is of the
very bytes that were archived; whatever goes wrong over there, the file is read here instead. The second process is
told everything through its standard input and ends when that closes, however this process ends.
"""

import io
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import polars as pl

from analytics.identity.archive import fingerprint
from analytics.identity.keys import VARIABLE
from analytics.intake.files import read_bytes, shown_name
from analytics.intake.layouts import Layout
from analytics.intake.settings import Settings
from analytics.intake.workbook import Workbook

#: Fewer files are read before a second process has started.
FEWEST_FILES = 8
_WINDOW = 3
#: What comes back of a larger file would cost more than it saves, and memory.
LARGEST = 4 << 20
_LENGTH = struct.Struct(">Q")
START = (sys.executable, "-c", "from analytics.intake import ahead; ahead.work()")

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
            found, workbook = _Unpickler(io.BytesIO(answer.result()), self._layouts).load()
        except Exception:  # noqa: BLE001 - whatever happened over there, the file is read here
            return None
        return workbook if found == sha256 else None


@contextmanager
def reading_ahead(settings: Settings, files: Sequence[Path]) -> Iterator[Ahead]:
    """Read ahead while the block lasts, where there are enough files and a second core."""
    if len(files) < FEWEST_FILES or pl.thread_pool_size() < 2 or not sys.executable:
        yield Ahead(files, settings, None)
        return
    told = pickle.dumps(settings)  # in this thread: a recogniser that is at work changes
    with ThreadPoolExecutor(1, "reading-ahead") as reader, _second_process() as (requests, answers):
        reader.submit(_answered, requests, answers, told)
        yield Ahead(files, settings, lambda path: reader.submit(_answered, requests, answers, pickle.dumps(path)))


@contextmanager
def _second_process() -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Give the two ends of a second process without the secret; it is gone when the block ends."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(  # noqa: S603 - this program itself, no shell
        START, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert process.stdin
    assert process.stdout
    try:
        yield process.stdin, process.stdout
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
        with suppress(OSError):  # what was still to be sent
            process.stdin.close()


def work() -> None:
    """Be the second process: read what standard input asks for until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interrupt means
    serve(sys.stdin.buffer, sys.stdout.buffer)


def serve(requests: IO[bytes], answers: IO[bytes]) -> None:
    """Take the settings, then answer every path with its sha256 and its workbook, or with nothing."""
    settings: Settings = pickle.loads(_received(requests))  # noqa: S301 - what the first process wrote
    _send(answers, b"")
    while request := _received(requests):
        _send(answers, _read(settings, pickle.loads(request)))  # noqa: S301 - as above


def _read(settings: Settings, path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            return b""
        data = read_bytes(path)
        found = io.BytesIO()
        _Pickler(found, pickle.HIGHEST_PROTOCOL).dump((fingerprint(data), settings.read(data, shown_name(path))))
    except Exception:  # noqa: BLE001 - the first process meets it again, and words it
        return b""
    return found.getvalue()


def _answered(requests: IO[bytes], answers: IO[bytes], request: bytes) -> bytes:
    _send(requests, request)
    return _received(answers)


def _send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def _received(pipe: IO[bytes]) -> bytes:
    """Return the next message, nothing at the end of a pipe."""
    head = pipe.read(_LENGTH.size)
    return pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


class _Pickler(pickle.Pickler):
    """Names the layouts instead of copying them: both processes have them."""

    def persistent_id(self, obj: object) -> str | None:
        return obj.id if isinstance(obj, Layout) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, source: IO[bytes], layouts: Mapping[str, Layout]) -> None:
        super().__init__(source)
        self._layouts = layouts

    def persistent_load(self, pid: str) -> Layout:
        return self._layouts[pid]

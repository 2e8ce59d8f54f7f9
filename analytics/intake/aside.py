"""A second process beside this one: told everything through its standard input, it ends when that closes.

Whatever it is asked for can be done here as well: it saves time, and nothing depends on it.
"""

import io
import os
import pickle
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from typing import IO, Any

import polars as pl

from analytics.identity.keys import VARIABLE
from analytics.intake.layouts import Layout

_LENGTH = struct.Struct(">Q")


def is_worthwhile() -> bool:
    """Tell whether there is a second core, and an interpreter to start."""
    return pl.thread_pool_size() > 1 and bool(sys.executable)


def start(module: str) -> tuple[str, ...]:
    """Return the command of a second process that does the `work` of a module."""
    return (sys.executable, "-c", f"from {module} import work; work()")


@contextmanager
def second_process(command: Sequence[str]) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """Give the two ends of a second process without the secret; it is gone when the block ends."""
    environment = {name: value for name, value in os.environ.items() if name != VARIABLE}
    environment["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    process = subprocess.Popen(  # noqa: S603 - this program itself, no shell
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
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


def work(serve: Callable[[IO[bytes], IO[bytes]], None]) -> None:
    """Be the second process: serve what standard input asks for until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides what an interrupt means
    serve(sys.stdin.buffer, sys.stdout.buffer)


def answered(requests: IO[bytes], answers: IO[bytes], request: bytes) -> bytes:
    """Return what the second process answers, nothing where it has gone."""
    send(requests, request)
    return received(answers)


def send(pipe: IO[bytes], message: bytes) -> None:
    pipe.write(_LENGTH.pack(len(message)))
    pipe.write(message)
    pipe.flush()


def received(pipe: IO[bytes]) -> bytes:
    """Return the next message, nothing at the end of a pipe."""
    head = pipe.read(_LENGTH.size)
    return pipe.read(_LENGTH.unpack(head)[0]) if len(head) == _LENGTH.size else b""


def packed(found: object) -> bytes:
    """Return a message that names its layouts instead of copying them: both processes have them."""
    buffer = io.BytesIO()
    _Pickler(buffer, pickle.HIGHEST_PROTOCOL).dump(found)
    return buffer.getvalue()


def unpacked(message: bytes, layouts: Mapping[str, Layout]) -> Any:
    """Return what was `packed` by the other process; raises whatever a message of somebody else leads to."""
    return _Unpickler(io.BytesIO(message), layouts).load()


class _Pickler(pickle.Pickler):
    def persistent_id(self, obj: object) -> str | None:
        return obj.id if isinstance(obj, Layout) else None


class _Unpickler(pickle.Unpickler):
    def __init__(self, source: IO[bytes], layouts: Mapping[str, Layout]) -> None:
        super().__init__(source)
        self._layouts = layouts

    def persistent_load(self, pid: str) -> Layout:
        return self._layouts[pid]

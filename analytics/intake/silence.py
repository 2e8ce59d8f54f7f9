"""A native reader writes the story of its own failures to the terminal; people are told in a sentence instead."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

_STDERR = 2
_GUARD = threading.Lock()


@contextmanager
def silenced() -> Iterator[None]:
    """Throw away what anybody, native code included, writes to standard error meanwhile; one thread at a time."""
    with _GUARD:
        try:
            kept = os.dup(_STDERR)
        except OSError:  # a process without a standard error has nothing to silence
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, _STDERR)
            yield
        finally:
            os.dup2(kept, _STDERR)
            with suppress(OSError):
                os.close(nowhere)
                os.close(kept)

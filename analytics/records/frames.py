"""The frames that a snapshot has read: kept, oldest going first, and handed on to the next where they still hold."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from typing import NamedTuple

import polars as pl

_KEPT = 64


class FrameKey(NamedTuple):
    """What a frame was read by: the query, the one fact table it rests on (none: the batches), and known_at."""

    query: str
    fact: str
    known_at: datetime | None


class Frames:
    """Frames by key; threads may share it. Two that ask for the same new frame at once may both read it."""

    def __init__(self) -> None:
        self._frames: OrderedDict[FrameKey, pl.DataFrame] = OrderedDict()
        self._guard = threading.Lock()

    def get(self, key: FrameKey, read: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """Return the frame of the key, read once."""
        with self._guard:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key]
        frame = read()
        with self._guard:
            frame = self._frames.setdefault(key, frame)
            if len(self._frames) > _KEPT:
                self._frames.popitem(last=False)
            return frame

    def holds(self, key: FrameKey) -> bool:
        """Tell whether the frame of the key is read."""
        with self._guard:
            return key in self._frames

    def take_over(self, older: "Frames", holds: Callable[[FrameKey], bool]) -> dict[FrameKey, pl.DataFrame]:
        """Keep those frames of an older snapshot that still hold in this one, and return the others."""
        with older._guard, self._guard:
            held = {key: frame for key, frame in older._frames.items() if holds(key)}
            self._frames.update(held)
            return {key: frame for key, frame in older._frames.items() if key not in held}

"""What people have told about headers nobody knew: remembered for the bureau, dated, as data in the home."""

import json
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from filelock import FileLock
from pydantic import BaseModel, ConfigDict, TypeAdapter

from analytics.identity import home as layout
from analytics.policy.names import fold

FILE = "headers.json"
_LOCK = "headers.lock"
#: Header as told -> the target it means, None where it says nothing that is kept.
Meanings = Mapping[str, str | None]


class Told(BaseModel):
    """One header of one bureau's workbooks; `target` is a column id, or `id.from` and `id.to` for half a range.

    In force from `since` on, and up to the day before `until` once somebody has told otherwise.
    """

    model_config = ConfigDict(frozen=True)

    unit: str
    ledger: str
    header: str
    target: str | None
    since: date
    told_by: str
    until: date | None = None

    def is_about(self, other: "Told") -> bool:
        """Tell whether both speak of the same header."""
        return (self.unit, self.ledger, fold(self.header)) == (other.unit, other.ledger, fold(other.header))

    def holds(self, on: date) -> bool:
        return self.since <= on and (self.until is None or on < self.until)


_ENTRIES = TypeAdapter(tuple[Told, ...])


def everything_told(home: Path) -> tuple[Told, ...]:
    """Return all that was ever told, in that order; nothing for a home without a memory."""
    path = home / FILE
    return _ENTRIES.validate_json(path.read_bytes()) if path.exists() else ()


def remember(home: Path, told: Iterable[Told]) -> None:
    """Add what was told; it ends what was told earlier about the same headers."""
    with FileLock(home / _LOCK):
        entries = list(everything_told(home))
        for new in told:
            entries = [_ended(old, new.since) if old.is_about(new) else old for old in entries]
            entries.append(new)
        _write(home, entries)


def forget(home: Path, unwanted: Told, on: date) -> None:
    """End one entry on a day; it stays in the file with that day."""
    with FileLock(home / _LOCK):
        _write(home, [_ended(old, on) if old == unwanted else old for old in everything_told(home)])


def meanings(told: Iterable[Told], unit_of: Mapping[str, str], on: date) -> dict[str, Meanings]:
    """Return by ledger what the headers of its filing bureau mean on a day; `unit_of` gives the bureau by ledger."""
    found: dict[str, dict[str, str | None]] = {}
    for entry in told:
        if entry.holds(on) and unit_of.get(entry.ledger) == entry.unit:
            found.setdefault(entry.ledger, {})[entry.header] = entry.target
    return dict(found)


def _ended(entry: Told, on: date) -> Told:
    return entry if entry.until is not None else entry.model_copy(update={"until": max(on, entry.since)})


def _write(home: Path, entries: Iterable[Told]) -> None:
    document = [entry.model_dump(mode="json") for entry in entries]
    layout.write_durably(home / FILE, json.dumps(document, ensure_ascii=False, indent=1).encode())

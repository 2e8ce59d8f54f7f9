"""Rulings of the leading group's office on what the policy's text leaves open: which option, from when, by whom."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from analytics import house
from analytics.identity import home as layout
from analytics.identity.vault import Vault, has_table


@dataclass(frozen=True)
class ReadingRuling:
    """From `valid_from` on, the option of the reading is the default; `meeting` is where that was decided."""

    reading: str
    option: str
    valid_from: date
    meeting: str
    ruled_by: str
    ruled_at: datetime


def add(vault: Vault, ruling: ReadingRuling, version: int) -> None:
    """Record a ruling; it holds once `version` is in force."""
    times = {"valid_from": ruling.valid_from.isoformat(), "ruled_at": ruling.ruled_at.isoformat(sep=" ")}
    with vault.connected() as connection:
        connection.execute(house.sql("vault/add_reading_ruling"), {**asdict(ruling), **times, "version": version})


def rulings(vault: Vault) -> tuple[ReadingRuling, ...]:
    """Return every ruling of the home, in the order in which they were made."""
    values = {"version": layout.published_version(vault.home)}
    with vault.readable() as connection:
        if not has_table(connection, "reading_ruling"):  # an earlier release's, until the next writer
            return ()
        rows = connection.execute(house.sql("vault/all_reading_rulings"), values).fetchall()
    return tuple(
        ReadingRuling(reading, option, date.fromisoformat(day), meeting, by, datetime.fromisoformat(at))
        for reading, option, day, meeting, by, at in rows
    )

"""Values that people set for the assumptions of expected spending: which, to what, why, by whom and when."""

from dataclasses import asdict, dataclass
from datetime import datetime

from analytics import house
from analytics.identity import home as layout
from analytics.identity.vault import Vault, has_table


@dataclass(frozen=True)
class AssumptionSetting:
    """From `set_at` on the assumption has the value; with none, it is estimated again."""

    assumption: str
    value: float | None
    because: str
    set_by: str
    set_at: datetime


def add(vault: Vault, setting: AssumptionSetting, version: int) -> None:
    """Record a setting; it holds once `version` is in force."""
    with vault.connected() as connection:
        values = {**asdict(setting), "set_at": setting.set_at.isoformat(sep=" "), "version": version}
        connection.execute(house.sql("vault/add_assumption_setting"), values)


def settings(vault: Vault) -> tuple[AssumptionSetting, ...]:
    """Return every setting of the home, in the order in which they were made."""
    values = {"version": layout.published_version(vault.home)}
    with vault.readable() as connection:
        if not has_table(connection, "assumption_setting"):  # an earlier release's, until the next writer
            return ()
        rows = connection.execute(house.sql("vault/all_assumption_settings"), values).fetchall()
    return tuple(
        AssumptionSetting(assumption, value, because, by, datetime.fromisoformat(at))
        for assumption, value, because, by, at in rows
    )

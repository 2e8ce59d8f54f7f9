"""Back-tests that were made in this home, of expected spending and of the targets; the latest is shown with its age."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from analytics import house
from analytics.identity.vault import Vault, has_table

Kind = Literal["spending", "targets"]


@dataclass(frozen=True)
class KeptBacktest:
    """rows: the frame as JSON. version: of the snapshot it was made from. as_of: up to when all was known."""

    kind: Kind
    version: int
    as_of: date
    made_at: datetime
    rows: str


def keep(vault: Vault, made: KeptBacktest) -> None:
    """Keep a back-test; the table is made in a home of an earlier release."""
    values = {
        "kind": made.kind,
        "version": made.version,
        "as_of": made.as_of.isoformat(),
        "made_at": made.made_at.isoformat(sep=" "),
        "rows": made.rows,
    }
    with vault.connected() as connection:
        connection.execute(house.sql("vault/backtests"))
        connection.execute(house.sql("vault/add_backtest"), values)


def latest(vault: Vault, kind: Kind) -> KeptBacktest | None:
    """Return the back-test of a kind made last, none where there is none."""
    with vault.readable() as connection:
        if not has_table(connection, "kept_backtest"):
            return None
        row = connection.execute(house.sql("vault/latest_backtest"), {"kind": kind}).fetchone()
    if row is None:
        return None
    version, as_of, made_at, rows = row
    return KeptBacktest(kind, version, date.fromisoformat(as_of), datetime.fromisoformat(made_at), rows)

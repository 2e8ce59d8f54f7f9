"""Rulings on what bureaus say differently about one person: who holds, who said so, when and why."""

from dataclasses import asdict, dataclass
from datetime import datetime

import polars as pl

from analytics import house
from analytics.identity.vault import Vault

SCHEMA = pl.Schema(
    dict.fromkeys(("disagreement", "person_key", "about", "unit_id", "value", "reason", "ruled_by"), pl.String)
    | {"ruled_at": pl.Datetime("us"), "withdrawn_at": pl.Datetime("us")}
)


@dataclass(frozen=True)
class Ruling:
    """One ruling: of the bureaus that disagree on `about`, the value of this unit holds."""

    disagreement: str
    person_key: str
    about: str
    unit_id: str
    value: str
    reason: str
    ruled_by: str


def rule(vault: Vault, ruling: Ruling, at: datetime) -> None:
    """Record a ruling; one made earlier on the same matter is withdrawn and stays."""
    with vault.connected() as connection:
        values = {**asdict(ruling), "ruled_at": at.isoformat(sep=" "), "at": at.isoformat(sep=" ")}
        connection.execute(house.sql("vault/withdraw_ruling"), values)
        connection.execute(house.sql("vault/add_ruling"), values)


def withdraw(vault: Vault, disagreement: str, person_key: str, about: str, at: datetime) -> None:
    """Reopen a matter."""
    with vault.connected() as connection:
        values = {"disagreement": disagreement, "person_key": person_key, "about": about, "at": at.isoformat(sep=" ")}
        connection.execute(house.sql("vault/withdraw_ruling"), values)


def rulings(vault: Vault) -> pl.DataFrame:
    """Return every ruling ever made, oldest first, with the columns of SCHEMA."""
    with vault.connected() as connection:
        rows = connection.execute(house.sql("vault/all_rulings")).fetchall()
    texts = pl.DataFrame(rows, schema=dict.fromkeys(SCHEMA, pl.String), orient="row")
    return texts.with_columns(pl.col("ruled_at", "withdrawn_at").str.to_datetime(time_unit="us"))

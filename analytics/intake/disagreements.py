"""What two bureaus state differently about one person: listed, so that somebody can rule.

The matters are data (data/ledgers/_disagreements.toml). A statement is the latest of a bureau on a matter; a matter is
a disagreement when the statements differ. A row that two bureaus filed under one key is a matter too, column by column,
although the later one is in force. Nothing is corrected here: the bureau that does not hold is told, and its corrected
workbook supersedes.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from functools import cache

import polars as pl
from pydantic import BaseModel, ConfigDict

from analytics import house
from analytics.intake.layout_model import Wording

#: One row per bureau and matter that bureaus disagree on. `about` names the matter beside the person, `value` what the
#: bureau states; the record is its latest statement.
SCHEMA = pl.Schema(
    {
        "disagreement": pl.String,
        "person_key": pl.String,
        "about": pl.String,
        "unit_id": pl.String,
        "value": pl.String,
        "ledger": pl.String,
        "fact": pl.String,
        "record_id": pl.Int64,
        "batch_id": pl.Int32,
    }
)
_MATTER = ("disagreement", "person_key", "about")
#: The kind of matter whose statements stand in one row filed by several bureaus.
CONTESTED = "contested"
_BOOKKEEPING = ("record_id", "batch_id", "sheet_no", "row_no", "row_key", "ledger", "unit_id", "person_key", "content")
_FILE = house.DATA / "ledgers" / "_disagreements.toml"


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Source(_Model):
    """Where a matter is stated: rows of a fact, and the column whose values must agree."""

    fact: str
    value: str
    when: dict[str, tuple[str, ...]] = {}


class Disagreement(_Model):
    """One kind of matter; `code_list` names the policy's list that words the value, or `unit`."""

    id: str
    title: Wording
    about: tuple[str, ...]
    source: tuple[Source, ...] = ()
    code_list: str | None = None


@cache
def kinds() -> Mapping[str, Disagreement]:
    """Return the kinds of disagreement by id; raises pydantic's ValidationError for a file that is not well made."""
    content = tomllib.loads(_FILE.read_text(encoding="utf-8"))
    return {kind.id: kind for kind in map(Disagreement.model_validate, content["disagreement"])}


def facts_read() -> tuple[str, ...]:
    """Return the facts that state such matters."""
    return tuple(dict.fromkeys(source.fact for kind in kinds().values() for source in kind.source))


def disagreements(
    facts: Callable[[str], pl.DataFrame], contested: Callable[[str], pl.DataFrame], person_facts: Sequence[str]
) -> pl.DataFrame:
    """Return the statements that differ, see SCHEMA, in the order of kind, person and matter.

    facts: gives the rows of a fact that are in force. contested: gives the latest row of each bureau for the rows of
    one of the `person_facts` that several bureaus filed.
    """
    rows = {name: facts(name) for name in facts_read()}
    found = [_differing(kind, rows) for kind in kinds().values() if kind.source]
    found += [_contested(name, contested(name)) for name in person_facts]
    return pl.concat(found)


def _contested(fact: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return what bureaus state differently in the columns of one row; a blank states nothing."""
    stated = [name for name in rows.columns if name not in _BOOKKEEPING]
    matter = pl.concat_str(pl.lit(fact), "row_key", "column", separator="|")
    long = (
        rows.lazy()
        .with_columns(pl.col(stated).cast(pl.String))
        .unpivot(stated, index=_BOOKKEEPING, variable_name="column", value_name="value")
        .drop_nulls("value")
        .with_columns(pl.lit(CONTESTED).alias("disagreement"), matter.alias("about"), pl.lit(fact).alias("fact"))
    )
    is_one = pl.col("value").n_unique().over(_MATTER) > 1
    return long.filter(is_one).select(SCHEMA.names()).sort(*_MATTER, "unit_id").collect().cast(SCHEMA)


def _differing(kind: Disagreement, facts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    stated = pl.concat(_statements(kind, source, facts[source.fact]) for source in kind.source)
    latest = stated.group_by(*_MATTER, "unit_id").agg(pl.all().sort_by("record_id").last())
    is_one = pl.col("value").n_unique().over(_MATTER) > 1
    return latest.filter(is_one).select(SCHEMA.names()).sort(*_MATTER, "unit_id").collect().cast(SCHEMA)


def _statements(kind: Disagreement, source: Source, rows: pl.DataFrame) -> pl.LazyFrame:
    is_meant = pl.col("person_key").is_not_null() & pl.col(source.value).is_not_null()
    for column, values in source.when.items():
        is_meant &= pl.col(column).is_in(values)
    matter = pl.concat_str(pl.col(kind.about[1:]).cast(pl.String), separator="|", ignore_nulls=True)
    return (
        rows.lazy()
        .filter(is_meant)
        .select(
            pl.lit(kind.id).alias("disagreement"),
            "person_key",
            (matter if len(kind.about) > 1 else pl.lit("")).alias("about"),
            "unit_id",
            pl.col(source.value).cast(pl.String).alias("value"),
            "ledger",
            pl.lit(source.fact).alias("fact"),
            "record_id",
            "batch_id",
        )
    )


def with_rulings(found: pl.DataFrame, rulings: pl.DataFrame) -> pl.DataFrame:
    """Return the statements with the ruling in force, if any: ruled_unit, ruled_value, reason, ruled_by, ruled_at.

    A ruling speaks as long as its bureau still states the value that was held; a new statement opens the matter again.
    """
    in_force = rulings.filter(pl.col("withdrawn_at").is_null()).rename(
        {"unit_id": "ruled_unit", "value": "ruled_value"}
    )
    stated = found.select(*_MATTER, ruled_unit="unit_id", ruled_value="value")
    speaking = in_force.join(stated, on=[*_MATTER, "ruled_unit", "ruled_value"], how="semi").drop("withdrawn_at")
    return found.join(speaking, on=list(_MATTER), how="left", maintain_order="left")

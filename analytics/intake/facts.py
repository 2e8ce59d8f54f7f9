"""Accepted rows as facts: frames with the columns of the store, and the identities that go to the vault alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analytics.identity import Vault
from analytics.identity.numbers import described_ids, valid_ids
from analytics.intake.distinct import Spellings, by_day
from analytics.intake.layouts import CodeMap, Fact, LayoutError
from analytics.intake.parties import column_of, employer_ids, employer_names, key_frame, person_numbers
from analytics.intake.periods import months_between
from analytics.intake.reading import Reading
from analytics.intake.text import mapped
from analytics.records import fact_schema

_COMMON = ("sheet_no", "row_no", "row_key", "ledger", "unit_id")
#: The month that a year begins with, and the one it ends with.
_YEAR_ENDS = {"from": 1, "to": 12}
_PART_TYPES = {".from": pl.Date, ".to": pl.Date, ".months": pl.Int64}


@dataclass(frozen=True)
class Facts:
    """What a file adds to the store (frames by fact) and to the vault (one row per person)."""

    frames: Mapping[str, pl.DataFrame]
    identities: pl.DataFrame


def facts_of(readings: Sequence[Reading], vault: Vault, units: Mapping[str, str]) -> Facts:
    """Turn the accepted rows of a file into facts; `units` gives the filing bureau of each ledger."""
    frames: dict[str, list[pl.DataFrame]] = {}
    identities: list[pl.DataFrame] = []
    for reading in readings:
        rows = _Rows(reading, vault, units[reading.layout.id])
        for number, fact in enumerate(reading.layout.fact):
            frames.setdefault(fact.table, []).append(rows.fact(number, fact))
        frames.setdefault("person", []).append(rows.people())
        frames.setdefault("employer", []).append(rows.employers())
        identities.append(rows.identities())
    together = {name: pl.concat(parts) for name, parts in frames.items()}
    for name, key in (("person", "person_key"), ("employer", "employer_id")):
        if name in together:
            together[name] = _sightings(together[name], key)
    return Facts({name: frame for name, frame in together.items() if frame.height}, _one_row_each(identities))


class _Rows:
    """The accepted rows of one sheet, their keys computed once."""

    def __init__(self, reading: Reading, vault: Vault, unit: str) -> None:
        self.reading = reading
        self.vault = vault
        self.keep = reading.is_accepted
        self.numbers = person_numbers(reading)
        self.spelled = Spellings.of(self.numbers)
        self.person_keys = self.spelled.spread(vault.person_keys(self.spelled.distinct))
        self.employer_ids = employer_ids(reading)
        keys = key_frame(reading, self.person_keys)
        ledger = pl.lit(reading.layout.id)
        row_key = keys.select(pl.concat_str(ledger, pl.all().fill_null(""), separator="|")).to_series()
        self.common = {
            "sheet_no": pl.lit(reading.sheet.index),
            "row_no": reading.rows,
            "row_key": row_key,
            "ledger": ledger,
            "unit_id": pl.lit(unit),
        }

    def fact(self, number: int, fact: Fact) -> pl.DataFrame:
        """Return the rows of one fact of the layout; several facts of one table keep apart by their number."""
        schema = fact_schema(fact.table)
        if unknown := fact.columns.keys() - schema.keys():
            raise LayoutError(f"{self.reading.layout.id}.toml: fact {fact.table}: {sorted(unknown)[0]} is no column")
        columns = {name: self._source(name, source, schema[name]) for name, source in fact.columns.items()}
        frame = self._frame(fact.table, columns)
        if number:
            frame = frame.with_columns(pl.col("row_key") + f"|{number}")
        return _those(frame, self.keep & self._when(fact))

    def people(self) -> pl.DataFrame:
        """Return a sighting of each person: month of birth and sex as the ID number tells them."""
        numbers, spread = self.spelled.distinct, self.spelled.spread
        is_id = valid_ids(numbers).fill_null(value=False)
        told = described_ids(numbers.set(~is_id, None))
        sex = column_of(self.reading, self.reading.layout.party.sex)
        frame = self._frame(
            "person",
            {
                "person_key": self.person_keys,
                "birth_month": spread(told["birth_month"]),
                "sex": spread(told["sex"]).zip_with(spread(is_id), sex),
                "is_foreign": spread(told["is_foreign"].zip_with(is_id, numbers.is_not_null())),
            },
        )
        return _those(frame, self.keep & self.person_keys.is_not_null())

    def employers(self) -> pl.DataFrame:
        """Return a sighting of each employer."""
        kind = column_of(self.reading, self.reading.layout.party.employer_kind)
        columns = {
            "employer_id": self.employer_ids,
            "employer_name": employer_names(self.reading),
            "employer_kind": kind,
        }
        return _those(self._frame("employer", columns), self.keep & self.employer_ids.is_not_null())

    def identities(self) -> pl.DataFrame:
        """Return what only the vault may hold."""
        party = self.reading.layout.party
        kinds = {"name": party.name, "phone": party.phone, "bank": party.bank}
        values = {kind: column_of(self.reading, target).alias(kind) for kind, target in kinds.items()}
        frame = pl.DataFrame({"person_key": self.person_keys, "id_number": self.numbers, **values})
        return _those(frame, self.keep & self.person_keys.is_not_null())

    def _frame(self, table: str, columns: Mapping[str, pl.Series | pl.Expr]) -> pl.DataFrame:
        """Return one row per data row with the columns of a fact; what the ledger does not state is null."""
        schema = fact_schema(table)
        given = {**self.common, **columns}
        base = self.reading.rows.to_frame("_row")
        return base.select(
            _series(given[name]).cast(kind, strict=False).alias(name)
            if name in given
            else pl.lit(None, kind).alias(name)
            for name, kind in schema.items()
        )

    def _source(self, name: str, source: object, kind: pl.DataType) -> pl.Series | pl.Expr:
        if isinstance(source, CodeMap):
            codes = column_of(self.reading, source.of)
            chosen = mapped(codes, source.codes, pl.String)
            other = pl.Series([source.other], dtype=pl.String).new_from_index(0, len(codes))
            return chosen.zip_with(chosen.is_not_null(), other)
        if isinstance(source, tuple):
            return pl.coalesce([_series(self._source(name, item, kind)).cast(kind, strict=False) for item in source])
        if not isinstance(source, str):
            return pl.lit(source, kind)
        if source.startswith("="):
            return pl.lit(source[1:])
        return self._reference(name, source)

    def _reference(self, name: str, source: str) -> pl.Series | pl.Expr:
        if source == "@person":
            return self.person_keys
        if source == "@employer":
            return self.employer_ids
        values = self._values(source)
        if values.dtype == pl.Date and name.endswith("_month"):
            return by_day(values, lambda days: days.dt.month_start())
        column = {c.id: c for c in self.reading.layout.column}.get(source)
        return self._keyed(column.type, values) if column else values

    def _keyed(self, kind: str, values: pl.Series) -> pl.Series:
        """Return what stands for the numbers of people, accounts and certificates; other values as they are."""
        match kind:
            case "id_number" | "party_number":
                keys = self.vault.person_keys
            case "bank":
                keys = self.vault.account_keys
            case "certificate":
                keys = self.vault.certificate_keys
            case _:
                return values
        spelled = Spellings.of(values)
        return spelled.spread(keys(spelled.distinct))

    def _values(self, source: str) -> pl.Series:
        """Return a column, a part of a range, or a preamble, for every data row."""
        base, _, part = source.partition(".")
        target = f"{base}.{part}" if part else base
        if target in self.reading.values.columns:
            return self.reading.values[target]
        if part in _YEAR_ENDS and base in self.reading.values.columns:
            return pl.select(pl.date(pl.lit(self.reading.values[base]), _YEAR_ENDS[part], 1)).to_series()
        stated = self.reading.preambles.get(base)
        if stated is None:
            return column_of(self.reading, None, _PART_TYPES.get(f".{part}", pl.String))
        if isinstance(stated, tuple):
            stated = {"to": stated[1], "months": months_between(stated)}.get(part, stated[0])
        return pl.Series([stated]).new_from_index(0, self.reading.rows.len())

    def _when(self, fact: Fact) -> pl.Series:
        allowed = self.keep
        for name, values in fact.when.items():
            texts = [str(value).lower() if isinstance(value, bool) else value for value in values]
            allowed = allowed & self._values(name).cast(pl.String).is_in(texts).fill_null(value=False)
        for name in fact.stated:
            allowed = allowed & self._values(name).is_not_null()
        return allowed


def _series(value: pl.Series | pl.Expr) -> pl.Expr:
    return pl.lit(value) if isinstance(value, pl.Series) else value


def _those(frame: pl.DataFrame, rows: pl.Series) -> pl.DataFrame:
    """Return some of the rows; all of them as they are."""
    return frame if rows.all() else frame.filter(rows)


def _sightings(frame: pl.DataFrame, key: str) -> pl.DataFrame:
    """Keep one row per party: where it was first seen, with the last stated value of each column."""
    if frame[key].n_unique() == frame.height:
        return frame.with_columns(pl.col(key).alias("row_key"))
    stated = [name for name in frame.columns if name not in (*_COMMON, key)]
    grouped = frame.group_by(key, maintain_order=True).agg(
        pl.col(*_COMMON).first(), *(pl.col(name).drop_nulls().last() for name in stated)
    )
    return grouped.with_columns(pl.col(key).alias("row_key")).select(frame.columns)


def _one_row_each(frames: Sequence[pl.DataFrame]) -> pl.DataFrame:
    together = pl.concat(frames)
    if together["person_key"].n_unique() == together.height:
        return together
    kinds = [name for name in together.columns if name != "person_key"]
    return together.group_by("person_key", maintain_order=True).agg(pl.col(name).drop_nulls().last() for name in kinds)

"""Who a row is about: the person by ID number, the employer by credit code or by name."""

import hashlib

import polars as pl

from analytics.intake.cells import never
from analytics.intake.distinct import by_day
from analytics.intake.layout_model import PARTY
from analytics.intake.reading import Reading
from analytics.intake.text import by_unique, mapped
from analytics.intake.wording import surely_organisation
from analytics.policy.names import fold

_NAMED = "n:"
_HASH_HEX = 16


def column_of(reading: Reading, target: str | None, kind: type[pl.DataType] = pl.String) -> pl.Series:
    """Return the values of a target; nulls where the ledger or the sheet has no such column."""
    if target is not None and target in reading.values.columns:
        return reading.values[target]
    return pl.Series(target or "", [None], dtype=kind).new_from_index(0, reading.rows.len())


def person_numbers(reading: Reading) -> pl.Series:
    """Return the normalised ID number of each row's person."""
    return column_of(reading, reading.layout.party.person)


def employer_names(reading: Reading) -> pl.Series:
    """Return the name of each row's employer; null where the cell holds the person's own name."""
    party = reading.layout.party
    names = column_of(reading, party.employer)
    is_one_party = bool(party.employer_code) and party.employer_code == party.person
    if names.null_count() < len(names):
        own = names == column_of(reading, party.name)
        if is_one_party:  # it is a person
            own |= person_numbers(reading).is_not_null()
        names = names.set(own.fill_null(value=False), None)
    if party.employer_code == party.person or f"{party.person}.code" not in reading.values.columns:
        return names
    return names.fill_null(_bearers(reading))


def _bearers(reading: Reading) -> pl.Series:
    """Return the names of organisations that stand where a list of people has the person, beside a credit code."""
    party = reading.layout.party
    codes = column_of(reading, f"{party.person}.code")
    found = column_of(reading, party.name).set(codes.is_null(), None)
    return mapped(found, by_unique(found, surely_organisation), pl.String)


def employer_codes(reading: Reading) -> pl.Series:
    """Return the credit code of each row's employer; it may stand where a person would have the ID number."""
    target, person = reading.layout.party.employer_code, reading.layout.party.person
    code = f"{target}.code"
    stated = column_of(reading, code if code in reading.values.columns else target)
    return stated.fill_null(column_of(reading, f"{person}.code"))


def employer_ids(reading: Reading) -> pl.Series:
    """Return what stands for each row's employer: its credit code, else a hash of its folded name."""
    names, codes = employer_names(reading), employer_codes(reading)
    hashes = mapped(names, by_unique(names.filter(codes.is_null()), _hashed), pl.String)
    return codes.zip_with(codes.is_not_null(), hashes)


def _hashed(name: str) -> str | None:
    folded = fold(name)
    return _NAMED + hashlib.sha256(folded.encode()).hexdigest()[:_HASH_HEX] if folded else None


def key_frame(reading: Reading, person: pl.Series) -> pl.DataFrame:
    """Return the natural key of each row, one text column per part; `person` stands for the row's person.

    A part that the sheet does not have is null for all rows.
    """
    parts: list[pl.Series] = []
    for name in reading.layout.key:
        parts.extend(_key_parts(reading, name, person))
    texts = [by_day(part, _text) if part.dtype == pl.Date else _text(part) for part in parts]
    return pl.DataFrame([text.alias(str(number)) for number, text in enumerate(texts)])


def _text(part: pl.Series) -> pl.Series:
    return part.cast(pl.String)


def _key_parts(reading: Reading, name: str, person: pl.Series) -> list[pl.Series]:
    if name in ("@person", reading.layout.party.person):
        is_party = f"{name}.code" in reading.values.columns
        return [person, column_of(reading, f"{name}.code")] if is_party else [person]
    if name == PARTY:
        return [person.fill_null(employer_ids(reading))]
    if name == "@employer":
        return [employer_ids(reading)]
    if f"{name}.from" in reading.values.columns:
        return [reading.values[f"{name}.from"], reading.values[f"{name}.to"]]
    if name in reading.values.columns:
        return [reading.values[name]]
    return [_constant(reading, name)]


def _constant(reading: Reading, name: str) -> pl.Series:
    """Return a preamble as text for every row, null where it is not stated."""
    value = reading.preambles.get(name)
    return pl.Series([None if value is None else str(value)], dtype=pl.String).new_from_index(0, reading.rows.len())


def is_keyed(keys: pl.DataFrame) -> pl.Series:
    """Tell which rows state at least one part of their key."""
    found = never(keys.height)
    for part in keys.get_columns():
        found |= part.is_not_null()
    return found

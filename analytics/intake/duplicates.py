"""The same natural key twice in one file: the first accepted row holds, later ones are set aside."""

from collections.abc import Sequence

import polars as pl

from analytics.intake.cells import DUPLICATE
from analytics.intake.parties import is_keyed, key_frame, person_numbers
from analytics.intake.reading import Reading


def without_duplicates(readings: Sequence[Reading]) -> list[Reading]:
    """Refuse later rows with a key that an accepted row of the same ledger has, across the sheets of a file."""
    outcome = list(readings)
    for ledger in dict.fromkeys(reading.layout.id for reading in readings):
        places = [n for n, reading in enumerate(readings) if reading.layout.id == ledger]
        keys = [_keys(number, readings[number]) for number in places]
        together = pl.concat(keys)
        parts = [name for name in together.columns if name not in ("sheet", "row")]
        if _all_differ(together.select(parts)):
            continue
        repeated = together.filter(~pl.struct(parts).is_first_distinct())
        for number in places:
            rows = repeated.filter(pl.col("sheet") == number)["row"]
            outcome[number] = _refused(readings[number], rows)
    return outcome


def repeating(readings: Sequence[Reading], doubtful: Sequence[pl.Series]) -> list[pl.Series]:
    """Tell for each reading which of its doubtful rows have the key of another accepted row of the same ledger."""
    outcome = [rows & False for rows in doubtful]
    for ledger in dict.fromkeys(reading.layout.id for reading in readings):
        places = [n for n, reading in enumerate(readings) if reading.layout.id == ledger]
        together = pl.concat([_keys(number, readings[number]) for number in places])
        parts = [name for name in together.columns if name not in ("sheet", "row")]
        repeated = together.filter(pl.struct(parts).is_duplicated())
        for number in places:
            rows = repeated.filter(pl.col("sheet") == number)["row"]
            outcome[number] = doubtful[number] & readings[number].rows.is_in(rows.implode())
    return outcome


def _keys(number: int, reading: Reading) -> pl.DataFrame:
    keys = key_frame(reading, person_numbers(reading))
    counted = reading.is_accepted & is_keyed(keys)
    return keys.with_columns(pl.lit(number).alias("sheet"), reading.rows.alias("row")).filter(counted)


def _all_differ(keys: pl.DataFrame) -> bool:
    """Tell whether it is sure that no key repeats another: equal ones have equal hashes, and hashes are compared fast.

    It may say no where hashes of different keys meet; then the keys themselves are looked at.
    """
    return keys.hash_rows().n_unique() == keys.height


def _refused(reading: Reading, rows: pl.Series) -> Reading:
    is_repeated = reading.rows.is_in(rows.to_list())
    return reading.refusing(is_repeated, DUPLICATE, _shown_key(reading))


def _shown_key(reading: Reading) -> str:
    """Return the column that tells a person which row is meant."""
    columns = {column.id for column in reading.layout.column}
    party = reading.layout.party
    named = [
        {
            "@person": party.person,
            "@party": party.person,
            "@employer": party.employer or party.employer_code,
        }.get(k, k)
        for k in reading.layout.key
    ]
    return next((name for name in named if name in columns and name in reading.match.columns), named[0] or "")

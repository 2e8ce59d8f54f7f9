"""What rows say of their person, for linking: claims of those without a good number, and people of the others."""

from collections.abc import Sequence
from dataclasses import replace

import polars as pl

from analytics.identity import mask_id, mask_name, mask_phone
from analytics.identity.numbers import valid_ids
from analytics.intake.parties import column_of, person_numbers
from analytics.intake.reading import Notice, Reading

LINKED = "linked"
#: One row per data row whose person is in question, `row` counting them. `reading` and `at` say where it is, from 0;
#: `number` is what stands in the cell; `own` is the row's own passport or permit, null where the row is refused.
CLAIMS = pl.Schema(
    {
        "row": pl.Int64,
        "reading": pl.Int64,
        "at": pl.Int64,
        "name": pl.String,
        "number": pl.String,
        "phone": pl.String,
        "own": pl.String,
    }
)
#: One row per person and way of stating name and telephone in accepted rows, with the first place it stands in.
PEOPLE = pl.Schema({"id_number": pl.String, "name": pl.String, "phone": pl.String, "reading": pl.Int64, "at": pl.Int64})
_SHOWN_ROWS = 3


def claims(readings: Sequence[Reading]) -> pl.DataFrame:
    """Return the rows that only their number refuses, and those with a passport or permit, by CLAIMS."""
    frames = [_claims(number, reading) for number, reading in enumerate(readings)]
    found = pl.concat([frame for frame in frames if frame is not None] or [CLAIMS.to_frame().drop("row")])
    return found.with_row_index("row").cast({"row": pl.Int64})


def _claims(number: int, reading: Reading) -> pl.DataFrame | None:
    if reading.layout.party.name not in reading.values.columns:
        return None
    numbers = person_numbers(reading)
    own = numbers.set(~(reading.is_accepted & ~valid_ids(numbers)).fill_null(value=False), None)
    asked = reading.is_unidentified & reading.rule.is_not_null() | own.is_not_null()
    if not asked.any():
        return None
    stated = reading.region.texts(reading.layout.party.person or "")
    columns = {"number": column_of(reading, None) if stated is None else stated, "own": own, **_contacts(reading)}
    return _placed(number, columns).filter(asked).select(CLAIMS.names()[1:])


def people(readings: Sequence[Reading], *, sharing: bool) -> pl.DataFrame:
    """Return the people of accepted rows, by PEOPLE; `sharing`: only those whose telephone stands beside others too."""
    frames = [_people(number, reading, sharing=sharing) for number, reading in enumerate(readings)]
    found = pl.concat([PEOPLE.to_frame(), *(frame for frame in frames if frame is not None)])
    distinct = found.unique(("id_number", "name", "phone"), keep="first", maintain_order=True)
    return distinct.filter(pl.col("phone").is_duplicated() & pl.col("phone").is_not_null()) if sharing else distinct


def _people(number: int, reading: Reading, *, sharing: bool) -> pl.DataFrame | None:
    party = reading.layout.party
    if party.name not in reading.values.columns or (sharing and party.phone not in reading.values.columns):
        return None
    frame = _placed(number, {"id_number": person_numbers(reading), **_contacts(reading)})
    frame = frame.filter(reading.is_accepted & pl.col("id_number").is_not_null())
    frame = frame.filter(pl.col("phone").is_not_null()) if sharing else frame
    return frame.select(PEOPLE.names())


def _contacts(reading: Reading) -> dict[str, pl.Series]:
    party = reading.layout.party
    return {"name": column_of(reading, party.name), "phone": column_of(reading, party.phone)}


def _placed(number: int, columns: dict[str, pl.Series]) -> pl.DataFrame:
    frame = pl.DataFrame([values.alias(name) for name, values in columns.items()])
    return frame.with_row_index("at").with_columns(pl.col("at").cast(pl.Int64), reading=pl.lit(number, pl.Int64))


def taken(reading: Reading, mine: pl.DataFrame) -> Reading:
    """Return the reading with some claims taken for known people's: `mine` adds id_number, rule, known name and phone.

    The rows carry what is known of the person, so that nothing of it changes by them.
    """
    party = reading.layout.party
    places = mine["at"]
    columns = {party.person: "id_number", party.name: "known_name", party.phone: "known_phone"}
    values = reading.values
    for target, source in columns.items():
        if target in values.columns and target is not None:
            told = mine[source].fill_null(values[target].gather(places))
            values = values.with_columns(values[target].scatter(places, told).alias(target))
    is_taken = reading.rows.is_in(reading.rows.gather(places).implode())
    notices = [
        _notice(reading, party.person, part.sort("at"), str(rule))
        for (rule,), part in mine.sort("rule").group_by("rule", maintain_order=True)
    ]
    return replace(
        reading,
        values=values,
        rule=reading.rule.set(is_taken, None),
        column=reading.column.set(is_taken, None),
        notices=(*reading.notices, *notices),
    )


def _notice(reading: Reading, column: str | None, mine: pl.DataFrame, rule: str) -> Notice:
    rows = tuple(reading.rows.gather(mine["at"]).to_list())
    values = ", ".join(evidence(*row) for row in mine.select("name", "number", "phone").head(_SHOWN_ROWS).iter_rows())
    return Notice(LINKED, column, rows, (("rule", rule), ("value", values)))


def evidence(name: str | None, number: str | None, phone: str | None) -> str:
    """Return what may be shown of a claim."""
    masked = (mask_name(name or ""), mask_id(number or ""), mask_phone(phone or ""))
    return " ".join(part for part in masked if part)

"""The two frames of the kernel, checked and turned into arrays; whatever is wrong is a ValueError that names it.

Beside the columns of the contract three optional ones carry what some readings ask for; without them those readings
change nothing:

- persons.application_date, Date, null: has not applied (r05);
- persons.upgrades, List of Struct {kind: degree, title or skill_grade, level, from_month: Date} (r06);
- spells.is_back_paid, Boolean: the months were paid later (r03).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.months import Months, month_numbers, months_begun

Frame = pl.DataFrame | pl.LazyFrame
Places = NDArray[np.int64]
Codes = NDArray[np.uint8]
#: Stands for the end of a spell that is still open.
OPEN = int(np.iinfo(np.int32).max)

_UPGRADES = pl.List(pl.Struct({"kind": pl.String, "level": pl.String, "from_month": pl.Date}))
_PERSONS = {
    "person_id": pl.Int64,
    "degree": pl.String,
    "skill_grade": pl.String,
    "title": pl.String,
    "is_foreign": pl.Boolean,
}
_PERSONS_OPTIONAL = {"application_date": pl.Date, "upgrades": _UPGRADES}
_SPELLS = {"person_id": pl.Int64, "start_month": pl.Date, "end_month": pl.Date, "employer_kind": pl.String}
_SPELLS_OPTIONAL = {"is_back_paid": pl.Boolean}
_SHOWN = 5
#: Ids that lie this much wider than they are many are looked up in a table, others by bisection.
_SPREAD = 8
_UNKNOWN = 255


@dataclass(frozen=True, slots=True)
class Tables:
    """The two frames with their columns in their types, both by ascending person_id; one row per person."""

    persons: pl.DataFrame
    spells: pl.DataFrame

    def cut(self, size: int) -> Iterator["Tables"]:
        """Yield the tables in parts of so many persons; every spell is in one of them."""
        ids = self.persons["person_id"].to_numpy()
        inner = np.searchsorted(self.spells["person_id"].to_numpy(), ids[size::size]).tolist()
        for number, (low, high) in enumerate(pairwise([0, *inner, len(self.spells)])):
            yield Tables(self.persons[number * size : (number + 1) * size], self.spells[low:high])


@dataclass(frozen=True, slots=True)
class Persons:
    """Persons by ascending id; `codes` are the places of their levels in the tariff."""

    person_id: NDArray[np.int64]
    is_foreign: NDArray[np.bool_]
    codes: Mapping[str, Codes]
    application_month: pl.Series | None
    upgrades: pl.DataFrame | None

    def __len__(self) -> int:
        return len(self.person_id)


@dataclass(frozen=True, slots=True)
class Spells:
    """Spells of known persons, by person; `person` is the person's place, `stop` the first month after the spell.

    kind: place of the employer's kind among those of the policy, their number where it is unknown.
    """

    person: Places
    start: Months
    stop: Months
    kind: Codes
    is_back_paid: NDArray[np.bool_] | None


def read_tables(persons: Frame, spells: Frame) -> Tables:
    """Return the frames typed and sorted; raises ValueError for missing columns, types, nulls and repeated ids."""
    people = _typed("persons", persons, _PERSONS, _PERSONS_OPTIONAL)
    _refuse_nulls("persons", people, _PERSONS)
    people = _by_person(people)
    person_id = people["person_id"].to_numpy()
    if repeated := int(np.count_nonzero(person_id[1:] == person_id[:-1])):
        raise ValueError(f"persons.person_id: {repeated} rows repeat an id; a person has one row")
    jobs = _typed("spells", spells, _SPELLS, _SPELLS_OPTIONAL)
    _refuse_nulls("spells", jobs, [name for name in jobs.columns if name not in ("end_month", "employer_kind")])
    return Tables(people, _by_person(jobs))


def read_persons(table: pl.DataFrame, levels: Mapping[str, Sequence[str]]) -> Persons:
    """Return the persons of a table; raises ValueError for unknown levels."""
    return Persons(
        person_id=table["person_id"].to_numpy(),
        is_foreign=table["is_foreign"].to_numpy(),
        codes={kind: _coded(f"persons.{kind}", table[kind], known) for kind, known in levels.items()},
        application_month=_application_months(table) if "application_date" in table.columns else None,
        upgrades=_upgrades(table, levels) if "upgrades" in table.columns else None,
    )


def read_spells(table: pl.DataFrame, persons: Persons, kinds: Sequence[str]) -> Spells:
    """Return the spells of the given persons, those of others left out.

    Raises ValueError for unknown kinds, days inside a month and ends before the start. A null employer_kind is an
    employer of unknown kind: it marks the person's first month, and makes or bars none.
    """
    start = _first_of_month("spells.start_month", table["start_month"])
    last = _first_of_month("spells.end_month", table["end_month"])
    if reversed_ := int(np.count_nonzero(last < start)):
        raise ValueError(f"spells.end_month: {reversed_} rows end before they start")
    stop = last + 1
    kind = _coded("spells.employer_kind", table["employer_kind"], kinds)
    late = table["is_back_paid"].to_numpy() if "is_back_paid" in table.columns else None
    person, is_known = _places(table["person_id"].to_numpy(), persons.person_id)
    kept = slice(None) if is_known.all() else is_known
    return Spells(person[kept], start[kept], stop[kept], kind[kept], None if late is None else late[kept])


def _typed(name: str, frame: Frame, needed: Mapping, optional: Mapping) -> pl.DataFrame:
    """Return the known columns in their types; integers of any width, categories and empty columns are taken in."""
    schema = frame.lazy().collect_schema()
    if missing := [column for column in needed if column not in schema]:
        raise ValueError(f"{name}: missing columns: {', '.join(missing)}")
    wanted = dict(needed) | {column: kind for column, kind in optional.items() if column in schema}
    for column, kind in wanted.items():
        if not _fits(schema[column], kind):
            raise ValueError(f"{name}.{column}: the type is {schema[column]}, it must be {kind}")
    changed = [pl.col(column).cast(kind) for column, kind in wanted.items() if not _is_ready(schema[column], kind)]
    return frame.lazy().select(list(wanted)).with_columns(changed).collect()


def _by_person(table: pl.DataFrame) -> pl.DataFrame:
    return table if table["person_id"].is_sorted() else table.sort("person_id")


def _fits(found: pl.DataType, kind: pl.DataType | type[pl.DataType]) -> bool:
    if kind == pl.Int64 and found.is_integer() and found != pl.UInt64:
        return True
    return found in (kind, pl.Null) or (kind == pl.String and isinstance(found, pl.Categorical | pl.Enum))


def _is_ready(found: pl.DataType, kind: pl.DataType | type[pl.DataType]) -> bool:
    return found == kind or (kind == pl.String and isinstance(found, pl.Enum))


def _refuse_nulls(name: str, table: pl.DataFrame, columns: Sequence[str] | Mapping) -> None:
    for column in columns:
        if count := table[column].null_count():
            raise ValueError(f"{name}.{column}: {count} rows are empty")


def _coded(name: str, column: pl.Series, known: Sequence[str]) -> Codes:
    """Return the place of every value among the known ones, their number where it is null."""
    kind = column.dtype
    if isinstance(kind, pl.Enum):
        return _recoded(name, column, kind.categories.to_list(), known)
    coded = column.cast(pl.Enum(known), strict=False)
    if coded.null_count() != column.null_count():
        _refuse_codes(name, column.filter(coded.is_null() & column.is_not_null()), known)
    places = coded.to_physical()
    return (places.fill_null(len(known)) if places.null_count() else places).to_numpy()


def _recoded(name: str, column: pl.Series, categories: Sequence[str], known: Sequence[str]) -> Codes:
    """Return the same for a column that is coded already, by looking at its categories alone."""
    place = {code: number for number, code in enumerate(known)}
    places = np.array([*(place.get(code, _UNKNOWN) for code in categories), len(known)], np.uint8)
    coded = places.take(column.to_physical().cast(pl.UInt32).fill_null(len(categories)).to_numpy())
    if (coded == _UNKNOWN).any():
        _refuse_codes(name, column.cast(pl.String).filter(pl.Series(coded == _UNKNOWN)), known)
    return coded


def _refuse_codes(name: str, wrong: pl.Series, known: Sequence[str]) -> None:
    shown = ", ".join(repr(value) for value in wrong.unique().sort().head(_SHOWN))
    raise ValueError(f"{name}: unknown codes: {shown} (known: {', '.join(known)})")


def _first_of_month(name: str, days: pl.Series) -> Months:
    months, count = months_begun(days, missing=OPEN - 1)
    if count:
        raise ValueError(f"{name}: {count} rows are not the first day of a month")
    return months


def _application_months(table: pl.DataFrame) -> pl.Series:
    """Return the number of the month of application, null where none is known."""
    day = table["application_date"]
    return pl.select(
        pl.when(day.is_not_null()).then(pl.Series(month_numbers(day.fill_null(date(1970, 1, 1)))))
    ).to_series()


def _places(asked: NDArray[np.int64], known: NDArray[np.int64]) -> tuple[Places, NDArray[np.bool_]]:
    """Return the place of each id among the known ones, in ascending order, and whether it is one of them."""
    if known.size == 0:
        return np.zeros(len(asked), np.int64), np.zeros(len(asked), np.bool_)
    lowest, span = known[0], int(known[-1]) - int(known[0]) + 1
    if span == known.size:
        place = asked - lowest
        return place, place.view(np.uint64) < span
    if span <= _SPREAD * known.size:
        table = np.full(span + 1, -1)
        table[known - lowest] = np.arange(known.size)
        place = table.take(np.minimum((asked - lowest).view(np.uint64), span).view(np.int64))
        return place, place >= 0
    place = np.searchsorted(known, asked)
    return place, known.take(place, mode="clip") == asked


def _upgrades(table: pl.DataFrame, levels: Mapping[str, Sequence[str]]) -> pl.DataFrame:
    """Return one row per upgrade: the person's place, the kind, the code of the level, the number of the month."""
    held = table.select("upgrades").with_row_index("person").filter(pl.col("upgrades").list.len() > 0)
    rows = held.explode("upgrades").unnest("upgrades")
    _refuse_nulls("persons.upgrades", rows, rows.columns)
    _coded("persons.upgrades.kind", rows["kind"], tuple(levels))
    coded = [
        part.select(
            pl.col("person").cast(pl.Int64),
            "kind",
            pl.Series("code", _coded(f"persons.upgrades.level ({kind})", part["level"], known)),
            pl.Series("start", month_numbers(part["from_month"])),
        )
        for kind, known in levels.items()
        for part in [rows.filter(pl.col("kind") == kind)]
    ]
    return pl.concat(coded)

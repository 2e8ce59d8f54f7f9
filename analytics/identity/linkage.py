"""Which known person a row means: a cascade of plain rules, each link with the one that made it.

The rules, strongest first: `id` (the same number), `name_id` (the same name, first six and last four of the number),
`name_phone` (the same name and mobile number). A name alone never links. What else can be read of the stated number
must not contradict: a masked one shows the known one's digits, a miswritten one differs in one place only. A row that
states a valid number of its own is linked by that number or not at all. Everything is decided by values, so the order
of rows does not matter, and people who share no rule with a row change nothing.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache

import polars as pl

from analytics import house
from analytics.identity.numbers import OTHER_DOCUMENT, normalise_ids, valid_ids

ID, NAME_ID, NAME_PHONE = "id", "name_id", "name_phone"
#: Strongest first.
RULES = (ID, NAME_ID, NAME_PHONE)
#: One row per link: the row, whose it is, and the known number that tells.
LINK_SCHEMA = pl.Schema({"row": pl.Int64, "person_key": pl.String, "id_number": pl.String, "rule": pl.String})

#: What more people than this have in common tells nobody apart: a telephone of the office, a placeholder for a name.
_CROWD = 8
_MISWRITTEN_SIGNS = 2
_HEAD, _TAIL = 6, 4
_NOISE = r"[\s=,;:、。.'‘’`\"“”‚_-]"
_BRACKETED = r"[(\[（【].*[)\]）】]$"
_NOT_OF_A_NAME = r"[^\p{L}]"
_MASKED = r"[^0-9X]+|X{2,}"
_ENDS = r"^([1-9]\d{5}).*?(\d{3}[\dX])$"
_DOTTED = r"…|\.{2,}"
_POWER = re.compile(r"^(\d+)E\+?\d{1,2}$")
_ROUNDED = re.compile(r"^(\d{14})\d0{3}$")
_MOBILE = r"(?:^|\D)(?:\+?0{0,2}86)?(1[3-9]\d{9})(?:\D|$)"
_FEWEST_LETTERS = 2


@dataclass(frozen=True)
class Linkage:
    """What the cascade found, both with the columns of LINK_SCHEMA.

    `links`: one row per row that means exactly one known person. `ambiguous`: one row per row and person that it may
    mean, where there are several of them or the row states a valid number of its own.
    """

    links: pl.DataFrame
    ambiguous: pl.DataFrame


def link(incoming: pl.DataFrame, known: pl.DataFrame) -> Linkage:
    """Link rows to people.

    `incoming`: one row per row with row, name, number and phone as stated. `known`: person_key, name, id_number, phone,
    one row per person, or several where somebody has several documents; their numbers are normalised. Null means not
    stated.
    """
    return decided(candidates(incoming, known))


def candidates(incoming: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return one row per row and person that it may mean: LINK_SCHEMA, and whether it states a valid number of its own.

    A row whose number is known means that person and nobody else.
    """
    rows = readable(incoming.rename({"number": "stated"}))
    people = _near(rows, known)
    same = rows.filter("is_document").join(people.select("person_key", "id_number", "number"), on="number")
    by_id = _told(same.with_columns(rule=pl.lit(ID)))
    rest = rows.join(by_id, on="row", how="anti")
    pairs = pl.concat([_sharing(rest, people, rule) for rule in (NAME_ID, NAME_PHONE)])
    found = pl.concat([by_id, _told(pairs.filter(_agreeing(pairs)))])
    return found.with_columns(has_own=pl.col("row").is_in(rest.filter("is_valid_id")["row"].implode()))


def decided(found: pl.DataFrame) -> Linkage:
    """Tell the rows that mean exactly one person from the others; `found` is what `candidates` returns, or less."""
    is_open = (pl.col("person_key").n_unique().over("row") > 1) | pl.col("has_own")
    ordered = found.sort("row", "person_key")
    return Linkage(*(ordered.filter(kept).select(LINK_SCHEMA.names()) for kept in (~is_open, is_open)))


def doubles(people: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the rows whose person has exactly one double: another known one under another number, by LINK_SCHEMA.

    `people` has the columns of `incoming`, each row with a valid number; `known` is as for `candidates`, themselves
    included or not.
    """
    rows = readable(people.rename({"number": "stated"}))
    others = _near(rows, known)
    pairs = pl.concat([_sharing(rows, others, rule) for rule in (NAME_ID, NAME_PHONE)])
    pairs = pairs.filter(pl.col("number") != pl.col("known_number"))
    found = _told(pairs.filter(_agreeing(pairs)))
    return found.filter(pl.col("person_key").n_unique().over("row") == 1)


def normalise_names(names: pl.Series) -> pl.Series:
    """Return names as they are compared: letters alone, capital, without what is bracketed behind them or honorifics.

    One that is masked, or that has fewer than two letters, compares with nothing and becomes null.
    """
    distinct = names.cast(pl.String).unique()
    return names.cast(pl.String).replace_strict(distinct, _normalised(distinct), return_dtype=pl.String)


def _normalised(names: pl.Series) -> pl.Series:
    folded = names.str.normalize("NFKC").str.to_uppercase().str.replace_all(r"\s+", "")
    plain = folded.str.replace(_BRACKETED, "")
    masked = plain.str.contains(r"[*×●○■□#?]|X{2,}$")
    letters = plain.str.replace_all(_NOT_OF_A_NAME, "")
    bare = letters.str.replace(f"(?:{'|'.join(_honorifics())})$", "")
    letters = bare.zip_with(bare.str.len_chars() >= _FEWEST_LETTERS, letters)
    return letters.set((masked | (letters.str.len_chars() < _FEWEST_LETTERS)).fill_null(value=True), None)


def normalise_phones(phones: pl.Series) -> pl.Series:
    """Return the first mobile number of each cell as eleven digits; an office telephone belongs to nobody."""
    plain = phones.cast(pl.String).str.normalize("NFKC").str.replace_all(r"[ ()\-–—.]", "")
    return plain.str.extract(_MOBILE, 1)


@cache
def _honorifics() -> tuple[str, ...]:
    return tuple(tomllib.loads((house.DATA / "names.toml").read_text(encoding="utf-8"))["honorifics"])


def _near(rows: pl.DataFrame, known: pl.DataFrame) -> pl.DataFrame:
    """Return the few people who share a number, its ends or a telephone with any of the rows, made readable."""
    ends = pl.col("id_number").str.head(_HEAD) + pl.col("id_number").str.tail(_TAIL)
    shared = ((pl.col("id_number"), "number"), (ends, "ends"), (pl.col("phone"), "mobile"))
    is_near = [column.is_in(rows[name].drop_nulls().unique().implode()) for column, name in shared]
    return readable(known.filter(pl.any_horizontal(is_near)).with_columns(stated="id_number"))


def readable(frame: pl.DataFrame) -> pl.DataFrame:
    """Add what is compared: the plain number, what it is, and the clue of each rule; from `stated`, name, phone."""
    starred = frame["stated"].cast(pl.String).str.replace_all(_DOTTED, "*")
    number = normalise_ids(starred.str.replace_all(_NOISE, "")).alias("number")
    number = number.set((number == "").fill_null(value=False), None)
    is_valid = valid_ids(number).fill_null(value=False)
    is_other = number.str.contains(OTHER_DOCUMENT).fill_null(value=False)
    name = normalise_names(frame["name"])
    ends = number.str.replace(_ENDS, "${1}${2}").set(~number.str.contains(_ENDS).fill_null(value=False), None)
    mobile = normalise_phones(frame["phone"])
    return frame.with_columns(
        number=number,
        is_valid_id=is_valid,
        is_document=is_valid | is_other,
        ends=ends,
        mobile=mobile,
        name_id=name + "|" + ends,
        name_phone=name + "|" + mobile,
    )


def _sharing(rows: pl.DataFrame, people: pl.DataFrame, rule: str) -> pl.DataFrame:
    """Return the pairs of a row and a person that share the clue of a rule, unless a crowd shares it."""
    clue = pl.col(rule)
    candidates = people.filter(clue.is_not_null()).join(rows.filter(clue.is_not_null()), on=rule, how="semi")
    few = candidates.filter(pl.col("person_key").n_unique().over(rule) <= _CROWD)
    persons = few.select("person_key", "id_number", pl.col("number").alias("known_number"), rule)
    pairs = rows.join(persons, on=rule).with_columns(rule=pl.lit(rule))
    return pairs.select("row", "number", "is_valid_id", "known_number", "person_key", "id_number", "rule")


def _agreeing(pairs: pl.DataFrame) -> pl.Series:
    """Tell which pairs do not contradict each other; two valid numbers do so only under `name_id`."""
    columns = ("number", "known_number", "rule", "is_valid_id")
    told = (
        (is_valid and rule == NAME_PHONE) or agrees(stated, number)
        for stated, number, rule, is_valid in pairs.select(columns).iter_rows()
    )
    return pl.Series(told, dtype=pl.Boolean)


def agrees(stated: str | None, known: str | None) -> bool:
    """Tell whether a stated number, masked, rounded, miswritten or absent, may stand for the known one."""
    if stated is None or known is None or re.match(OTHER_DOCUMENT, stated) or re.match(OTHER_DOCUMENT, known):
        return True
    if power := _POWER.match(stated):
        return known.startswith(power[1][:-1])
    if rounded := _ROUNDED.match(stated):
        return known.startswith(rounded[1])
    shown = re.sub(_MASKED, "*", stated)
    if "*" in shown:
        return known.startswith(shown.partition("*")[0]) and known.endswith(shown.rpartition("*")[2])
    return _is_miswritten(stated, known)


def _is_miswritten(stated: str, known: str) -> bool:
    """Tell whether two numbers differ in one place: at most two neighbouring signs changed, swapped, lost or added."""
    start = 0
    while start < min(len(stated), len(known)) and stated[start] == known[start]:
        start += 1
    rest, other = stated[start:], known[start:]
    while rest and other and rest[-1] == other[-1]:
        rest, other = rest[:-1], other[:-1]
    return max(len(rest), len(other)) <= _MISWRITTEN_SIGNS


def _told(pairs: pl.DataFrame) -> pl.DataFrame:
    """Keep one row per row and person, under the strongest rule."""
    order = pl.col("rule").replace_strict({rule: n for n, rule in enumerate(RULES)}, return_dtype=pl.Int8)
    best = pairs.sort("row", "person_key", order, "id_number").unique(("row", "person_key"), keep="first")
    return best.select(LINK_SCHEMA.names()).cast(LINK_SCHEMA)

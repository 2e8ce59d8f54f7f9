"""Made-up names and numbers: valid by their check digits, yet impossible as those of anybody who exists."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from analytics.demo.calibration_people import Names
from analytics.demo.draws import Draws, Ints, picks, some, weighted
from analytics.identity.numbers import complete_credit_codes, complete_ids

_SERIALS = 1000
_CREDIT_TAIL = np.array(list("0123456789ABCDEFGHJKLMNPQRTUWXY"))
_TAIL_LENGTH = 9
_PHONE_LENGTH = 11
_ACCOUNT_LENGTH = 16


def id_numbers(
    names: Names, births: npt.NDArray[np.datetime64], is_male: npt.NDArray[np.bool_], draws: Draws
) -> pl.Series:
    """Return one valid 18-digit number per birth, no two alike; odd serials are men's."""
    rng = draws.stream("id numbers")
    areas = rng.integers(0, len(names.identity.areas), len(births))
    days = births.astype("datetime64[D]").astype(np.int64)
    serials = _serials(rng, is_male)
    while True:
        taken = (areas * 10**6 + days) * _SERIALS + serials
        _, first = np.unique(taken, return_index=True)
        again = np.ones(len(taken), dtype=bool)
        again[first] = False
        if not again.any():
            break
        serials[again] = _serials(rng, is_male[again])
        areas[again] = rng.integers(0, len(names.identity.areas), int(again.sum()))
    frame = pl.DataFrame(
        {"area": np.array(names.identity.areas)[areas], "born": births.astype("datetime64[D]"), "serial": serials}
    )
    serial = pl.col("serial").cast(pl.String).str.zfill(3)
    return complete_ids(frame.select(pl.col("area") + pl.col("born").dt.strftime("%Y%m%d") + serial).to_series())


def second_numbers(names: Names, numbers: pl.Series, draws: Draws) -> pl.Series:
    """Return another valid number for each, of the same birthday and sex, from another place."""
    rng = draws.stream("second numbers")
    areas = names.identity.areas
    places = {area: areas[(n + 1) % len(areas)] for n, area in enumerate(areas)}
    serials = pl.Series(rng.integers(0, _SERIALS // 2, len(numbers)) * 2) + numbers.str.slice(16, 1).cast(pl.Int64) % 2
    heads = numbers.str.head(6).replace_strict(places) + numbers.str.slice(6, 8)
    return complete_ids(heads + serials.cast(pl.String).str.zfill(3))


def person_names(names: Names, is_male: npt.NDArray[np.bool_], draws: Draws) -> pl.Series:
    """Return a name for each, put together at random."""
    rng = draws.stream("names")
    size = len(is_male)
    surnames = list(names.surnames)
    family = np.array(surnames)[weighted(rng, [1 / (n + names.surname_offset) for n in range(len(surnames))], size)]
    first, second = (_given(rng, names, is_male) for _ in range(2))
    second[~some(rng, names.two_part_share, size)] = ""
    return pl.DataFrame({"a": family, "b": first, "c": second}).select(pl.concat_str("a", "b", "c")).to_series()


def phones(names: Names, size: int, draws: Draws) -> pl.Series:
    return _digits(names.identity.phone_prefix, _PHONE_LENGTH, size, draws.stream("phones"))


def accounts(names: Names, size: int, draws: Draws, subject: str = "accounts") -> pl.Series:
    return _digits(names.identity.bank_prefix, _ACCOUNT_LENGTH, size, draws.stream(subject))


def credit_codes(names: Names, kinds: Sequence[str], draws: Draws) -> pl.Series:
    """Return one valid credit code per kind of employer."""
    rng = draws.stream("credit codes")
    tails = _CREDIT_TAIL[rng.integers(0, len(_CREDIT_TAIL), (len(kinds), _TAIL_LENGTH))]
    bodies = [names.identity.credit[kind] + "".join(tail) for kind, tail in zip(kinds, tails, strict=True)]
    return complete_credit_codes(pl.Series(bodies))


def employer_names(names: Names, kinds: Sequence[str], draws: Draws) -> list[str]:
    """Return one name per kind of employer; the running number keeps them apart."""
    rng, parts = draws.stream("employer names"), names.employer
    places, words = picks(rng, parts.places, len(kinds)), picks(rng, parts.words, len(kinds))
    lines = [str(picks(rng, parts.lines[kind], 1)[0]) for kind in kinds]
    return [
        parts.patterns[kind].format(place=place, word=word, line=line, number=f"{number:04d}")
        for number, (kind, place, word, line) in enumerate(zip(kinds, places, words, lines, strict=True), start=1)
    ]


def _serials(rng: np.random.Generator, is_male: npt.NDArray[np.bool_]) -> Ints:
    return rng.integers(0, _SERIALS // 2, len(is_male)) * 2 + is_male


def _given(rng: np.random.Generator, names: Names, is_male: npt.NDArray[np.bool_]) -> npt.NDArray[np.object_]:
    men, women = (picks(rng, list(text), len(is_male)) for text in (names.given.m, names.given.f))
    return np.where(is_male, men, women)


def _digits(prefix: str, length: int, size: int, rng: np.random.Generator) -> pl.Series:
    free = length - len(prefix)
    rest = pl.Series(rng.integers(0, 10**free, size)).cast(pl.String).str.zfill(free)
    return prefix + rest

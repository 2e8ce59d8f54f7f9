"""Numbers that identify persons and organisations: GB 11643-1999 and GB 32100-2015, by column and by value.

A number is normalised first (width, blanks, case; 15 digits become 18) and checked afterwards.
Area codes are not checked: numbers keep the code of an office that may long be dissolved.
"""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import polars as pl

_Bytes = npt.NDArray[np.uint8]

#: Passports and travel permits, normalised.
OTHER_DOCUMENT = r"^(?:[A-Z]{1,3}[0-9]{6,12}|[HM][0-9]{8,10}|[A-Z][0-9]{2}[A-Z0-9]{5,7})$"

_ID_SHAPE = r"^[1-9][0-9]{16}[0-9X]$"
_OLD_ID_SHAPE = r"^([1-9][0-9]{5})([0-9]{9})$"
_ID_WEIGHTS = np.array([7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2], dtype=np.int64)
_ID_CHECKS = np.frombuffer(b"10X98765432", dtype=np.uint8)

_CREDIT_SHAPE = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
_CREDIT_SYMBOLS = np.frombuffer(b"0123456789ABCDEFGHJKLMNPQRTUWXY", dtype=np.uint8)
_CREDIT_WEIGHTS = np.array([1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28], dtype=np.int64)
_CREDIT_VALUES = np.zeros(256, dtype=np.int64)
_CREDIT_VALUES[_CREDIT_SYMBOLS] = np.arange(len(_CREDIT_SYMBOLS))


def normalise_ids(numbers: pl.Series) -> pl.Series:
    """Return ID numbers in one spelling: half width, no blanks or apostrophes, capital X, 15 digits upgraded to 18."""
    cell = pl.col(numbers.name).cast(pl.String).str.normalize("NFKC").str.replace_all(r"[\s'’`]", "").str.to_uppercase()
    is_old = cell.str.contains(_OLD_ID_SHAPE).fill_null(value=False)
    cleaned, old = numbers.to_frame().select(cell, is_old.alias("is_old")).get_columns()
    if not old.any():
        return cleaned
    return cleaned.scatter(old.arg_true(), complete_ids(cleaned.filter(old).str.replace(_OLD_ID_SHAPE, "${1}19${2}")))


def complete_ids(bodies: pl.Series) -> pl.Series:
    """Return each body of 17 digits with its check character behind it."""
    return bodies + pl.Series(list(_id_checks(_bytes(bodies)).tobytes().decode("ascii")))


def normalise_id(number: str) -> str:
    """Return one ID number in the spelling of `normalise_ids`."""
    return str(normalise_ids(pl.Series([number]))[0])


def valid_ids(numbers: pl.Series) -> pl.Series:
    """Tell of each normalised ID number whether its shape, date of birth and check digit hold; null stays null."""
    number = pl.col(numbers.name).cast(pl.String)
    is_born = number.str.slice(6, 8).str.to_date("%Y%m%d", strict=False).is_not_null()
    return _tested(numbers, number.str.contains(_ID_SHAPE) & is_born, _id_holds)


def is_valid_id(number: str) -> bool:
    """Tell whether one normalised ID number holds."""
    return bool(valid_ids(pl.Series([number]))[0])


def described_ids(numbers: pl.Series) -> pl.DataFrame:
    """Return birth_month, sex (m or f) and is_foreign of each valid, normalised ID number; null for null.

    A number that starts with 9 is that of a foreigner's permanent residence card.
    """
    number = pl.col("number")
    is_odd = number.str.slice(16, 1).cast(pl.Int8, strict=False) % 2 == 1
    return pl.DataFrame({"number": numbers.cast(pl.String)}).select(
        number.str.slice(6, 6).str.to_date("%Y%m", strict=False).alias("birth_month"),
        pl.when(is_odd).then(pl.lit("m")).when(~is_odd).then(pl.lit("f")).alias("sex"),
        number.str.starts_with("9").alias("is_foreign"),
    )


def normalise_credit_codes(codes: pl.Series) -> pl.Series:
    """Return credit codes in one spelling: half width, no blanks, apostrophes or hyphens, capitals."""
    code = pl.col(codes.name).str.normalize("NFKC").str.replace_all(r"[\s'’`-]", "").str.to_uppercase()
    return codes.to_frame().select(code).to_series()


def valid_credit_codes(codes: pl.Series) -> pl.Series:
    """Tell of each normalised credit code whether it holds; genuine codes exist that do not, so warn, never refuse."""
    return _tested(codes, pl.col(codes.name).cast(pl.String).str.contains(_CREDIT_SHAPE), _credit_holds)


def complete_credit_codes(bodies: pl.Series) -> pl.Series:
    """Return each body of 17 characters with the check character that makes it a credit code."""
    rests = -(_CREDIT_VALUES[_bytes(bodies)] @ _CREDIT_WEIGHTS) % len(_CREDIT_SYMBOLS)
    return bodies + pl.Series(list(_CREDIT_SYMBOLS[rests].tobytes().decode("ascii")))


def is_valid_credit_code(code: str) -> bool:
    """Tell whether one normalised credit code holds."""
    return bool(valid_credit_codes(pl.Series([code]))[0])


def _id_checks(digits: _Bytes) -> _Bytes:
    """Return the check characters that belong to rows of 17 digits."""
    return _ID_CHECKS[(digits.astype(np.int64) - ord("0")) @ _ID_WEIGHTS % len(_ID_CHECKS)]


def _id_holds(characters: _Bytes) -> npt.NDArray[np.bool_]:
    return _id_checks(characters[:, :-1]) == characters[:, -1]


def _credit_holds(characters: _Bytes) -> npt.NDArray[np.bool_]:
    values = _CREDIT_VALUES[characters]
    return (values[:, :-1] @ _CREDIT_WEIGHTS + values[:, -1]) % len(_CREDIT_SYMBOLS) == 0


def _tested(texts: pl.Series, is_shaped: pl.Expr, holds: Callable[[_Bytes], npt.NDArray[np.bool_]]) -> pl.Series:
    """Run a test over the characters of the texts that have the right shape; the others fail it."""
    candidates = texts.to_frame().select(is_shaped.fill_null(value=False)).to_series()
    outcome = candidates.to_numpy().copy()
    outcome[outcome] = holds(_bytes(texts.filter(candidates))) if outcome.any() else False
    tested = pl.Series(texts.name, outcome)
    return tested.scatter(texts.is_null().arg_true(), None) if texts.null_count() else tested


def _bytes(texts: pl.Series) -> _Bytes:
    """Return ASCII texts of one length as a matrix of characters, one row per text."""
    return np.frombuffer("".join(texts.to_list()).encode("ascii"), dtype=np.uint8).reshape(len(texts), -1)

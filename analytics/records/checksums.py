"""The checksum of a row: 64 bits over its values in order, the same on every machine and under every release."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

CONTENT = "content"
#: What is worked on in one go: large enough for threads not to wait for each other.
_ROWS = 1 << 18
_WORD = 8
_MULTIPLIER, _SHIFT = np.uint64(0x9E3779B97F4A7C15), np.uint64(29)
#: What stands for no value: no number, day or length that is ever met.
_NULL = -0x29170179A9A6026D

_Words = npt.NDArray[np.uint64]


def checksums(rows: pl.DataFrame) -> pl.Series:
    """Return the checksum of each row over its texts, numbers, days and truth values; what is null counts too."""
    with ThreadPoolExecutor() as beside:
        parts = list(beside.map(_mixed_rows, rows.iter_slices(_ROWS)))
    return pl.Series(CONTENT, np.concatenate(parts) if parts else [], pl.UInt64)


def altered(stored: pl.DataFrame) -> list[tuple[int]]:
    """Return the numbers of the stored rows that no longer match the checksum they were written with."""
    is_altered = stored[CONTENT].ne_missing(checksums(stored.drop(CONTENT)))
    return stored.filter(is_altered).select(pl.col("record_id").sort()).rows()


def _mixed_rows(rows: pl.DataFrame) -> _Words:
    mixed = np.zeros(len(rows), np.uint64)
    for column in rows.iter_columns():
        _mix(mixed, _text_words(column) if column.dtype == pl.String else _words(column))
    return mixed


def _mix(mixed: _Words, words: _Words) -> None:
    """Work one word into each of the numbers; the order of the words counts."""
    mixed ^= words
    mixed *= _MULTIPLIER
    mixed ^= mixed >> _SHIFT
    mixed += _MULTIPLIER


def _words(values: pl.Series) -> _Words:
    if values.dtype.is_float():
        values = pl.Series(values.cast(pl.Float64).fill_null(np.nan).to_numpy().view(np.int64))
    return values.cast(pl.Int64).fill_null(_NULL).to_numpy().view(np.uint64)


def _text_words(texts: pl.Series) -> _Words:
    """Return one word for each text, by its bytes; texts of one length are worked on together."""
    if len(texts) > 1 and texts.eq_missing(texts[0]).all():
        return _text_words(texts.head(1)).repeat(len(texts))
    lengths = texts.str.len_bytes().cast(pl.Int64).fill_null(_NULL)
    words = lengths.to_numpy().view(np.uint64).copy()
    for length in lengths.unique():
        if length > 0:
            places = (lengths == length).arg_true()
            same = texts.gather(places) if len(places) < len(texts) else texts
            signs = np.frombuffer(same.str.join("").item().encode(), np.uint8).reshape(len(places), length)
            padded = np.zeros((len(places), -(-length // _WORD) * _WORD), np.uint8)
            padded[:, :length] = signs
            mixed = words[places]
            for word in padded.view("<u8").T:
                _mix(mixed, word)
            words[places] = mixed
    return words

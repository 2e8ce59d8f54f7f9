"""The checksum of a row is kept for good: it must come out the same for ever, and tell rows apart."""

from datetime import date

import polars as pl
import pytest

from analytics.records import checksums as module
from analytics.records.checksums import altered, checksums

TEXTS = ["", "0", "a", "ab", "abcdefgh", "abcdefghi", "中文", "张三张三张三", None]


def rows(**columns: list[object]) -> pl.DataFrame:
    return pl.DataFrame(columns, strict=False)


def test_it_is_the_same_for_ever() -> None:
    """Should this fail, the stored checksums of every home fail too: then it takes a migration."""
    frame = rows(
        a=[1, None], b=["中文 text", None], c=[date(2026, 9, 30), None], d=[True, None], e=[0.5, None], f=["", "x"]
    )
    assert checksums(frame).to_list() == [16435616687892024611, 17978396424384717869]


@pytest.mark.parametrize(
    "pair",
    [
        ({"a": [1], "b": [None]}, {"a": [None], "b": [1]}),
        ({"a": [1], "b": [2]}, {"a": [2], "b": [1]}),
        ({"a": ["null"]}, {"a": [None]}),
        ({"a": [""]}, {"a": [None]}),
        ({"a": ["ab"], "b": ["c"]}, {"a": ["a"], "b": ["bc"]}),
        ({"a": ["a"]}, {"a": ["a\0"]}),
        ({"a": [0.5]}, {"a": [0.25]}),
        ({"a": [False]}, {"a": [None]}),
        ({"a": [date(2026, 9, 30)]}, {"a": [date(2026, 9, 29)]}),
    ],
)
def test_every_value_its_place_and_whether_it_is_stated_count(pair: tuple[dict[str, list[object]], ...]) -> None:
    one, other = (checksums(rows(**columns)).item() for columns in pair)
    assert one != other


def test_a_row_has_the_same_checksum_whatever_rows_stand_around_it(monkeypatch: pytest.MonkeyPatch) -> None:
    frame = rows(text=TEXTS, number=list(range(len(TEXTS))))
    together = checksums(frame).to_list()
    assert [checksums(row).item() for row in frame.iter_slices(1)] == together
    assert len(set(together)) == len(TEXTS)
    monkeypatch.setattr(module, "_ROWS", 2)
    assert checksums(frame).to_list() == together


def test_no_rows_have_no_checksums() -> None:
    assert checksums(rows(a=[])).to_list() == []


def test_altered_rows_are_named() -> None:
    frame = rows(record_id=[7, 5, 6], a=["x", "y", None])
    stored = frame.with_columns(checksums(frame))
    assert altered(stored) == []
    changed = stored.with_columns(a=pl.Series(["z", "y", "w"]))
    assert altered(changed) == [(6,), (7,)]

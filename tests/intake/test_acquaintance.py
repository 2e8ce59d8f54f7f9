"""The quick look at who stands in a file never overlooks a double that the linkage finds."""

from itertools import product

import polars as pl

from analytics.identity import linkage
from analytics.identity.numbers import complete_ids
from analytics.intake.acquaintance import Acquaintance

_NAMES = ("张伟", "张 伟", "张伟（兼）", "张伟老师", "张伟东", "李娜", "ANNA LEE", "Anna Lee", "欧阳·娜", None)
_PHONES = ("13800000001", "+8613800000001", "13800000002", "053288880000", None)
_STATED = pl.Schema({"id_number": pl.String, "name": pl.String, "phone": pl.String})


def _numbers() -> list[str]:
    bodies = pl.Series(["37028319900101001", "37028319910305001", "37028319900101003", "11010119850202004"])
    return complete_ids(bodies).to_list()


def test_what_the_linkage_finds_is_never_overlooked() -> None:
    people = list(product(_numbers(), _NAMES, _PHONES))
    for known in product(_numbers()[:2], _NAMES, _PHONES):
        rows = pl.DataFrame(people, schema=_STATED, orient="row").rename({"id_number": "number"})
        others = pl.DataFrame([known], schema=_STATED, orient="row").with_columns(person_key="id_number")
        doubles = linkage.doubles(rows.with_row_index("row").cast({"row": pl.Int64}), others)
        for row in doubles["row"]:
            met = Acquaintance([known])
            assert met.may_have_doubles(met.news([people[row]])), (known, people[row])


def test_a_person_alone_or_stated_again_has_no_double() -> None:
    first, other = _numbers()[0], _numbers()[3]
    met = Acquaintance([(first, "张伟", "13800000001")])
    assert not met.news([(first, "张伟", "13800000001")])
    news = met.news([(other, "张伟", "13800000002"), (first, "张伟", None)])
    assert len(news) == 2
    assert not met.may_have_doubles(news)


def test_whom_the_linkage_may_mean_is_near() -> None:
    known = list(product(_numbers()[:3], _NAMES[:7], _PHONES))
    others = pl.DataFrame(known, schema=_STATED, orient="row").with_columns(person_key="id_number")
    masked = [f"{number[:6]}********{number[-4:]}" for number in _numbers()]
    claims = list(product([*masked, *_numbers(), "G12345678", None], _NAMES, _PHONES))
    rows = pl.DataFrame(claims, schema=_STATED, orient="row").with_row_index("row").cast({"row": pl.Int64})
    readable = linkage.readable(rows.rename({"id_number": "stated"}))
    met = Acquaintance(known)
    found = linkage.candidates(rows.rename({"id_number": "number"}), others)
    assert found.height
    for row, number in found.select("row", "id_number").iter_rows():
        near = met.near(readable.filter(pl.col("row") == row).select("number", "name", "mobile").iter_rows())
        assert {stated for stated in known if stated[0] == number} <= set(near)


def test_nobody_else_is_near() -> None:
    first, other = _numbers()[0], _numbers()[3]
    met = Acquaintance([(first, "张伟", "13800000001"), (other, "李娜", None), (first, "张伟", None)])
    assert met.near([(None, "张伟", "13800000001")]) == [(first, "张伟", "13800000001"), (first, "张伟", None)]
    assert met.near([(None, "李娜", "13800000001"), (None, None, None)]) == []

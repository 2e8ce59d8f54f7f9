"""Whatever stands in a file: no row is lost, and nothing is raised."""

import re

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analytics.intake import Layout, RefusedError
from analytics.intake.days import read_day
from analytics.intake.periods import read_stretch, title_stretch
from analytics.intake.quantities import read_money
from analytics.intake.settings import Settings, settings_for
from analytics.intake.text import tidy, tidy_text
from analytics.policy import Policy
from tests.intake.conftest import SAMPLES
from tests.intake.desk import identity
from tests.intake.test_variants import EMPLOYER, YOUTH

SLOW = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
WORDS = [
    "",
    " ",
    "　",
    "赵一",
    "本科",
    "？",
    "2024Q3",
    "2024.9-2024.7",
    "3000",
    "1,0000",
    "#REF!",
    "-",
    "/",
    "无",
    "合计",
    "小　计",
    "同上",
]
WORDS += [
    "制表人：",
    "备注：无",
    "序号",
    "姓名",
    identity(1),
    identity(2),
    "370283********1234",
    "3.7E+17",
    "\u200b",
    '"',
    EMPLOYER,
    "1e400",
]
CELL = st.one_of(st.sampled_from(WORDS), st.text(max_size=6).filter(lambda text: "\x00" not in text))
SMALL = (SAMPLES / "人才活动台账.xlsx").read_bytes()
TEXT = (SAMPLES / "电商人才培训_gbk.csv").read_bytes()


class Reader:
    """Reads files with the shipped policy and layouts."""

    def __init__(self, shared: Settings) -> None:
        self._shared = shared

    def __repr__(self) -> str:
        return "Reader()"

    def read(self, data: bytes) -> None:
        """Read a file; it is refused with a sentence, or every physical row is accounted for."""
        try:
            workbook = self._shared.read(data, "台账.xlsx")
        except RefusedError as error:
            error.sentence(self._shared.texts)
            return
        for reading in workbook.readings:
            accepted = int(reading.is_accepted.sum())
            refused = int(reading.rule.is_not_null().sum())
            assert reading.sheet.rows == reading.region.no_data + accepted + refused
            assert reading.rows.is_sorted()
            assert reading.rows.n_unique() == len(reading.rows)
            workbook.notices(reading, self._shared.policy)


@pytest.fixture(scope="module")
def reader(policy: Policy, layouts: dict[str, Layout]) -> Reader:
    return Reader(settings_for(policy, layouts, None, None, "en"))


@SLOW
@given(rows=st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=8))
def test_no_row_of_any_table_is_lost(rows: list[list[str]], reader: Reader) -> None:
    lines = ["\t".join(re.sub(r"[\t\n\r]", " ", cell) for cell in row) for row in rows]
    reader.read("\n".join(["青年人才生活补贴（2024Q3）", "\t".join(YOUTH), *lines]).encode("utf-8", "replace"))


@SLOW
@given(cut=st.integers(0, len(SMALL)), at=st.integers(0, len(SMALL) - 1), put=st.binary(min_size=1, max_size=40))
def test_a_damaged_workbook_is_read_or_refused(cut: int, at: int, put: bytes, reader: Reader) -> None:
    reader.read(SMALL[:at] + put + SMALL[at + len(put) :])
    reader.read(SMALL[:cut])


@SLOW
@given(at=st.integers(0, len(TEXT) - 1), put=st.binary(min_size=1, max_size=40))
def test_a_damaged_text_table_is_read_or_refused(at: int, put: bytes, reader: Reader) -> None:
    reader.read(TEXT[:at] + put + TEXT[at:])


@SLOW
@given(data=st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes, reader: Reader) -> None:
    reader.read(data)


@given(text=st.one_of(st.text(max_size=20), st.text("0123456789年月日季度.-/至第上下半QE+,()元万￥ ", max_size=16)))
def test_no_cell_makes_a_reader_of_cells_fail(text: str) -> None:
    read_day(text)
    title_stretch(text)
    read_money(text, 1)
    stretch = read_stretch(text)
    assert stretch is None or stretch[0] <= stretch[1]


@given(texts=st.lists(st.text(max_size=8), min_size=1, max_size=5))
def test_tidying_by_column_and_by_cell_agree(texts: list[str]) -> None:
    assert tidy(pl.Series(texts)).to_list() == [tidy_text(text) or None for text in texts]

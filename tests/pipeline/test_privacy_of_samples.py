"""Whoever takes the snapshots of imported workbooks learns nobody's name, number, phone or account."""

from datetime import datetime
from pathlib import Path

import fastexcel
import polars as pl
import pytest

from analytics.pipeline import House
from analytics.records import fact_names

SAMPLES = Path(__file__).parent.parent / "cases" / "samples"
RECORDED = datetime(2024, 12, 31, 9)  # noqa: DTZ001 - the store keeps wall times
SECRET = ("姓名", "身份证", "证件号", "电话", "手机")
PEOPLE = ("青年人才生活补贴发放花名册2024Q3.xlsx", "高素质农民花名册.xlsx", "青鸟计划补助.xlsx")
HEADER_ROWS = 4
#: Shorter runs of digits are counts, not numbers of a person.
NUMBER = 6


def _secrets(path: Path) -> set[str]:
    cells = fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_polars()
    header = [" ".join(str(cell) for cell in cells[name].head(HEADER_ROWS) if cell) for name in cells.columns]
    secret = [name for name, text in zip(cells.columns, header, strict=True) if any(w in text for w in SECRET)]
    found = {str(value).strip() for name in secret for value in cells[name].slice(HEADER_ROWS) if value}
    whole = {text.replace(" ", "") for text in found}
    return {text for text in whole if len(text) >= (NUMBER if text.isascii() else 2)}


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    house = House(tmp_path_factory.mktemp("private") / "home")
    house.take_in([SAMPLES / name for name in PEOPLE], at=RECORDED)
    return house


def test_no_snapshot_file_holds_a_name_or_a_number(house: House) -> None:
    files = [path.read_bytes() for path in house.home.glob("snapshots/*") if path.is_file()]
    secrets = set[str]().union(*(_secrets(SAMPLES / name) for name in PEOPLE))
    assert len(secrets) > 300
    assert not [text for text in secrets if any(text.encode() in content for content in files)]


def test_no_text_of_a_fact_is_a_name_or_a_number(house: House) -> None:
    snapshot = house.open().snapshot
    secrets = set[str]().union(*(_secrets(SAMPLES / name) for name in PEOPLE))
    for fact in fact_names():
        rows = snapshot.facts(fact)
        for column in rows.select(pl.col(pl.String)).columns:
            assert not secrets & set(rows[column].drop_nulls()), f"{fact}.{column}"

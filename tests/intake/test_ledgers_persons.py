"""The ledgers of benefits to persons: rows as bureaus write them become the facts that the case states, row for row."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.intake import Layout
from tests.intake.desk import Desk, Page, identity, refused, warned

CASES: dict[str, dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent.parent / "cases" / "ledgers_persons.toml").read_text(encoding="utf-8")
)
every_ledger = pytest.mark.parametrize("ledger", CASES)
Rows = Sequence[Sequence[Any]]


def cells(row: Sequence[Any]) -> list[Any]:
    """Return a row as it is written: ID numbers for their numbers, nothing for blanks."""
    numbers = {f"{{{n}}}": identity(n) for n in (1, 2)}
    return [numbers.get(cell, cell) if isinstance(cell, str) else cell for cell in (c or None for c in row)]


def plain(layout: Layout, columns: Sequence[str], rows: Rows) -> Page:
    """Return a sheet with the official headers in the order of the case, and nothing else."""
    return Page("Sheet1", [[layout.col(name).header.zh for name in columns], *rows])


def restyled(layout: Layout, columns: Sequence[str], rows: Rows, seed: int) -> Page:
    """Return a sheet of another clerk: title lines, other words, another order, sums between and signatures below."""
    draw = Random(f"{layout.id}{seed}")
    order = draw.sample(range(len(columns)), len(columns))
    headers = [draw.choice((layout.col(name).header.zh, *layout.col(name).synonyms)) for name in columns]
    total = ["小计", *[None] * len(columns)]
    body = [[n, *(row[at] for at in order)] for n, row in enumerate(rows, start=1)]
    lines = [
        [f"平度市{layout.title.zh}"],
        ["填报单位（盖章）：", None, None, "填报日期：2024.10.12"],
        ["序号", *(headers[at] for at in order)],
        body[0],
        total,
        *body[1:],
        ["合计", *total[1:]],
        ["单位负责人：", None, "经办人："],
    ]
    return Page("台账", lines, down=seed % 2)


def variants(layout: Layout) -> Iterator[Page]:
    case = CASES[layout.id]
    rows = [cells(row) for row in case["rows"]]
    yield plain(layout, case["columns"], rows)
    yield from (restyled(layout, case["columns"], rows, seed) for seed in range(3))


def expected(value: Any, vault: Vault) -> Any:
    """Return a stated value: keys of people and accounts by their numbers, nothing for blanks."""
    if not isinstance(value, str) or not value.startswith("@"):
        return None if value == "" else value
    kind, _, number = value[1:].rpartition(":")
    if kind:
        return vault.account_keys(pl.Series([number]))[0]
    return vault.person_key(identity(int(number)) if number in ("1", "2") else number)


def stored(desk: Desk, table: str, facts: Mapping[str, Any], ledger: str) -> list[list[Any]]:
    rows = desk.snapshot().facts(table).filter(pl.col("ledger") == ledger).sort("row_no")
    shown = rows.select(facts["columns"]).rows()
    return [[str(cell) if isinstance(cell, date) else cell for cell in row] for row in shown]


@every_ledger
def test_the_rows_become_the_facts_of_the_case_however_often_restated(
    ledger: str, desk: Desk, layouts: dict[str, Layout]
) -> None:
    case, vault = CASES[ledger], Vault(desk.home)
    for number, page in enumerate(variants(layouts[ledger])):
        sheet = desk.stored(desk.xlsx(page, name=f"报送{number}.xlsx"))
        assert (sheet.ledger, refused(sheet)) == (ledger, {}), page.rows
        assert len(sheet.accepted_rows) == len(case["rows"])
        for table, facts in case["facts"].items():
            wanted = [[expected(value, vault) for value in row] for row in facts["rows"]]
            assert stored(desk, table, facts, ledger) == wanted, (table, page.rows[:3])


@every_ledger
def test_every_fact_of_the_ledger_has_its_case(ledger: str, layouts: dict[str, Layout]) -> None:
    assert {fact.table for fact in layouts[ledger].fact} <= {*CASES[ledger]["facts"]}


@every_ledger
def test_official_headers_bring_no_doubts(ledger: str, desk: Desk, layouts: dict[str, Layout]) -> None:
    sheet = desk.sheet(desk.xlsx(next(variants(layouts[ledger])), name="报送.xlsx"))
    assert set(warned(sheet)) <= {"credit_code_check"}


def changed(ledger: str, layouts: Mapping[str, Layout], change: Mapping[str, Any]) -> Page:
    case = CASES[ledger]
    row = cells(case["rows"][0])
    row[case["columns"].index(change["column"])] = change["cell"] or None if change["cell"] != 0 else 0
    return plain(layouts[ledger], case["columns"], [row, *map(cells, case["rows"][1:])])


SLIPS = [(ledger, slip) for ledger, case in CASES.items() for slip in case.get("slip", ())]
DOUBTS = [(ledger, doubt) for ledger, case in CASES.items() for doubt in case.get("doubt", ())]


@pytest.mark.parametrize(("ledger", "slip"), SLIPS, ids=[f"{ledger}-{s['column']}-{s['rule']}" for ledger, s in SLIPS])
def test_a_slip_is_refused_by_its_rule(
    ledger: str, slip: Mapping[str, Any], desk: Desk, layouts: dict[str, Layout]
) -> None:
    sheet = desk.sheet(desk.xlsx(changed(ledger, layouts, slip), name="报送.xlsx"))
    assert (sheet.ledger, refused(sheet)) == (ledger, {2: slip["rule"]})


@pytest.mark.parametrize(
    ("ledger", "doubt"), DOUBTS, ids=[f"{ledger}-{d['column']}-{d['code']}" for ledger, d in DOUBTS]
)
def test_a_doubt_is_said_and_the_row_comes_in(
    ledger: str, doubt: Mapping[str, Any], desk: Desk, layouts: dict[str, Layout]
) -> None:
    sheet = desk.sheet(desk.xlsx(changed(ledger, layouts, doubt), name="报送.xlsx"))
    assert (sheet.ledger, refused(sheet)) == (ledger, {})
    assert 2 in warned(sheet)[doubt["code"]]


def test_a_restated_payment_takes_the_place_of_the_former_one(desk: Desk, layouts: dict[str, Layout]) -> None:
    case = CASES["payments"]
    desk.stored(desk.xlsx(plain(layouts["payments"], case["columns"], [cells(case["rows"][0])]), name="七月.xlsx"))
    late = changed("payments", layouts, {"column": "status", "cell": "银行退回"})
    desk.stored(desk.xlsx(late, name="八月.xlsx"))
    rows = desk.snapshot().facts("payment").unique("row_key", keep="last", maintain_order=True).sort("row_no")
    assert rows["status"].to_list()[0] == "returned"
    assert rows.height == len(case["rows"])


def test_no_account_and_no_passport_stands_in_a_snapshot(desk: Desk, layouts: dict[str, Layout]) -> None:
    desk.stored(desk.xlsx(next(variants(layouts["foreign_graduates"])), name="报送.xlsx"))
    content = desk.snapshot().path.read_bytes()
    for secret in ("6222020200012345678", "123456789", "H12345678", "约翰·史密斯"):
        assert secret.encode() not in content

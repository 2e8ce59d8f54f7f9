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
from analytics.intake import Layout, SheetOutcome
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
    yield from (restyled(layout, case["columns"], rows, seed) for seed in range(2))


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
    """Return the sheet of the case with one cell of its first row changed."""
    case = CASES[ledger]
    row = cells(case["rows"][0])
    row[case["columns"].index(change["column"])] = None if change["cell"] == "" else change["cell"]
    return plain(layouts[ledger], case["columns"], [row, *map(cells, case["rows"][1:])])


def dry_run(desk: Desk, ledger: str, changes: Sequence[Mapping[str, Any]]) -> list[SheetOutcome]:
    pages = [changed(ledger, desk.layouts, change) for change in changes]
    paths = [desk.xlsx(page, name=f"{number}.xlsx") for number, page in enumerate(pages)]
    outcomes = desk.bring(*paths, dry_run=True).files if paths else ()
    return [outcome.sheets[0] for outcome in outcomes]


@every_ledger
def test_a_slip_is_refused_by_its_rule(ledger: str, desk: Desk) -> None:
    slips = CASES[ledger]["slip"]
    found = [(sheet.ledger, refused(sheet)) for sheet in dry_run(desk, ledger, slips)]
    assert found == [(ledger, {2: slip["rule"]}) for slip in slips]


@every_ledger
def test_a_doubt_is_said_and_the_row_comes_in(ledger: str, desk: Desk) -> None:
    doubts = CASES[ledger].get("doubt", [])
    for doubt, sheet in zip(doubts, dry_run(desk, ledger, doubts), strict=True):
        assert (sheet.ledger, refused(sheet)) == (ledger, {})
        assert 2 in warned(sheet).get(doubt["code"], ()), doubt


def test_a_restated_payment_takes_the_place_of_the_former_one(desk: Desk, layouts: dict[str, Layout]) -> None:
    case = CASES["payments"]
    desk.stored(desk.xlsx(plain(layouts["payments"], case["columns"], [cells(case["rows"][0])]), name="七月.xlsx"))
    desk.stored(desk.xlsx(changed("payments", layouts, {"column": "status", "cell": "银行退回"}), name="八月.xlsx"))
    rows = desk.snapshot().facts("payment").sort("row_no")
    assert rows["status"].to_list() == ["returned", "returned", "paid", "clawed_back"]


def test_no_account_and_no_passport_stands_in_a_snapshot(desk: Desk, layouts: dict[str, Layout]) -> None:
    desk.stored(desk.xlsx(next(variants(layouts["foreign_graduates"])), name="报送.xlsx"))
    content = desk.snapshot().path.read_bytes()
    for secret in ("6222020200012345678", "123456789", "H12345678", "约翰·史密斯"):
        assert secret.encode() not in content

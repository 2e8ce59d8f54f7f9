"""What goes to organisations, and the registers the policy asks for: workbooks as bureaus keep them, fact for fact.

The workbooks are data (tests/cases/ledgers): rows by column, the headers of another clerk, the facts that must come of
them and the cells that must be refused. P1, P2 … stand for people, n: for an employer known by its name alone.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.intake import Layout
from tests.intake.desk import Desk, Page, identity, refused, warned

FOLDER = Path(__file__).parent.parent / "cases" / "ledgers"
COMMON = ("record_id", "batch_id", "sheet_no", "row_no", "row_key", "ledger", "unit_id", "content")
PEOPLE = {f"P{number}": identity(number) for number in range(1, 10)}
WAN = 10_000
Cells = Mapping[str, Any]
Facts = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Case:
    """One ledger: rows by column id, headers of another clerk by column id, facts by table."""

    ledger: str
    rows: Sequence[Cells]
    headers: Mapping[str, str]
    facts: Facts
    refused: Sequence[Mapping[str, Any]]

    @staticmethod
    def of(path: Path) -> "Case":
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        rows = [{column: PEOPLE.get(str(cell), cell) for column, cell in row.items()} for row in read["row"]]
        return Case(path.stem, rows, read["headers"], read["fact"], read["refused"])

    def with_cell(self, column: str, cell: Any) -> "Case":
        """Return the case with another cell in its first row."""
        return replace(self, rows=[{**self.rows[0], column: cell}, *self.rows[1:]])


CASES = {path.stem: Case.of(path) for path in sorted(FOLDER.glob("*.toml"))}
REFUSALS = [(case.ledger, *bad.values()) for case in CASES.values() for bad in case.refused]
every_case = pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))


def official(layout: Layout, case: Case) -> list[list[Any]]:
    """Return the sheet under the layout's own headers, every column of it, amounts in the layout's unit."""
    columns = [column for column in layout.column if column.type != "sequence"]
    headers = [f"{c.header.zh}（万元）" if c.unit == "wan_yuan" else c.header.zh for c in columns]
    body = [[row.get(column.id) for column in columns] for row in case.rows]
    return [["序号", *headers], *([number, *cells] for number, cells in enumerate(body, 1))]


def another(layout: Layout, case: Case) -> list[list[Any]]:
    """Return the sheet of another clerk: other headers from right to left, title, unit line, sums and signatures."""
    columns = [layout.col(column) for column in reversed(list(case.headers))]
    is_wan = any(column.unit == "wan_yuan" for column in columns)

    def cell(row: Cells, column: str, kind: str) -> Any:
        value = row.get(column)
        if kind != "money" or value is None:
            return value
        return round(value * WAN, 2) if is_wan else value / WAN

    body = [[cell(row, column.id, column.type) for column in columns] for row in case.rows]
    blank = [None] * (len(columns) - 2)
    return [
        [f"平度市{layout.title.zh}（2024年度）"],
        ["填报单位（盖章）：", *blank, "单位：元" if is_wan else "单位：万元"],
        [case.headers[column.id] for column in columns],
        *body,
        ["合　计", *blank],
        ["制表人：张三", None, "审核人：李四"],
    ]


Writer = Callable[[Layout, Case], list[list[Any]]]


def written(desk: Desk, case: Case, writer: Writer = official, name: str = "报送材料") -> Path:
    return desk.xlsx(Page("Sheet1", writer(desk.layouts[case.ledger], case)), name=f"{name}.xlsx")


def stored(desk: Desk, case: Case) -> Facts:
    """Return what the facts of a case state, row by row, without where it came from."""
    keys = Vault(desk.home).person_keys(pl.Series(list(PEOPLE.values())))
    people = dict(zip(keys, PEOPLE, strict=True))

    def shown(value: Any) -> Any:
        return "n:" if str(value).startswith("n:") else people.get(value, value)

    found: Facts = {}
    for table in case.facts:
        rows = desk.snapshot().facts(table).sort("row_no", "row_key").drop(COMMON).to_dicts()
        found[table] = [{name: shown(value) for name, value in row.items() if value is not None} for row in rows]
    return found


@every_case
@pytest.mark.parametrize("writer", [official, another])
def test_a_workbook_becomes_its_facts(desk: Desk, case: Case, writer: Writer) -> None:
    sheet = desk.stored(written(desk, case, writer))
    assert (sheet.ledger, refused(sheet), len(sheet.accepted_rows)) == (case.ledger, {}, len(case.rows))
    assert not {"header_unknown", "header_guessed"} & warned(sheet).keys()
    assert stored(desk, case) == case.facts


@every_case
def test_a_later_list_speaks_of_the_same_things_again_and_the_store_names_nobody(desk: Desk, case: Case) -> None:
    desk.stored(written(desk, case, official, "一"))
    desk.stored(written(desk, case, another, "二"))
    assert stored(desk, case) == case.facts
    private = {c.id for c in desk.layouts[case.ledger].column if c.type == "phone" or c.id == "name"}
    secrets = {str(row[column]) for row in case.rows for column in private & row.keys()} | set(PEOPLE.values())
    frames = [desk.snapshot().facts(table) for table in (*case.facts, "person", "employer")]
    cells = {str(value) for frame in frames for row in frame.to_dicts() for value in row.values()}
    assert [secret for secret in sorted(secrets) for cell in cells if secret in cell] == []


@pytest.mark.parametrize(("ledger", "column", "cell", "rule"), REFUSALS)
def test_a_bad_cell_refuses_its_row_alone(desk: Desk, ledger: str, column: str, cell: object, rule: str) -> None:
    case = CASES[ledger].with_cell(column, cell)
    sheet = desk.sheet(written(desk, case))
    assert (refused(sheet), len(sheet.accepted_rows)) == ({2: rule}, len(case.rows) - 1)


def test_a_fraction_under_a_share_is_read_as_a_percentage_and_said(desk: Desk) -> None:
    sheet = desk.stored(written(desk, CASES["start_ups"].with_cell("equity", 0.35)))
    assert warned(sheet)["share_as_fraction"] == (2,)
    assert desk.snapshot().facts("start_up").sort("row_no")["equity_bp"].to_list() == [3500, 6667]


def test_a_compensation_before_the_loss_is_warned_about(desk: Desk) -> None:
    sheet = desk.sheet(written(desk, CASES["loan_losses"].with_cell("compensated_on", date(2020, 1, 1))))
    assert warned(sheet)["in_order"] == (2,)


def test_an_office_beyond_the_usual_area_is_warned_about(desk: Desk) -> None:
    sheet = desk.sheet(written(desk, CASES["office_space"].with_cell("area", 1200)))
    assert warned(sheet)["out_of_bounds"] == (2,)


def test_a_person_referred_twice_for_the_same_outcome_is_said(desk: Desk) -> None:
    case = CASES["referrals"]
    again = replace(case, rows=[*case.rows, {**case.rows[0], "referrer_number": PEOPLE["P4"]}])
    assert refused(desk.sheet(written(desk, again))) == {5: "duplicate_row"}


def test_neither_benefits_of_organisations_nor_registers_feed_a_goal(layouts: dict[str, Layout]) -> None:
    assert [case.ledger for case in CASES.values() if layouts[case.ledger].targets] == []

"""Budget lines, ceilings and costs per result in words: every row is said, in both languages."""

from datetime import date

import pytest

from analytics import budget
from analytics.budget.results import CAUTIONS
from analytics.report.money import ceilings, cost, lines
from analytics.report.money.proof import Proof
from analytics.report.table import Table
from analytics.texts import Lang
from tests.budget import test_ceilings as cases
from tests.budget import test_results as persons
from tests.budget.test_lines import AS_OF, LINE, OTHER, UNPAID, WAN, expected, money, rows, waiting
from tests.report.frames import policy, voice

LANGS: list[Lang] = ["zh", "en"]
TOLD = rows(
    (2026, LINE, "set", 100 * WAN, None),
    (2026, OTHER, "set", 50 * WAN, None),
    (2026, OTHER, "spent", 20 * WAN, None),
    (2026, UNPAID, "set", 8 * WAN, None),
    (2026, LINE, "transferred_out", 5 * WAN, date(2026, 8, 20)),
)
SPENT = money((LINE, date(2026, 3, 1), 80 * WAN))
TO_COME = expected((LINE, date(2026, 10, 1), 18.0 * WAN, (5.0 * WAN) ** 2, 0.0))
FOUND = budget.lines(TOLD, SPENT, waiting(), TO_COME, policy(), as_of=AS_OF)
TOTAL = budget.in_total(FOUND, {2026: 0.5}, policy())
MOVED = budget.transfers(TOLD, AS_OF)
MONTHS = budget.line_months(TOLD, SPENT, TO_COME, policy(), as_of=AS_OF)
CEILINGS = cases.found(
    policy(),
    cases.facts(
        [(cases.TRIP, "q1", "reviewed", date(2024, 6, 1), 150_000, 2)],
        [(cases.PROJECT, "one", "running", date(2024, 8, 1), "firm", None, 8)],
        milestones=[("info.institutions", "running", date(2024, 2, 1), 12)],
    ),
)


def is_square(table: Table) -> bool:
    return {len(row) for row in table.rows} <= {len(table.columns)} and bool(table.caption)


@pytest.mark.parametrize("lang", LANGS)
def test_a_table_has_a_row_for_every_line_and_one_for_all(lang: Lang) -> None:
    table = lines.table(FOUND, TOTAL, 2026, Proof(), voice(lang))
    assert is_square(table)
    assert len(table.rows) == 4
    for column in ("set", "available", "paid", "booked", "expected"):
        *each, whole = table.column(column)
        assert sum(value for value in each if isinstance(value, int | float)) == pytest.approx(whole)


def test_the_sentence_says_what_is_expected_and_how_many_lines_are_in_danger() -> None:
    said = lines.sentence(FOUND, TOTAL, 2026, Proof(), voice("en"))
    assert said.startswith("¥1.5m is available in 2026, ¥0.8m is spent, ¥1.0m expected to year end")
    assert said.endswith("; lines over or likely to be: 1")
    assert "Nothing is set" in lines.sentence(FOUND, TOTAL, 2030, Proof(), voice("en"))


@pytest.mark.parametrize("lang", LANGS)
def test_what_does_not_agree_is_a_sentence_each(lang: Lang) -> None:
    said = lines.findings(FOUND, MOVED, 2026, voice(lang))
    assert len(said) == 3
    assert lines.findings(FOUND.filter(line=UNPAID), MOVED.clear(), 2026, voice(lang)) == []


def test_money_from_nowhere_is_told_as_such() -> None:
    moved = budget.transfers(rows((2026, LINE, "transferred_in", 5 * WAN, date(2026, 8, 20))), AS_OF)
    [said] = lines.findings(FOUND.clear(), moved, 2026, voice("en"))
    assert "left none" in said
    [row] = lines.moves(moved, 2026, voice("en")).rows
    assert [cell.value for cell in row] == [date(2026, 8, 20), 0, 50_000, -50_000]


@pytest.mark.parametrize("line", [LINE, None])
@pytest.mark.parametrize("lang", LANGS)
def test_the_chart_shows_paid_and_expected_against_the_pace(lang: Lang, line: str | None) -> None:
    chart = lines.chart(MONTHS, line, 95 * WAN, Proof(), voice(lang))
    assert is_square(chart.table)
    assert len(chart.table.rows) == 12
    by_name = {item["name"]: item["y"] for item in chart.figure["data"]}
    said, ahead = (by_name[voice(lang).t(f"money.pace.{name}")] for name in ("paid", "expected"))
    assert said[8] == ahead[8] == 800_000
    assert (said[9], ahead[7], ahead[11]) == (None, None, 980_000)
    assert voice(lang).t("money.pace.seasonal") not in by_name


@pytest.mark.parametrize("lang", LANGS)
def test_ceilings_have_no_row_of_sums(lang: Lang) -> None:
    table, named = ceilings.table(CEILINGS, voice(lang)), ceilings.cases(CEILINGS, voice(lang))
    assert is_square(table)
    assert len(table.rows) == CEILINGS.benefits.height
    assert is_square(named)
    assert len(named.rows) == 3
    assert named.column("asked") == [50_000_000, 1500, 25_000_000]
    assert ceilings.sentence(CEILINGS, voice(lang))


def test_a_usual_amount_is_told_from_a_stated_one() -> None:
    said = [row[5].text for row in ceilings.cases(CEILINGS, voice("en")).rows]
    assert [text.endswith("(usual amount)") for text in said] == [True, False, True]


@pytest.mark.parametrize("lang", LANGS)
def test_costs_are_said_or_the_reason_why_not(lang: Lang) -> None:
    told = persons.found(policy())
    counted, kept = cost.counted(told, voice(lang)), cost.kept(told, voice(lang))
    assert is_square(counted)
    assert is_square(kept)
    assert len(counted.rows) == told.costs.height
    assert set(counted.column("caution")) <= set(CAUTIONS)
    for row, item in zip(counted.rows, told.costs.to_dicts(), strict=True):
        assert (row[5].value is None) == (item["fen_per_counted"] is None)


def test_the_sentence_of_a_cost_says_what_the_data_cannot_tell() -> None:
    said = cost.sentence(persons.found(policy()), persons.YOUTH, voice("en"))
    assert "¥1 paid so far per person counted" in said
    assert "not the effect of the money" in said
    few = cost.sentence(persons.found(policy(), least=30), persons.YOUTH, voice("en"))
    assert few == "Living allowance for young talents: only 5 persons are counted; too few to say what one cost"
    assert "nobody is due it" in cost.sentence(persons.found(policy()), "b01a", voice("en"))


def test_nothing_on_file_is_said_plainly() -> None:
    none = budget.Ceilings(CEILINGS.benefits.clear(), CEILINGS.cases.clear())
    assert ceilings.sentence(none, voice("en")) == "No benefit has a ceiling"

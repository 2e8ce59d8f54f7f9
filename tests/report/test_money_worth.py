"""What results cost, benefit beside benefit, and one budget line: exact numbers, cautions, rows of finance."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.budget.results import CAUTIONS, Results
from analytics.report.money import line, worth
from analytics.report.money.proof import Proof
from analytics.texts import Lang
from tests.budget.test_lines import LINE, OTHER, rows
from tests.report.frames import voice
from tests.report.test_money_lines import FOUND, TOLD

LANGS: list[Lang] = ["zh", "en"]
_COSTS = {
    "benefit_id": pl.String, "cohort": pl.Int32, "persons": pl.Int64, "paid": pl.Int64, "counted": pl.Int64,
    "paid_fen": pl.Int64, "fen_per_counted": pl.Float64, "low_fen": pl.Float64, "high_fen": pl.Float64,
    "caution": pl.Enum(CAUTIONS),
}  # fmt: skip
_KEPT = {"benefit_id": pl.String, "cohort": pl.Int32, "months": pl.Int32, "persons": pl.Int64, "share": pl.Float64}
COSTS = Results(
    pl.DataFrame(
        [
            ("b03a", None, 100, 90, 80, 40_000_000, 500_000.0, 480_000.0, 520_000.0, "association"),
            ("b05b", None, 60, 50, 40, 40_000_000, 1_000_000.0, 900_000.0, 1_100_000.0, "no_comparison"),
            ("b05a", None, 6, 5, 0, 900_000, None, None, None, "few"),
            ("b03a", 2024, 100, 90, 80, 40_000_000, 500_000.0, 480_000.0, 520_000.0, "association"),
        ],
        schema=_COSTS,
        orient="row",
    ),
    pl.DataFrame(
        [
            ("b03a", None, 0, 100, 0.8),
            ("b05b", None, 0, 60, 0.5),
            ("b05a", None, 0, 6, 1.0),
            ("b03a", 2024, 0, 100, 0.8),
        ],
        schema=_KEPT,
        orient="row",
    ),
)
NONE = Results(COSTS.costs.clear(), COSTS.kept.clear())


def item(code: str) -> dict[str, Any]:
    return FOUND.filter(budget_year=2026, line=code).row(0, named=True)


def test_the_sentence_names_the_dearest_and_the_cheapest() -> None:
    said = worth.sentence(COSTS, voice("en"))
    assert said.startswith("The cost of a counted person can be told for 2 of 8 benefits")
    assert "¥10,000, least" in said
    assert said.endswith("¥5,000")
    assert worth.sentence(NONE, voice("en")).startswith("For none of 8 benefits")


@pytest.mark.parametrize("lang", LANGS)
def test_of_a_single_benefit_there_is_no_dearest_and_no_cheapest(lang: Lang) -> None:
    said = worth.sentence(worth.of_benefit(COSTS, "b05b"), voice(lang))
    assert {"zh": "只有 1 项算得出", "en": "1 of 8 benefits: ¥10,000 for"}[lang] in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_dots_are_the_numbers_of_the_table(lang: Lang) -> None:
    chart = worth.chart(COSTS, voice(lang))
    assert chart
    assert chart.figure["data"][0]["x"] == [10_000, 5_000]
    assert chart.table.column("each")[:2] == [5_000, 10_000]
    assert len(chart.table.rows) == 3
    assert chart.table.rows[2][2].text == voice(lang).t("value.dash")
    assert worth.chart(NONE, voice(lang)) is None


def test_one_benefit_keeps_its_cohorts() -> None:
    mine = worth.of_benefit(COSTS, "b03a")
    assert (mine.costs.height, mine.kept.height) == (2, 2)


def test_the_cards_of_a_line_say_what_is_left_and_open_what_was_paid() -> None:
    cards = {card.id: card for card in line.cards(item(LINE), Proof({LINE: (9, 0.8)}, (4, 0.65)), voice("en"))}
    assert [card.value for card in cards.values()] == ["¥1.0m", "¥0.8m", "¥0", "¥1.0m", cards["overrun"].value]
    assert cards["paid"].drill
    assert cards["paid"].drill.params == {"rows": "paid", "line": LINE, "spent": "2026"}
    assert cards["overrun"].sign
    assert cards["overrun"].sign.word == voice("en").t("money.outlook.likely")
    assert " to " in cards["expected"].lines[0].text
    assert line.cards(item(LINE), Proof(), voice("en"))[3].lines[0].text == voice("en").t("money.exposure.policy")


@pytest.mark.parametrize("lang", LANGS)
def test_every_row_of_finance_stands_with_its_origin(lang: Lang) -> None:
    told = TOLD.with_columns(batch_id=pl.lit(7), row_no=pl.lit(3))
    mine = line.bookings(told, OTHER, 2026, voice(lang))
    assert mine.column("amount") == [500_000, 200_000]
    moved = line.bookings(told, None, 2026, voice(lang))
    assert len(moved.rows) == 1
    assert moved.rows[0][0].value == date(2026, 8, 20)
    assert moved.rows[0][-1].drill
    assert moved.rows[0][-1].drill.params["batch"] == "7"
    assert line.bookings(rows().with_columns(batch_id=pl.lit(1), row_no=pl.lit(1)), None, 2026, voice(lang)).rows == ()

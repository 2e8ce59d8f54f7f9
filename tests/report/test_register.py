"""The register of assumptions, its ratings and the back-test in words."""

from datetime import date, datetime
from typing import cast

import polars as pl
import pytest

from analytics.budget.exposure.backtest import BACKTEST, scores
from analytics.budget.exposure.estimates import ESTIMATES
from analytics.pipeline import Backtest
from analytics.report.money import register, trials
from analytics.report.money.exposure import Promises
from analytics.texts import Lang
from tests.report.frames import policy, voice
from tests.report.promises import SKILL, WAN, YOUTH, YOUTH_LINE, promises

LANGS: list[Lang] = ["zh", "en"]
MADE = datetime(2026, 10, 1, 9)  # noqa: DTZ001 - wall time of the city
KNOWN = policy().assumptions
FOUND = pl.DataFrame(
    [
        ("hazard", YOUTH, "bachelor", 0.0107, 0.0104, 0.0109, 285_282.0, "estimated"),
        ("hazard", YOUTH, "doctor", 0.0129, 0.01, 0.0157, 1_663.0, "estimated"),
        ("uptake", SKILL, "", 0.9, 0.6, 1.0, 0.0, "register"),
        ("intake", SKILL, "", 612.5, 500.0, 700.0, 40.0, "estimated"),
    ],
    schema=ESTIMATES,
    orient="row",
)


def trial(*rows: tuple[date, str, int, int]) -> Backtest:
    """Return a back-test of rows: origin, name, expected and came in 10 000 yuan; the band is a tenth either way."""
    told = [
        {"as_of": day, "name": name, "expected_fen": fen * WAN, "sd_fen": 1.0, "low_fen": 0.9 * fen * WAN,
         "high_fen": 1.1 * fen * WAN, "pace_fen": came * WAN // 2, "came_fen": came * WAN}
        for day, name, fen, came in rows
    ]  # fmt: skip
    return Backtest(3, date(2026, 9, 30), MADE, pl.DataFrame(told, schema=BACKTEST))


TRIED = trial(
    (date(2024, 9, 30), "", 100, 150), (date(2024, 12, 31), "", 100, 105), (date(2024, 9, 30), YOUTH_LINE, 80, 81)
)


def test_the_sentence_counts_what_history_tells() -> None:
    said = register.sentence(KNOWN, FOUND, voice("en"))
    assert said.startswith("Expected spending rests on 17 assumptions: 2 kinds of values")
    assert "(3 groups, 286,985 events), 0 set by people" in said


@pytest.mark.parametrize("lang", LANGS)
def test_every_assumption_opens_itself_and_speaks_no_code(lang: Lang) -> None:
    table = register.table(KNOWN, FOUND, voice(lang))
    assert len(table.rows) == len(KNOWN.assumptions)
    assert "id" not in [column.id for column in table.columns]
    assert [row[0].drill.params["assumption"] for row in table.rows if row[0].drill] == [
        item.id for item in KNOWN.assumptions
    ]


@pytest.mark.parametrize("lang", LANGS)
def test_estimates_name_benefit_level_value_range_and_events(lang: Lang) -> None:
    table = register.estimated(FOUND, KNOWN, voice(lang), "assumption")
    assert [column.id for column in table.columns] == ["benefit", "level", "value", "range", "events", "source"]
    assert [row[2].text for row in table.rows] == ["1.1%", "1.3%", "612.5", "90.0%"]
    assert table.column("events") == [285_282, 1_663, 40, 0]
    assert table.rows[0][1].text == {"zh": "本科", "en": "Bachelor"}[lang]


def test_one_assumption_says_where_it_comes_from() -> None:
    item = register.asked("hazard", KNOWN)
    assert item
    said = [cell.text for _, cell in register.facts(item, voice("en"))]
    assert said[:2] == ["1.2%", "0.4% to 3.0%"]
    assert register.asked("nonsense", KNOWN) is None


def test_ratings_put_the_most_money_first() -> None:
    table = register.ratings(cast(Promises, promises()), voice("en"))
    assert table.column("to_come") == [1_560_000, 440_000]
    assert table.rows[0][0].drill
    assert table.rows[0][0].drill.params == {"benefit": YOUTH}
    assert register.rated(cast(Promises, promises()), voice("en")).startswith("¥1.6m of what is to come (78%)")


def test_the_back_test_says_how_often_it_held_against_the_pace() -> None:
    assert list(scores(TRIED.frame)["name"]) == ["", YOUTH_LINE]
    assert trials.sentence(TRIED, voice("en")) == (
        "Spending reckoned a year ahead: 1 of 2 times what came lay within the 80% band (50%), the mean error is 22%;"
        " going by the year before it would be 50%"
    )
    assert trials.sentence(None, voice("en")) == voice("en").t("trial.none")
    assert trials.sentence(trial(), voice("en")) == voice("en").t("trial.short")


@pytest.mark.parametrize("lang", LANGS)
def test_misses_stay_in_the_chart_and_its_table(lang: Lang) -> None:
    chart = trials.chart(TRIED, voice(lang))
    assert chart
    held = [row[-1] for row in chart.table.rows]
    assert [cell.tone for cell in held] == ["bad", "good"]
    off = [voice(lang).t("value.less", value=share) for share in ("33%", "5%")]
    assert [row[5].text for row in chart.table.rows] == off
    assert chart.figure["data"][-1]["y"] == [1_500_000, 1_050_000]
    one = trials.chart(TRIED, voice(lang), YOUTH_LINE)
    assert one
    assert len(one.table.rows) == 1
    assert trials.chart(trial(), voice(lang)) is None


def test_a_back_test_of_earlier_data_says_so() -> None:
    assert "earlier version, v3" in trials.note(TRIED, 4, voice("en"))
    assert "earlier" not in trials.note(TRIED, 3, voice("en"))

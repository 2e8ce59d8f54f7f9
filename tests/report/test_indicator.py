"""The page of one target: its sentence, its charts and its tables tell the same numbers."""

from datetime import date

import plotly.graph_objects as go
import polars as pl
import pytest

from analytics.report import indicator, listing
from analytics.report.listing import Question
from analytics.report.table import Cell
from tests.report.frames import (
    COLLEGES,
    FARMERS,
    LOANS,
    YEAR,
    Outcome,
    contribution,
    contributions,
    history,
    item,
    monthly,
    progress,
    shares,
    voice,
)

MONTHS = {date(2026, n, 1): value for n, value in enumerate([56, 0, 8, 59, 50, 0, 55, 53, 35], start=1)}
FARMER_ITEM = item(
    FARMERS, actual=316, records=316, status="behind", gap_points=-22.3, expected=450.0,
    need_per_month=94.7, recent_per_month=47.7,
)  # fmt: skip
OUTCOME = Outcome(
    progress=progress(FARMER_ITEM),
    monthly=monthly(FARMERS, MONTHS),
    contributions=contributions(
        *(contribution(FARMERS, n) for n in range(316)),
        *(contribution(FARMERS, 400 + n, is_counted=False, reason="not_completed") for n in range(19)),
    ),
    by_town=shares(FARMERS, {"370283108": 200, "370283109": 100, None: 16}),
    by_unit=shares(FARMERS, {"agriculture": 316}),
    history=history(
        {"target_id": FARMERS, "period_start": date(2025, 1, 1), "period_end": date(2025, 12, 31), "target": 600,
         "actual": 649, "status": "done", "is_stub": False},
        {"target_id": FARMERS, "period_start": date(2022, 10, 1), "period_end": date(2022, 12, 31), "target": 150,
         "actual": None, "status": "not_due", "is_stub": True},
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def view() -> indicator.IndicatorView:
    return indicator.view(OUTCOME, FARMERS, voice())


def opened(cell: Cell) -> dict[str, str]:
    """Return the codes of the page behind a cell."""
    assert cell.drill is not None
    return dict(cell.drill.params)


def chart(view: indicator.IndicatorView, name: str):
    return next(chart for chart in view.charts if chart.id == name)


def test_the_title_says_how_far_how_it_stands_and_what_each_month_must_bring(view) -> None:
    assert view.title == "高素质农民 316/600 人，欠序时 22 点，每月要 95 (现 48)"


def test_every_chart_has_a_sentence_with_a_number_and_says_it_to_those_who_cannot_see(view) -> None:
    assert [chart.id for chart in view.charts] == ["pace", "years", "parts", "town"]
    for shown in view.charts:
        assert any(sign.isdigit() for sign in shown.title)
        assert any(sign.isdigit() for sign in shown.alt)
        assert go.Figure(shown.figure).data


def test_the_curve_ends_at_the_actual_and_the_pace_at_the_target(view) -> None:
    drawn = {len(line["y"]): line["y"] for line in chart(view, "pace").figure["data"]}
    assert drawn[10][-1] == 316
    assert drawn[13][0] == 0
    assert drawn[13][-1] == 600
    assert chart(view, "pace").title == "到2026年9月累计 316 人，按序时应到 450"


def test_the_months_of_the_table_open_exactly_the_records_of_that_month(view) -> None:
    table = chart(view, "pace").table
    assert [row[1].text for row in table.rows][:3] == ["35", "53", "55"]
    assert opened(table.rows[0][1]) == {
        "ind": FARMERS, "state": "counted", "month": "2026-09", "period": "2026-01-01",
    }  # fmt: skip


def test_the_waterfall_adds_up(view) -> None:
    data = chart(view, "parts").figure["data"][0]
    assert list(zip(data["base"], data["y"], strict=True)) == [(0, 335), (316, 19), (0, 316), (316, 284), (0, 600)]
    assert chart(view, "parts").title == "目标 600：已计入 316 人，还差 284，另有 19 不计入"


def test_the_parts_lead_to_as_many_records_as_they_say(view) -> None:
    for row in chart(view, "parts").table.rows:
        asked = opened(row[1])
        found = listing.records(OUTCOME, Question(asked["ind"], asked["state"], reason=asked.get("reason")))
        assert str(found.height) == row[1].text


def test_towns_are_sorted_and_rows_without_one_say_so(view) -> None:
    table = chart(view, "town").table
    assert [row[0].text for row in table.rows] == ["蓼兰镇", "崔家集镇", "未填镇街"]
    assert opened(table.rows[-1][1])["town"] == "none"
    assert chart(view, "town").title == "3 个镇街，蓼兰镇最多：200 人，占 63%"


def test_a_single_unit_is_no_chart(view) -> None:
    assert "unit" not in [chart.id for chart in view.charts]


def test_the_years_show_every_month_and_mark_the_last(view) -> None:
    shown = chart(view, "years")
    assert shown.title == "2026年9月当月 35 人，近月月均 48"
    assert shown.table.rows[0][-1].text == "316"
    assert shown.figure["data"][0]["marker"]["color"].count("#1F4E79") == 1


def test_earlier_periods_open_their_own_records_and_a_part_period_says_so(view) -> None:
    latest, stub = view.history.rows
    assert opened(latest[2])["period"] == "2025-01-01"
    assert stub[0].text == "2022 年（不满一期）"
    assert stub[2].text == "—"
    assert view.history.caption == "此前 2 期，完成 1 期"


def test_a_target_without_any_filing_shows_no_curve_and_no_zero() -> None:
    silent = item(FARMERS, actual=None, status="no_data", gap_points=None)
    found = indicator.view(
        Outcome(progress=progress(silent), monthly=monthly(FARMERS, dict.fromkeys(MONTHS, 0))), FARMERS, voice()
    )
    assert found.title == "高素质农民 —/600 人，暂不评价，—"
    assert found.charts == ()


def test_money_is_shown_in_its_unit_in_both_languages() -> None:
    loans = item(
        LOANS, actual=1_390_000_000, status="behind", gap_points=-19.4, need_per_month=3.7e8, recent_per_month=1.83e8
    )
    outcome = Outcome(progress=progress(loans), monthly=monthly(LOANS, {YEAR[0]: 1_390_000_000}))
    assert indicator.view(outcome, LOANS, voice()).title == "人才贷 1,390/2,500 万元，欠序时 19 点，每月要 370 (现 183)"
    assert indicator.view(outcome, LOANS, voice("en")).title.startswith("Talent loans: 13.9/25.0 ¥m")


def test_a_stock_shows_what_there_is_at_the_end_of_each_month() -> None:
    months = {date(2022, 10, 1): 3, date(2022, 11, 1): 2}
    colleges = item(COLLEGES, actual=5, status="behind", gap_points=-46.7)
    outcome = Outcome(progress=progress(colleges), monthly=monthly(COLLEGES, months, date(2022, 10, 1)))
    found = chart(indicator.view(outcome, COLLEGES, voice()), "pace")
    assert [row[2].text for row in found.table.rows] == ["5", "3"]


def test_a_reached_target_says_so_and_nothing_about_pace() -> None:
    reached = item(FARMERS, actual=601, status="done", gap_points=-8.0)
    found = indicator.view(Outcome(progress=progress(reached), monthly=monthly(FARMERS, MONTHS)), FARMERS, voice())
    assert found.title == "高素质农民 601/600 人，已完成"


def test_many_reasons_are_drawn_as_one_and_listed_one_by_one() -> None:
    reasons = ("not_completed", "duplicate_person", "age", "degree")
    rows = [contribution(FARMERS, n, is_counted=False, reason=reason) for n, reason in enumerate(reasons)]
    outcome = Outcome(
        progress=progress(FARMER_ITEM), monthly=monthly(FARMERS, MONTHS), contributions=contributions(*rows)
    )
    found = chart(indicator.view(outcome, FARMERS, voice()), "parts")
    assert len(found.figure["data"][0]["y"]) == 6
    assert len(found.table.rows) == 5


def test_a_goal_says_how_many_of_its_people_meet_another() -> None:
    pairs = [("goal.leaders", "goal.youth", 3), ("goal.leaders", "goal.others", 0), ("goal.youth", "goal.others", 1200)]
    overlaps = pl.DataFrame(pairs, schema=["goal", "other_goal", "persons"], orient="row")
    told = list(indicator.shared(overlaps, "goal.youth", voice()))
    assert told == ["同时符合“领军人才”的有 3 人，只计在一项", "同时符合“其他各类人才”的有 1,200 人，只计在一项"]
    assert list(indicator.shared(overlaps, "quota.ecommerce", voice())) == []

"""What the meeting hears of the time ahead: whiskers where they are earned, doubt, bounds, early notice."""

from datetime import date

import polars as pl
import pytest

from analytics.progress.joint import JOINT
from analytics.report import board, cards, meeting
from analytics.report.forecast import ahead, proof
from analytics.report.forecast.proof import UNPROVEN, Proof, Trial
from analytics.report.forecast.reach import chance
from analytics.report.standing import standing
from tests.report.frames import FARMERS, LOANS, YOUTH, Outcome, frame, item, progress, voice

PROVEN = Proof({FARMERS: Trial(34, 0.85, "supported"), YOUTH: Trial(29, 0.55, "coverage")}, 63, 0.71)
FAR = item(
    FARMERS, status="behind", gap_points=-25.0, actual=298, p_attain=0.141, p10=484.0, p50=542.0, p90=610.0,
)  # fmt: skip
CLOSE = item(
    YOUTH, status="slightly_behind", gap_points=-3.0, actual=23_000, p_attain=0.53, p10=28_000.0, p50=30_200.0,
    p90=33_000.0, doubt="few_events",
)  # fmt: skip
SUMS = item(LOANS, status="behind", gap_points=-19.4, actual=1_390_000_000, no_forecast="amounts")


def outcome(*items, **frames) -> Outcome:
    return Outcome(progress=progress(*items), **frames)


def rows(*items, proven=PROVEN):
    return board.rows(outcome(*items), voice(), proven)


def test_a_whisker_is_shown_where_the_back_test_supports_it_and_nowhere_else() -> None:
    far, close = rows(FAR, CLOSE)
    assert far.reach
    assert far.reach.band == pytest.approx((484 / 600, 610 / 600))
    assert far.reach.middle == pytest.approx(542 / 600)
    assert close.reach
    assert close.reach.band is None
    assert close.reach.middle == pytest.approx(30_200 / 30_000)


def test_without_a_back_test_no_whisker_is_shown() -> None:
    assert all(row.reach and row.reach.band is None for row in rows(FAR, CLOSE, proven=UNPROVEN))


def test_the_alternative_text_says_what_the_whisker_shows() -> None:
    far, close = rows(FAR, CLOSE)
    assert far.alt == "高素质农民：完成 50%，序时 75%，滞后，到期预计 90%，八成可能在 81% 到 102%"
    assert close.alt.endswith("到期预计 101%")


def test_the_least_likely_stands_first_among_the_same_lights() -> None:
    likelier = item("quota.rural_transfer", status="behind", gap_points=-40.0, p_attain=0.3, p10=1.0, p50=2.0, p90=3.0)
    found = [row.target_id for row in rows(CLOSE, SUMS, likelier, FAR)]
    assert found == [FARMERS, "quota.rural_transfer", LOANS, YOUTH]


def test_the_title_says_how_many_will_not_make_it() -> None:
    assert cards.headline(rows(FAR, CLOSE, SUMS), voice()) == (
        "3 项任务：预警 1 项、滞后 2 项；照现在的速度 1 项到期完不成"
    )
    assert cards.headline(rows(CLOSE), voice("en")) == (
        "1 tasks: 1 at risk; at this pace all 1 that can be forecast will make it"
    )


def test_a_target_that_is_reached_shows_neither_mark_nor_whisker_and_is_certain() -> None:
    (row,) = rows(item(FARMERS, status="done", actual=610, p_attain=1.0, p10=610.0, p50=640.0, p90=680.0))
    assert (row.reach, row.chance) == (None, "100%")


def test_what_cannot_be_forecast_has_a_dash() -> None:
    (row,) = rows(SUMS)
    assert (row.reach, row.chance) == (None, "—")


@pytest.mark.parametrize(
    ("probability", "said"), [(None, "—"), (0.0, "<1%"), (0.004, "<1%"), (0.146, "15%"), (0.996, ">99%"), (1.0, "100%")]
)
def test_a_probability_is_certain_only_when_it_is(probability: float | None, said: str) -> None:
    assert chance(probability, voice()) == said


def test_doubt_is_said_with_its_reasons() -> None:
    broken = item(FARMERS, status="behind", p_attain=0.2, p10=1.0, p50=2.0, p90=3.0, doubt="break")
    assert ahead.doubts(rows(CLOSE, broken), voice()) == "? 把握低 2 项（近月走势突变 1 项、数量少 1 项）"
    assert ahead.doubts(rows(FAR), voice()) == ""


def test_a_forecast_that_failed_the_back_test_is_doubted_and_an_untried_one_is_not() -> None:
    failed = {**CLOSE, "doubt": None}
    assert ahead.doubts(rows(failed), voice()) == "? 把握低 1 项（回测没通过 1 项）"
    assert ahead.doubts(rows(failed, proven=UNPROVEN), voice()) == ""


def test_a_goal_card_tells_the_probability_with_its_doubt() -> None:
    (card,) = cards.goal_cards(outcome(CLOSE), voice(), PROVEN)
    assert card.lines[1].text == "达成概率\u00a053%?"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ((5, 3, 0.34, 0.53), "5 项五年目标中可预测的 3 项都完成的概率在 34% 到 53% 之间"),
        ((5, 1, 0.53, 0.53), "5 项五年目标中可预测的 1 项都完成的概率为 53%"),
        ((5, 0, None, None), "5 项五年目标还没有一项可以预测"),
    ],
)
def test_all_goals_together_are_told_as_bounds(row: tuple[object, ...], said: str) -> None:
    told = pl.DataFrame([row], schema=dict(JOINT), orient="row")
    assert ahead.joint(outcome(FAR, joint=told), voice()) == said


def turning() -> pl.DataFrame:
    made = [
        {"target_id": YOUTH, "status": "on_pace", "turns": "slightly_behind", "on": date(2026, 12, 31)},
        {
            "target_id": FARMERS,
            "status": "slightly_behind",
            "turns": "behind",
            "on": date(2026, 10, 31),
            "p_then": 0.17,
        },
    ]
    return frame("notices", made)


def test_what_turns_before_the_next_meeting_is_listed_by_day() -> None:
    found = ahead.notice(outcome(FAR, notices=turning()), voice())
    assert found.title == "下次会议（2026-12-31）前 2 项将转为预警或滞后"
    assert [(day, [(turn.title, turn.turns.word, turn.chance) for turn in turns]) for day, turns in found.days] == [
        ("10月31日", [("高素质农民", "滞后", "17%")]),
        ("12月31日", [("青年人才", "预警", "")]),
    ]
    assert ahead.table(found, voice()).column("on") == [date(2026, 10, 31), date(2026, 12, 31)]


def test_nothing_turns_is_said() -> None:
    assert (
        ahead.notice(outcome(FAR), voice("en")).title == "No task will turn worse before the next meeting (31 Dec 2026)"
    )


def test_the_coverage_stands_beside_the_intervals() -> None:
    assert proof.sentence(PROVEN, voice()) == "回测 63 次，80% 区间盖住 71%；1 项没通过，不显示区间"
    assert proof.sentence(UNPROVEN, voice()) == "尚未回测，暂不显示区间"


def test_the_page_leads_to_the_back_test_and_exports_what_it_shows() -> None:
    found = outcome(FAR, CLOSE, notices=turning())
    page = meeting.meeting(found, standing(found, 0), voice(), PROVEN)
    assert page.proven.drill
    assert page.proven.drill.page == "backtest"
    tasks, notices, _ = (table for _, table in meeting.tables(page, voice()))
    assert tasks.column("low") == [484.0, ""]
    assert tasks.column("middle") == [542.0, 30_200.0]
    assert tasks.column("chance") == [0.141, 0.53]
    assert len(notices.rows) == 2

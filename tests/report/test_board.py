"""The task table: worst first, honest where nothing is known, every number a way to its records."""

import pytest

from analytics.report import board, cards
from tests.report.frames import COLLEGES, FARMERS, LOANS, YOUTH, Outcome, item, progress, voice

FAR = item(
    FARMERS, status="behind", gap_points=-22.4, actual=316, records=316, need_per_month=94.7, recent_per_month=48
)
NEAR = item(LOANS, status="slightly_behind", gap_points=-4.0, actual=1_390_000_000)
FINE = item(YOUTH, status="on_pace", gap_points=5.2, actual=25460)
SILENT = item("quota.ecommerce", status="no_data", gap_points=None, actual=None)
REACHED = item("quota.internships", status="done", gap_points=-8.0, actual=1000)


def rows(*items):
    return board.rows(Outcome(progress=progress(*items)), voice())


def test_the_widest_gap_stands_first_and_what_is_not_judged_last() -> None:
    assert [row.target_id for row in rows(SILENT, FINE, NEAR, FAR)] == [FARMERS, LOANS, YOUTH, "quota.ecommerce"]


def test_a_reached_target_never_stands_among_those_behind_pace() -> None:
    assert [row.sign.id for row in rows(REACHED, NEAR, FINE)] == ["slightly_behind", "done", "on_pace"]


def test_a_row_says_what_it_lacks_and_what_the_last_months_brought() -> None:
    (row,) = rows(FAR)
    assert (row.ratio, row.unit, row.gap, row.need, row.recent) == ("316/600", "人", "−22", "95", "(现 48)")
    assert row.alt == "高素质农民：完成 53%，序时 75%，滞后"


def test_a_small_target_says_what_is_left_instead_of_a_rate() -> None:
    (row,) = rows(item(COLLEGES, status="slightly_behind", gap_points=-7.0, actual=11, need_per_month=0.3))
    assert (row.need, row.recent) == ("还差 4", None)


def test_silence_is_a_dash_and_no_zero() -> None:
    (row,) = rows(SILENT)
    assert (row.ratio, row.gap, row.need, row.share) == ("—/600", "—", "—", 0.0)
    assert row.records is None


def test_a_target_that_is_not_due_has_no_gap() -> None:
    (row,) = rows(item(FARMERS, status="not_due", gap_points=0.0))
    assert (row.gap, row.need) == ("—", "—")


def test_the_headline_counts_every_status_and_names_the_worst() -> None:
    assert cards.headline(rows(FAR, NEAR, FINE, SILENT), voice()) == (
        "4 项任务：达标 1 项、预警 1 项、滞后 1 项、无数据 1 项；差得最多的是高素质农民，比序时少 22 点"
    )


def test_the_headline_says_so_when_nobody_is_behind() -> None:
    assert cards.headline(rows(FINE), voice("en")) == "1 tasks: 1 on pace; none is behind pace"


def test_units_with_most_tasks_behind_come_first() -> None:
    second = item("quota.rural_transfer", status="behind", gap_points=-50.0)
    third = item("goal.others", status="behind", gap_points=-11.0)
    found = cards.behind(rows(FAR, NEAR, second, third))
    assert [(unit.unit_id, len(unit.rows)) for unit in found] == [
        ("human_resources", 2),
        ("agriculture", 1),
        ("financial_regulation", 1),
    ]


def test_the_export_keeps_numbers_as_numbers_and_money_in_yuan() -> None:
    table = board.table(rows(FAR, NEAR, SILENT), voice())
    assert table.column("actual") == [316.0, 13_900_000.0, "—"]
    assert table.column("unit") == ["人", "元", "人"]
    assert table.column("gap") == [-22.4, -4.0, "—"]


@pytest.mark.parametrize(("points", "said"), [(0.4, "与序时持平"), (5.0, "超序时 5 点"), (-22.4, "欠序时 22 点")])
def test_the_gap_is_said_in_words(points: float, said: str) -> None:
    assert cards.gap_sentence(item(FARMERS, gap_points=points), voice()) == said


def test_a_goal_card_shows_share_gap_and_who_is_insured_now() -> None:
    outcome = Outcome(progress=progress(item(YOUTH, actual=25460, gap_points=4.87, still_here=21257)))
    (card,) = cards.goal_cards(outcome, voice())
    assert (card.value, card.measure) == ("2.55万", "/ 3.00万 人")
    assert [line.text for line in card.lines] == ["85%，比序时 +5 点", "参保 21,257"]


def test_a_goal_nobody_filed_shows_a_dash_and_says_why() -> None:
    silent = item(YOUTH, actual=None, status="no_data", gap_points=None, still_here=0)
    (card,) = cards.goal_cards(Outcome(progress=progress(silent)), voice())
    assert (card.value, card.drill) == ("—", None)
    assert card.lines[0].text == "台账尚未报送，不作评价"

"""The page of a unit: its sentence, its things to do, its needs and its points equal the frames they come from."""

from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.decisions import CORRECTED
from analytics.identity.assessments import APPEALS
from analytics.identity.decisions import DECISIONS, NOTES
from analytics.progress.upcoming import UPCOMING
from analytics.report.bureau import page, points, summary
from analytics.report.bureau.subject import Bureau, units
from analytics.report.bureau.tasks import needs, tasks
from analytics.report.bureau.todo import todos
from tests.report import frames
from tests.report.frames import AS_OF, FARMERS, LOANS, Outcome, filing, voice
from tests.report.judged import OTHER, TOWN, UNIT, assessment, framed

MILESTONE = {"record_id": pl.Int64, "milestone_id": pl.String, "status": pl.String, "event_date": pl.Date}
WAITING = {"batch_id": pl.Int32, "ledger": pl.String, "unit_id": pl.String, "rule": pl.String}
BEHIND = frames.item(
    FARMERS, status="behind", gap_points=-25.0, actual=298, records=298, need_per_month=100.7, recent_per_month=43
)
FINE = frames.item("quota.farmer_training", actual=2963, records=2963, need_per_month=346, recent_per_month=404)
OTHERS = frames.item(LOANS, status="behind", gap_points=-19.0, actual=1_390_000_000)
JULY, AUGUST, SEPTEMBER = (date(2026, month, 1) for month in (7, 8, 9))
OUTCOME = Outcome(
    progress=frames.progress(BEHIND, FINE, OTHERS),
    monthly=frames.monthly(FARMERS, {JULY: 58, AUGUST: 29, SEPTEMBER: 42}),
    filings=frames.filings(
        filing("farmer_training", UNIT, (date(2026, 4, 1), date(2026, 6, 30)), "missing"),
        filing("farmer_training", UNIT, (date(2024, 4, 1), date(2024, 6, 30)), "missing"),
        filing("ecommerce_training", OTHER, (date(2026, 4, 1), date(2026, 6, 30)), "missing"),
    ),
    contributions=frames.contributions(
        *(frames.contribution(FARMERS, n, is_counted=False, reason="duplicate_person") for n in range(3))
    ),
)


def decision(**values: Any) -> dict[str, Any]:
    return {"number": 1, "title": "T", "option": "O", "unit_id": UNIT, "state": "decided"} | values


def bureau(unit: str = UNIT, outcome: Outcome = OUTCOME, **values: Any) -> Bureau:
    waiting = framed(
        [
            {"batch_id": 7 + n % 2, "ledger": "farmer_training", "unit_id": UNIT, "rule": "id_checksum"}
            for n in range(5)
        ],
        WAITING,
    )
    upcoming = framed(
        [{
            "ledger": "farmer_training", "unit_id": UNIT, "period_start": date(2026, 10, 1),
            "period_end": date(2026, 12, 31), "due_date": date(2027, 1, 15),
        }],
        UPCOMING,
    )  # fmt: skip
    usual = {
        "waiting": waiting if unit == UNIT else waiting.clear(),
        "upcoming": upcoming if unit == UNIT else upcoming.clear(),
        "milestones": pl.DataFrame(schema=MILESTONE),
        "decisions": pl.DataFrame(schema=DECISIONS),
        "notes": pl.DataFrame(schema=NOTES),
        "appeals": pl.DataFrame(schema=APPEALS),
        "assessment": assessment(),
    }
    return Bureau(unit, outcome, **(usual | values))


def shown(**values: Any) -> page.View:
    return page.view(bureau(**values), voice())


def kinds(found: Bureau) -> list[tuple[str, str]]:
    return [(line.kind, line.due) for line in todos(found, voice()).lines]


def test_the_title_says_how_many_are_behind_and_what_the_worst_needs() -> None:
    assert shown().title == "农业农村局：滞后 1 项；高素质农民每月还需 101 人(现 43)；2 件事已过期"
    english = page.view(bureau(), voice("en")).title
    assert english == "Agriculture: 1 behind; Farmers cultivated needs 101 people a month (now 43); 2 overdue"


def test_a_unit_without_tasks_and_a_town_say_so() -> None:
    assert page.view(bureau("publicity"), voice()).title.startswith("宣传部：没有牵头的量化任务")
    title = page.view(bureau(TOWN), voice()).title
    assert title.startswith(voice().town(TOWN))
    assert "2026 年考核得分" in title


def test_the_board_holds_the_units_own_tasks_only() -> None:
    assert [row.target_id for row in shown().tasks.rows] == [FARMERS, "quota.farmer_training"]


def test_the_months_are_those_of_the_frame_and_the_line_is_the_need() -> None:
    found = bureau()
    made = needs(found, tasks(found, voice()), voice())
    first = made.rows[0]
    assert [month.text for month in first.months[-3:]] == ["58 人", "29 人", "42 人"]
    assert first.line == pytest.approx(1.0)
    assert first.months[-3].height == pytest.approx(58 / 100.7)
    assert made.title == "2 项未完成任务中 1 项跟不上每月所需"
    assert first.gap[-1].text == "3 条不计，多为同一人重复"
    assert first.gap[-1].drill is not None
    assert len(made.table.rows[0]) == len(made.table.columns) == 14


def test_everything_to_do_is_listed_with_its_day_what_is_late_first() -> None:
    found = bureau(
        decisions=framed([
            decision(due_date=date(2026, 12, 31)), decision(number=2, state="done", due_date=date(2026, 1, 1)),
        ], DECISIONS),
        notes=framed([{"unit_id": UNIT, "colour": "yellow", "title": "N", "due_date": AS_OF}], NOTES),
        appeals=framed([{"number": 3, "year": 2025, "unit_id": UNIT, "state": "filed"}], APPEALS),
    )  # fmt: skip
    assert kinds(found) == [
        ("缺报", "2024-06-30"), ("缺报", "2026-06-30"), ("督办", "2026-09-30"), ("决定", "2026-12-31"),
        ("申报", "2026-12-31"), ("更正", ""), ("进展", ""), ("申诉", ""),
    ]  # fmt: skip
    made = todos(found, voice())
    assert made.late == 2
    assert [line.shape for line in made.lines] == ["◆", "◆", "▲", "▷", "▷", "●", "●", "●"]
    assert len(made.table.rows) == len(made.lines)
    assert all(line.what.drill for line in made.lines)


def test_a_milestone_is_named_when_nothing_was_told_of_it_for_half_a_year() -> None:
    mine = [milestone.id for milestone in frames.policy().milestones if milestone.lead == UNIT]
    empty = pl.DataFrame(schema=MILESTONE)

    def told(day: date, status: str) -> pl.DataFrame:
        rows = [{"milestone_id": mine[0], "status": status, "event_date": day, "record_id": 1}]
        return framed(rows, MILESTONE)

    def named(milestones: pl.DataFrame) -> int:
        return sum(kind == "进展" for kind, _ in kinds(bureau(milestones=milestones)))

    assert named(empty) == len(mine)
    assert named(told(date(2026, 8, 1), "running")) == len(mine) - 1
    assert named(told(date(2025, 8, 1), "done")) == len(mine) - 1
    assert named(told(date(2025, 8, 1), "running")) == len(mine)
    assert named(told(date(2026, 11, 1), "done")) == len(mine)


def test_the_points_say_what_is_missing_and_what_it_would_add() -> None:
    made = points.of_unit(assessment(), UNIT, voice())
    assert made is not None
    told = dict(zip(made.table.column("item"), made.table.column("regain"), strict=True))
    each, whole = 25 / 400 * 0.9, 25 * 0.25 * 0.9
    assert told["高素质农民"] == f"全年还差 100 人，补齐加 {whole:.1f} 分，每补一个加 {each:.2f}"
    assert told["农民技能培训"] == "没有少得"
    assert "尚未申报" in str(told["创新工作"])
    assert sum(float(str(lost)) for lost in made.table.column("lost")) == pytest.approx(
        assessment().points.filter(pl.col("unit_id") == UNIT)["lost"].sum()
    )
    assert made.most == 5
    assert any("更正本年 8 行" in said for said in made.said)


def test_after_the_cut_off_it_says_why_and_leads_to_an_appeal() -> None:
    made = points.of_unit(assessment("cut_off"), UNIT, voice("en"))
    assert made is not None
    assert made.table.columns[-1].title == "Why"
    rows = {row[0].text: row[-1] for row in made.table.rows}
    why = rows["Filed in full"]
    assert why.text == "missing 1; appeal"
    assert why.drill is not None
    assert why.drill.params["view"] == "appeals"
    final = points.of_unit(assessment("final"), UNIT, voice("en"))
    assert final is not None
    assert {row[0].text: row[-1].text for row in final.table.rows}["Filed in full"] == "missing 1"


def test_a_unit_that_is_asked_nothing_has_no_points() -> None:
    assert points.of_unit(assessment(), "health", voice()) is None


def test_the_list_of_all_units_counts_what_waits_for_each() -> None:
    found = bureau()
    rows = tasks(found, voice()).rows
    table = summary.everybody(rows, found.waiting, OUTCOME, assessment(), voice())
    assert len(table.rows) == len(units(voice()))
    first = {row[0].text: [cell.exported for cell in row[2:4]] for row in table.rows}
    assert first["农业农村局"] == [5, 1]
    assert first["商务局"] == [0, 1]
    projected = dict(assessment().totals.select("unit_id", "projected").iter_rows())
    assert [value for value in table.column("points") if value != "—"] == [projected[u] for u in (UNIT, OTHER, TOWN)]


def test_units_are_bureaus_then_towns_without_the_unit_that_stands_for_all_towns() -> None:
    known = list(units(voice()))
    assert frames.policy().town_unit not in known
    assert [voice().is_town(unit) for unit in known] == sorted(voice().is_town(unit) for unit in known)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_export_holds_every_table(lang: Any) -> None:
    said = voice(lang)
    made = page.view(bureau(assessment=assessment()), said)
    sheets = page.tables(made, made.filings, said)
    assert len({name for name, _ in sheets}) == len(sheets) == 6
    for _, table in sheets:
        assert all(len(row) == len(table.columns) for row in table.rows)


def test_a_page_of_a_year_without_a_scheme_has_no_points() -> None:
    assert page.view(bureau(assessment=None), voice()).points is None


def test_what_the_last_assessment_wants_put_right_is_to_be_done_until_it_is() -> None:
    rows = [
        {"unit_id": UNIT, "ref": "correction:2025:filing_on_time", "due": date(2026, 4, 20), "state": "overdue"},
        {"unit_id": UNIT, "ref": "correction:2025:innovation", "due": date(2026, 4, 20), "state": "done"},
    ]
    lines = [line for line in todos(bureau(corrections=framed(rows, dict(CORRECTED))), voice()).lines
             if line.what.drill and line.what.drill.page == "assessment" and "2025" in line.what.text]  # fmt: skip
    assert [line.tone for line in lines] == ["bad"]

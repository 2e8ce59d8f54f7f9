"""The three goals of persons: who enters, who is counted where, who is still here."""

from datetime import date
from typing import Any

import pytest

from tests.progress.frames import evaluated, row

Rows = list[dict[str, Any]]
MONTH = date(2023, 7, 1)


def _spell(person: str = "p1", start: date = MONTH, end: date | None = None, **more: Any) -> dict[str, Any]:
    return {"person_key": person, "start_month": start, "end_month": end, "unit_id": "human_resources", **more}


def _degree(
    person: str = "p1", level: str = "bachelor", held: date | None = date(2023, 6, 20), **more: Any
) -> dict[str, Any]:
    return {"person_key": person, "kind": "degree", "level": level, "obtained_date": held, "is_overseas": False, **more}


def _class(person: str, level: str, day: date = date(2024, 3, 5)) -> dict[str, Any]:
    return {"person_key": person, "kind": "talent_class", "level": level, "obtained_date": day}


def _certificate(person: str, day: date = date(2024, 5, 5), kind: str = "skill_grade") -> dict[str, Any]:
    return {"person_key": person, "kind": kind, "level": "technician", "obtained_date": day}


def _born(person: str = "p1", month: date | None = date(2000, 1, 1)) -> dict[str, Any]:
    return {"person_key": person, "birth_month": month}


def _youth_reason(born: date | None = date(2000, 1, 1), readings: dict[str, str] | None = None, **facts: Rows) -> str:
    tables: dict[str, Rows] = {
        "insurance_spell": [_spell()],
        "qualification": [_degree()],
        "person": [_born(month=born)],
    }
    found = evaluated(readings=readings, tables=tables | facts).contributions
    return row(found, target_id="goal.youth")["reason"]


@pytest.mark.parametrize(
    ("born", "reason"),
    [
        (date(1988, 7, 1), "counted"),  # thirty-five in July 2023
        (date(1987, 8, 1), "counted"),  # thirty-six only in August
        (date(1987, 7, 1), "age"),
        (None, "age"),
    ],
)
def test_a_young_talent_is_thirty_five_at_most_in_the_month_of_entry(born: date | None, reason: str) -> None:
    assert _youth_reason(born) == reason


def test_the_age_limit_is_a_reading() -> None:
    assert _youth_reason(date(1983, 7, 1), {"r11": "age_40"}) == "counted"
    assert _youth_reason(date(1982, 7, 1), {"r11": "age_40"}) == "age"
    assert _youth_reason(date(1960, 1, 1), {"r11": "no_age"}) == "counted"
    assert _youth_reason(None, {"r11": "no_age"}) == "counted"


@pytest.mark.parametrize(
    ("level", "is_overseas", "reason"),
    [
        ("doctor", False, "counted"),
        ("bachelor", False, "counted"),
        ("junior_college", False, "degree"),
        ("junior_college", True, "counted"),
        (None, True, "counted"),
        (None, None, "degree"),
    ],
)
def test_a_degree_from_bachelor_on_or_one_from_abroad(level: str, is_overseas: bool | None, reason: str) -> None:
    assert _youth_reason(qualification=[_degree(level=level) | {"is_overseas": is_overseas}]) == reason


@pytest.mark.parametrize(
    ("held", "reason"), [(None, "counted"), (date(2023, 7, 31), "counted"), (date(2023, 8, 1), "degree")]
)
def test_the_degree_is_held_by_the_end_of_the_month_of_entry(held: date | None, reason: str) -> None:
    assert _youth_reason(qualification=[_degree(held=held)]) == reason


def test_junior_college_may_be_read_in() -> None:
    assert (
        _youth_reason(qualification=[_degree(level="junior_college")], readings={"r11": "from_junior_college"})
        == "counted"
    )


def test_only_the_first_local_insurance_month_ever_is_an_entry() -> None:
    early = [_spell(start=date(2022, 9, 1), end=date(2022, 12, 1)), _spell()]
    found = evaluated(insurance_spell=early, qualification=[_degree()], person=[_born()]).contributions
    assert found.is_empty()


def test_the_window_opens_with_october_2022() -> None:
    entered = [_spell("p1", date(2022, 10, 1)), _spell("p2", date(2022, 9, 1))]
    degrees = [_degree("p1", held=None), _degree("p2", held=None)]
    found = evaluated(insurance_spell=entered, qualification=degrees, person=[_born("p1"), _born("p2")]).contributions
    assert found["person_key"].to_list() == ["p1"]
    assert found["month"].to_list() == [date(2022, 10, 1)]


def test_what_happened_after_the_day_does_not_count_yet() -> None:
    tables: dict[str, Rows] = {"insurance_spell": [_spell()], "qualification": [_degree()], "person": [_born()]}
    found = evaluated(date(2023, 6, 30), tables=tables)
    assert found.contributions.is_empty()
    assert evaluated(date(2023, 7, 1), tables=tables).contributions.height == 1


@pytest.mark.parametrize(("level", "default", "narrow"), [("A", 1, 1), ("D", 1, 0), ("E", 0, 0)])
def test_leading_talents_are_the_upper_classes(level: str, default: int, narrow: int) -> None:
    listed = [_class("p1", level)]
    assert row(evaluated(qualification=listed).progress, id="goal.leaders")["records"] == default
    assert (
        row(evaluated(qualification=listed, readings={"r10": "classes_a_c"}).progress, id="goal.leaders")["records"]
        == narrow
    )


def test_a_leader_recognised_twice_is_one_person() -> None:
    selected = {
        "person_key": "p1",
        "kind": "selection",
        "level": "provincial_project",
        "obtained_date": date(2023, 5, 1),
    }
    found = evaluated(qualification=[_class("p1", "D"), selected]).contributions
    assert [(r["event_date"], r["reason"]) for r in found.iter_rows(named=True)] == [
        (date(2023, 5, 1), "counted"),
        (date(2024, 3, 5), "duplicate_person"),
    ]


def _everywhere(readings: dict[str, str] | None = None, end: date | None = None) -> Any:
    return evaluated(
        insurance_spell=[_spell(end=end), _spell("p2")],
        qualification=[_degree(), _degree("p2"), _class("p1", "B"), _certificate("p1"), _certificate("p2")],
        person=[_born(), _born("p2")],
        readings=readings,
    )


def test_a_person_counts_in_the_first_goal_and_the_others_are_shown() -> None:
    found = _everywhere()
    shown = {
        (r["target_id"], r["person_key"]): (r["reason"], r["also_in"])
        for r in found.contributions.iter_rows(named=True)
    }
    assert shown == {
        ("goal.leaders", "p1"): ("counted", ["goal.youth", "goal.others"]),
        ("goal.youth", "p1"): ("other_goal", ["goal.leaders", "goal.others"]),
        ("goal.youth", "p2"): ("counted", ["goal.others"]),
        ("goal.others", "p1"): ("other_goal", ["goal.leaders", "goal.youth"]),
        ("goal.others", "p2"): ("other_goal", ["goal.youth"]),
    }
    goals = found.progress.filter(found.progress["id"].str.starts_with("goal.")).head(3)
    assert goals["actual"].to_list() == [1, 1, 0]


def test_each_goal_may_count_for_itself() -> None:
    found = _everywhere({"r13": "each_goal"})
    assert found.progress["actual"].head(3).to_list() == [1, 2, 2]
    assert row(found.contributions, target_id="goal.others", person_key="p1")["also_in"] == [
        "goal.leaders",
        "goal.youth",
    ]


def test_the_overlap_of_two_goals_is_the_same_however_it_is_counted() -> None:
    expected = [("goal.leaders", "goal.youth", 1), ("goal.leaders", "goal.others", 1), ("goal.youth", "goal.others", 2)]
    assert _everywhere().overlaps.rows() == expected
    assert _everywhere({"r13": "each_goal"}).overlaps.rows() == expected


def test_a_refused_row_tells_of_no_other_goal() -> None:
    found = evaluated(
        insurance_spell=[_spell()],
        qualification=[_degree(), _certificate("p1")],
        person=[_born(month=date(1970, 1, 1))],
    ).contributions
    assert row(found, target_id="goal.youth")["also_in"] == []
    assert row(found, target_id="goal.others")["is_counted"]


@pytest.mark.parametrize(("end", "here"), [(None, 1), (date(2026, 9, 1), 1), (date(2026, 8, 1), 0)])
def test_still_here_means_insured_in_the_month_of_the_day(end: date | None, here: int) -> None:
    found = _everywhere(end=end).progress
    assert row(found, id="goal.leaders")["still_here"] == here
    assert row(found, id="goal.leaders")["actual"] == 1


def test_a_net_stock_counts_only_those_still_here() -> None:
    found = _everywhere({"r14": "net_stock"}, end=date(2026, 8, 1))
    assert row(found.contributions, target_id="goal.leaders")["reason"] == "left"
    assert found.progress["actual"].head(3).to_list() == [0, 1, 0]


def test_still_here_is_unknown_without_any_insurance_record() -> None:
    assert row(evaluated(qualification=[_class("p1", "A")]).progress, id="goal.leaders")["still_here"] is None


def test_certificates_hires_and_finished_courses_make_one_person_of_the_others() -> None:
    course = {"person_key": "p1", "programme": "farmer_skill", "event_date": date(2023, 4, 1), "is_completed": True}
    found = evaluated(
        qualification=[
            _certificate("p1"),
            _certificate("p1", kind="industrial"),
            _certificate("p2", date(2022, 9, 30)),
        ],
        training_attendance=[course, course | {"is_completed": False, "person_key": "p3"}],
    ).contributions
    others = found.filter(found["target_id"] == "goal.others")
    assert [(r["fact"], r["person_key"], r["reason"]) for r in others.iter_rows(named=True)] == [
        ("training_attendance", "p1", "counted"),
        ("training_attendance", "p3", "not_completed"),
        ("qualification", "p1", "duplicate_person"),
        ("qualification", "p1", "duplicate_person"),
    ]

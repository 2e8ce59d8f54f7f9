"""Sliders over a scenario: each turns one row, the same scenario is read back, and nothing else is lost."""

from datetime import date

import pytest

from analytics.budget.exposure.scenario import Change, Scenario, canonical
from analytics.policy import Policy
from analytics.report.voice import Voice
from analytics.report.whatif import links, speech, turning
from analytics.report.whatif.turning import ALL, Desk, Scope
from analytics.texts import catalogue
from tests.budget.exposure.books import SMALL, plausible


def read_back(scenario: Scenario, policy: Policy) -> Scenario:
    found, wrong = links.read(links.codes(scenario), Voice(policy, catalogue("zh")))
    assert not wrong
    return found


def test_a_turned_slider_shows_its_value_and_turned_back_it_is_gone(policy: Policy) -> None:
    desk = Desk(policy, Scenario(), Scope())
    for dial in desk.dials:
        value = dial.bounds[1] if dial.neutral < dial.bounds[1] else dial.bounds[0]
        turned = read_back(desk.turned(dial.knob.id, value), policy)
        shown = {one.knob.id: one for one in Desk(policy, turned, turning.scope({}, turned, policy)).dials}
        assert shown[dial.knob.id].value == value
        assert Desk(policy, turned, Scope()).turned(dial.knob.id, dial.neutral).changes == ()


def test_a_benefit_takes_its_own_part_out_of_what_was_set_for_all(policy: Policy) -> None:
    everywhere = Desk(policy, Scenario(), Scope()).turned("rate", 1.1)
    both = Desk(policy, everywhere, Scope("b03a")).turned("rate", 0.9)
    rates = {row.value: row.streams for row in read_back(both, policy).changes}
    assert rates[0.9] == ("b03a",)
    assert "b03a" not in rates[1.1]
    assert len(rates[1.1]) == len(turning.members(ALL, policy)) - 1
    assert [row.value for row in Desk(policy, both, Scope("b03a")).others] == [1.1]


def test_month_and_people_move_the_rows_of_the_sliders(policy: Policy) -> None:
    start = Desk(policy, Scenario(), Scope()).turned("rate", 1.1)
    start = Desk(policy, start, Scope()).turned("uptake", 1.1)
    moved = Desk(policy, start, Scope()).moved(Scope(ALL, date(2027, 1, 1), existing=True))
    assert turning.scope({}, moved, policy) == Scope(ALL, date(2027, 1, 1), existing=True)
    rows = {row.knob: row for row in canonical(moved).changes}
    assert rows["rate"].existing
    assert rows["uptake"].existing
    assert {row.since for row in moved.changes} == {date(2027, 1, 1)}


def test_rows_that_no_slider_shows_stay_and_are_told(policy: Policy) -> None:
    kept = Change("eligibility", 0.0, ("b03a",), ("bachelor",))
    desk = Desk(policy, Scenario("", (kept,)), Scope())
    turned = desk.turned("intake", 1.2)
    assert kept in turned.changes
    assert Desk(policy, turned, Scope()).others == (kept,)
    assert turning.without(turned, kept).changes == (Change("intake", 1.2),)
    said = speech.row(kept, Voice(policy, catalogue("en")))
    assert said.endswith("Share that stays eligible 0%, only Bachelor")


@pytest.mark.parametrize(
    ("codes", "place"),
    [({"s": "rate::9"}, "s[1].value"), ({"s": "rat::1"}, "s[1].knob"), ({"s": "rate::1.1:2028-13"}, "s[1].since")],
)
def test_a_link_that_does_not_hold_is_told_and_changes_none(policy: Policy, codes: dict[str, str], place: str) -> None:
    found, wrong = links.read(codes, Voice(policy, catalogue("zh")))
    assert found.changes == ()
    assert len(wrong) == 1
    assert place in wrong[0]


def test_codes_that_make_no_sense_count_as_absent(policy: Policy) -> None:
    assert turning.scope({"g": "nobody", "since": "2027-13", "who": "?"}, Scenario(), policy) == Scope()
    assert links.numbers("1,x,2,1,9999999999,３", 4) == [1, 2]


def test_a_row_that_is_over_and_other_data_are_told_on_the_page(policy: Policy) -> None:
    changes = (Change("rate", 1.1, until=date(2026, 9, 1)),)
    said = links.notes(
        Scenario("甲", changes, data_version=3), plausible(size=SMALL), 7, Voice(policy, catalogue("zh"))
    )
    assert [sentence.split("：")[1] for sentence in said] == ["change[1].until", "data_version"]

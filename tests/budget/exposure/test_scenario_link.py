"""A link carries a whole scenario, is the same for the same scenario, and is checked like a file."""

from contextlib import suppress
from datetime import date
from urllib.parse import parse_qsl, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import policy as rules
from analytics.budget.exposure import scenario_link
from analytics.budget.exposure.faults import ScenarioError
from analytics.budget.exposure.scenario import Change, Scenario, canonical
from tests.budget.exposure.scenarios import scenarios

POLICY = rules.load()


def test_the_codes_of_a_link_stay_as_they_are() -> None:
    scenario = Scenario(
        "t",
        (
            Change("delay", 2, backdated=False),
            Change("rate", 1.1, ("b03b", "b03a"), ("master",), date(2027, 1, 1), existing=True),
            Change("rate", 0.9, ("b05b",), since=date(2027, 1, 1), until=date(2027, 12, 1)),
        ),
        data_version=12,
    )
    assert scenario_link.query(scenario) == {
        "s": "rate:b03a.b03b:1.1:2027-01::master:x~rate:b05b:0.9:2027-01:2027-12~delay::2::::l",
        "t": "t",
        "v": "12",
    }


def test_an_empty_scenario_needs_no_parameters() -> None:
    assert scenario_link.query(Scenario()) == {}
    assert scenario_link.from_query({"page": "1"}, POLICY) == Scenario()


@settings(max_examples=150, deadline=None)
@given(scenarios(POLICY))
def test_a_link_reads_back_through_any_address(scenario: Scenario) -> None:
    address = urlencode(scenario_link.query(scenario))
    assert scenario_link.from_query(dict(parse_qsl(address)), POLICY) == canonical(scenario)


@given(st.text(alphabet="rate:.~b03a1-x", max_size=40) | st.text(max_size=40))
def test_no_link_ends_in_anything_but_a_scenario_or_sentences(text: str) -> None:
    with suppress(ScenarioError):
        scenario_link.from_query({"s": text, "m": text, "v": text}, POLICY)


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"s": "rates::1"}, "scenario: s[1].knob: there is no change called rates"),
        ({"s": "rate::9"}, "scenario: s[1].value: Rate: 9 is out of range"),
        ({"s": "rate::much"}, 'scenario: s[1].value: must be a number, found "much"'),
        ({"s": "rate::nan"}, "scenario: s[1].value: Rate: nan is out of range"),
        ({"s": "rate:b99z:1"}, "scenario: s[1].benefits: there is no benefit b99z"),
        ({"s": "rate::1:2027-06:2027-01"}, "scenario: s[1].until: it ends in Jan 2027"),
        ({"s": "rate::1~intake::1~rate::1.1"}, "scenario: s[3]: s[1] sets Rate"),
        ({"s": "rate::1::::q"}, "scenario: s[1].q: there is no such key"),
        ({"s": "rate::1::::::"}, "scenario: s[1].:"),
        ({"v": "x"}, "scenario: data_version: a version must be"),
        ({"m": "9" * 30}, "scenario: model: a version must be"),
    ],
)
def test_what_is_wrong_with_a_link_is_told_with_its_key(parameters: dict[str, str], sentence: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        scenario_link.from_query(parameters, POLICY)
    assert sentence in str(caught.value)

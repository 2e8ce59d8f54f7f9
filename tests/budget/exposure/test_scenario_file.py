"""A scenario file reads back as it was written, and whatever is wrong with one is told with the file and the key."""

import tomllib
from contextlib import suppress
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics import policy as rules
from analytics.budget.exposure import scenario_file
from analytics.budget.exposure.faults import ScenarioError
from analytics.budget.exposure.scenario import Change, Scenario, canonical
from analytics.policy import Policy
from analytics.texts import catalogue
from tests.budget.exposure.scenarios import scenarios

POLICY = rules.load()
HEAD = 'title = "x"\n\n[[change]]\n'
RATE = f'{HEAD}knob = "rate"\nvalue = 1.1\n'
DURATION = f'{HEAD}knob = "duration"\nvalue = 24\n'

EXAMPLE = """\
title = "青年补贴上调"
model = 1
data_version = 123

[[change]]
knob = "rate"
value = 1.1
benefits = ["b03a", "b03b"]
levels = ["master"]
since = "2027-01"
until = "2027-12"
existing = true

[[change]]
knob = "delay"
value = 2
backdated = false
"""


def refused(text: str) -> ScenarioError:
    with pytest.raises(ScenarioError) as caught:
        scenario_file.read(text, POLICY, "plan.toml")
    return caught.value


def test_a_file_reads_as_its_rows_say() -> None:
    assert scenario_file.read(EXAMPLE, POLICY, "plan.toml") == Scenario(
        "青年补贴上调",
        (
            Change(
                "rate", 1.1, ("b03a", "b03b"), ("master",), date(2027, 1, 1), date(2027, 12, 1), existing=True
            ),
            Change("delay", 2, backdated=False),
        ),
        model=1,
        data_version=123,
    )  # fmt: skip


def test_a_file_is_written_as_it_is_read() -> None:
    assert scenario_file.write(scenario_file.read(EXAMPLE, POLICY, "plan.toml")) == EXAMPLE


def test_an_empty_file_is_the_empty_scenario() -> None:
    assert scenario_file.read("", POLICY, "plan.toml") == Scenario()


@settings(max_examples=150, deadline=None)
@given(scenarios(POLICY))
def test_what_is_written_reads_back_the_same(scenario: Scenario) -> None:
    text = scenario_file.write(scenario)
    assert scenario_file.read(text, POLICY, "plan.toml") == canonical(scenario)
    assert scenario_file.write(canonical(scenario)) == text


@settings(max_examples=30, deadline=None)
@given(scenarios(POLICY), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(scenario: Scenario, random: st.DataObject) -> None:
    rows = list(scenario.changes)
    random.shuffle(rows)  # pyright: ignore[reportAttributeAccessIssue]
    other = Scenario(scenario.title, tuple(rows), scenario.model, scenario.data_version)
    assert scenario_file.write(other) == scenario_file.write(scenario)


@given(st.text(max_size=80))
def test_no_text_ends_in_anything_but_a_scenario_or_sentences(text: str) -> None:
    with suppress(ScenarioError):
        scenario_file.read(text, POLICY, "plan.toml")


WRONG = [
    # file as a whole
    ("title = \n", "plan.toml", "line 1, character 9"),
    ("a = [", "plan.toml", "not TOML"),
    (f"model = {'9' * 5000}", "plan.toml", "number is too long"),
    (f"x = {'[' * 5000}", "plan.toml", "not TOML"),
    ('title = 3\nmodel = "a"\ndata_version = 0\n', "title", "must be a text"),
    ("model = 99\n", "model", "made with version 99 of the model"),
    ("data_version = true\n", "data_version", "whole number from 1 up, found true"),
    ("author = 1\n", "author", "no such key; known are title, model, data_version, change"),
    ("change = 1\n", "change", "must be a [[change]] section"),
    ("[[change]]\n" * 61, "change", "there are 61 changes, at most 60"),
    # keys of a row
    (f"{HEAD}value = 1\n", "change[1].knob", "missing"),
    (f'{HEAD}knob = "rate"\n', "change[1].value", "missing"),
    (f"{HEAD}knob = 1\nvalue = 1\n", "change[1].knob", "must be a text in quotes, found 1"),
    (f'{HEAD}knob = "rates"\nvalue = 1\n', "change[1].knob", "no change called rates; known are rate, cap"),
    (f"{RATE}rate = 2\n", "change[1].rate", "no such key; known are knob, value"),
    # values
    (f'{HEAD}knob = "rate"\nvalue = "1"\n', "change[1].value", 'must be a number, found "1"'),
    (f'{HEAD}knob = "rate"\nvalue = true\n', "change[1].value", "must be a number, found true"),
    (f'{HEAD}knob = "rate"\nvalue = 3.5\n', "change[1].value", "Rate: 3.5 is out of range, it must lie between 0 and"),
    (f'{HEAD}knob = "rate"\nvalue = nan\n', "change[1].value", "out of range"),
    (f'{HEAD}knob = "rate"\nvalue = {"9" * 4000}\n', "change[1].value", "out of range"),
    (f'{HEAD}knob = "uptake"\nvalue = -0.1\n', "change[1].value", "Uptake: -0.1 is out of range"),
    (f'{HEAD}knob = "duration"\nvalue = 24.5\n', "change[1].value", "Duration must be a whole number (months)"),
    # benefits and levels
    (f'{RATE}benefits = "b03a"\n', "change[1].benefits", "must be a list of codes"),
    (f'{RATE}benefits = ["b03a", "b03a"]\n', "change[1].benefits", "b03a is named twice"),
    (f'{RATE}benefits = ["b99z"]\n', "change[1].benefits", "there is no benefit b99z"),
    (f'{RATE}levels = ["phd"]\n', "change[1].levels", "there is no level phd"),
    (f'{RATE}benefits = ["b03a"]\nlevels = ["technician"]\n', "change[1].levels", "benefit b03a has no level tech"),
    (f'{RATE}benefits = ["b06b"]\n', "change[1].benefits", "b06b (Office space free of charge) is given in kind"),
    (f'{DURATION}benefits = ["b05a"]\n', "change[1].benefits", "Duration does not apply to b05a"),
    (f'{HEAD}knob = "cap"\nvalue = 1e7\nbenefits = ["b03a"]\n', "change[1].benefits", "Cap per case does not apply"),
    (f'{DURATION}levels = ["master"]\n', "change[1].levels", "Duration does not tell levels apart"),
    # months and flags
    (f'{RATE}since = "2027-13"\n', "change[1].since", "must be a month written like 2027-01, found 2027-13"),
    (f"{RATE}since = 2027-01-15\n", "change[1].since", "must be a month written like 2027-01, found 2027-01-15"),
    (f'{RATE}since = "2027-06"\nuntil = "2027-05"\n', "change[1].until", "ends in May 2027, before it begins in Jun"),
    (f'{RATE}since = "2020-06"\n', "change[1].since", "Jun 2020 is before Oct 2022"),
    (f'{RATE}since = "2072-01"\n', "change[1].since", "Jan 2072 is too late: after Sept 2034 nothing falls due"),
    (f'{RATE}until = "9999-12"\n', "change[1].until", "too late"),
    (f"{RATE}existing = 1\n", "change[1].existing", "must be true or false, found 1"),
    (f"{RATE}backdated = false\n", "change[1].backdated", "only a delay is backdated"),
    (f'{HEAD}knob = "intake"\nvalue = 1\nexisting = true\n', "change[1].existing", "about new entrants alone"),
    (f'{HEAD}knob = "extension"\nvalue = 6\nsince = "2027-01"\n', "change[1].since", "no first or last month"),
]


@pytest.mark.parametrize(("text", "key", "sentence"), WRONG)
def test_what_is_wrong_is_told_with_file_and_key(text: str, key: str, sentence: str) -> None:
    told = refused(text).sentences(catalogue("en"))
    assert any(line.startswith("plan.toml: ") and key in line and sentence in line for line in told), told


def test_every_fault_is_told_at_once_and_in_the_language_of_the_reader() -> None:
    error = refused(f'{HEAD}knob = "rate"\nvalue = 9\nbenefits = ["b99z"]\n')
    assert error.sentences(catalogue("zh")) == [
        "plan.toml：change[1].value：补贴标准的数值 9 超出范围，应在 0 到 3 之间（倍）。",
        "plan.toml：change[1].benefits：没有编号为 b99z 的待遇。",
    ]
    assert str(error).count("\n") == 1


def row(knob: str, more: str) -> str:
    return f'[[change]]\nknob = "{knob}"\nvalue = 1\n{more}\n'


@pytest.mark.parametrize(
    ("one", "other", "is_refused"),
    [
        ("", "", True),
        ('benefits = ["b03a"]', "", True),
        ('benefits = ["b03a"]', 'benefits = ["b03b"]', False),
        ('levels = ["master"]', 'levels = ["doctor"]', False),
        ('levels = ["master"]', "", True),
        ('until = "2027-03"', 'since = "2027-04"', False),
        ('until = "2027-04"', 'since = "2027-04"', True),
        ('since = "2027-05"\nuntil = "2027-06"', 'since = "2027-01"', True),
    ],
)
def test_a_knob_is_set_once_for_a_benefit_in_a_month(one: str, other: str, *, is_refused: bool) -> None:
    text = row("rate", one) + row("rate", other)
    if is_refused:
        assert str(refused(text)).startswith("plan.toml: change[2]: change[1] sets Rate for the same months")
    else:
        assert len(scenario_file.read(text, POLICY, "plan.toml").changes) == 2
    scenario_file.read(row("rate", one) + row("intake", ""), POLICY, "plan.toml")


def test_a_file_that_cannot_be_read_is_told_by_its_name(tmp_path: Path) -> None:
    for path, words in (
        (tmp_path / "none.toml", "no such file"),
        (tmp_path, "a folder"),
        (tmp_path / "gbk.toml", "no UTF-8 text"),
    ):
        (tmp_path / "gbk.toml").write_bytes("title = '标准'".encode("gbk"))
        with pytest.raises(ScenarioError, match=f"{path.name}: .*{words}"):
            scenario_file.read_file(path, POLICY)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    path = tmp_path / "plan.toml"
    path.write_text(EXAMPLE, encoding="utf-8-sig")
    assert len(scenario_file.read_file(path, POLICY).changes) == 2


def test_a_title_of_any_signs_stays_toml() -> None:
    text = scenario_file.write(Scenario('"\\\n\x7f\x01' + "𠀀"))
    assert tomllib.loads(text)["title"] == '"\\\n\x7f\x01' + "𠀀"


def test_each_knob_takes_the_ends_of_its_range() -> None:
    shipped: Policy = POLICY
    for knob in shipped.knobs.knobs:
        for value in (knob.min, knob.max, knob.low if not knob.is_relative else knob.min):
            text = f'[[change]]\nknob = "{knob.id}"\nvalue = {scenario_file.number(value)}\n'
            assert scenario_file.read(text, shipped, "plan.toml").changes[0].value == value

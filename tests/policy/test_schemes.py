"""Assessment schemes: one complete file per year, and everything the loader refuses about one."""

import shutil
from pathlib import Path

import pytest

from analytics.policy import Policy, PolicyError, load
from tests.policy.conftest import SHIPPED, Edit

FILE = "assessment/2025.toml"


def test_a_year_has_the_scheme_of_its_own_file_or_none(policy: Policy) -> None:
    assert policy.scheme(2025).year == 2025
    with pytest.raises(PolicyError, match=r"no scheme for 2030 \(assessment/2030\.toml is missing\)"):
        policy.scheme(2030)


def test_every_bureau_and_every_town_is_assessed(policy: Policy) -> None:
    for scheme in policy.schemes:
        bureaus = [unit.id for unit in policy.units if unit.id != policy.town_unit]
        assert list(scheme.group_of) == [*bureaus, *(town.id for town in policy.towns)]


def test_every_target_is_key_work_of_its_lead_and_the_meetings_are_routine(policy: Policy) -> None:
    for scheme in policy.schemes:
        asked = {item.target: item for item in scheme.items if item.measure == "target" and item.units}
        assert set(asked) == {target.id for target in policy.targets}
        assert all(asked[target.id].units == (target.lead,) for target in policy.targets)
        routine = {target for target, item in asked.items() if item.class_id == "routine"}
        assert routine == {"quota.joint_meetings"}


def test_the_digest_tells_whether_a_scheme_was_changed(policy: Policy, edited: Edit) -> None:
    again = load(edited(FILE, "cap = 1.2", "cap = 1.1"))
    assert again.scheme(2024).digest == policy.scheme(2024).digest
    assert again.scheme(2025).digest != policy.scheme(2025).digest
    assert load().scheme(2025).digest == policy.scheme(2025).digest


def test_only_a_target_can_be_exceeded(policy: Policy) -> None:
    scheme = policy.scheme(2025)
    assert (scheme.cap_of(scheme.item("key.youth")), scheme.cap_of(scheme.item("innovation"))) == (1.2, 1.0)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("weight = 30", "weight = 31", "class: weights add to 101, not 100"),
        ('measure = "reviewed"', 'measure = "liked"', r"item\[team_list\].measure"),
        ('class = "routine"', 'class = "other"', r"item\[team_list\].class: unknown class other"),
        (
            'target = "quota.joint_meetings"',
            'target = "quota.parties"',
            r"item\[joint_meetings\].target: unknown target",
        ),
        ('units = ["organisation"]', 'units = ["nobody"]', r"item\[joint_meetings\].units: unknown unit nobody"),
        ('id = "service"', 'id = "team_list"', "item team_list is named twice"),
        (
            '"quota.rural_transfer", "quota.internships"',
            '"quota.picnics"',
            r"gaming.relabelled_targets: unknown target quota.picnics",
        ),
        ('"370283400"', '"370283999"', r"group\[towns\].units: unknown unit 370283999"),
        ('"370283400"', '"health"', "group: unit health is named twice"),
        ("cap = 1.2", "cap = 1.2\nceiling = 2", "ceiling: unknown key"),
        ("days = 75", "days = 75\nhours = 2", r"item\[processing_time\].hours: unknown key"),
        ("days = 75", "", r"item\[processing_time\]: days: measure processing_time needs it"),
        ("days = 90", "", r"item\[paid_in_time\]: days: measure payment_time needs it"),
        ('stages = ["received", "decided"]', 'stages = ["received"]', "stages: must be two"),
        ('stages = ["received", "decided"]', 'stages = ["received", "done"]', "stages: unknown code done"),
        ('measure = "innovation"', 'measure = "innovation"\ndays = 3', "days: measure innovation does not use it"),
        ('groups = ["towns"]', 'groups = ["cities"]', "unknown group cities"),
        ("cap = 1.2", "", "cap: missing key"),
        ('class = "innovation"', 'class = "key"', r"class\[innovation\]: has no item"),
        ("from = 80", "from = 95", "band: from must fall, down to 0"),
        ('bands = ["poor"]', 'bands = ["awful"]', "correction.bands: unknown band awful"),
        ("planned = 0.2", "stopped = 0.2", "expected.milestone: unknown code stopped"),
        ('id = "red_note"', 'id = "yellow_note"', "adjustment yellow_note is named twice"),
        ("year = 2025", "year = 2024", "year: must be 2025, found 2024"),
        (
            '  "goal.leaders", "goal.youth"',
            '  "goal.followers"',
            "gaming.relabelled_targets: unknown target goal.followers",
        ),
        ('change_by = "07-01"', 'change_by = "July"', "change_by"),
    ],
)
def test_a_scheme_that_cannot_be_vouched_for_is_refused(edited: Edit, old: str, new: str, told: str) -> None:
    with pytest.raises(PolicyError, match=told) as error:
        load(edited(FILE, old, new))
    assert FILE in str(error.value)


def test_a_unit_without_any_item_is_refused(edited: Edit) -> None:
    folder = edited(FILE, '"370283400",\n]', '"370283400", "towns",\n]')
    path = folder / FILE
    only_bureaus = path.read_text(encoding="utf-8").replace('groups = ["bureaus", "towns"]', 'groups = ["bureaus"]')
    path.write_text(only_bureaus.replace('groups = ["towns"]', 'groups = ["towns"]\nunits = ["370283001"]'), "utf-8")
    with pytest.raises(PolicyError, match=r"group\[towns\]: unit 370283002 has no item"):
        load(folder)


def test_a_bureau_answers_only_for_targets_that_name_it(edited: Edit) -> None:
    folder = edited(FILE, 'units = ["agriculture"]', 'units = ["publicity"]')
    with pytest.raises(PolicyError, match=r"units: unknown unit of quota\.\w+ publicity"):
        load(folder)


def test_nothing_is_taken_from_another_year(tmp_path: Path) -> None:
    folder = tmp_path / "policy"
    shutil.copytree(SHIPPED, folder)
    (folder / "assessment" / "2024.toml").unlink()
    with pytest.raises(PolicyError, match="no scheme for 2024"):
        load(folder).scheme(2024)

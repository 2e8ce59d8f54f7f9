"""Every benefit, case by case: yes, no, on the boundary, before and after each date."""

import pytest

from analytics.entitlement import Dues
from analytics.policy import Policy
from tests.entitlement.cases import FOLDER, Case, cases, settled, told
from tests.entitlement.catalogues import changed, succeeded

KINDS = {"yes", "no", "boundary", "before", "after"}
CASES = list(cases())
YES = [case for case in CASES if case.kind == "yes"]


@pytest.fixture(scope="module")
def outcomes(policy: Policy) -> dict[Case, Dues]:
    return settled(policy, CASES)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_case_comes_out_as_written(case: Case, outcomes: dict[Case, Dues]) -> None:
    due, refused = told(case, outcomes[case])
    assert due == case.due
    assert refused == case.refused


def test_every_benefit_has_cases_of_every_kind(policy: Policy) -> None:
    found = {benefit.id: {case.kind for case in CASES if case.benefit == benefit.id} for benefit in policy.benefits}
    assert found == dict.fromkeys(found, KINDS)
    assert {path.stem for path in FOLDER.glob("*.toml")} == set(found)


def test_nothing_falls_due_while_a_benefit_is_suspended_and_all_of_it_before(policy: Policy) -> None:
    """Every benefit is suspended from the month in which the first of its dues falls."""
    first = {case: min(row["from_month"] for row in case.due) for case in YES}
    for day in sorted(set(first.values())):
        mine = [case for case in YES if first[case] == day]
        stopped = changed(policy, lambda b, day=day: {"statuses": succeeded(b.statuses[0], day, state="suspended")})
        for case, found in settled(stopped, mine).items():
            due, _ = told(case, found)
            assert due == [], case
        later = changed(
            policy,
            lambda b, day=day: {"statuses": succeeded(b.statuses[0], day.replace(year=2100), state="suspended")},
        )
        for case, found in settled(later, mine).items():
            assert told(case, found)[0] == case.due, case

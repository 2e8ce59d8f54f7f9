"""Points go to the records that gave them."""

from datetime import date

import pytest

from analytics.assessment.frames import EVIDENCE, POINTS
from analytics.assessment.trace import trace
from analytics.policy.schemes import Scheme
from tests.assessment.known import frame


def _traced(scheme: Scheme, item: str, values: list[tuple[float, bool]], points: float, quota: float) -> list[float]:
    told = [
        {"unit_id": "organisation", "item_id": item, "ref": f"event:{n}", "day": date(2025, 1, 28 - n), "value": value,
         "counts": counts}
        for n, (value, counts) in enumerate(values)
    ]  # fmt: skip
    row = {"unit_id": "organisation", "item_id": item, "points": points, "quota": quota,
           "actual": sum(value for value, counts in values if counts)}  # fmt: skip
    return trace(frame(told, EVIDENCE), frame([row], POINTS), scheme)["points"].to_list()


def test_records_of_a_target_have_points_until_the_cap(scheme: Scheme) -> None:
    latest_first = [(1.0, True)] * 4
    assert _traced(scheme, "key.leaders", latest_first, 12.0, 2.0) == pytest.approx([0.0, 2.0, 5.0, 5.0])


def test_what_does_not_count_has_no_points(scheme: Scheme) -> None:
    assert _traced(scheme, "key.leaders", [(1.0, False), (1.0, True)], 3.0, 2.0) == [0.0, 3.0]


def test_other_measures_share_by_value(scheme: Scheme) -> None:
    assert _traced(scheme, "innovation", [(3.0, True), (1.0, True), (0.0, False)], 8.0, 10.0) == [6.0, 2.0, 0.0]

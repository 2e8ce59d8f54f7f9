"""The light by gap and probability together: every cell of the rule, and what it rests on without a forecast."""

import pytest

from analytics.progress.lights import Judged, judge
from analytics.progress.pace import Standing, stand
from analytics.progress.periods import current
from tests.progress.coming import coming, farmers
from tests.progress.frames import AS_OF, policy, rules


def _standing(actual: int | None) -> Standing:
    target = policy().target("quota.internships")
    return stand(target, current(rules().periods(target), AS_OF), actual, AS_OF, rules())


@pytest.mark.parametrize(
    ("probability", "outlook", "lights"),
    [
        (1.0, "likely", ("on_pace", "on_pace", "slightly_behind")),
        (0.8, "likely", ("on_pace", "on_pace", "slightly_behind")),
        (0.79, "watch", ("slightly_behind",) * 3),
        (0.5, "watch", ("slightly_behind",) * 3),
        (0.49, "at_risk", ("slightly_behind", "slightly_behind", "behind")),
        (0.2, "at_risk", ("slightly_behind", "slightly_behind", "behind")),
        (0.19, "off_track", ("behind",) * 3),
        (0.0, "off_track", ("behind",) * 3),
    ],
)
def test_gap_and_probability_decide_together(probability: float, outlook: str, lights: tuple[str, ...]) -> None:
    found = [judge(_standing(actual), None, probability, rules()) for actual in (750, 650, 649)]
    assert [light.status for light in found] == list(lights)
    assert {(light.basis, light.outlook) for light in found} == {("forecast", outlook)}


def test_the_gap_to_the_seasonal_pace_counts_where_it_is_known() -> None:
    assert judge(_standing(649), 0.0, None, rules()) == Judged("on_pace", "seasonal_pace")
    assert judge(_standing(900), -10.1, None, rules()) == Judged("behind", "seasonal_pace")
    assert judge(_standing(649), None, None, rules()) == Judged("behind", "pace")
    assert judge(_standing(649), -5.0, 0.3, rules()).status == "slightly_behind"


def test_what_is_done_or_unknown_is_no_matter_of_probability() -> None:
    assert judge(_standing(1000), None, 0.1, rules()).status == "done"
    assert judge(_standing(None), None, 0.9, rules()).status == "no_data"


def test_under_a_year_of_filings_the_pace_alone_decides_and_that_is_said() -> None:
    young = farmers(coming([50] * 9, first=AS_OF.replace(month=1, day=1)))
    assert (young["no_forecast"], young["basis"], young["outlook"]) == ("short_history", "pace", None)
    old = farmers(coming([50] * 48))
    assert (old["basis"], old["outlook"]) == ("forecast", policy().statuses.outlook(old["p_attain"]).id)

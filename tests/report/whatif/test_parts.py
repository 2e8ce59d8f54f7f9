"""Figures of a what-if: titles equal what is drawn, parts add up to the totals that are told."""

import pytest

from analytics.budget.exposure.scenario import Change, Scenario
from analytics.policy import Policy
from analytics.report.voice import Voice
from analytics.report.whatif import fan, parts
from analytics.report.whatif.answer import answer
from analytics.texts import catalogue
from tests.report.whatif.grounds import CHANGED, PROOF, made_up

CENT = 0.01


@pytest.fixture
def voice(policy: Policy) -> Voice:
    return Voice(policy, catalogue("zh"))


def test_the_years_add_up_to_what_is_to_come(voice: Voice) -> None:
    found = answer(made_up(), CHANGED)
    shown = parts.by_year(found, voice)
    drawn = sum(end - start for row in shown.rows for start, end, _ in row.spans)
    late = sum(found.after.to_come[:-1]) / 100
    assert drawn == pytest.approx(late, abs=1)
    assert sum(row.mark or 0 for row in shown.rows) == pytest.approx(found.before.total / 100, abs=1)
    assert voice.texts.money_fen(round(found.after.total)) in shown.title
    assert voice.texts.money_fen(round(found.after.tail)) in shown.title


def test_the_parts_of_the_difference_add_up_to_it(voice: Voice) -> None:
    found = answer(made_up(), CHANGED)
    shown = parts.why(found, voice)
    assert shown is not None
    *knobs, total = shown.table.column("part")
    assert {row.name for row in shown.rows[:-1]} == {"新进规模", "补贴标准"}
    assert shown.rows[-1].name == "合计"
    assert abs(float(str(knobs[0]))) >= abs(float(str(knobs[1])))
    assert sum(map(float, map(str, knobs))) == pytest.approx(float(str(total)), abs=2 * CENT)
    assert float(str(total)) == pytest.approx((found.after.total - found.before.total) / 100, abs=CENT)
    assert shown.rows[0].spans[0][0] == 0
    assert shown.rows[1].spans[0][1] == pytest.approx(shown.rows[2].spans[0][1], abs=CENT)
    assert shown.rows[-1].text in shown.said


def test_one_change_makes_all_of_the_difference(voice: Voice) -> None:
    shown = parts.why(answer(made_up(), Scenario("", (Change("intake", 1.5),))), voice)
    assert shown is not None
    assert shown.title.endswith("全部来自新进规模")
    assert shown.rows[0].text == shown.rows[1].text


def test_the_factors_and_what_they_do_together_make_their_total(voice: Voice) -> None:
    ground = made_up()
    shown = parts.factors(ground, voice)
    assert len(shown.rows) == len(voice.policy.knobs.knobs)
    ends = [row.spans for row in shown.rows]
    reach = [sum(end - start for start, end, _ in spans) for spans in ends]
    assert reach[0] == max(reach)
    assert shown.rows[0].name in shown.title
    assert all(start <= 0 <= end for spans in ends for start, end, _ in spans)


def test_the_fan_ends_at_what_its_title_says(voice: Voice) -> None:
    found = answer(made_up(PROOF), CHANGED)
    chart = fan.fan(found, voice)
    december = chart.table.rows[-1]
    assert december[3].text == voice.texts.money_fen(round(found.after.of_year))
    assert december[3].text in chart.title
    assert december[2].text == voice.texts.money_fen(round(found.before.of_year))
    edges = [trace["y"] for trace in chart.figure["data"] if not trace["line"]["width"]]
    assert edges[0][0] == edges[1][0]
    assert edges[0][-1] < edges[2][-1] < edges[4][-1] < edges[5][-1] < edges[3][-1] < edges[1][-1]

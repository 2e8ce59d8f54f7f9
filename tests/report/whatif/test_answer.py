"""The answer of a what-if: an empty one changes nothing, its numbers are those of the kernel, bands need a proof."""

import pytest

from analytics.budget.exposure.outlay import project
from analytics.budget.exposure.scenario import Scenario
from analytics.policy import Policy
from analytics.report.voice import Voice
from analytics.report.whatif import fan, parts
from analytics.report.whatif.answer import answer, cards, headline
from analytics.texts import LANGS, Lang, catalogue
from tests.report.whatif.grounds import CHANGED, PROOF, made_up


@pytest.fixture(params=LANGS)
def voice(request: pytest.FixtureRequest, policy: Policy) -> Voice:
    lang: Lang = request.param
    return Voice(policy, catalogue(lang))


def test_an_empty_scenario_is_the_policy_as_it_stands(voice: Voice) -> None:
    ground = made_up()
    found = answer(ground, Scenario("leer"))
    assert found.after is ground.base
    assert parts.why(found, voice) is None
    assert voice.texts.money_fen(round(ground.base.total)) in headline(found, voice)
    assert [card.value for card in cards(found, voice)][2:] == ["0 / 0", "0"]


def test_the_title_says_what_the_kernel_reckons(voice: Voice) -> None:
    ground = made_up()
    found = answer(ground, CHANGED)
    apart = project(ground.book, CHANGED).total - project(ground.book).total
    assert voice.texts.money_fen(round(abs(apart))) in headline(found, voice)
    assert found.people.broken > 0
    assert voice.texts.number(found.people.broken) in headline(found, voice)


def test_a_lower_rate_for_newcomers_alone_breaks_no_promise(voice: Voice) -> None:
    change = CHANGED.changes[0]
    newcomers = Scenario("", (type(change)("rate", 0.8),))
    found = answer(made_up(), newcomers)
    assert found.people.broken == 0
    assert found.people.entrants_losing > 0
    assert found.after.total < found.before.total
    promises = cards(found, voice)[3]
    assert promises.value == "0"
    assert promises.sign is not None
    assert promises.sign.id == "on_pace"


@pytest.mark.parametrize(("over", "sign"), [(0.5, "behind"), (2.0, "on_pace")])
def test_the_year_is_judged_against_its_budget(voice: Voice, over: float, sign: str) -> None:
    found = answer(made_up(over=over), CHANGED)
    card = cards(found, voice)[1]
    assert card.sign is not None
    assert card.sign.id == sign


def test_without_a_budget_there_is_no_overrun(voice: Voice) -> None:
    found = answer(made_up(over=0.0), CHANGED)
    assert found.after.overrun is None
    assert cards(found, voice)[1].sign is None
    assert "%" not in headline(found, voice)


def test_intervals_are_withheld_until_the_reckoning_was_tried(voice: Voice) -> None:
    bare, tried = answer(made_up(), CHANGED), answer(made_up(PROOF), CHANGED)
    lines = [[line.text for card in cards(found, voice) for line in card.lines] for found in (bare, tried)]
    assert len(lines[1]) == len(lines[0]) + 2
    assert len(fan.fan(tried, voice).figure["data"]) == len(fan.fan(bare, voice).figure["data"]) + 2 * len(fan.BANDS)

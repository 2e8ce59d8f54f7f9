"""The answer of a what-if: one sentence, and the cards that prove it."""

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.budget.exposure.differ import differ
from analytics.budget.exposure.scenario import Scenario
from analytics.report.cards import Card
from analytics.report.signs import Sign, sign
from analytics.report.table import Cell, Drill
from analytics.report.voice import Voice
from analytics.report.whatif import goals, speech
from analytics.report.whatif.goals import Goal
from analytics.report.whatif.ground import Ground, Side, side
from analytics.series.matched import quantiles

#: An expectation opens what it was reckoned with.
ASSUMED = Drill("assumptions")
#: The sign of each outlook of a budget.
_SIGNS = {"over": "behind", "likely": "behind", "possible": "slightly_behind", "unlikely": "on_pace"}
#: Fewer people than this, expected or not, are nobody.
_NOBODY = 0.5
#: A probability that changes by less is the same to the title.
_WORTH = 0.01


@dataclass(frozen=True)
class People:
    """People who gain and lose (in, and expected to come), and those approved whose promise is broken, by how much."""

    gaining: float
    losing: float
    entrants_gaining: float
    entrants_losing: float
    broken: float
    broken_fen: float


@dataclass(frozen=True, eq=False)
class Answer:
    """A scenario put to the ground: what it comes to, and for whom."""

    ground: Ground
    scenario: Scenario
    after: Side
    people: People

    @property
    def before(self) -> Side:
        return self.ground.base

    @property
    def is_changed(self) -> bool:
        return bool(self.scenario.changes)

    @property
    def last_year(self) -> int:
        """The last year in which either side has anything worth a word to pay."""
        outlay = self.after.outlay
        pairs = zip(outlay.years, self.before.to_come[:-1], self.after.to_come[:-1], strict=True)
        return max((year for year, *sides in pairs if max(sides) >= speech.SMALL), default=outlay.years[0])


def answer(of: Ground, scenario: Scenario) -> Answer:
    """Return what a scenario makes of the ground; an empty one is the policy as it stands."""
    if not scenario.changes:
        return Answer(of, scenario, of.base, People(0, 0, 0, 0, 0, 0))
    found = differ(of.book, scenario).drop("benefit_id").sum().row(0, named=True)
    people = People(
        found["people_gaining"], found["people_losing"], found["entrants_gaining"], found["entrants_losing"],
        found["broken_people"], found["broken_fen"],
    )  # fmt: skip
    return Answer(of, scenario, side(of.book, of.budget, scenario), people)


def headline(of: Answer, voice: Voice) -> str:
    """Return the answer as one sentence."""
    before, after, money = of.before, of.after, voice.texts.money_fen
    year = of.ground.budget.year
    if not of.is_changed:
        values = {"total": money(round(before.total)), "last": of.last_year, "year": year}
        values |= {"cost": money(round(before.of_year)), "overrun": speech.chance(before.overrun, voice)}
        return voice.t("whatif.headline.stands" if of.ground.budget.available else "whatif.headline.unset", **values)
    is_moved = abs((after.overrun or 0.0) - (before.overrun or 0.0)) >= _WORTH
    key = "whatif.headline" if is_moved else "whatif.headline.changed"
    return voice.t(
        key,
        last=of.last_year,
        total=speech.more(after.total - before.total, voice),
        year=year,
        cost=speech.more(after.of_year - before.of_year, voice),
        overrun=_overrun(of, voice),
        broken=_broken(of.people, voice),
    )


def cards(of: Answer, voice: Voice, shown: Sequence[Goal] = ()) -> list[Card]:
    """Return the cards: cost to the end and of the budget year, people who gain and lose, promises broken, goals."""
    of_people = [_people(of.people, voice), _promises(of.people, voice)]
    return [_to_the_end(of, voice), _of_the_year(of, voice), *of_people, *goals.cards(shown, voice)]


def band(mean: float, variance: float, of: Ground, voice: Voice, base: float = 0.0) -> str | None:
    """Return the interval of a sum on top of what is sure; none before the reckoning was tried."""
    if of.proof is None:
        return None
    bounds = voice.policy.lines.band
    low, high = (float(end) + base for end in quantiles(mean, variance, (bounds.low, bounds.high)))
    money = voice.texts.money_fen
    share = voice.texts.pct(bounds.high - bounds.low)
    return voice.t("whatif.band", share=share, low=money(round(low)), high=money(round(high)))


def _to_the_end(of: Answer, voice: Voice) -> Card:
    before, after, money = of.before, of.after, voice.texts.money_fen
    lines = [_against(before.total, after.total, of.is_changed, voice)]
    end = voice.texts.month(of.ground.policy_end)
    lines.append(voice.t("whatif.card.tail", month=end, tail=money(round(after.tail))))
    lines.append(band(after.total, float(after.variance[-1]), of.ground, voice))
    return Card(
        id="total",
        name=voice.t("whatif.card.total", last=of.last_year),
        sign=None,
        value=money(round(after.total)),
        measure="",
        lines=_told(lines),
        drill=ASSUMED,
    )


def _of_the_year(of: Answer, voice: Voice) -> Card:
    before, after, year = of.before, of.after, of.ground.budget
    is_set = year.available > 0
    lines = [_against(before.of_year, after.of_year, of.is_changed, voice)]
    if is_set:
        lines.append(_overrun(of, voice))
    to_come, variance = float(after.to_come[after.place]), float(after.variance[after.place])
    lines.append(band(to_come, variance, of.ground, voice, year.so_far))
    available = voice.texts.money_fen(year.available)
    return Card(
        id="year",
        name=voice.t("whatif.card.year", year=year.year),
        sign=_outlook(after, voice),
        value=voice.texts.money_fen(round(after.of_year)),
        measure=voice.t("whatif.card.available", available=available) if is_set else voice.t("whatif.card.unset"),
        lines=_told(lines),
        drill=ASSUMED,
    )


def _people(people: People, voice: Voice) -> Card:
    number = voice.texts.number
    gaining, losing = people.gaining + people.entrants_gaining, people.losing + people.entrants_losing
    parts = {
        "gaining": number(people.gaining),
        "losing": number(people.losing),
        "entrants_gaining": number(people.entrants_gaining),
        "entrants_losing": number(people.entrants_losing),
    }
    return Card(
        id="people",
        name=voice.t("whatif.card.people"),
        sign=None,
        value=voice.t("whatif.card.people.value", gaining=number(gaining), losing=number(losing)),
        measure="",
        lines=(Cell(voice.t("whatif.card.people.in", **parts)), Cell(voice.t("whatif.card.people.new", **parts))),
    )


def _promises(people: People, voice: Voice) -> Card:
    is_kept = people.broken < _NOBODY
    light = sign(voice, "on_pace" if is_kept else "behind")
    word = voice.t("whatif.promises.kept" if is_kept else "whatif.promises.broken")
    line = (
        voice.t("whatif.card.promises.kept")
        if is_kept
        else voice.t("whatif.card.promises.line", fen=voice.texts.money_fen(round(people.broken_fen)))
    )
    return Card(
        id="promises",
        name=voice.t("whatif.card.promises"),
        sign=Sign(light.id, light.shape, word, line, light.order),
        value=voice.texts.number(people.broken),
        measure=voice.t("whatif.people"),
        lines=(Cell(line),),
    )


def _overrun(of: Answer, voice: Voice) -> str:
    """Return the probability of an overrun, before and after where it differs."""
    before, after = (speech.chance(side.overrun, voice) for side in (of.before, of.after))
    changed = "whatif.overrun.steady" if before == after else "whatif.overrun"
    key = changed if of.is_changed else "whatif.overrun.now"
    return voice.t(key, before=before, after=after)


def _broken(people: People, voice: Voice) -> str:
    if people.broken < _NOBODY:
        return voice.t("whatif.headline.kept")
    return voice.t("whatif.headline.broken", people=voice.texts.number(people.broken))


def _outlook(of: Side, voice: Voice) -> Sign | None:
    """Return the sign of an overrun, by the thresholds of the policy."""
    if of.overrun is None:
        return None
    levels = voice.policy.lines.overrun
    is_over = of.budget.so_far > of.budget.available
    name = "over" if is_over else "likely" if of.overrun >= levels.likely else "possible"
    if not is_over and of.overrun < levels.possible:
        name = "unlikely"
    light = sign(voice, _SIGNS[name])
    return Sign(light.id, light.shape, voice.t(f"money.outlook.{name}"), light.meaning, light.order)


def _against(before: float, after: float, is_changed: bool, voice: Voice) -> str | None:
    if not is_changed:
        return None
    values = {"now": voice.texts.money_fen(round(before)), "difference": speech.signed(after - before, voice)}
    return voice.t("whatif.card.against", **values)


def _told(lines: list[str | None]) -> tuple[Cell, ...]:
    return tuple(Cell(line) for line in lines if line)

"""The policy as the chosen readings read it, settled once for a whole evaluation."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Self

from analytics.policy.catalogue import Policy
from analytics.policy.readings import Values
from analytics.policy.targets import Source, Target, TargetPeriod
from analytics.progress.months import MONTHS_A_QUARTER, MONTHS_A_YEAR, month_of
from analytics.progress.periods import Period, calendar, rounds, whole


@dataclass(frozen=True)
class Rules:
    """The catalogue with one option for every reading: what counts, in which periods, and how much is asked."""

    policy: Policy
    chosen: Mapping[str, str]

    @classmethod
    def settle(cls, policy: Policy, readings: Mapping[str, str] | None = None) -> Self:
        """Take the default of every reading that is not chosen; raises PolicyError for an unknown id or option."""
        return cls(policy, policy.settled(readings))

    def values(self, reading_id: str) -> Values:
        """Return the parameters of the option that holds."""
        return self.policy.reading(reading_id).option(self.chosen[reading_id]).values

    @property
    def window(self) -> tuple[date, date]:
        return self.policy.document.window_start, self.policy.document.window_end

    @cached_property
    def sources(self) -> Mapping[str, tuple[Source, ...]]:
        """What each target counts, by target id."""
        return {target.id: self.policy.sources(target.id, self.chosen) for target in self.policy.targets}

    def is_stock(self, target_id: str) -> bool:
        """Tell whether the target is a stock; the sources of one target are all stocks, or none is."""
        return any(source.how == "stock" for source in self.sources[target_id])

    def periods(self, target: Target) -> tuple[Period, ...]:
        """Return every period of the target that begins in the window, in order of time."""
        return self._periods[target.period]

    @cached_property
    def _periods(self) -> Mapping[TargetPeriod, tuple[Period, ...]]:
        start, end = self.window
        of_round = self.values("r17")
        return {
            "window": (whole(start, end),),
            "round": rounds(start, end, of_round.round_months or 2 * MONTHS_A_YEAR, of_round.rounds_from or start),
            "year": calendar(start, end, MONTHS_A_YEAR, self.values("r15").year_start_month or 1),
            "quarter": calendar(start, end, MONTHS_A_QUARTER),
        }

    def quota(self, target: Target, period: Period) -> int | None:
        """Return what is asked of this period, in the unit of the facts (fen for yuan); None when nothing is (r16)."""
        full = target.value_in_unit
        if not period.is_stub:
            return full
        match self.chosen["r16"]:
            case "none":
                return None
            case "prorated":
                return -(-full * period.months // period.full_months)
            case _:
                return full

    def is_scored(self, period: Period) -> bool:
        """Tell whether the period gets a status: the part year at the opening of the window may be shown only."""
        is_opening = month_of(period.start) == month_of(self.window[0])
        return not (period.is_stub and is_opening) or self.policy.pace.score_first_stub


def facts_of(policy: Policy) -> frozenset[str]:
    """Return the fact tables that counting reads, under whatever readings; `person` comes on top."""
    sources = [source for target in policy.targets for source in target.count]
    return frozenset(source.fact for source in sources) | {"insurance_spell", "qualification"}

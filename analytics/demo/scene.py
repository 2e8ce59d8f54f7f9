"""What every ledger of the demonstration is drawn from."""

from dataclasses import dataclass
from datetime import date

from analytics.demo import months
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.policy import Policy


@dataclass(frozen=True)
class Scene:
    """One city to be drawn: its size, its last day, and the chances."""

    calibration: Calibration
    policy: Policy
    persons: int
    as_of: date
    draws: Draws

    @property
    def first(self) -> int:
        """The first month of the policy, by number."""
        return months.number(self.policy.document.window_start)

    @property
    def last(self) -> int:
        """The last month that is over, by number."""
        return months.last_whole_month(self.as_of)

    def planted(self, kind: str) -> int:
        """Return how many faults of a kind this city has: its part of those of a full one, and one at least."""
        return max(1, round(self.calibration.faults.fault[kind].count * self.scale))

    @property
    def last_day(self) -> date:
        return months.Period(self.last, 1).end

    @property
    def scale(self) -> float:
        """The size of what does not grow with the city: 1 from the full size on, less in a smaller city."""
        return min(1.0, self.persons / self.calibration.population.full_size)

"""The constants of the forecast: every one is a choice of the method (methods 2.2), none a number of the policy."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Share of a month's events that is known 0, 1, 2 … months later: taken until the home has a history of its own.
LAUNCH_COMPLETENESS = (0.42, 0.67, 0.80, 0.88, 0.93, 0.96, 0.98, 1.0)
#: January to December, mean 1, by the name of a group; a group of another name starts flat.
LAUNCH_PROFILES: Mapping[str, tuple[float, ...]] = {
    "graduate": (0.5, 0.5, 0.8, 0.8, 0.8, 1.2, 2.5, 1.9, 1.2, 0.7, 0.6, 0.5),
    "year_end": (0.7, 0.6, 0.8, 0.9, 0.9, 1.0, 0.9, 0.9, 1.0, 1.0, 1.3, 2.0),
}


@dataclass(frozen=True, slots=True)
class Settings:
    """Months are counted in months, people in people; shares are of 1.

    discount: weight of a month against the one after it, from series of many events to series of few; (0.9, 0.9) gives
    every series the same. walk: sd by which a level changes a month, from which the discount follows. history: months
    looked back at most.
    lag_weight: people of all series, by phase of the quarter, that a series' own delays are set against (kappa).
    launch_weight: people that the launch completeness counts for. lag_history: months of events whose delays are used.
    longest_delay: months of delay that are told apart.
    season_weight: events a calendar month, after dividing by the dispersion, that the profile of the group counts for
    against a series' own. profile_weight: those that the launch profile counts for within the group.
    level_error, drift_error: past error of the level (c), and of its change a month (q): launch values, which count for
    error_weight observations once `enough_history` months have been filed. Past forecasts are made again every
    error_step months from error_start on, error_horizons months ahead; error_bounds hold a single one's excess.
    lag_error: relative sd of what is estimated as not yet reported.
    enough_history, enough_events: confidence is low with fewer months, or fewer events in the last twelve.
    alarm_months: months, known for alarm_delay months or longer, that are held against the forecast made before them:
    a break is more than alarm_z sd, or a ratio outside alarm_ratio that is more than alarm_doubt sd. There is
    none before alarm_start months.
    best_months: the best pace is that of the best run of so many months.
    least_events: what a series without any event is worth, over the months seen and least_months more.
    settled: months after which the outcome of a window is taken for known.
    """

    discount: tuple[float, float] = (0.86, 0.97)
    walk: float = 0.045
    history: int = 120
    lag_weight: float = 200.0
    launch_weight: float = 30.0
    lag_history: int = 24
    longest_delay: int = 24
    launch_completeness: tuple[float, ...] = LAUNCH_COMPLETENESS
    season_weight: float = 6.0
    profile_weight: float = 20.0
    profiles: Mapping[str, tuple[float, ...]] = field(default_factory=lambda: LAUNCH_PROFILES)
    level_error: float = 0.15
    drift_error: float = 0.02
    error_weight: float = 40.0
    error_step: int = 3
    error_start: int = 18
    error_horizons: tuple[int, ...] = (3, 6, 9, 12, 18, 24)
    error_bounds: tuple[float, float] = (-1.0, 0.6)
    lag_error: float = 0.25
    enough_history: int = 18
    enough_events: int = 12
    alarm_start: int = 12
    alarm_months: int = 3
    alarm_delay: int = 2
    alarm_z: float = 3.0
    alarm_doubt: float = 2.0
    alarm_ratio: tuple[float, float] = (0.8, 1.25)
    best_months: int = 3
    least_events: float = 0.5
    least_months: float = 6.0
    settled: int = 6


DEFAULT = Settings()

"""One population for everybody: as frames for the kernel, as insured months for engines that know months alone."""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.policy import Policy

#: The levels of each kind, and the benefit that pays for them.
BENEFITS = {"degree": "b03a", "title": "b05d", "skill_grade": "b05b"}
GROUP = "monthly_allowances"
NO_LEVEL = "none"

Cells = NDArray[np.int32]


def arrays(
    persons: pl.DataFrame, spells: pl.DataFrame, policy: Policy, months: Sequence[date], readings: Mapping[str, str]
) -> dict[str, object]:
    """Return levels, rates and limits by kind, and by month and person whether insured, with whom it counts or not."""
    group = policy.conflict(GROUP)
    kinds = spells["employer_kind"]
    found: dict[str, object] = {
        "months": np.array([f"{month:%Y-%m}" for month in months]),
        "months_max": group.months_max,
        "has_clock_per_benefit": policy.settled(readings)["r01"] == "per_benefit",
        "effective": policy.document.effective.isoformat(),
        "is_insured": _matrix(spells, len(persons), months),
        "is_eligible": _matrix(spells.filter(kinds.is_in(list(group.eligible_kinds))), len(persons), months),
        "is_barred": _matrix(spells.filter(kinds.is_in(list(group.barred_kinds))), len(persons), months),
    }
    for kind, benefit in BENEFITS.items():
        rates = {NO_LEVEL: 0} | {
            str(getattr(amount.when, kind)): amount.value_fen or 0 for amount in policy.benefit(benefit).amounts_on()
        }
        found[kind] = persons[kind].cast(pl.Enum(list(rates))).to_physical().cast(pl.Int32).to_numpy()
        found[f"{kind}_rates"] = np.array(list(rates.values()), np.int32)
        found[f"{kind}_months_max"] = policy.benefit(benefit).months_max or len(months)
    return found


def cells(due: pl.DataFrame, count: int, months: Sequence[date]) -> Cells:
    """Return the fen by month, benefit and person of pay spells."""
    rows = due.with_columns(month=pl.date_ranges("from_month", "to_month", "1mo")).explode("month")
    found = np.zeros((len(months), len(BENEFITS), count), np.int32)
    benefit = rows["benefit_id"].cast(pl.Enum(list(BENEFITS.values()))).to_physical().to_numpy()
    found[_places(rows["month"], months), benefit, rows["person_id"].to_numpy()] = rows["amount_fen"].to_numpy()
    return found


def _matrix(spells: pl.DataFrame, count: int, months: Sequence[date]) -> NDArray[np.bool_]:
    """Return by month and person whether a spell covers the month; an open spell lasts to the end."""
    steps = np.zeros((len(months) + 1, count), np.int16)
    person = spells["person_id"].to_numpy()
    last = spells["end_month"].fill_null(months[-1]).clip(upper_bound=months[-1])
    np.add.at(steps, (_places(spells["start_month"], months), person), 1)
    np.add.at(steps, (_places(last, months) + 1, person), -1)
    return np.asarray(np.cumsum(steps[:-1], axis=0, dtype=np.int16) > 0)


def _places(days: pl.Series, months: Sequence[date]) -> NDArray[np.int64]:
    number = (days.dt.year() * 12 + days.dt.month()).to_numpy().astype(np.int64)
    return number - (months[0].year * 12 + months[0].month)

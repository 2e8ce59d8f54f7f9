"""What the chosen readings mean for the monthly allowances."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.policy import Policy, PolicyError


@dataclass(frozen=True, slots=True)
class Rules:
    """The rule of the allowances under one choice of readings; the defaults are the defaults of the catalogue.

    has_clock_per_benefit: r01. is_consecutive: months of a lapse count too (r02). counts_back_payments: r03.
    enters_when_eligible: the first month is the first with an eligible employer (r04). is_new_by_application: r05.
    is_upgradable: a higher level counts from the month it is certified (r06). degrees_at_zero: r07.
    bars_at_entry_only: r09. paid_as: skill grades paid at the rate of another grade (r33).
    """

    has_clock_per_benefit: bool
    is_consecutive: bool
    counts_back_payments: bool
    enters_when_eligible: bool
    is_new_by_application: bool
    is_upgradable: bool
    degrees_at_zero: tuple[str, ...]
    bars_at_entry_only: bool
    paid_as: Mapping[str, str]


def settle_rules(policy: Policy, readings: Mapping[str, str] | None) -> Rules:
    """Return the rule; raises PolicyError for an unknown reading or option, and for one the rule cannot follow."""
    settled = policy.settled(readings)

    def departs(reading: str, usual: str, other: str) -> bool:
        if settled[reading] not in (usual, other):
            raise PolicyError(f"readings.toml: reading {reading}: the allowances know no option {settled[reading]}")
        return settled[reading] == other

    return Rules(
        has_clock_per_benefit=departs("r01", "per_person", "per_benefit"),
        is_consecutive=departs("r02", "cumulative", "consecutive"),
        counts_back_payments=departs("r03", "paid_months", "count_back_payments"),
        enters_when_eligible=departs("r04", "first_ever", "first_eligible"),
        is_new_by_application=departs("r05", "first_month", "application_date"),
        is_upgradable=departs("r06", "frozen", "upgradable"),
        degrees_at_zero=policy.option("r07", settled).values.degrees_at_zero or (),
        bars_at_entry_only=departs("r09", "monthly", "at_entry"),
        paid_as=policy.option("r33", settled).values.paid_as or {},
    )

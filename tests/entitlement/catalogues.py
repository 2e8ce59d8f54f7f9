"""The shipped catalogue as it would stand after other decisions: rates raised, a benefit suspended, a limit changed."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from analytics.policy import Policy
from analytics.policy.base import Dated
from analytics.policy.benefits import Amount, Benefit

RAISED = {"bachelor": (160_000, date(2025, 1, 1)), "senior_worker": (60_000, date(2025, 1, 15))}


def changed(policy: Policy, change: Callable[[Benefit], dict[str, Any]]) -> Policy:
    """Return the catalogue with the fields of its benefits that `change` names."""
    benefits = tuple(benefit.model_copy(update=change(benefit)) for benefit in policy.benefits)
    return Policy.model_validate(dict(policy) | {"benefits": benefits})


def revised(policy: Policy) -> Policy:
    """Raise two rates in 2025, lengthen the limit of the skill grades in 2026, suspend the titles in 2024.

    The titles stop in the middle of a month, which is paid still, as the rates of a month are those of its first day.
    """

    def change(benefit: Benefit) -> dict[str, Any]:
        if benefit.id == "b05b":
            longer = succeeded(benefit.limits[0], date(2026, 3, 1), months_max=40)
            return {"limits": longer, "amounts": raised(benefit)}
        if benefit.id == "b05d":
            stopped = succeeded(benefit.statuses[0], date(2024, 5, 15), state="suspended")
            return {"statuses": (stopped[0], *succeeded(stopped[1], date(2024, 11, 1), state="revised"))}
        return {"amounts": raised(benefit)} if benefit.id in ("b03a", "b03b") else {}

    return changed(policy, change)


def raised(benefit: Benefit) -> tuple[Dated, ...]:
    rows: list[Dated] = []
    for amount in benefit.amounts:
        fen, day = RAISED.get(str(amount.when.degree or amount.when.skill_grade), (None, None))
        rows += [amount] if day is None else succeeded(amount, day, value_fen=fen)
    return tuple(rows)


def succeeded(row: Dated, day: date, **fields: Any) -> tuple[Dated, Dated]:
    """Return the row until the day before, and its successor from that day."""
    return (
        row.model_copy(update={"valid_to": day - timedelta(days=1)}),
        row.model_copy(update={"valid_from": day, **fields}),
    )


def with_rate_raised(policy: Policy, benefit_id: str, level: str, fen: int) -> Policy:
    """Return the catalogue with `fen` added to one rate."""

    def added(amount: Amount) -> Amount:
        if level not in amount.when.given().values() or amount.value_fen is None:
            return amount
        return amount.model_copy(update={"value_fen": amount.value_fen + fen})

    return changed(policy, lambda b: {"amounts": tuple(map(added, b.amounts))} if b.id == benefit_id else {})

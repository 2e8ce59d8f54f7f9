"""The catalogue as plain values for `talent policy --json`."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from analytics.policy.benefits import Amount, Benefit, Limit
from analytics.policy.readings import Reading
from analytics.policy.targets import Target

if TYPE_CHECKING:
    from analytics.policy.catalogue import Policy


def catalogue_json(policy: Policy, as_of: date | None) -> dict[str, Any]:
    """Return measures, benefits, targets, milestones, units and readings; dated rows as of `as_of`, else the latest."""
    return {
        "document": policy.document.model_dump(mode="json", exclude={"articles", "clauses"}),
        "measures": [measure.model_dump(mode="json") for measure in policy.measures],
        "benefits": [_benefit(benefit, as_of) for benefit in policy.benefits],
        "targets": [_target(target) for target in policy.targets],
        "milestones": [milestone.model_dump(mode="json") for milestone in policy.milestones],
        "units": [unit.model_dump(mode="json") for unit in policy.units],
        "readings": [_reading(reading, as_of) for reading in policy.readings],
    }


def _benefit(benefit: Benefit, as_of: date | None) -> dict[str, Any]:
    limit = benefit.limit_on(as_of)
    return {
        **benefit.model_dump(mode="json", include={"id", "measure", "article", "title", "terms", "kind", "payee"}),
        "status": benefit.state_on(as_of),
        "status_rows": [status.model_dump(mode="json") for status in benefit.statuses],
        "amounts": [_amount(amount) for amount in benefit.amounts],
        "cap_fen": limit.cap_fen if limit else None,
        "floor_fen": limit.floor_fen if limit else None,
        "months_max": limit.months_max if limit else None,
        "years_max": limit.years_max if limit else None,
        "limits": [_limit(row) for row in benefit.limits],
        **benefit.model_dump(mode="json", include={"per", "period", "base", "budget_line", "units"}),
        **benefit.model_dump(mode="json", include={"excludes_government", "multiple_of"}),
        "claim": benefit.claim.model_dump(mode="json", exclude_defaults=True) if benefit.claim else None,
    }


def _limit(limit: Limit) -> dict[str, Any]:
    bounds = limit.model_dump(mode="json", exclude={"when", "valid_from", "valid_to"}, exclude_none=True)
    return {**bounds, "when": limit.when.given(), **limit.model_dump(mode="json", include={"valid_from", "valid_to"})}


def _amount(amount: Amount) -> dict[str, Any]:
    quantities = amount.model_dump(mode="json", exclude={"when", "valid_from", "valid_to"}, exclude_none=True)
    return {
        **quantities,
        "when": amount.when.given(),
        **amount.model_dump(mode="json", include={"valid_from", "valid_to"}),
    }


def _target(target: Target) -> dict[str, Any]:
    shown = target.model_dump(mode="json", exclude={"count", "owner_ledgers", "card", "season"})
    return {**shown, "ledgers": list(target.owner_ledgers)}


def _reading(reading: Reading, as_of: date | None) -> dict[str, Any]:
    return {
        **reading.model_dump(mode="json", include={"id", "question", "articles", "ruler", "valid_from"}),
        "default": reading.default_on(as_of),
        "options": [{"code": o.code, "label": o.label.model_dump(mode="json")} for o in reading.options],
        "rulings": [ruling.model_dump(mode="json") for ruling in reading.rulings],
    }

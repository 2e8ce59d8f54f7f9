"""Pace, gap and status of one target in one period, in exact fractions: ten points behind is ten, not a hair more."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from analytics.policy.statuses import GapId, StatusId, Thresholds
from analytics.policy.targets import Target
from analytics.progress.periods import Period
from analytics.progress.rules import Rules

_BASIS_POINTS = 10_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How one target stands in one period on one day; amounts in the unit of the facts (fen for yuan).

    target: what the period asks for; None when nothing is asked. actual: None when nothing was filed.
    elapsed: share of the whole months that have ended. pace: share of the target that is due by now; the same as
    elapsed for an even pace, less for events and selections. gap_points: actual / target − pace, in points.
    """

    target: int | None
    actual: int | None
    elapsed: Fraction
    pace: Fraction
    gap_points: Fraction | None
    status: StatusId
    is_over_quota: bool
    months_left: int

    @property
    def expected(self) -> Fraction | None:
        """What is due by now, in units."""
        return None if self.target is None else self.pace * self.target

    @property
    def need_per_month(self) -> Fraction | None:
        """What each remaining month must bring; 0 when done, None when no month is left or nothing is known."""
        if self.status == "done":
            return Fraction(0)
        if self.target is None or self.actual is None or self.months_left == 0:
            return None
        return Fraction(max(self.target - self.actual, 0), self.months_left)


def stand(target: Target, period: Period, actual: int | None, as_of: date, rules: Rules) -> Standing:
    """Return the standing at the close of `as_of`; `actual` is None when nothing was filed and nothing counted."""
    asked = rules.quota(target, period)
    elapsed = Fraction(period.elapsed(as_of), period.months)
    pace = due_share(target, elapsed, asked)
    gap = None if asked is None or actual is None else (Fraction(actual, asked) - pace) * 100
    reached, noted = bounds(target, asked, rules)
    status = _status(actual, gap, pace, reached, rules) if rules.is_scored(period) else "not_due"
    return Standing(
        target=asked,
        actual=actual,
        elapsed=elapsed,
        pace=pace,
        gap_points=gap,
        status=status,
        is_over_quota=noted is not None and actual is not None and actual > noted,
        months_left=period.months - period.elapsed(as_of),
    )


def due_share(target: Target, elapsed: Fraction, asked: int | None) -> Fraction:
    """Return the share of the target due after `elapsed` of its period, by the target's own kind of pace."""
    match target.pace:
        case "end":
            return Fraction(int(elapsed == 1))
        case "step" if asked:
            return Fraction(int(asked * elapsed), asked)
        case _:
            return elapsed


def bounds(target: Target, asked: int | None, rules: Rules) -> tuple[Fraction | None, Fraction | None]:
    """Return from which amount the target is reached, and above which it is noted as too much (r18, r19)."""
    if asked is None:
        return None, None
    if target.kind == "range":
        return Fraction(asked), Fraction(target.high or asked)
    if target.kind == "at_least":
        return Fraction(asked), None
    values = rules.values("r19")
    reached = Fraction(asked * (values.reached_bp or _BASIS_POINTS), _BASIS_POINTS)
    return reached, Fraction(asked * values.noted_bp, _BASIS_POINTS) if values.noted_bp else None


def _status(
    actual: int | None, gap: Fraction | None, pace: Fraction, reached: Fraction | None, rules: Rules
) -> StatusId:
    if reached is None:
        return "not_due"
    if actual is not None and actual >= reached:
        return "done"
    if pace == 0 and not actual:
        return "not_due"
    if gap is None:
        return "no_data"
    return light_of(gap, rules.policy.statuses.thresholds)


def light_of(gap: Fraction, thresholds: Thresholds) -> GapId:
    """Return what a gap in points says of itself."""
    if gap >= Fraction(thresholds.on_pace_from):
        return "on_pace"
    return "slightly_behind" if gap >= Fraction(thresholds.slightly_behind_from) else "behind"

"""Targets that are behind or about to be: what is missing, what that is worth, what more intake would make of it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import polars as pl

from analytics.decisions.frames import Found, Row, fen
from analytics.policy import Policy

#: What one counted unit of a target costs, in fen. basis: result (what a counted person cost so far), line (the money
#: of its budget line a unit of the year's share), self (the target is money), none.
PRICES = pl.Schema({"target_id": pl.String, "fen": pl.Float64, "basis": pl.String})
_MONTHS_A_YEAR, _DAYS_A_MONTH = 12, 365.25 / 12
_MONEY = "yuan"
#: Half of the way is no option of its own where it brings less than this share, or where so few are missing.
_LITTLE, _FEW = 0.02, 2


@dataclass(frozen=True)
class Ahead:
    """What is known of the time ahead. lifts: progress.lifts.LIFTED under several factors; fan: progress.fans.FAN."""

    notices: pl.DataFrame
    lifts: pl.DataFrame
    fan: pl.DataFrame


def prices(
    progress: pl.DataFrame, costs: pl.DataFrame, lines: pl.DataFrame, policy: Policy, *, as_of: date
) -> pl.DataFrame:
    """Return what a unit of each target costs, see PRICES.

    costs: of budget.results, all cohorts together (benefit_id, paid_fen, fen_per_counted). lines: budget_year, line,
    available_fen.
    """
    known = {row["benefit_id"]: row for row in costs.filter(pl.col("fen_per_counted").is_not_null()).to_dicts()}
    results: dict[str, dict[str, Any]] = {}
    for item in policy.results.results:
        row = known.get(item.benefit)
        for target in item.targets if row else ():
            if row and row["paid_fen"] > results.get(target, {"paid_fen": -1})["paid_fen"]:
                results[target] = row
    year = lines.filter(pl.col("budget_year") == as_of.year)
    available = dict(year.select("line", "available_fen").iter_rows())
    shared = [target.budget_line for target in policy.targets]
    rows = []
    for item in progress.iter_rows(named=True):
        target = policy.target(item["id"])
        money, told = available.get(target.budget_line or "", 0), results.get(target.id)
        if target.unit == _MONEY:
            price, basis = 1.0, "self"
        elif told:
            price, basis = told["fen_per_counted"], "result"
        elif money and item["target"]:
            yearly = item["target"] * _MONTHS_A_YEAR / max(_months(item["period_start"], item["period_end"]), 1)
            price, basis = money / shared.count(target.budget_line) / yearly, "line"
        else:
            price, basis = None, "none"
        rows.append((target.id, price, basis))
    return pl.DataFrame(rows, schema=PRICES, orient="row")


def targets(progress: pl.DataFrame, priced: pl.DataFrame, ahead: Ahead, policy: Policy, *, as_of: date) -> Found:
    """Return the targets that are behind, or will be by the next meeting. priced: PRICES."""
    rules = policy.agenda
    turning = set(ahead.notices.filter(pl.col("turns").is_in(rules.targets.turns))["target_id"])
    price = {target: (each, basis) for target, each, basis in priced.iter_rows()}
    items: list[Row] = []
    options: list[Row] = []
    for row in progress.filter(pl.col("actual").is_not_null() & pl.col("target").is_not_null()).iter_rows(named=True):
        if row["status"] not in rules.targets.statuses and row["id"] not in turning:
            continue
        matter = _Matter(row, *price.get(row["id"], (None, "none")), ahead, policy, as_of)
        items.append(matter.item())
        options += matter.options()
    return Found.of(items, options)


@dataclass(frozen=True)
class _Matter:
    row: Mapping[str, Any]
    price: float | None
    basis: str
    ahead: Ahead
    policy: Policy
    as_of: date

    @property
    def missing(self) -> float:
        return max(self.row["target"] - self.row["actual"], 0)

    @property
    def is_over(self) -> bool:
        return self.row["period_end"] <= self.as_of

    @property
    def due(self) -> date:
        """When a decision taken now is due: before the period ends; of one that is over, by the usual day."""
        usual = self.as_of + timedelta(days=self.policy.agenda.meeting.due_days)
        return usual if self.is_over else min(usual, self.row["period_end"])

    @property
    def deadline(self) -> date:
        """The last day on which more of it still helps, as far as a forecast tells; else the end of the period."""
        last: date | None = self.row["recoverable_until"]
        return self.row["period_end"] if last is None or self.is_over else min(_end(last), self.row["period_end"])

    def item(self) -> Row:
        return {
            "ref": f"target:{self.row['id']}",
            "kind": "target",
            "subject": self.row["id"],
            "unit_id": self.row["lead"],
            "measure": f"{self.row['id']}@{self.row['period_end']}" if self.is_over else self.row["id"],
            "actual": self.row["actual"],
            "expected": self.expected(self.due),
            "due": self.due,
            "at_stake_fen": fen(self.missing * (self.price or 0)),
            "basis": self.basis,
            "count": self.missing,
            "deadline": self.deadline,
        }

    def expected(self, day: date) -> float:
        """Return what is expected by a day without a decision: by the forecast, else at the pace of the last months."""
        actual = float(self.row["actual"])
        known = self.ahead.fan.filter((pl.col("target_id") == self.row["id"]) & (pl.col("month") <= day))
        if known.height:
            return max(float(known.sort("month")["mean"][-1]), actual)
        return actual if self.is_over else actual + (self.row["recent_per_month"] or 0) * _months(self.as_of, day)

    def options(self) -> Iterator[Row]:
        yield from self._lifts() if self.row["p_attain"] is not None else self._needs()

    def _lifts(self) -> Iterator[Row]:
        """Yield the smallest lift that is enough, the one below it, and what comes of none."""
        rules, before = self.policy.agenda.targets, self.row["p_attain"]
        tried = self.ahead.lifts.filter(pl.col("target_id") == self.row["id"]).sort("factor").to_dicts()
        enough = next((n for n, row in enumerate(tried) if row["p_attain"] >= rules.enough), len(tried) - 1)
        now, expected = self.row["actual"], self.expected(self.due)
        for place, row in enumerate(reversed(tried[max(enough - 1, 0) : enough + 1])):
            more = max(row["p50"] - self.row["p50"], 0)
            yield self._option("lift", place, more, "probability", (before, row["p_attain"])) | {
                "size": row["factor"],
                "promised": now + (expected - now) * row["factor"],
            }
        yield self._nothing("probability", (before, before), expected)

    def _needs(self) -> Iterator[Row]:
        """Yield all that is missing by the end, half of it, and what comes of none."""
        row, missing = self.row, self.missing
        months = max(_months(self.as_of, self.due if self.is_over else row["period_end"]), 1)
        part = min(_months(self.as_of, self.due) / months, 1.0)
        end = self.expected(self.due if self.is_over else row["period_end"])
        stays = min(end / row["target"], 1.0)
        code = "extend" if self.is_over else "need"
        for place, share in enumerate((1.0, 0.5)):
            more = missing * share
            reached = (row["actual"] + more) / row["target"]
            if place and (reached - stays < _LITTLE or missing < _FEW):
                return
            yield self._option(code, place, more, "share", (stays, max(reached, stays))) | {
                "size": more / months,
                "promised": row["actual"] + more * part,
            }
        yield self._nothing("share", (stays, stays), self.expected(self.due))

    def _option(self, code: str, place: int, more: float, effect: str, change: tuple[float, float]) -> dict[str, Any]:
        return {
            "ref": f"target:{self.row['id']}",
            "place": place,
            "option": code,
            "cost_fen": None if self.price is None else fen(more * self.price),
            "effect": effect,
            "before": change[0],
            "after": change[1],
        }

    def _nothing(self, effect: str, change: tuple[float, float], promised: float) -> Row:
        return self._option("nothing", 9, 0, effect, change) | {"cost_fen": 0, "promised": promised}


def _months(start: date, end: date) -> float:
    return max((end - start).days / _DAYS_A_MONTH, 0)


def _end(month: date) -> date:
    return date(month.year + month.month // 12, month.month % 12 + 1, 1) - timedelta(days=1)

"""Benefits of "up to so much": what they could cost, what is expected, and the cases in negotiation; never added.

Each of the three answers another question, and none is part of the expected spending: the most that plausibly many
cases could draw if each took the whole ceiling; the mean and spread of what will be decided until the goal date, from
the cases and shares on file; and the cases that are known by name, each with the probability that it is granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from scipy.special import pdtrik

from analytics.budget.negotiations import negotiated
from analytics.policy import Policy
from analytics.policy.benefits import Benefit
from analytics.series.capped import up_to

_KINDS = ("cap", "case")
_ON_FILE = pl.Schema(
    {
        "benefit_id": pl.String, "cap_fen": pl.Int64, "most_cases": pl.Int64, "most_fen": pl.Int64, "count": pl.Int64,
        "decided_fen": pl.Int64, "share": pl.Float64, "cases": pl.Float64, "mean_fen": pl.Float64,
        "sd_fen": pl.Float64, "none": pl.Float64, "expected_fen": pl.Float64,
    }
)  # fmt: skip
_DAYS_A_YEAR, _MONTHS_A_YEAR = 365.25, 12


@dataclass(frozen=True, slots=True)
class Ceilings:
    """benefits: one row per benefit with a ceiling, in the order of the policy, amounts in fen.

    cap_fen; most_cases until the goal date, and most_fen, each at the whole ceiling; count and decided_fen of the cases
    on file; share, the part of its ceiling that a case takes; cases expected until the goal date with mean_fen, sd_fen
    and none, the probability that there is none; named cases with named_fen, what they ask, and named_mean_fen.
    cases: see `negotiated`. There is no row of sums: these are not parts of a total.
    """

    benefits: pl.DataFrame
    cases: pl.DataFrame


def ceilings(facts: Mapping[str, pl.DataFrame], due: pl.DataFrame, policy: Policy, *, as_of: date) -> Ceilings:
    """Return what benefits with a ceiling may cost; facts as in `negotiated`, due: entitlement.dues."""
    capped = tuple(with_ceiling(policy, as_of))
    caps = {benefit.id: limit for benefit, limit in capped}
    told = _on_file(due, caps, policy, as_of)
    cases = negotiated(facts, dict(told.select("benefit_id", "expected_fen").iter_rows()), policy, as_of=as_of)
    amounts = ("asked_fen", "mean_fen")
    sums = [pl.col(name).sum().alias(f"named_{name}") for name in amounts]
    named = cases.group_by("benefit_id").agg(pl.len().cast(pl.Int64).alias("named"), *sums)
    found = told.join(named, on="benefit_id", how="left", maintain_order="left").with_columns(
        pl.col("named", "named_asked_fen", "named_mean_fen").fill_null(0)
    )
    return Ceilings(found.drop("expected_fen").rename({"named_asked_fen": "named_fen"}), cases)


def with_ceiling(policy: Policy, as_of: date) -> list[tuple[Benefit, int]]:
    """Return the discretionary benefits with their ceiling for a case in fen, as in force on the day."""
    found = ((benefit, benefit.limit_on(as_of)) for benefit in policy.benefits if benefit.kind in _KINDS)
    return [(benefit, limit.cap_fen) for benefit, limit in found if limit and limit.cap_fen]


def _on_file(due: pl.DataFrame, caps: Mapping[str, int], policy: Policy, as_of: date) -> pl.DataFrame:
    """Return one row per benefit with a ceiling: what is on file, the most there may be, and what is expected."""
    start, end = policy.document.window_start, policy.document.window_end
    behind, ahead = ((until - since).days / _DAYS_A_YEAR for since, until in ((start, as_of), (as_of, end)))
    prior, assumed = policy.ceilings.cases, policy.ceilings.share
    fixed = {item.benefit: item.cases * _MONTHS_A_YEAR / item.months for item in policy.ceilings.most}
    on_file = {item["benefit_id"]: item for item in _shares(due, caps).to_dicts()}
    made = []
    for benefit, cap in caps.items():
        item = on_file.get(benefit, {"count": 0, "decided_fen": 0, "shares": 0.0, "squares": 0.0})
        count, weight = item["count"], item["count"] + assumed.weight
        share = (item["shares"] + assumed.weight * assumed.mean) / weight
        square = (item["squares"] + assumed.weight * assumed.square) / weight
        cases = (count + prior.prior) / max(behind, 1 / _MONTHS_A_YEAR) * max(ahead, 0.0)
        cost = up_to(cases, cap, *_beta(share, square))
        plausible = np.ceil(pdtrik(prior.most, cases)) if cases > 0 else 0.0
        most = round(fixed[benefit] * max(ahead, 0.0)) if benefit in fixed else int(max(plausible, 0.0))
        made.append(
            {
                "benefit_id": benefit, "cap_fen": cap, "most_cases": most, "most_fen": most * cap, "count": count,
                "decided_fen": item["decided_fen"], "share": share, "cases": cases, "mean_fen": cost.mean,
                "sd_fen": cost.sd, "none": cost.none, "expected_fen": cap * share,
            }
        )  # fmt: skip
    return pl.DataFrame(made, schema=_ON_FILE)


def _beta(mean: float, square: float) -> tuple[float, float]:
    """Return the parameters of the Beta distribution with this mean and mean square."""
    size = (mean - square) / (square - mean**2)
    return mean * size, (1 - mean) * size


def _shares(due: pl.DataFrame, caps: Mapping[str, int]) -> pl.DataFrame:
    """Return the cases on file: their count and amount, and the sums of their shares and of the squares."""
    share = pl.min_horizontal(pl.col("decided_fen") / pl.col("benefit_id").replace_strict(caps), 1.0)
    return (
        due.lazy()
        .filter(pl.col("benefit_id").is_in(list(caps)))
        .select("benefit_id", decided_fen=pl.col("amount_fen") * pl.col("months"))
        .with_columns(share=share)
        .group_by("benefit_id")
        .agg(pl.len().alias("count"), pl.col("decided_fen").sum(), shares="share", squares=pl.col("share").pow(2))
        .with_columns(pl.col("shares", "squares").list.sum())
        .collect()
    )

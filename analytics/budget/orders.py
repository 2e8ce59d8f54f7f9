"""In which order the arrears may be paid under a monthly ceiling of cash, and who waits how long under each.

Every month the ceiling is spent to the fen as long as anything is open; what is not needed does not carry over. A claim
may be paid in parts; it waits until its last fen is paid, and a person waits as long as any of the claims does.

- one after the other: the claims stand in a line, and the cash goes down the line. Oldest first keeps the longest
  wait as short as it can be; small first (by what a person has to get in all) the months that all people wait.
- pro rata: every open claim gets the same part of it each month, rounded down, and the fen that are left over go to
  the claims in the order of the line, one each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.budget.grid import Flags, Whole
from analytics.policy import Policy
from analytics.policy.arrears import Order

_CLAIM = ("beneficiary", "benefit_id", "since", "month")
_SHARE = "share"


@dataclass(frozen=True, slots=True)
class Plan:
    """months: one row per order and month of the plan (1 = the month after as_of) with ceiling_fen, paid_fen, open_fen,
    people who still wait, and over_N: those who have waited for more than N months. settled: one row per order and
    claim with the month in which it is paid in full, null if it is not within the plan.
    """

    months: pl.DataFrame
    settled: pl.DataFrame


def simulate(claims: pl.DataFrame, ceilings: Sequence[int], policy: Policy) -> Plan:
    """Return what becomes of the claims under every order of arrears.toml; ceilings: fen for every month.

    claims: beneficiary, benefit_id, month, since, months_owed and amount_fen, as `arrears.owed` returns them.
    Raises ValueError for a ceiling or a claim below zero.
    """
    if min(ceilings, default=0) < 0 or (len(claims) and claims.select(pl.col("amount_fen").min() < 0).item()):
        raise ValueError("ceilings and claims must not be negative")
    line = claims.sort(_CLAIM)
    plans = [_plan(line, np.array(ceilings, np.int64), order, policy) for order in policy.arrears.orders]
    return Plan(pl.concat([plan.months for plan in plans]), pl.concat([plan.settled for plan in plans]))


def _plan(line: pl.DataFrame, ceilings: Whole, order: Order, policy: Policy) -> Plan:
    claims = _in_line(line, order, policy)
    amount = claims["amount_fen"].to_numpy()
    shares = order.by == (_SHARE,)
    settled, paid = _pro_rata(amount, ceilings) if shares else _one_by_one(amount, ceilings)
    months = pl.DataFrame(
        {
            "month": np.arange(1, ceilings.size + 1, dtype=np.int32),
            "ceiling_fen": ceilings,
            "paid_fen": paid,
            "open_fen": amount.sum() - np.cumsum(paid),
            **_waiting(claims, settled, ceilings.size, policy),
        }
    )
    named = claims.select(_CLAIM).with_columns(
        settled=pl.Series(np.minimum(settled, ceilings.size + 1), dtype=pl.Int32)
    )
    named = named.with_columns(pl.when(pl.col("settled") <= ceilings.size).then("settled"))
    return Plan(*(frame.select(pl.lit(order.id).alias("order"), pl.all()) for frame in (months, named)))


def _in_line(line: pl.DataFrame, order: Order, policy: Policy) -> pl.DataFrame:
    classes = {benefit: n for n, group in enumerate(policy.arrears.classes) for benefit in group.benefits}
    last = len(policy.arrears.classes)
    keys = {
        "oldest": [pl.col("since")],
        "small": [pl.col("amount_fen").sum().over("beneficiary"), pl.col("beneficiary")],
        "class": [pl.col("benefit_id").replace_strict(classes, default=last, return_dtype=pl.Int32)],
        _SHARE: [],
    }
    by = [key for name in order.by for key in keys[name]]
    return line.sort(by, maintain_order=True) if by else line


def _one_by_one(amount: Whole, ceilings: Whole) -> tuple[Whole, Whole]:
    """Return the month in which every claim is settled, and what is paid every month."""
    reached, cash = np.cumsum(amount), np.cumsum(ceilings)
    spent = np.minimum(cash, amount.sum())
    return np.searchsorted(cash, reached) + 1, np.diff(spent, prepend=0)


def _pro_rata(amount: Whole, ceilings: Whole) -> tuple[Whole, Whole]:
    left, settled = amount.copy(), np.where(amount > 0, ceilings.size + 1, 1)
    paid = np.zeros(ceilings.size, np.int64)
    for month, ceiling in enumerate(ceilings):
        cash = min(int(ceiling), int(left.sum()))
        if cash == 0:
            continue
        part = _parts(left, cash)
        left, paid[month] = left - part, cash
        settled[(left == 0) & (part > 0)] = month + 1
    return settled, paid


def _parts(left: Whole, cash: int) -> Whole:
    """Return parts of what is left, all in the same proportion, that come to `cash` exactly and exceed no claim."""
    whole = int(left.sum())
    part = np.minimum((left * (cash / whole)).astype(np.int64), left)
    while (short := cash - int(part.sum())) != 0:
        step = 1 if short > 0 else -1
        room = np.flatnonzero(part < left if step > 0 else part > 0)[: abs(short)]
        part[room] += step
    return part


def _waiting(claims: pl.DataFrame, settled: Whole, months: int, policy: Policy) -> dict[str, Whole]:
    """Return for the end of every month how many people wait, and how many for more than so many months."""
    person = claims["beneficiary"].rank("dense").cast(pl.Int64).to_numpy() - 1
    age, count = claims["months_owed"].to_numpy(), int(person.max()) + 1 if person.size else 0

    def people(waits: Flags) -> int:
        found = np.zeros(count, np.bool_)
        found[person[waits]] = True
        return int(np.count_nonzero(found))

    is_open = [settled > month for month in range(1, months + 1)]
    over = {
        f"over_{limit}": [people(waits & (age + month > limit)) for month, waits in enumerate(is_open, 1)]
        for limit in policy.arrears.orders_waiting.waiting_over
    }
    return {name: np.array(found, np.int64) for name, found in {"people": [people(w) for w in is_open], **over}.items()}

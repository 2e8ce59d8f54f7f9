"""Why one person is due what they are: the months, the levels, every condition with its fact, the clock, what comes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

import polars as pl

from analytics.entitlement.dues import Dues, dues
from analytics.entitlement.evidence import Facts
from analytics.entitlement.months import first_day, month_after_last_whole, month_number
from analytics.entitlement.people import People, payable_kinds, people
from analytics.entitlement.rates import FOREIGN, GROUP, KINDS, LOCAL, NO_LEVEL, tariff
from analytics.entitlement.rules import Rules, settle_rules
from analytics.policy import Policy

#: What a month was; which questions are asked of every allowance, in this order; and what may come.
State = Literal["payable", "barred", "other", "uninsured", "earlier"]
Question = Literal["entered", "new", "level", "payable", "highest", "clock"]
Event = Literal["next_month", "last_month", "months_complete"]
MONTHS = {
    "month": pl.Date,
    "state": pl.String,
    "employer_id": pl.String,
    "employer_kind": pl.String,
    "benefit_id": pl.String,
    "amount_fen": pl.Int64,
    "clock": pl.Int32,
}
LEVELS = {
    "kind": pl.String,
    "level": pl.String,
    "benefit_id": pl.String,
    "rate_fen": pl.Int64,
}
STEPS = {
    "benefit_id": pl.String,
    "step": pl.String,
    "holds": pl.Boolean,
    "found": pl.String,
    "needed": pl.String,
    "reading": pl.String,
}
COMING = {"month": pl.Date, "event": pl.String, "benefit_id": pl.String, "amount_fen": pl.Int64}
_Step = tuple[str, Question, bool, str | None, str | None, str]
_INSURED = "insured_months_at_least"
_WHO = ("person_key", "referrer_key")
_EMPLOYERS = "employer"


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything behind the entitlements of one person.

    months: one row per month since the first insured one: state is payable, barred, other (insured, but it makes no
    payable month), uninsured or earlier (before the policy); what is due for it; and the months on the clock so far.
    levels: one row per kind of level held on entry, with the allowance it would bring. steps: one row per allowance and
    question, in the order in which they are asked; the first that fails ends it. clock_used, clock_limit: months of the
    group's clock, or of the one that ran last (r01). coming: what happens next if nothing changes. dues: as
    `entitlement.dues` for this person alone.
    """

    months: pl.DataFrame
    levels: pl.DataFrame
    steps: pl.DataFrame
    clock_used: int
    clock_limit: int | None
    coming: pl.DataFrame
    dues: Dues


def trace(
    person_key: str, facts: Facts, policy: Policy, *, as_of: date, readings: Mapping[str, str] | None = None
) -> Trace:
    """Return the trace of one person by `as_of`; `facts` are about nobody else, see `of_person`.

    Raises PolicyError for an unknown reading or option.
    """
    rules = settle_rules(policy, readings)
    found = dues(facts, policy, as_of=as_of, readings=readings)
    known = people(facts, policy, rules)
    group = policy.conflict(GROUP)
    paid = found.due.filter(pl.col("benefit_id").is_in(list(KINDS)) & (pl.col("beneficiary") == person_key))
    months = _months(known, paid, policy, rules, as_of)
    levels = _levels(known, policy, rules)
    clocks = {benefit: _clock(months, benefit, policy, rules) for benefit in KINDS}
    case = _Case(
        entry=known.entry[0] if len(known.entry) else None,
        arrival=known.arrival()[0] if len(known.entry) else None,
        is_foreign=bool(known.persons["is_foreign"].any()),
        payable=months.filter(pl.col("state") == "payable").height,
        paid=frozenset(months["benefit_id"].drop_nulls()),
        clocks=clocks,
        levels=levels,
    )
    ran_last = months["benefit_id"].drop_nulls().tail(1).to_list()
    clock = clocks[ran_last[0]] if ran_last else Clock(0, group.months_max)
    return Trace(
        months=months,
        levels=levels,
        steps=pl.DataFrame(list(_steps(case, policy, rules)), schema=STEPS, orient="row"),
        clock_used=clock.used,
        clock_limit=clock.limit,
        coming=_coming(months, found, case, as_of),
        dues=found,
    )


class Clock(NamedTuple):
    """The months used of the most that there may be, null without a limit."""

    used: int
    limit: int | None

    @property
    def left(self) -> int | None:
        return None if self.limit is None else self.limit - self.used


@dataclass(frozen=True, slots=True)
class _Case:
    """What the questions are answered from: first month, payable months, benefits paid, clocks, levels on entry.

    arrival: the month that tells who is new. clocks: by benefit; the same for all where they share one.
    """

    entry: date | None
    arrival: date | None
    is_foreign: bool
    payable: int
    paid: frozenset[str]
    clocks: Mapping[str, Clock]
    levels: pl.DataFrame

    def paid_as(self) -> list[str]:
        """Return the benefits the person can ask for; of equal rates the first of them is paid (r21)."""
        return list((FOREIGN if self.is_foreign else LOCAL).values())

    def rates(self) -> dict[str, int]:
        """Return benefit -> fen a month of those held on entry, the highest first."""
        known = {row["benefit_id"]: row["rate_fen"] for row in self.levels.iter_rows(named=True)}
        held = [benefit for benefit in self.paid_as() if known.get(benefit) is not None]
        return {benefit: known[benefit] for benefit in sorted(held, key=lambda benefit: -known[benefit])}


def of_person(facts: Facts, person_key: str) -> dict[str, pl.DataFrame]:
    """Return the facts about one person, and those about employers, which other facts rest on."""
    found = {}
    for name, table in facts.items():
        is_about = [pl.col(key) == person_key for key in _WHO if key in table.columns]
        if is_about:
            found[name] = table.filter(pl.any_horizontal(is_about))
        else:
            found[name] = table if name == _EMPLOYERS else table.clear()
    return found


def _months(known: People, paid: pl.DataFrame, policy: Policy, rules: Rules, as_of: date) -> pl.DataFrame:
    """Return the rows of `Trace.months` but for those after the last whole month."""
    after = first_day(month_after_last_whole(as_of))
    spells = known.spells.filter(pl.col("start_month") < after)
    if spells.is_empty():
        return pl.DataFrame(schema=MONTHS)
    last = after - timedelta(days=1)
    covered = (
        spells.with_columns(
            pl.date_ranges("start_month", pl.col("end_month").fill_null(last).clip(upper_bound=last), "1mo").alias(
                "month"
            ),
            pl.col("employer_kind").cast(pl.String),
        )
        .explode("month")
        .group_by("month")
        .agg(
            kinds=pl.col("employer_kind").drop_nulls(),
            employer_id=pl.col("employer_id").last(),
            employer_kind=pl.col("employer_kind").last(),
        )
    )
    begun = spells["start_month"].min()
    assert isinstance(begun, date)
    calendar = pl.DataFrame({"month": pl.date_range(begun, last, "1mo", eager=True)})
    due = paid.with_columns(month=pl.date_ranges("from_month", "to_month", "1mo")).explode("month")
    rows = calendar.join(covered, on="month", how="left", maintain_order="left").join(
        due.select("month", "benefit_id", "amount_fen"), on="month", how="left", maintain_order="left"
    )
    is_paid = pl.col("benefit_id").is_not_null()
    paid_so_far = is_paid.cast(pl.Int32).cum_sum()
    if rules.has_clock_per_benefit:
        paid_so_far = paid_so_far.over("benefit_id")
    clock = pl.when(is_paid).then(paid_so_far).forward_fill().fill_null(0)
    return rows.with_columns(state=_state(policy, rules), clock=clock).select(list(MONTHS)).cast(pl.Schema(MONTHS))


def _state(policy: Policy, rules: Rules) -> pl.Expr:
    group = policy.conflict(GROUP)
    eligible = list(payable_kinds(policy, rules))
    barred = [] if rules.bars_at_entry_only else list(group.barred_kinds)

    def covered_by(kinds: list[str]) -> pl.Expr:
        return pl.col("kinds").list.eval(pl.element().is_in(kinds)).list.any().fill_null(value=False)

    return (
        pl.when(pl.col("month") < policy.document.effective)
        .then(pl.lit("earlier"))
        .when(pl.col("kinds").is_null())
        .then(pl.lit("uninsured"))
        .when(covered_by(barred))
        .then(pl.lit("barred"))
        .when(covered_by(eligible))
        .then(pl.lit("payable"))
        .otherwise(pl.lit("other"))
    )


def _levels(known: People, policy: Policy, rules: Rules) -> pl.DataFrame:
    """Return the levels held on entry, with the benefit and rate that each brings; no row for what is not held."""
    if known.persons.is_empty():
        return pl.DataFrame(schema=LEVELS)
    person = known.persons.row(0, named=True)
    paid_as = FOREIGN if person["is_foreign"] else LOCAL
    rates = tariff(policy, rules)
    rows = []
    for kind in rates.levels:
        level = str(person[kind])
        if level == NO_LEVEL:
            continue
        benefit = paid_as.get(kind)
        rows.append((kind, level, benefit, _rate(policy, benefit, kind, rules.paid_as.get(level, level))))
    return pl.DataFrame(rows, schema=LEVELS, orient="row")


def _rate(policy: Policy, benefit_id: str | None, kind: str, level: str) -> int | None:
    if benefit_id is None:
        return None
    amounts = policy.benefit(benefit_id).amounts_on()
    return next((amount.value_fen for amount in amounts if getattr(amount.when, kind) == level), None)


def _clock(months: pl.DataFrame, benefit: str, policy: Policy, rules: Rules) -> Clock:
    """Return the clock that runs for a benefit: one of its own or that of the group (r01), lapses counted too (r02)."""
    running = [benefit] if rules.has_clock_per_benefit else list(KINDS)
    paid = months.filter(pl.col("benefit_id").is_in(running))
    limit = (policy.benefit(benefit) if rules.has_clock_per_benefit else policy.conflict(GROUP)).months_max
    if paid.is_empty() or not rules.is_consecutive:
        return Clock(paid.height, limit)
    elapsed = month_number(months["month"][-1]) - month_number(paid["month"][0]) + 1
    return Clock(elapsed if limit is None else min(elapsed, limit), limit)


def _steps(case: _Case, policy: Policy, rules: Rules) -> Iterator[_Step]:
    """Yield the questions of each allowance that the person can ask for, up to the first that fails."""
    effective, entry, arrival = policy.document.effective, case.entry, case.arrival
    rates = case.rates()
    best = max(rates.values(), default=None)
    levels = dict(case.levels.select("benefit_id", "level").iter_rows())
    newcomer = "r05" if rules.is_new_by_application else "r04"
    is_new = arrival is not None and arrival >= effective
    # Where clocks or levels take turns, more than one was the highest in its time.
    highest = case.paid or set(list(rates)[:1])
    for benefit in case.paid_as():
        rate, (used, limit) = rates.get(benefit), case.clocks[benefit]
        asked: tuple[tuple[Question, bool, object, object, str], ...] = (
            ("entered", entry is not None, entry, None, "r03"),
            ("new", is_new, arrival, effective, newcomer),
            ("level", rate is not None, levels.get(benefit), None, "r06"),
            ("payable", case.payable > 0, case.payable, 1, "r09"),
            ("highest", benefit in highest, rate, best, "r21"),
            ("clock", limit is None or used <= limit, used, limit, "r01"),
        )
        for step, holds, found, needed, reading in asked:
            yield (benefit, step, holds, _text(found), _text(needed), reading)
            if not holds:
                break


def _text(value: object) -> str | None:
    return None if value is None else str(value)


def _coming(months: pl.DataFrame, found: Dues, case: _Case, as_of: date) -> pl.DataFrame:
    """Return what comes if the present insurance goes on: the next month, the end of the clock, runs complete."""
    rows: list[tuple[date, Event, str, int | None]] = []
    latest = months.tail(1)
    if latest.height and latest["benefit_id"][0] is not None:
        month = month_number(latest["month"][0])
        going_on = {str(latest["benefit_id"][0]): int(latest["amount_fen"][0])}
        lasting = [item for item in (going_on | case.rates() | going_on).items() if case.clocks[item[0]].left != 0]
        for benefit, amount in lasting[:1]:
            rows.append((first_day(month + 1), "next_month", benefit, amount))
            left = case.clocks[benefit].left
            if left is not None:
                rows.append((first_day(month + left), "last_month", benefit, amount))
    waiting = found.refused.filter(pl.col("condition") == _INSURED)
    for row in waiting.iter_rows(named=True):
        missing = int(row["needed"]) - int(row["found"])
        rows.append((first_day(month_number(as_of) + missing), "months_complete", row["benefit_id"], None))
    return pl.DataFrame(rows, schema=COMING, orient="row").sort("month", "event")

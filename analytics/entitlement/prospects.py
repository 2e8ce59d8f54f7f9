"""What people who are in will still be due if nothing changes: as if everybody stayed, under the rules as they stand.

A monthly allowance runs on in the same kernel that tells what is due: spells that are open are carried on, so that
clocks, the highest of several, new levels and readings hold as they do today. Of yearly benefits with a most number of
years the instalments that are left follow the last one, a year apart. What is given in kind is told apart.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.entitlement.awards import IN_KIND
from analytics.entitlement.claims import Asked, ask
from analytics.entitlement.conflicts import resolve
from analytics.entitlement.evidence import Facts
from analytics.entitlement.kernel import allowances
from analytics.entitlement.months import first_day, month_after_last_whole, month_number, months_between
from analytics.entitlement.people import people
from analytics.entitlement.rates import KINDS
from analytics.entitlement.rules import settle_rules
from analytics.policy import Policy
from analytics.policy.benefits import Benefit, When

YEAR = 12
PROSPECT = pl.Schema(
    {
        "beneficiary": pl.String,
        "person_key": pl.String,
        "benefit_id": pl.String,
        "level": pl.String,
        "from_month": pl.Date,
        "to_month": pl.Date,
        "every": pl.Int64,
        "amount_fen": pl.Int64,
        "used": pl.Int64,
    }
)
_WHO = ("beneficiary", "person_key", "benefit_id")
_ORDER = (*_WHO, "from_month")
_FACT = "prospect"
_RIVAL = (
    "beneficiary", "person_key", "employer_id", "benefit_id", "from_month", "to_month", "months", "amount_fen", "fact",
    "record_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prospects:
    """money, kind: one row per beneficiary, benefit and run of instalments after as_of, with the columns of PROSPECT.

    from_month, to_month: the first and the last instalment; every: months between them; amount_fen: of each.
    level: degree, grade or title, "" if none. used: months of the clock used by as_of.
    """

    money: pl.DataFrame
    kind: pl.DataFrame


def prospects(
    facts: Facts,
    policy: Policy,
    due: pl.DataFrame,
    approved: pl.DataFrame,
    *,
    as_of: date,
    until: date,
    readings: Mapping[str, str] | None = None,
    late_months: int = 9,
) -> Prospects:
    """Return what will fall due after `as_of` and by the month of `until`, nominal, to people who are in.

    due: `entitlement.dues`, approved: `entitlement.statements`, both by as_of. late_months: an instalment that is
    missing for no longer than that is late, one missing longer tells that the series has ended.
    Raises PolicyError for an unknown reading or option.
    """
    monthly = _allowances(ask(facts, policy, readings, as_of), due, until)
    benefits = list(with_years(policy))
    ours = pl.col("benefit_id").is_in([benefit.id for benefit in benefits])
    filed, told = due.filter(ours), approved.filter(ours)
    yearly = [_series(benefit, filed, told, as_of, late_months) for benefit in benefits]
    last = until.replace(day=1)
    money = pl.concat([monthly, *yearly]).filter(pl.col("to_month") <= last)
    kind = _in_kind(facts, policy, due, as_of).sort(_ORDER, nulls_last=True)
    return Prospects(money.sort(_ORDER, nulls_last=True), kind)


def with_years(policy: Policy) -> Iterator[Benefit]:
    """Yield the benefits paid in money once a year for no more than so many years."""
    for benefit in policy.benefits:
        if benefit.period == "year" and benefit.kind != "kind" and years_max(benefit):
            yield benefit


def years_max(benefit: Benefit) -> int | None:
    return max((limit.years_max for limit in benefit.limits if limit.years_max), default=None)


def instalments(benefit: Benefit, due: pl.DataFrame, approved: pl.DataFrame) -> pl.DataFrame:
    """Return the instalments of a yearly benefit, one row per beneficiary and year: year, month, amount_fen, is_due.

    A year that was decided before its fact is on file counts from its decision; it falls due as the year begins.
    """
    ours = pl.col("benefit_id") == benefit.id
    filed = due.filter(ours).select(
        *_WHO, month="from_month", amount_fen="amount_fen", decided_on=pl.lit(None, pl.Date), is_due=pl.lit(value=True)
    )
    told = approved.filter(ours & (pl.col("amount_fen") > 0)).drop_nulls("decided_on")
    january = pl.date(pl.col("decided_on").dt.year(), 1, 1)
    told = told.select(
        *_WHO, month=january, amount_fen="amount_fen", decided_on="decided_on", is_due=pl.lit(value=False)
    )
    rows = pl.concat([filed, told]).with_columns(year=pl.col("month").dt.year())
    keys = ["beneficiary", "benefit_id", "year"]
    totals = rows.group_by(*keys, "is_due").agg(
        pl.col("person_key", "month", "decided_on").min(), pl.col("amount_fen").sum()
    )
    return totals.sort(*keys, ~pl.col("is_due")).unique(keys, keep="first", maintain_order=True)


def level_of(rows: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return rows of benefit_id and amount_fen with the level that the amount is paid for, "" where it tells none."""
    known = [
        (benefit.id, amount.value_fen, level)
        for benefit in policy.benefits
        for amount in benefit.amounts
        if (level := _level(amount.when)) and amount.value_fen
    ]
    schema = {"benefit_id": pl.String, "amount_fen": pl.Int64, "level": pl.String}
    levels = pl.DataFrame(known, schema, orient="row").unique(["benefit_id", "amount_fen"], keep="first")
    found = rows.join(levels, on=["benefit_id", "amount_fen"], how="left", maintain_order="left")
    return found.with_columns(pl.col("level").fill_null(""))


def _level(when: When) -> str | None:
    return when.degree or when.skill_grade or when.title or when.talent_class


def _allowances(asked: Asked, due: pl.DataFrame, until: date) -> pl.DataFrame:
    policy, rules = asked.policy, settle_rules(asked.policy, asked.readings)
    city = people(asked.facts, policy, rules)
    beyond = first_day(month_number(until) + 1)
    carried = allowances(city.persons, city.spells, policy, as_of=beyond, readings=asked.readings).collect()
    after = first_day(month_after_last_whole(asked.as_of))
    clock = ["person_id", "benefit_id"] if rules.has_clock_per_benefit else ["person_id"]
    ran = carried.with_columns(after=pl.lit(after), begun=pl.col("from_month").min().over(clock))
    run = months_between("begun" if rules.is_consecutive else "from_month", "after") - 1
    used = run if rules.is_consecutive else pl.min_horizontal(run, "months").clip(0).sum().over(clock)
    ahead = ran.with_columns(used=used.clip(0)).filter((pl.col("to_month") >= after) & (pl.col("amount_fen") > 0))
    key = city.keys.gather(ahead["person_id"])
    begins = pl.max_horizontal("from_month", "after")
    named = ahead.with_row_index("record_id").with_columns(
        key.alias("beneficiary"),
        key.alias("person_key"),
        begins.alias("from_month"),
        pl.col("record_id").cast(pl.Int64),
    )
    kept = _undisputed(asked, named.with_columns(months=months_between("from_month", "to_month")), due)
    return _in(level_of(kept, policy).with_columns(every=pl.lit(1)))


def _undisputed(asked: Asked, ahead: pl.DataFrame, due: pl.DataFrame) -> pl.DataFrame:
    """Return the spells that no benefit of another clock excludes, with what is already due as the rival."""
    rivals = due.filter(~pl.col("benefit_id").is_in(list(KINDS))).select(_RIVAL)
    competing = ahead.with_columns(employer_id=pl.lit(None, pl.String), fact=pl.lit(_FACT)).select(_RIVAL)
    kept, _ = resolve(asked, pl.concat([rivals, competing], how="vertical_relaxed"))
    kept = kept.filter(pl.col("fact") == _FACT).select("record_id", "from_month", "to_month")
    return ahead.drop("from_month", "to_month").join(kept, on="record_id")


def _series(benefit: Benefit, due: pl.DataFrame, approved: pl.DataFrame, as_of: date, late_months: int) -> pl.DataFrame:
    """Return the instalments that are left of the series that run."""
    most = years_max(benefit) or 0
    known = instalments(benefit, due, approved)
    after = first_day(month_after_last_whole(as_of))
    series = known.group_by("beneficiary", "benefit_id", maintain_order=True).agg(
        pl.len().cast(pl.Int64).alias("number"), pl.col("person_key", "month", "amount_fen").last()
    )
    ends = pl.col("month").dt.offset_by(f"{YEAR + late_months}mo")
    runs = series.filter((pl.col("number") < most) & (ends >= after)).with_columns(used=pl.col("number") * YEAR)
    share = _shares(benefit, most)
    ahead = runs.join(share.rename({"number": "next", "share": "next_share"}), how="cross")
    ahead = ahead.filter(pl.col("next") > pl.col("number")).join(share, on="number")
    nominal = (pl.col("amount_fen") * pl.col("next_share") / pl.col("share")).round().cast(pl.Int64)
    begins = pl.col("month").dt.offset_by(pl.format("{}mo", (pl.col("next") - pl.col("number")) * YEAR))
    late = pl.when(begins < after).then(pl.lit(after)).otherwise(begins)
    each = ahead.with_columns(month=late, amount_fen=nominal, level=pl.lit(""), every=pl.lit(YEAR))
    return _in(each.with_columns(from_month="month", to_month="month"))


def _shares(benefit: Benefit, most: int) -> pl.DataFrame:
    """Return number and share: what each instalment comes to, against the others."""
    shares = dict.fromkeys(range(1, most + 1), 1)
    for amount in benefit.amounts_on():
        since, until = amount.when.year_from, amount.when.year_to
        if amount.share_bp and since:
            shares |= dict.fromkeys(range(since, min(until or most, most) + 1), amount.share_bp)
    return pl.DataFrame({"number": list(shares), "share": list(shares.values())})


def _in_kind(facts: Facts, policy: Policy, due: pl.DataFrame, as_of: date) -> pl.DataFrame:
    """Return what goes on to be given, until it ends by contract or has been given long enough."""
    after = first_day(month_after_last_whole(as_of))
    running = due.filter((pl.col("rule") == IN_KIND) & (pl.col("to_month").dt.offset_by("1mo") >= after))
    parts = [_in(running.clear().with_columns(level=pl.lit(""), every=pl.lit(1), used=pl.lit(0)))]
    for benefit in policy.benefits:
        years = years_max(benefit)
        if benefit.claim is None or benefit.claim.rule != IN_KIND or years is None:
            continue
        until = benefit.claim.columns["until"]
        ends = facts[benefit.claim.fact].select("record_id", ends=pl.col(until).dt.truncate("1mo"))
        ours = running.filter(pl.col("benefit_id") == benefit.id).join(ends, on="record_id", how="left")
        longest = pl.col("from_month").dt.offset_by(f"{years * YEAR - 1}mo")
        ours = ours.with_columns(used=pl.col("months"), to_month=pl.min_horizontal("ends", longest))
        ours = ours.with_columns(from_month=pl.lit(after), level=pl.lit(""), every=pl.lit(1))
        parts.append(_in(ours.filter(pl.col("to_month") >= after)))
    return pl.concat(parts)


def _in(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.select(PROSPECT.names()).cast(PROSPECT)

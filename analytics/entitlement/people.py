"""From the facts of the city to the two frames of the kernel: who is insured when, and what they held on entry."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.evidence import Facts, employer_kinds, rows
from analytics.entitlement.rates import FOREIGN, GROUP, KINDS, LOCAL, NO_LEVEL, tariff
from analytics.entitlement.rules import Rules
from analytics.policy import Policy, PolicyError
from analytics.policy.claims import Claim

_UPGRADE = pl.Struct({"kind": pl.String, "level": pl.String, "from_month": pl.Date})


@dataclass(frozen=True, slots=True)
class People:
    """Everybody with a local month. The place of a person in `keys` is the person_id of the other two.

    persons, spells: as `allowances` takes them; spells also carry employer_id, fact and record_id.
    entry: the month in which each person entered, null where none counts (r04).
    """

    keys: pl.Series
    persons: pl.DataFrame
    spells: pl.DataFrame
    entry: pl.Series

    def arrival(self) -> pl.Series:
        """Return the month that tells who is new: of the application where that counts and is known (r05), or entry."""
        if "application_date" not in self.persons.columns:
            return self.entry
        applied = self.persons["application_date"].dt.truncate("1mo")
        return applied.zip_with(applied.is_not_null(), self.entry)


def payable_kinds(policy: Policy, rules: Rules) -> tuple[str, ...]:
    """Return the kinds of employers that make a month payable (r09)."""
    group = policy.conflict(GROUP)
    return (*group.eligible_kinds, *group.barred_kinds) if rules.bars_at_entry_only else group.eligible_kinds


def people(facts: Facts, policy: Policy, rules: Rules) -> People:
    """Return the people of the facts; a foreigner is insured nowhere, and has the months of the contract (r08)."""
    contracts = _months(facts, policy, FOREIGN["degree"])
    insured = _months(facts, policy, LOCAL["degree"])
    born_abroad = facts["person"].filter(pl.col("is_foreign").fill_null(value=False)).select("person_key")
    foreign = pl.concat([contracts.select("person_key"), born_abroad]).unique()
    spells = pl.concat([contracts, insured.join(foreign, on="person_key", how="anti")])
    keys = spells.select("person_key").unique().sort("person_key").with_row_index("person_id")
    keys = keys.with_columns(pl.col("person_id").cast(pl.Int64))
    spells = spells.join(keys, on="person_key", maintain_order="left").drop("person_key")
    entry = _entry(spells, len(keys), policy, rules)
    held = _held(facts, policy, rules, keys, entry)
    persons = keys.select("person_id").with_columns(*held.on_entry())
    if rules.is_upgradable:
        persons = persons.with_columns(held.upgrades())
    if rules.is_new_by_application:
        persons = persons.with_columns(_applied(facts, policy, keys))
    is_foreign = keys["person_key"].is_in(foreign["person_key"].implode()).alias("is_foreign")
    return People(keys["person_key"], persons.with_columns(is_foreign), spells, entry)


def claim_of(policy: Policy, benefit_id: str) -> Claim:
    """Return the claim of a benefit; raises PolicyError where the catalogue tells none."""
    claim = policy.benefit(benefit_id).claim
    if claim is None:
        raise PolicyError(f"benefits: {benefit_id}: claim: missing")
    return claim


def _months(facts: Facts, policy: Policy, benefit_id: str) -> pl.DataFrame:
    """Return person_key, employer_id, employer_kind, start_month, end_month, fact, record_id of a table of spells.

    A spell that ends before it starts, or has no start, is left out. An employer of no stated kind has the one that
    another row states for it.
    """
    claim = claim_of(policy, benefit_id)
    since, until = claim.columns["since"], claim.columns["until"]
    found = rows(facts, claim, benefit_id)
    if "employer_kind" not in found.columns:
        found = found.with_columns(employer_kind=pl.lit(None, pl.String))
    months = found.select(
        "person_key",
        "employer_id",
        "employer_kind",
        pl.col(since).dt.truncate("1mo").alias("start_month"),
        pl.col(until).dt.truncate("1mo").alias("end_month"),
        pl.lit(claim.fact).alias("fact"),
        "record_id",
        pl.col("is_back_paid") if "is_back_paid" in found.columns else pl.lit(value=False).alias("is_back_paid"),
    ).filter(pl.col("start_month") <= pl.col("end_month").fill_null(date.max))
    known = pl.Enum(policy.codes["employer_kind"].ids)
    return _with_kinds(months.with_columns(pl.col("employer_kind").cast(known, strict=False)), facts)


def _with_kinds(months: pl.DataFrame, facts: Facts) -> pl.DataFrame:
    if not months["employer_kind"].null_count():
        return months
    kind = pl.col("employer_kind").cast(months.schema["employer_kind"], strict=False).alias("stated")
    kinds = employer_kinds(facts).select("employer_id", kind)
    named = months.join(kinds, on="employer_id", how="left", maintain_order="left")
    return named.with_columns(pl.coalesce("employer_kind", "stated")).drop("stated")


def _entry(spells: pl.DataFrame, count: int, policy: Policy, rules: Rules) -> pl.Series:
    """Return the first local month of every person: of any employer, or of one that counts (r04)."""
    counts = pl.col("employer_kind").cast(pl.String).is_in(list(policy.conflict(GROUP).eligible_kinds))
    marks = spells.filter(counts) if rules.enters_when_eligible else spells
    first = marks.group_by("person_id").agg(pl.col("start_month").min())
    everybody = pl.DataFrame({"person_id": np.arange(count)})
    return everybody.join(first, on="person_id", how="left", maintain_order="left")["start_month"].alias("entry")


@dataclass(frozen=True, slots=True)
class Held:
    """What people hold: the rows by kind (person_id, code, obtained_date, is_early), and the levels of the codes."""

    count: int
    levels: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, pl.DataFrame]

    def on_entry(self) -> Iterator[pl.Series]:
        """Yield the highest level of each kind held by the end of the month of entry."""
        for kind, levels in self.levels.items():
            early = self.rows[kind].filter("is_early")
            code: NDArray[np.int64] = np.full(self.count, levels.index(NO_LEVEL))
            np.maximum.at(code, early["person_id"].to_numpy(), early["code"].to_numpy())
            yield pl.Series(levels, dtype=pl.Enum(levels)).gather(code).alias(kind)

    def upgrades(self) -> pl.Series:
        """Return the levels certified later, as the kernel takes them."""
        parts = [
            rows.filter(~pl.col("is_early")).select(
                "person_id",
                pl.struct(
                    kind=pl.lit(kind),
                    level=pl.Series(self.levels[kind]).gather(rows.filter(~pl.col("is_early"))["code"]),
                    from_month=pl.col("obtained_date").dt.truncate("1mo"),
                ).alias("upgrades"),
            )
            for kind, rows in self.rows.items()
        ]
        listed = pl.concat(parts).group_by("person_id").agg("upgrades")
        everybody = pl.DataFrame({"person_id": np.arange(self.count)})
        joined = everybody.join(listed, on="person_id", how="left", maintain_order="left")["upgrades"]
        return joined.fill_null(pl.Series([[]], dtype=pl.List(_UPGRADE)))


def _held(facts: Facts, policy: Policy, rules: Rules, keys: pl.DataFrame, entry: pl.Series) -> Held:
    levels = tariff(policy, rules).levels
    by_id = keys.with_columns(entry_end=entry.dt.month_end())
    found = {kind: _rows_of(facts, policy, kind, levels[kind]) for kind in levels}
    joined = {kind: part.join(by_id, on="person_key") for kind, part in found.items()}
    is_early = (pl.col("obtained_date") <= pl.col("entry_end")).fill_null(value=True)
    return Held(
        count=len(keys),
        levels=levels,
        rows={
            kind: part.select("person_id", "code", "obtained_date", is_early.alias("is_early"))
            for kind, part in joined.items()
        },
    )


def _rows_of(facts: Facts, policy: Policy, kind: str, levels: tuple[str, ...]) -> pl.DataFrame:
    """Return person_key, code, obtained_date of the rows that show a level of the kind; other words are none."""
    asked = {
        evidence.model_dump_json(): (evidence, benefit)
        for benefit, of in KINDS.items()
        if of == kind
        for evidence in claim_of(policy, benefit).held
    }
    parts = [
        rows(facts, evidence, benefit).select(
            "person_key",
            pl.col("level").cast(pl.Enum(levels), strict=False).to_physical().cast(pl.Int64).alias("code"),
            (pl.col(evidence.on) if evidence.on else pl.lit(None, pl.Date)).alias("obtained_date"),
        )
        for evidence, benefit in asked.values()
    ]
    return pl.concat(parts).drop_nulls(["person_key", "code"])


def _applied(facts: Facts, policy: Policy, keys: pl.DataFrame) -> pl.Series:
    """Return the day of each person's first application for an allowance of the group (r05)."""
    asked = pl.col("benefit_id").is_in(list(policy.conflict(GROUP).benefits))
    first = facts["application"].filter(asked).group_by("person_key").agg(application_date=pl.col("event_date").min())
    return keys.join(first, on="person_key", how="left", maintain_order="left")["application_date"]

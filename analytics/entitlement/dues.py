"""What everybody is due, what a better claim put aside, and what was refused."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.entitlement.allowance_dues import as_due, pay_spells, put_aside
from analytics.entitlement.awards import about_awards, granted, judged
from analytics.entitlement.claims import ask
from analytics.entitlement.conflicts import resolve
from analytics.entitlement.earlier_terms import earlier_terms
from analytics.entitlement.evidence import Facts
from analytics.entitlement.people import people
from analytics.entitlement.refusals import WHO, refused_allowances, refused_awards
from analytics.entitlement.rules import settle_rules
from analytics.policy import Policy

DUE = pl.Schema(
    {
        "beneficiary": pl.String,
        "person_key": pl.String,
        "employer_id": pl.String,
        "benefit_id": pl.String,
        "from_month": pl.Date,
        "to_month": pl.Date,
        "months": pl.Int32,
        "amount_fen": pl.Int64,
        "rule": pl.String,
        "reason": pl.String,
        "fact": pl.String,
        "record_id": pl.Int64,
    }
)
SUPPRESSED = pl.Schema({**DUE, "group": pl.String, "clause": pl.String, "winner": pl.String, "next_best_fen": pl.Int64})
REFUSED = pl.Schema(
    {
        "beneficiary": pl.String,
        "person_key": pl.String,
        "employer_id": pl.String,
        "benefit_id": pl.String,
        "condition": pl.String,
        "found": pl.String,
        "needed": pl.String,
        "fact": pl.String,
        "record_id": pl.Int64,
    }
)
_ORDER = ("beneficiary", "benefit_id", "from_month", "to_month", "fact", "record_id")
_REFUSED_ORDER = ("beneficiary", "benefit_id", "condition", "fact", "record_id")


@dataclass(frozen=True, slots=True)
class Dues:
    """due: one row per pay spell, amount_fen of each of its months; a sum in the month it fell due.

    suppressed: the same columns, and the group and clause that put it aside, the winning benefit, and what the best of
    those put aside would have come to. refused: one row per claim that a condition bars, wholly or in part.
    """

    due: pl.DataFrame
    suppressed: pl.DataFrame
    refused: pl.DataFrame


def dues(facts: Facts, policy: Policy, *, as_of: date, readings: Mapping[str, str] | None = None) -> Dues:
    """Return what is due by `as_of`; `facts` are the tables that `facts_of` names.

    Raises PolicyError for an unknown reading or option, and for a claim that the catalogue does not tell wholly.
    """
    asked = ask(facts, policy, readings, as_of)
    of_awards = about_awards(asked)
    with ThreadPoolExecutor(1) as pool:
        awards = pool.submit(judged, of_awards)
        city = people(facts, policy, settle_rules(policy, readings))
        paid = pay_spells(city, policy, as_of=as_of, readings=asked.readings)
        monthly = as_due(asked, city, paid)
        lower = put_aside(asked, city, paid)
        claims = awards.result()
    earlier = earlier_terms(asked)
    parts = (monthly, granted(claims), earlier)
    due, aside = resolve(asked, pl.concat(_in(part, DUE) for part in parts))
    refused = (refused_allowances(asked, city, pl.concat([monthly.select(WHO), earlier.select(WHO)])),
               refused_awards(of_awards, claims, earlier))  # fmt: skip
    return Dues(
        due=due.sort(_ORDER),
        suppressed=pl.concat([aside, _in(lower, SUPPRESSED)]).sort(_ORDER),
        refused=pl.concat(_in(part, REFUSED) for part in refused).sort(_REFUSED_ORDER),
    )


def _in(frame: pl.DataFrame, schema: pl.Schema) -> pl.DataFrame:
    return frame.select(schema.names()).cast(schema)

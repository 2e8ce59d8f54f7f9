"""What a result cost: money paid per person counted and per person kept, by benefit and by the year of entry.

The persons of a benefit are those who are or were due it; they enter with the first month due. Counted are those of
them whom the targets of the benefit count (results.toml). Kept after so many months are those who are insured here in
that month; only who entered long enough ago is asked. Nothing here says that the money is why a person came or stayed:
those due the benefit who were paid nothing stand beside as a comparison, and it is an association.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray
from scipy.special import ndtri

from analytics.entitlement.months import month_number, month_numbers
from analytics.policy import Policy
from analytics.policy.results import ResultLimits

#: Why a number says less than it seems: too few persons; entered too lately; nobody was left unpaid to compare with;
#: or that there is somebody, which makes it an association still.
CAUTIONS = ("few", "young", "no_comparison", "association")
#: A person kept on the day itself.
NOW = 0
_PAIR = ("benefit_id", "person_key")
_COHORT = ("benefit_id", "cohort")
_KEPT = (
    "months", "persons", "kept", "share", "low", "high", "paid_fen", "fen_per_kept", "low_fen", "high_fen", "unpaid",
    "unpaid_share", "caution",
)  # fmt: skip
_NEVER = np.iinfo(np.int32).max
Numbers = NDArray[np.float64]
Places = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Results:
    """costs: one row per benefit_id and cohort (year of the first month due; null: all of them).

    persons, of whom paid some got money and counted are counted by a target of the benefit; paid_fen to them all;
    fen_per_counted with low_fen and high_fen; caution (CAUTIONS).

    kept: one row per benefit_id, cohort and months after entry (NOW: on the day): persons who entered so long ago,
    kept of them, share with low and high (Wilson); paid_fen to these persons, fen_per_kept with low_fen and high_fen;
    unpaid persons among them and unpaid_share, the part of those kept; caution. What a result cost is null for few and
    for young.
    """

    costs: pl.DataFrame
    kept: pl.DataFrame


def results(
    due: pl.DataFrame,
    paid: pl.DataFrame,
    spells: pl.DataFrame,
    contributions: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
) -> Results:
    """Return the cost per result of the benefits that results.toml names.

    due: entitlement.dues; paid: entitlement.statements; spells: the fact insurance_spell; contributions:
    progress.contributions (target_id, person_key, is_counted).
    """
    persons, names = _persons(due, paid, contributions, policy)
    limits, today = policy.results.limits, month_number(as_of)
    entry = month_numbers(persons["entry"])
    asked_months = [np.full(entry.size, today), *(entry + months for months in limits.months)]
    is_kept = _insured(persons["who"].to_numpy(), spells, names, asked_months)
    horizons = []
    for number, (months, kept) in enumerate(zip((NOW, *limits.months), is_kept, strict=True)):
        is_asked = entry + months <= today
        asked = persons.with_columns(kept=pl.Series(kept)).filter(pl.Series(is_asked))
        whole = _summed(
            asked,
            kept=pl.col("kept").sum().cast(pl.Int64),
            paid_fen=pl.col("paid_fen").sum(),
            **_moments("kept"),
            unpaid=(pl.col("paid_fen") == 0).sum().cast(pl.Int64),
            unpaid_kept=(pl.col("kept") & (pl.col("paid_fen") == 0)).sum().cast(pl.Int64),
        )
        horizons.append(whole.with_columns(months=pl.lit(months, pl.Int32), place=pl.lit(number)))
    has_entered = pl.Series(entry + limits.months[0] <= today)
    costs = _summed(
        persons.with_columns(entered=has_entered),
        paid=(pl.col("paid_fen") != 0).sum().cast(pl.Int64),
        counted=pl.col("counted").sum().cast(pl.Int64),
        entered=pl.col("entered").sum().cast(pl.Int64),
        paid_fen=pl.col("paid_fen").sum(),
        **_moments("counted"),
    )
    return Results(
        _costs(_sorted(costs), limits),
        _kept(_sorted(pl.concat(horizons), "place"), _sorted(costs), limits),
    )


def _insured(
    who: Places, spells: pl.DataFrame, names: pl.Enum, months: Sequence[NDArray[np.int32]]
) -> list[NDArray[np.bool_]]:
    """Return for each list of months, one of every row, whose person (of names) is insured in it.

    A spell without an end goes on.
    """
    rows = np.argsort(who, kind="stable")
    count = np.bincount(who, minlength=len(names.categories))
    first = np.cumsum(count) - count
    person = _codes(spells["person_key"], names)
    some = (person >= 0) & spells["start_month"].is_not_null().to_numpy()
    person, told = person[some], spells.select("start_month", "end_month").filter(pl.Series(some))
    start, ends = month_numbers(told["start_month"]), told["end_month"]
    end = np.full(start.size, _NEVER, np.int32)
    end[ends.is_not_null().to_numpy()] = month_numbers(ends.drop_nulls())
    times = count[person]
    spell = np.repeat(np.arange(person.size), times)
    turn = np.arange(spell.size) - np.repeat(np.cumsum(times) - times, times)
    row, start, end = rows[first[person][spell] + turn], start[spell], end[spell]
    return [np.bincount(row[(start <= asked[row]) & (asked[row] <= end)], minlength=who.size) > 0 for asked in months]


def wilson(kept: Numbers, persons: Numbers, confidence: float) -> tuple[Numbers, Numbers]:
    """Return the interval of Wilson of a share; with nobody asked it is from 0 to 1."""
    z, number = ndtri((1 + confidence) / 2), np.maximum(persons, 1.0)
    share = kept / number
    middle = (share + z**2 / (2 * number)) / (1 + z**2 / number)
    half = z / (1 + z**2 / number) * np.sqrt(share * (1 - share) / number + z**2 / (4 * number**2))
    is_asked = persons > 0
    return np.where(is_asked, np.maximum(middle - half, 0), 0.0), np.where(is_asked, np.minimum(middle + half, 1), 1.0)


def _persons(
    due: pl.DataFrame, paid: pl.DataFrame, contributions: pl.DataFrame, policy: Policy
) -> tuple[pl.DataFrame, pl.Enum]:
    """Return one row per benefit_id and person due it: entry, cohort, paid_fen and whether counted; and the persons.

    who: the place of the person among them.
    """
    benefits = [item.benefit for item in policy.results.results]
    is_asked = pl.col("benefit_id").is_in(benefits) & pl.col("person_key").is_not_null()
    entries = due.lazy().filter(is_asked).group_by(_PAIR).agg(entry=pl.col("from_month").min())
    found = entries.with_columns(pl.col("benefit_id").cast(pl.Enum(benefits))).collect()
    names, places = pl.Enum(found["person_key"].unique()), pl.Enum(benefits)
    size = len(names.categories)

    def pairs(frame: pl.DataFrame) -> Places:
        person, benefit = (
            pl.col(name).cast(known, strict=False).to_physical().cast(pl.Int64)
            for name, known in (("person_key", names), ("benefit_id", places))
        )
        return frame.lazy().select((benefit * size + person).fill_null(-1)).collect().to_series().to_numpy()

    mine, of_payment = pairs(found), pairs(paid)
    told = of_payment >= 0
    fen = np.bincount(of_payment[told], paid["amount_fen"].to_numpy()[told], size * len(benefits))
    by_target = _counted(contributions, sorted({t for item in policy.results.results for t in item.targets}), names)
    linked = [np.any([by_target[target] for target in item.targets], axis=0) for item in policy.results.results]
    persons = found.with_columns(
        who=pl.Series(mine % size),
        paid_fen=pl.Series(fen[mine].astype(np.int64)),
        counted=pl.Series(np.concatenate(linked)[mine]),
        cohort=pl.col("entry").dt.year(),
    )
    return persons, names


def _counted(contributions: pl.DataFrame, targets: list[str], names: pl.Enum) -> dict[str, NDArray[np.bool_]]:
    """Return for each target which of the persons it counts."""
    told = contributions.lazy().filter("is_counted", pl.col("target_id").is_in(targets))
    frame = told.select("person_key", pl.col("target_id").cast(pl.Enum(targets))).collect()
    person, target = _codes(frame["person_key"], names), frame["target_id"].to_physical().to_numpy()
    found = np.zeros((len(targets), len(names.categories)), np.bool_)
    is_known = person >= 0
    found[target[is_known], person[is_known]] = True
    return dict(zip(targets, found, strict=True))


def _codes(names: pl.Series, known: pl.Enum) -> Places:
    """Return the place of every name, -1 for an unknown one."""
    found = names.cast(known, strict=False).to_physical().cast(pl.Int64)
    return found.fill_null(-1).to_numpy()


def _summed(persons: pl.DataFrame, **sums: pl.Expr) -> pl.DataFrame:
    """Return sums by cohort, and once more of all of a benefit together, the cohort null."""
    by_cohort = persons.lazy().group_by(_COHORT).agg(pl.len().cast(pl.Int64).alias("persons"), **sums).collect()
    in_all = by_cohort.group_by("benefit_id").agg(pl.exclude("cohort").sum())
    return pl.concat([by_cohort, in_all], how="diagonal")


def _moments(result: str) -> dict[str, pl.Expr]:
    """Return the sums that the spread of a ratio of fen to results is made from."""
    fen = pl.col("paid_fen").cast(pl.Float64)
    return {"squares": fen.pow(2).sum(), "products": fen.filter(result).sum()}


def _sorted(frame: pl.DataFrame, *more: str) -> pl.DataFrame:
    """Return the cohorts in the order of the benefits, all of them last."""
    ordered = frame.sort(*_COHORT, *more, nulls_last=True)
    return ordered.with_columns(pl.col("benefit_id").cast(pl.String))


def _costs(found: pl.DataFrame, limits: ResultLimits) -> pl.DataFrame:
    is_few = pl.col("counted") < limits.persons_least
    is_young = _is_young(pl.col("entered"), pl.col("persons"), limits)
    is_alone = pl.col("persons") - pl.col("paid") < limits.persons_least
    ratio = _ratio(found, "counted", limits.confidence)
    told = [pl.when(~is_few & ~is_young).then(value).alias(value.name) for value in ratio]
    return found.with_columns(*told, caution=_caution(is_young, is_few, is_alone)).select(
        *_COHORT, "persons", "paid", "counted", "paid_fen", "fen_per_counted", "low_fen", "high_fen", "caution"
    )


def _kept(found: pl.DataFrame, whole: pl.DataFrame, limits: ResultLimits) -> pl.DataFrame:
    kept, persons = (found[name].cast(pl.Float64).to_numpy() for name in ("kept", "persons"))
    low, high = wilson(kept, persons, limits.confidence)
    everybody = whole.select(*_COHORT, everybody="persons")
    is_few = pl.min_horizontal("kept", "persons") < limits.persons_least
    is_young = _is_young(pl.col("persons"), pl.col("everybody"), limits)
    is_alone = pl.col("unpaid") < limits.persons_least
    ratio = _ratio(found, "kept", limits.confidence)
    frame = found.with_columns(pl.Series("low", low), pl.Series("high", high), *ratio)
    return (
        frame.join(everybody, on=_COHORT, how="left", nulls_equal=True, maintain_order="left")
        .with_columns(
            *(pl.when(~is_few & ~is_young).then(value.name).alias(value.name) for value in ratio),
            share=pl.col("kept") / pl.col("persons"),
            unpaid_share=pl.when(~is_alone).then(pl.col("unpaid_kept") / pl.col("unpaid")),
            caution=_caution(is_young, is_few, is_alone),
        )
        .select(*_COHORT, *_KEPT)
    )


def _is_young(entered: pl.Expr, persons: pl.Expr, limits: ResultLimits) -> pl.Expr:
    """Return which cohorts are young; all of a benefit together are none."""
    return pl.col("cohort").is_not_null() & (entered < limits.entered_least * persons)


def _caution(is_young: pl.Expr, is_few: pl.Expr, is_alone: pl.Expr) -> pl.Expr:
    code = pl.when(is_young).then(1).when(is_few).then(0).when(is_alone).then(2).otherwise(3)
    return code.replace_strict(dict(enumerate(CAUTIONS)), return_dtype=pl.Enum(CAUTIONS))


def _ratio(found: pl.DataFrame, result: str, confidence: float) -> list[pl.Series]:
    """Return fen per result, low_fen, high_fen by the delta method; the persons of a cohort are independent."""
    names = ("paid_fen", result, "persons", "squares", "products")
    fen, count, persons, squares, products = (found[name].cast(pl.Float64).to_numpy() for name in names)
    number = np.maximum(count, 1.0)
    per = fen / number
    rest = np.maximum(squares - 2 * per * products + per**2 * count, 0.0) * persons / np.maximum(persons - 1, 1.0)
    half = ndtri((1 + confidence) / 2) * np.sqrt(rest) / number
    told = {f"fen_per_{result}": per, "low_fen": np.maximum(per - half, 0.0), "high_fen": per + half}
    return [pl.Series(name, values) for name, values in told.items()]

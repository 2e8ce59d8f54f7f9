"""Benefits that do not add up: within each group one is paid, and the receipt says what it put aside.

A *key* is where the group binds: one beneficiary and one month, year, round or event, or all time. Of the benefits of
a key the one that comes to most is paid, ties in the order of the group; or, where the first one excludes the others,
the first: in all months, or from the one in which it falls due. Groups bind one after the other, in the order of the
catalogue; what one put aside no longer competes.
"""

from collections.abc import Iterable

import polars as pl

from analytics.entitlement.claims import Asked
from analytics.entitlement.counts import round_number
from analytics.entitlement.months import months_between
from analytics.policy.benefits import ConflictGroup

_BASIS = {"person": "person_key", "enterprise": "employer_id", "referrer": "beneficiary"}
_KEY, _PLACE = "_key", "_place"
_RECEIPT = ("group", "clause", "winner", "next_best_fen")


def resolve(asked: Asked, due: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what is paid of the rows that are due, and what was put aside, with the receipt.

    Groups with a clock of their own are left out: the kernel pays one benefit of theirs a month.
    """
    lost: list[pl.DataFrame] = [_receipt(due.clear())]
    for group in asked.policy.conflicts:
        if group.clock_reading is None and _binds(asked, group):
            due, aside = resolve_group(asked, due, group)
            lost.append(aside)
    return due, pl.concat(lost)


def resolve_group(asked: Asked, due: pl.DataFrame, group: ConflictGroup) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return what is paid of the rows when one group binds, and what was put aside."""
    basis, begun = _BASIS[group.basis], pl.col("from_month") >= group.valid_from.replace(day=1)
    competes = (pl.col("benefit_id").is_in(list(group.benefits)) & pl.col(basis).is_not_null() & begun).fill_null(
        value=False
    )
    rows = due.filter(competes)
    rivals = rows.group_by(basis).agg(pl.col("benefit_id").n_unique()).filter(pl.col("benefit_id") > 1)
    rows = rows.join(rivals.select(basis), on=basis, how="semi")
    if rows.is_empty():
        return due, _receipt(due.clear())
    others = due.join(rows.select("fact", "record_id", "benefit_id", "from_month"), how="anti", nulls_equal=True,
                      on=["fact", "record_id", "benefit_id", "from_month"])  # fmt: skip
    keyed = _keyed(asked, rows, group, basis)
    ranked = keyed.join(_ranked(keyed, group), on=[_KEY, "benefit_id"])
    paid = _joined(ranked.filter(pl.col(_PLACE) == 1).select(*due.columns, _KEY)).drop(_KEY)
    aside = ranked.filter(pl.col(_PLACE) > 1).with_columns(group=pl.lit(group.id), clause=pl.lit(group.clause))
    return pl.concat([others, paid]), _joined(aside.select(*due.columns, *_RECEIPT, _KEY)).drop(_KEY)


def _binds(asked: Asked, group: ConflictGroup) -> bool:
    return group.applies is None or asked.readings[group.applies.reading] == group.applies.option


def _keyed(asked: Asked, rows: pl.DataFrame, group: ConflictGroup, basis: str) -> pl.DataFrame:
    """Give every row its key; spells are cut where another one of the same beneficiary begins or ends.

    Where the first benefit excludes the others only when it is due, the months before have a key of their own.
    """
    if group.within == "month" or group.excludes == "when_due":
        rows = _cut(rows, basis)
    first_due = pl.col("from_month").filter(pl.col("benefit_id") == group.benefits[0]).min().over(basis)
    is_before = (pl.col("from_month") < first_due) & pl.lit(group.excludes == "when_due")
    within = {
        "month": pl.col("from_month").cast(pl.String),
        "year": pl.col("from_month").dt.year().cast(pl.String),
        "round": round_number(asked, pl.col("from_month")).cast(pl.String),
        "event": pl.coalesce("person_key", pl.col("from_month").cast(pl.String)),
        "always": pl.lit("always"),
    }
    parts = (basis, within[group.within], is_before.fill_null(value=False))
    return rows.with_columns(pl.concat_str(*parts, separator="|").alias(_KEY))


def _cut(rows: pl.DataFrame, basis: str) -> pl.DataFrame:
    """Return the spells cut into stretches that no other spell of the beneficiary begins or ends within."""
    after = pl.col("to_month").dt.offset_by("1mo")
    edges = pl.concat([rows.select(basis, edge="from_month"), rows.select(basis, after.alias("edge"))]).unique()
    inside = rows.join(edges, on=basis).filter((pl.col("edge") >= pl.col("from_month")) & (pl.col("edge") < after))
    spell = [name for name in rows.columns if name not in ("from_month", "to_month", "months")]
    ordered = inside.sort("edge").with_columns(
        next=pl.col("edge").shift(-1).over([*spell, "from_month"]).fill_null(after)
    )
    cut = ordered.with_columns(from_month="edge", to_month=pl.col("next").dt.offset_by("-1mo"))
    return cut.with_columns(months=months_between("from_month", "to_month")).select(rows.columns)


def _ranked(keyed: pl.DataFrame, group: ConflictGroup) -> pl.DataFrame:
    """Return key, benefit_id, its place in the key (1 is paid), the winner, and what the next best comes to."""
    order = {benefit: place for place, benefit in enumerate(group.benefits)}
    place = pl.col("benefit_id").replace_strict(order, return_dtype=pl.Int64)
    totals = keyed.group_by(_KEY, "benefit_id").agg(total=(pl.col("amount_fen") * pl.col("months")).sum())
    totals = totals.with_columns(listed=place)
    if group.rule == "highest":
        ranked = totals.sort(pl.col("total"), "listed", descending=[True, False])
        number = pl.int_range(1, pl.len() + 1).over(_KEY)
    else:
        ranked = totals.sort("listed")
        excludes = pl.col("benefit_id").first().over(_KEY) == group.benefits[0]
        number = pl.when(excludes & (pl.col("listed") > 0)).then(2).otherwise(1)
    ranked = ranked.with_columns(number.cast(pl.Int64).alias(_PLACE), winner=pl.col("benefit_id").first().over(_KEY))
    best_aside = pl.col("total").filter(pl.col(_PLACE) > 1).max().over(_KEY)
    return ranked.select(_KEY, "benefit_id", _PLACE, "winner", next_best_fen=best_aside)


def _joined(rows: pl.DataFrame) -> pl.DataFrame:
    """Return the spells joined again where they were cut and nothing else changed; the next best counts once a key."""
    same = [name for name in rows.columns if name not in ("from_month", "to_month", "months", "next_best_fen", _KEY)]
    ordered = rows.sort(*same, "from_month", nulls_last=True)
    follows = (pl.col("from_month") == pl.col("to_month").shift(1).dt.offset_by("1mo")).fill_null(value=False)
    stays = pl.all_horizontal(pl.col(name).eq_missing(pl.col(name).shift(1)) for name in same)
    begun = ordered.with_columns(run=(~(follows & stays)).cum_sum())
    more = (
        [pl.col("next_best_fen").filter(pl.col(_KEY).is_first_distinct()).sum()]
        if "next_best_fen" in rows.columns
        else []
    )
    joined = begun.group_by("run", maintain_order=True).agg(
        *(pl.col(name).first() for name in (*same, "from_month", _KEY)), pl.col("to_month").last(), *more
    )
    return joined.with_columns(months=months_between("from_month", "to_month")).select(rows.columns)


def _receipt(rows: pl.DataFrame) -> pl.DataFrame:
    text: Iterable[str] = ("group", "clause", "winner")
    return rows.with_columns(
        *(pl.lit(None, pl.String).alias(name) for name in text), pl.lit(None, pl.Int64).alias("next_best_fen")
    )

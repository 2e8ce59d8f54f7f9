"""The rosters of the allowances: what of the approved months was paid when, sent back, paid again or taken back."""

import polars as pl

from analytics.demo import months
from analytics.demo.allowances import LEDGERS
from analytics.demo.faults import PART, last_months, paid_later
from analytics.demo.registers import on_paper, with_employer
from analytics.demo.scene import Scene


def rosters(money: pl.DataFrame, people: pl.DataFrame, staff: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows of the three rosters by ledger: one per person and month and turn of the money."""
    dated = money.with_columns(
        pl.col("paid_on").alias("on"),
        months.as_dates(pl.col("first")).alias("first_insured"),
        pl.struct(start=months.as_dates(pl.col("month")), end=months.as_dates(pl.col("until"))).alias("months_paid"),
        amount=pl.col("rate") * pl.col("months"),
    ).drop("month", "until", "first", "batch", "applied", "decided_on", "benefit_id")
    known = on_paper(people).drop("group", "degree", "entry", "age")
    paid = {}
    for ledger, (_, _, printed) in LEDGERS.items():
        rows = dated.filter(pl.col("ledger") == ledger).drop("ledger").rename({"level": printed})
        paid[ledger] = with_employer(rows.join(known, on="who", how="left", maintain_order="left"), staff)
    return paid


def money(scene: Scene, rows: pl.DataFrame, spells: pl.DataFrame) -> pl.DataFrame:
    """Return every payment of the approved months by the day of the city, with `status` and `settled`."""
    plan = scene.calibration.payments.payment
    paid = rows.filter(pl.col("paid_on").is_not_null())
    paid = paid.with_columns(status=pl.lit(plan.paid), settled=pl.col(PART).is_not_null().any().over("who")).drop(PART)
    overpaid = _overpaid(scene, paid, spells)
    kept, returned = _returned(scene, paid)
    turns = pl.concat([kept, *returned, *overpaid])
    return turns.filter(pl.col("paid_on") <= scene.last_day).sort("paid_on", "who", "month", maintain_order=True)


def _returned(scene: Scene, paid: pl.DataFrame) -> tuple[pl.DataFrame, list[pl.DataFrame]]:
    """Take out what the bank sent back: once as sent back, once more as paid some weeks later."""
    plan, rng = scene.calibration.payments.payment, scene.draws.stream("returned")
    lots = paid.filter(~pl.col("settled")).select("who", "batch", "ledger").unique().sort("who", "batch", "ledger")
    chosen = lots.filter(pl.Series(rng.random(len(lots))) < plan.returned_share)
    low, high = plan.repaid_days
    chosen = chosen.with_columns(pl.Series("days", rng.integers(low, high + 1, len(chosen))))
    keys = ["who", "batch", "ledger"]
    mine = paid.filter(~pl.col("settled")).join(chosen, on=keys, maintain_order="left")
    mine = mine.with_columns(settled=pl.lit(value=True))
    first = mine.with_columns(status=pl.lit(plan.returned)).drop("days")
    following = pl.col("paid_on").dt.truncate("1q").dt.offset_by("1q")
    again = mine.with_columns(paid_on=following + pl.duration(days="days")).drop("days")
    kept = paid.join(chosen, on=keys, how="anti", maintain_order="left")
    untouched = paid.filter(pl.col("settled")).join(chosen, on=keys, how="semi", maintain_order="left")
    return pl.concat([kept, untouched]), [first, again]


def _overpaid(scene: Scene, paid: pl.DataFrame, spells: pl.DataFrame) -> list[pl.DataFrame]:
    """Return months paid to people who had left already, and the same taken back once that was found."""
    plan, rng = scene.calibration.payments.payment, scene.draws.stream("overpaid")
    ends = (
        paid.filter(~pl.col("settled"))
        .join(last_months(spells), on="who")
        .filter(pl.col("month") == pl.col("end"))
        .sort("who")
    )
    ends = ends.filter(pl.Series(rng.random(len(ends))) < plan.overpaid_share)
    (fewest, most), (low, high) = plan.overpaid_months, plan.clawed_back_days
    ends = ends.with_columns(
        pl.Series("count", rng.integers(fewest, most + 1, len(ends))),
        pl.Series("days", rng.integers(low, high + 1, len(ends))),
    )
    rows = ends.with_columns(month=pl.int_ranges(pl.col("end") + 1, pl.col("end") + 1 + pl.col("count")))
    rows = paid_later(scene, rows.explode("month").with_columns(until=pl.col("month"), settled=pl.lit(value=True)))
    back = rows.with_columns(
        paid_on=pl.col("paid_on") + pl.duration(days=pl.col("days").max().over("who")), status=pl.lit(plan.clawed_back)
    )
    is_found = back["paid_on"] <= scene.last_day
    rows, back = rows.filter(is_found), back.filter(is_found)
    return [frame.select(paid.columns) for frame in (rows, back)]

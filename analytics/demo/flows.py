"""What follows from the awards of the plain ledgers: applications, decisions, and payments of the treasury."""

from collections.abc import Mapping

import polars as pl

from analytics.demo import months
from analytics.demo.calibration_ledgers import Flow
from analytics.demo.draws import some
from analytics.demo.faults import Book
from analytics.demo.registers import on_paper, with_employer
from analytics.demo.scene import Scene

_FEN = 100
_PERSON = ("person", "name", "phone", "account")
_PARTY = ("employer", "employer_code", "town", "talent_class", "degree")


def awards(scene: Scene, told: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Return every award decided by the day of the city: benefit, amount, decided_on, is_decided, is_paid, party."""
    flows = scene.calibration.ledgers.flows.of
    found = [_awards(flow, told[ledger]) for ledger, flow in flows.items() if ledger in told]
    rows = pl.concat(found, how="diagonal_relaxed").filter(pl.col("amount") > 0)
    return rows.filter(pl.col("decided_on") <= scene.last_day).sort("decided_on", "benefit", maintain_order=True)


def _awards(flow: Flow, rows: pl.DataFrame) -> pl.DataFrame:
    codes = pl.col(flow.benefit_by or "").replace_strict(flow.benefits, default=None, return_dtype=pl.String)
    benefit = pl.lit(flow.benefit) if flow.benefit else codes
    rows = rows.with_columns(benefit=benefit, decided_on=pl.col(flow.decided))
    fen = {name: yuan * _FEN for name, yuan in flow.yuan.items()}
    amount = pl.col("benefit").replace_strict(fen, default=None, return_dtype=pl.Int64) if fen else pl.col(flow.amount)
    rows = rows.with_columns(
        amount=amount.cast(pl.Int64), is_decided=pl.lit(flow.is_decided), is_paid=pl.lit(flow.is_paid)
    )
    party = _PARTY if flow.payee == "employer" else (*_PERSON, *_PARTY)
    stated = [
        name for name in ("benefit", "amount", "decided_on", "is_decided", "is_paid", *party) if name in rows.columns
    ]
    return rows.select(stated).drop_nulls(["benefit", "amount", "decided_on"])


def decisions(found: pl.DataFrame) -> pl.DataFrame:
    """Return the decisions that no other ledger states."""
    rows = found.filter(~pl.col("is_decided"))
    return rows.with_columns(on=pl.col("decided_on"), document_no=_document(rows)).drop("is_decided")


def _document(rows: pl.DataFrame) -> pl.Series:
    return rows.select(
        pl.format("SD{}-{}", pl.col("decided_on").dt.year(), pl.col("decided_on").dt.quarter())
    ).to_series()


def applications(scene: Scene, found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per award and stage of its application."""
    plan, rng = scene.calibration.ledgers.flows, scene.draws.stream("stages of awards")
    number = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(5)
    cases = found.with_columns(
        application_no=pl.format("{}{}{}", pl.lit(plan.application), pl.col("decided_on").dt.year(), number)
    )
    stages = [cases.with_columns(stage=pl.lit(plan.decided), stage_on=pl.col("decided_on"))]
    for stage, (low, high) in plan.before.items():
        days = pl.lit(pl.Series(rng.integers(low, high + 1, len(cases))))
        stages.append(cases.with_columns(stage=pl.lit(stage), stage_on=pl.col("decided_on") - pl.duration(days=days)))
    rows = pl.concat(stages).with_columns(on=pl.col("stage_on"))
    return rows.with_columns(amount=pl.when(pl.col("stage") == plan.decided).then("amount")).sort("on")


def payments(scene: Scene, found: pl.DataFrame) -> pl.DataFrame:
    """Return the payments of the treasury for awards by the day of the city."""
    plan, rng = scene.calibration.ledgers.flows, scene.draws.stream("payments of awards")
    found = found.filter(~pl.col("is_paid"))
    paid = found.filter(pl.Series(some(rng, plan.paid_share, len(found))))
    days = pl.lit(pl.Series(rng.integers(plan.days[0], plan.days[1] + 1, len(paid))))
    paid = paid.with_columns(paid_on=pl.col("decided_on") + pl.duration(days=days))
    return _paid(scene, paid.filter(pl.col("paid_on") <= scene.last_day))


def again(book: Book, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Return the months of the allowances that the treasury paid once more."""
    if book.treasury is None or book.treasury.is_empty():
        return pl.DataFrame()
    known = on_paper(people).select("who", "town", *_PERSON)
    rows = book.treasury.with_columns(
        pl.struct(start=months.as_dates(pl.col("month")), end=months.as_dates(pl.col("until"))).alias("months_paid"),
        benefit=pl.col("benefit_id"),
        amount=pl.col("rate") * pl.col("months"),
    ).select("who", "employer", "benefit", "months_paid", "months", "rate", "amount", "paid_on")
    named = with_employer(rows.join(known, on="who", how="left", maintain_order="left"), staff)
    return _paid(book.scene, named).with_columns(settled=pl.lit(value=True))


def _paid(scene: Scene, rows: pl.DataFrame) -> pl.DataFrame:
    plan = scene.calibration.ledgers.flows
    number = pl.format("{}{}-{}", pl.lit(plan.batch), pl.col("paid_on").dt.year(), pl.col("paid_on").dt.month())
    status = scene.calibration.payments.payment.paid
    return rows.with_columns(batch_no=number, on=pl.col("paid_on"), status=pl.lit(status))


def joined(parts: list[pl.DataFrame]) -> pl.DataFrame:
    """Put the rows of one ledger together, whatever columns each part has, in the order of their days."""
    return pl.concat([part for part in parts if part.columns], how="diagonal_relaxed").sort("on", maintain_order=True)

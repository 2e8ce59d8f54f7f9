"""What a person is due, was approved, was paid and waits for: by benefit, and the rows behind each number."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.report.person import records, words
from analytics.report.person.file import PersonFile
from analytics.report.person.words import PAGE
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

DUE, APPROVED, PAID, OPEN, OVER = "due", "approved", "paid", "open", "over"
SIDES = (DUE, APPROVED, PAID, OPEN, OVER)
_ROWS: Mapping[str, tuple[str, ...]] = {
    DUE: ("span", "months", "rate", "amount", "reason"),
    APPROVED: ("day", "document", "span", "amount"),
    PAID: ("day", "batch", "span", "amount", "status"),
    OPEN: ("span", "amount", "cause"),
    OVER: ("span", "amount", "cause"),
}
_NUMBERS = frozenset({*SIDES, "months", "rate", "amount"})
_MINOR = frozenset({"document", "batch", "months"})
_IN_KIND = "in_kind"


@dataclass(frozen=True)
class Sums:
    """Money of one person in fen; open is what is missing, over what is too much: due - paid = open - over.

    owed: of what is open, approved and not paid. in_kind: the estimated worth of what is given in kind, which no
    other sum holds.
    """

    due: int
    approved: int
    paid: int
    open: int
    over: int
    owed: int
    in_kind: int


def by_benefit(file: PersonFile) -> pl.DataFrame:
    """Return one row per benefit: benefit_id, is_in_kind, due, approved, paid, open, over in fen."""
    missing = pl.col("due_fen") - pl.col("paid_fen")
    kinds = [b.id for b in file.policy.benefits if b.claim and b.claim.rule == _IN_KIND]
    is_in_kind = pl.col("benefit_id").is_in(kinds)
    sums = file.cells.group_by("benefit_id").agg(
        due=pl.col("due_fen").sum(),
        approved=pl.col("approved_fen").sum(),
        paid=pl.col("paid_fen").sum(),
        open=missing.clip(lower_bound=0).sum(),
        over=(-missing).clip(lower_bound=0).sum(),
    )
    return sums.with_columns(is_in_kind.alias("is_in_kind")).with_columns(
        pl.when("is_in_kind").then(0).otherwise(OPEN).alias(OPEN)
    ).sort("is_in_kind", pl.max_horizontal("due", "paid"), "benefit_id", descending=[False, True, False])  # fmt: skip


def sums(file: PersonFile) -> Sums:
    """Return the sums of all benefits."""
    found = by_benefit(file)
    paid = found.filter(~pl.col("is_in_kind"))
    total = {side: int(paid[side].sum()) for side in SIDES}
    owed = file.waiting.filter(pl.col("cause").cast(pl.String) == "arrears")["amount_fen"].sum()
    return Sums(**total, owed=int(owed), in_kind=int(found.filter("is_in_kind")[DUE].sum()))


def table(file: PersonFile, voice: Voice) -> Table:
    """Return one row per benefit with the causes of what is open or too much; every amount opens its rows."""
    columns = _columns("balance", ("benefit", *SIDES, "cause"), voice)
    made = tuple(_benefit(row, file, voice) for row in by_benefit(file).iter_rows(named=True))
    return Table(voice.t("balance.caption", count=len(made)), columns, made)


def _benefit(row: dict[str, Any], file: PersonFile, voice: Voice) -> tuple[Cell, ...]:
    benefit = row["benefit_id"]
    name = words.benefit(benefit, voice)
    return (
        Cell(voice.t("balance.in_kind", name=name) if row["is_in_kind"] else name),
        *(words.amount(row[side], of(file.key, benefit, side), voice) for side in SIDES),
        Cell(voice.listing(_causes(file, benefit, voice))),
    )


def _causes(file: PersonFile, benefit: str, voice: Voice) -> list[str]:
    titles = {str(cause.id): voice.texts.pick(cause.title) for cause in voice.policy.arrears.causes}
    told = file.differences.filter(benefit_id=benefit).group_by(pl.col("cause").cast(pl.String)).agg(
        pl.col("amount_fen").sum()
    ).sort("cause")  # fmt: skip
    return [
        voice.t("balance.said", cause=titles[cause], amount=words.yuan(abs(fen), voice))
        for cause, fen in told.iter_rows()
    ]


def of(key: str, benefit: str, side: str) -> Drill:
    """Return the link to the rows behind an amount."""
    return Drill(PAGE, {"p": key, "b": benefit, "of": side})


def rows(file: PersonFile, benefit: str, side: str, voice: Voice) -> tuple[Table, int]:
    """Return the rows behind one amount of the table, and their sum in fen."""
    frame, say = _SIDES[side]
    found = frame(file, benefit)
    total = int(found["total"].sum())
    made = tuple(tuple(say(row, file, voice)) for row in found.iter_rows(named=True))
    caption = voice.t(
        "balance.rows", benefit=words.benefit(benefit, voice), side=voice.t(f"balance.side.{side}"), count=len(made),
        amount=words.yuan(total, voice),
    )  # fmt: skip
    return Table(caption, _columns("balance", _ROWS[side], voice), made), total


def _due(file: PersonFile, benefit: str) -> pl.DataFrame:
    return file.due.filter(benefit_id=benefit).with_columns(total=pl.col("amount_fen") * pl.col("months"))


def _approved(file: PersonFile, benefit: str) -> pl.DataFrame:
    return file.approved.filter(benefit_id=benefit).with_columns(total="amount_fen").sort("decided_on", "record_id")


def _paid(file: PersonFile, benefit: str) -> pl.DataFrame:
    return file.paid.filter(benefit_id=benefit).with_columns(total="amount_fen").sort("paid_on", "record_id")


def _open(file: PersonFile, benefit: str) -> pl.DataFrame:
    return _parts(file, benefit, pl.col("amount_fen") > 0)


def _over(file: PersonFile, benefit: str) -> pl.DataFrame:
    return _parts(file, benefit, pl.col("amount_fen") < 0)


def _parts(file: PersonFile, benefit: str, is_asked: pl.Expr) -> pl.DataFrame:
    """Return the differences of one sign by month and cause."""
    found = file.differences.filter(is_asked, benefit_id=benefit)
    return found.with_columns(total=pl.col("amount_fen").abs(), said=pl.col("cause").cast(pl.String)).sort("month")


def _say_due(row: dict[str, Any], file: PersonFile, voice: Voice) -> Iterable[Cell]:
    drill = records.opens(file, row["fact"], row["record_id"])
    yield Cell(words.span(row["from_month"], row["to_month"], voice))
    yield Cell(voice.texts.number(row["months"]), row["months"])
    yield words.amount(row["amount_fen"], drill, voice)
    yield words.amount(row["total"], drill, voice)
    yield Cell(words.reason(row, voice))


def _say_approved(row: dict[str, Any], file: PersonFile, voice: Voice) -> Iterable[Cell]:
    yield from _told(row, row["decided_on"], row["document_no"], file, voice)


def _say_paid(row: dict[str, Any], file: PersonFile, voice: Voice) -> Iterable[Cell]:
    yield from _told(row, row["paid_on"], row["batch_no"], file, voice)
    known = voice.policy.codes["payment_status"]
    state = row["status"]
    yield Cell(voice.texts.pick(known.code(state).label) if state in known.ids else voice.t("value.dash"))


def _told(row: dict[str, Any], day: Any, number: str | None, file: PersonFile, voice: Voice) -> Iterable[Cell]:
    drill = records.opens(file, row["fact"], row["record_id"])
    yield Cell(voice.texts.date(day), day) if day else Cell(voice.t("value.dash"))
    yield Cell(number or voice.t("value.dash"))
    yield Cell(words.span(row["from_month"], row["to_month"], voice))
    yield Cell(words.yuan(row["total"], voice), voice.texts.yuan(row["total"]), drill=drill)


def _say_part(row: dict[str, Any], _: PersonFile, voice: Voice) -> Iterable[Cell]:
    titles = {str(cause.id): voice.texts.pick(cause.title) for cause in voice.policy.arrears.causes}
    yield Cell(voice.texts.month(row["month"]), row["month"])
    yield words.amount(row["total"], None, voice)
    yield Cell(titles[row["said"]])


_SIDES: Mapping[str, tuple[Callable[[PersonFile, str], pl.DataFrame], Callable[..., Iterable[Cell]]]] = {
    DUE: (_due, _say_due),
    APPROVED: (_approved, _say_approved),
    PAID: (_paid, _say_paid),
    OPEN: (_open, _say_part),
    OVER: (_over, _say_part),
}


def _columns(part: str, names: Iterable[str], voice: Voice) -> tuple[Column, ...]:
    return tuple(
        Column(n, voice.t(f"{part}.{n}"), "right" if n in _NUMBERS else "left", n in _MINOR, n in _NUMBERS)
        for n in names
    )

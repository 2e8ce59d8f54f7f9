"""Faults of entitlement: people who should not have been paid, were paid under a second number, too early or never."""

import numpy as np
import polars as pl

from analytics.demo.allowances import LEDGERS, rates, with_employer_of_month
from analytics.demo.faults import PART, Book, paid_later

_EARLIEST, _LATEST = 3, 18
_OLD_DAYS = 300
_ADMITTED = "enterprise"


def plant(book: Book, people: pl.DataFrame, spells: pl.DataFrame, titles: pl.DataFrame) -> pl.DataFrame:
    """Plant them in the book; return who and owner of the bank accounts that several people share.

    titles: who and entry of those whose title came after the first insured month.
    """
    _never_paid(book)
    _paid_too_early(book)
    _not_entitled(book, people, spells)
    _title_after(book, spells, titles)
    _tell_parts(book)
    return _shared_accounts(book)


def _never_paid(book: Book) -> None:
    """Long approved, and no money ever."""
    kind = "unpaid"
    decided = book.rows.filter(pl.col(PART).is_null()).group_by("who").agg(pl.col("decided_on").min())
    old = decided.filter(pl.col("decided_on") < book.scene.last_day - pl.duration(days=_OLD_DAYS))
    chosen = book.choose(kind, old)
    rows = book.rows.join(chosen.select("who"), on="who", how="semi")
    book.add(kind, rows.with_columns(paid_on=pl.lit(None, pl.Date)), changes=True)


def _paid_too_early(book: Book) -> None:
    """The money of a batch came before its decision."""
    kind = "paid_before_approval"
    paid = book.rows.filter(pl.col("paid_on").is_not_null() & pl.col(PART).is_null())
    chosen = book.choose(kind, paid.group_by("who", "ledger", "batch").agg(pl.len()).sort("who", "batch"))
    days = book.days(kind, book.scene.calibration.faults.early_days, len(chosen))
    rows = paid.join(chosen.select("who", "ledger", "batch", days), on=["who", "ledger", "batch"])
    book.add(kind, rows.with_columns(paid_on=pl.col("decided_on") - pl.duration(days="days")), changes=True)


def _not_entitled(book: Book, people: pl.DataFrame, spells: pl.DataFrame) -> None:
    """People insured here before the policy, or without the degree, paid the allowance of a graduate."""
    level = book.scene.calibration.faults.ineligible_degree
    _pay(book, "insured_before", _insured(book, people, spells, "local"), spells, ledger="youth", level=level)
    _pay(book, "degree_below", _insured(book, people, spells, "junior"), spells, ledger="youth", level=level)


def _insured(book: Book, people: pl.DataFrame, spells: pl.DataFrame, group: str) -> pl.DataFrame:
    """Return who and opening of the people of a group with a long spell at an enterprise."""
    longest = book.scene.calibration.faults.fault["insured_before"].months[1]
    admitted = book.cast.staff.filter(pl.col("kind") == _ADMITTED)["employer"]
    opening = pl.max_horizontal("start", pl.lit(book.scene.first + _EARLIEST))
    return (
        spells.join(people.filter(pl.col("group") == group), on="who", how="semi")
        .filter(pl.col("employer").is_in(admitted.implode()))
        .with_columns(opening=opening, last=pl.col("end").fill_null(book.scene.last))
        .filter((pl.col("last") - pl.col("opening") >= longest) & (pl.col("opening") <= book.scene.last - _LATEST))
        .select("who", "opening")
    )


def _title_after(book: Book, spells: pl.DataFrame, titles: pl.DataFrame) -> None:
    """People who gained the title after the first insured month, paid the allowance for it."""
    latest = book.scene.last - _LATEST
    late = titles.select("who", opening=pl.col("entry") + 1).filter(pl.col("opening") <= latest)
    book.taken -= set(late["who"].to_list())
    _pay(book, "title_after", late, spells, ledger="title", level=book.scene.calibration.faults.ineligible_title)


def _pay(book: Book, kind: str, candidates: pl.DataFrame, spells: pl.DataFrame, *, ledger: str, level: str) -> None:
    """Approve and pay each of the chosen from `opening` on, for as many months as the case is long."""
    benefit, condition, _ = LEDGERS[ledger]
    chosen = book.choose(kind, candidates)
    months = pl.int_ranges(pl.col("opening"), pl.col("opening") + pl.col("length"))
    rows = (
        chosen.select("who", month=months)
        .explode("month")
        .with_columns(
            ledger=pl.lit(ledger),
            benefit_id=pl.lit(benefit),
            level=pl.lit(level),
            rate=pl.lit(rates(book.scene, benefit, condition)[level], pl.Int64),
            until=pl.col("month"),
            months=pl.lit(1, book.rows.schema["months"]),
            applied=pl.col("month").min().over("who"),
        )
    )
    book.add(kind, paid_later(book.scene, with_employer_of_month(rows, spells)))


def _tell_parts(book: Book) -> None:
    """Tell what those were paid who are affiliated, have two numbers, or whose degree came too late."""
    rows = book.rows.filter(pl.col("paid_on").is_not_null())
    spans = rows.group_by("who", "benefit_id", maintain_order=True).agg(
        pl.col("month").min().alias("from"), pl.col("until").max().alias("to"), pl.col("rate").sum().alias("fen")
    )
    late = book.cast.part("degree_after").select("who")
    book.tell("degree_after", late.join(spans, on="who"))
    double = book.cast.part("double_identity")
    if not double.is_empty():
        found = spans.join(double, on="who").with_columns(who=pl.concat_list("who", "owner")).drop("owner")
        book.tell("double_identity", found)
    shells = book.cast.part("affiliation")
    if not shells.is_empty():
        found = shells.join(spans, on="who", how="left").group_by("employer", maintain_order=True)
        cases = found.agg(
            "who", pl.col("benefit_id").drop_nulls().first(), pl.col("start").first().alias("from"), pl.col("fen").sum()
        )
        book.tell("affiliation", cases.with_columns(to=pl.col("from") + book.scene.calibration.faults.shell_months - 1))


def _shared_accounts(book: Book) -> pl.DataFrame:
    """Choose people whose money goes to the account of one of them; return who and owner."""
    kind = "shared_account"
    low, high = book.scene.calibration.faults.shared_by
    sizes = book.days(kind, (low, high), book.scene.planted(kind))
    paid = book.rows.filter(pl.col("paid_on").is_not_null() & pl.col(PART).is_null())
    free = paid.filter(~pl.col("who").is_in(list(book.taken)))
    totals = free.group_by("who", "benefit_id").agg(pl.col("rate").sum().alias("fen")).sort("who")
    rng = book.scene.draws.stream("fault", kind)
    chosen = totals.unique("who", keep="first", maintain_order=True)
    chosen = chosen[rng.permutation(len(chosen))[: sizes.sum()]]
    groups = np.repeat(np.arange(len(sizes)), sizes)[: len(chosen)]
    chosen = chosen.with_columns(pl.Series("group", groups))
    book.taken.update(chosen["who"].to_list())
    book.tell(
        kind,
        chosen.group_by("group", maintain_order=True).agg("who", pl.col("benefit_id").first(), pl.col("fen").sum()),
    )
    return chosen.select("who", owner=pl.col("who").first().over("group"))

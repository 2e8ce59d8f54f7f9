"""The people behind the committed money: who is approved, what each has ahead, and until when, if nobody left."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.policy import Policy
from analytics.report.money import lines, listing, speech
from analytics.report.money.books import Books
from analytics.report.money.listing import Called
from analytics.report.money.rows import of_line
from analytics.report.records_view import Sources
from analytics.report.table import Cell, Drill, Table
from analytics.report.voice import Voice

#: The code of an address that asks for these rows.
COMMITTED = "committed"
_COLUMNS = ("who", "benefit", "instalments", "span", "each", "amount")
_LEFT = frozenset({"who", "benefit", "span"})
_MINOR = frozenset({"instalments", "each"})


@dataclass(frozen=True)
class Promised:
    """Which people: of all benefits, of one, or of those of a budget line."""

    benefit: str | None = None
    line: str | None = None


def asked(given: Mapping[str, str], policy: Policy) -> Promised | None:
    """Return whom the codes of an address ask for; None where they ask for other rows."""
    if given.get("rows") != COMMITTED:
        return None
    benefit, line = given.get("benefit"), given.get("line")
    return Promised(
        benefit if benefit in {known.id for known in policy.benefits} else None,
        line if line in policy.codes["budget_line"].ids else None,
    )


def codes(of: Promised) -> dict[str, str]:
    """Return the question as codes; those that are not asked for are left out."""
    given = {"rows": COMMITTED, "benefit": of.benefit, "line": of.line}
    return {code: value for code, value in given.items() if value is not None}


def opens(of: Promised) -> Drill:
    """Return the link to the rows."""
    return Drill(speech.PAGE, codes(of))


def rows(committed: pl.DataFrame, of: Promised, policy: Policy) -> pl.DataFrame:
    """Return one row per beneficiary: benefits, instalments, first and last month, each (fen, least), amount_fen.

    committed: see building.committed. Who gets most comes first.
    """
    kept = pl.lit(value=True)
    if of.benefit:
        kept &= pl.col("benefit_id") == of.benefit
    if of.line:
        kept &= pl.col("benefit_id").is_in(of_line(policy, of.line))
    first, last = pl.col("from_month").dt, pl.col("to_month").dt
    months = (last.year() - first.year()) * 12 + last.month() - first.month()
    return (
        committed.lazy()
        .filter(kept)
        .with_columns(instalments=(months // pl.col("every") + 1).cast(pl.Int64))
        .group_by("beneficiary")
        .agg(
            amount_fen=(pl.col("instalments") * pl.col("amount_fen")).sum(),
            instalments=pl.col("instalments").sum(),
            first=pl.col("from_month").min(),
            last=pl.col("to_month").max(),
            each=pl.col("amount_fen").unique().sort(),
            benefits=pl.col("benefit_id").unique().sort(),
        )
        .sort("amount_fen", "beneficiary", descending=[True, False])
        .collect()
    )


def title(found: pl.DataFrame, of: Promised, voice: Voice) -> str:
    """Return how many people have how much ahead if nobody leaves."""
    said = [speech.benefit_name(of.benefit, voice)] if of.benefit else []
    said += [lines.name(of.line, voice)] if of.line else []
    return voice.t(
        "money.promised.title",
        filters=voice.t("listing.filters", filters=voice.listing(said)) if said else "",
        people=voice.texts.number(found.height),
        amount=speech.yuan(int(found["amount_fen"].sum()), voice),
    )


def table(found: pl.DataFrame, caption: str, sources: Sources, books: Books, voice: Voice) -> Table:
    """Return a table of rows, each person masked and with the way to their card."""
    names = listing.called(found["beneficiary"].to_list(), sources, books, voice)
    made = tuple(_row(row, names, voice) for row in found.iter_rows(named=True))
    return Table(caption, speech.columns("promised", _COLUMNS, voice, left=_LEFT, minor=_MINOR), made)


def _row(row: Mapping[str, Any], names: Called, voice: Voice) -> tuple[Cell, ...]:
    texts = voice.texts
    named = [speech.benefit_name(benefit, voice) for benefit in row["benefits"]]
    several = voice.t("money.rows.several", name=named[0], count=len(named))
    span = [texts.month(month) for month in dict.fromkeys((row["first"], row["last"]))]
    return (
        names.cell(row["beneficiary"]),
        Cell(several if len(named) > 1 else named[0]),
        Cell(texts.number(row["instalments"]), row["instalments"]),
        Cell(voice.t("calendar.range", start=span[0], end=span[-1]) if len(span) > 1 else span[0]),
        Cell(voice.listing([speech.yuan(fen, voice) for fen in row["each"]])),
        speech.amount(row["amount_fen"], None, voice),
    )

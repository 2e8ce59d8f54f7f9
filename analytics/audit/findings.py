"""From hits to findings, and what could be recovered: each fen once."""

import hashlib
from typing import Final

import numpy as np
import polars as pl

from analytics.audit.books import Books
from analytics.entitlement.months import first_days
from analytics.policy import Policy

#: What a rule returns: one row per payment and month that it is about, or per decision or person where there is none.
#: Rows of one rule, kind and subject are one finding. fen: to claim back, negative what is owed. cell: null for none.
HITS: Final = pl.Schema(
    {
        "rule": pl.Int8,
        "kind": pl.String,
        "subject": pl.String,
        "person_key": pl.String,
        "employer_id": pl.String,
        "benefit_id": pl.String,
        "from_month": pl.Date,
        "to_month": pl.Date,
        "fen": pl.Int64,
        "stake_fen": pl.Int64,
        "cell": pl.UInt32,
        "record_id": pl.Int64,
        "unit_id": pl.String,
        "town": pl.String,
    }
)
#: amount_fen: to claim back if confirmed, negative what is owed. stake_fen: the money that the finding is about.
FINDINGS: Final = pl.Schema(
    {
        "finding_id": pl.String,
        "rule": pl.Int8,
        "kind": pl.String,
        "persons": pl.List(pl.String),
        "employer_id": pl.String,
        "benefit_id": pl.String,
        "from_month": pl.Date,
        "to_month": pl.Date,
        "amount_fen": pl.Int64,
        "stake_fen": pl.Int64,
        "is_lead": pl.Boolean,
        "record_ids": pl.List(pl.Int64),
        "unit_id": pl.String,
        "town": pl.String,
    }
)
RECOVERABLE: Final = pl.Schema({"record_id": pl.Int64, "rule": pl.Int8, "is_lead": pl.Boolean, "fen": pl.Int64})
_ID_LENGTH = 16
_SUBJECT = ["rule", "kind", "subject"]


def hits(rule: int, kind: str | pl.Expr, subject: str | pl.Expr, rows: pl.DataFrame) -> pl.DataFrame:
    """Return rows as hits; what they do not say is null, and the stake is what is claimed or owed."""
    named = rows.with_columns(
        rule=pl.lit(rule, pl.Int8),
        kind=pl.lit(kind) if isinstance(kind, str) else kind,
        subject=pl.col(subject) if isinstance(subject, str) else subject,
    )
    stake = {} if "stake_fen" in rows.columns else {"stake_fen": pl.col("fen").abs()}
    named = named.with_columns(**stake)
    absent = [pl.lit(None, dtype).alias(name) for name, dtype in HITS.items() if name not in named.columns]
    return named.with_columns(absent).select(HITS.names()).cast(HITS)


def of_cells(books: Books, cells: pl.DataFrame) -> pl.DataFrame:
    """Return cells as told by their lines, with the first day of the month as both ends."""
    told = books.told(cells)
    month = told["month"]
    day = first_days(month.fill_null(0).to_numpy().astype(np.int32))
    dated = pl.when(pl.Series(month.is_not_null())).then(pl.Series(day))
    return told.with_columns(from_month=dated, to_month=dated)


def of_person() -> pl.Expr:
    """The subject of most findings: one person and benefit."""
    return pl.concat_str("person_key", pl.lit(" "), "benefit_id")


def gather(found: pl.DataFrame, policy: Policy) -> pl.DataFrame:
    """Return one row per finding, by FINDINGS, sorted by rule, kind and id."""
    one = pl.col("benefit_id")
    rows = found.group_by(_SUBJECT).agg(
        persons=pl.col("person_key").drop_nulls().unique().sort(),
        employer_id=pl.col("employer_id").drop_nulls().min(),
        benefit_id=pl.when(one.n_unique() == 1).then(one.first()),
        from_month=pl.col("from_month").min(),
        to_month=pl.col("to_month").max(),
        amount_fen=pl.col("fen").sum(),
        stake_fen=pl.col("stake_fen").sum(),
        record_ids=pl.col("record_id").drop_nulls().unique().sort(),
        unit_id=pl.col("unit_id").drop_nulls().min(),
        town=pl.col("town").drop_nulls().min(),
    )
    ids = [_finding_id(*row) for row in rows.select(_SUBJECT).iter_rows()]
    is_lead = pl.col("kind").is_in(list(policy.integrity.leads))
    named = rows.with_columns(pl.Series("finding_id", ids, dtype=pl.String), is_lead=is_lead)
    return named.select(FINDINGS.names()).cast(FINDINGS).sort("rule", "kind", "finding_id")


def _finding_id(*subject: str | int) -> str:
    """Return what stays the same for a matter as its months and its money grow."""
    text = "|".join(str(part) for part in subject)
    return hashlib.blake2b(text.encode(), digest_size=_ID_LENGTH // 2).hexdigest()


def recoverable(found: pl.DataFrame, books: Books) -> pl.DataFrame:
    """Return record_id, rule, is_lead, fen: each fen of a payment is claimed once.

    What one rule confirms is no lead of another; among equals the rule of the lowest precedence comes first.
    """
    precedence = {rule.number: rule.precedence for rule in books.policy.integrity.rules}
    claims = found.filter(pl.col("cell").is_not_null() & (pl.col("fen") > 0)).select(
        "cell",
        "rule",
        "fen",
        is_lead=pl.col("kind").is_in(list(books.policy.integrity.leads)),
        turn=pl.col("rule").replace_strict(precedence, return_dtype=pl.Int64),
    )
    held = books.cells[claims["cell"]].select("line", held="fen")
    ordered = pl.concat([claims, held], how="horizontal").sort("cell", "is_lead", "turn")
    so_far = pl.col("fen").cum_sum().over("cell")
    taken = pl.min_horizontal(so_far, "held") - pl.min_horizontal(so_far - pl.col("fen"), "held")
    counted = ordered.with_columns(taken=taken).filter(pl.col("taken") > 0)
    records = books.lines[counted["line"]].select("record_id")
    sums = pl.concat([counted, records], how="horizontal").group_by("record_id", "rule", "is_lead")
    return sums.agg(fen=pl.col("taken").sum()).select(RECOVERABLE.names()).cast(RECOVERABLE).sort("record_id", "rule")

"""Faults of awards: paid beyond a cap in parts, split below a threshold, or given for years that were not served."""

from collections.abc import Mapping

import numpy as np
import polars as pl

from analytics.demo import months, plain
from analytics.demo.faults import Book
from analytics.demo.filings import SETTLED
from analytics.demo.plain import Neighbours
from analytics.demo.registers import with_employer
from analytics.demo.scene import Scene

_FEN = 100
_STAYERS = "stayer"
_SERVED = (20, 58)
_INTERNS, _RETAINED, _POLICIES = "internship_subsidy", "retained_graduates", "enterprise_policies"
_EARLIER = "-70d"


def plant(book: Book, told: Mapping[str, pl.DataFrame], near: Neighbours) -> dict[str, pl.DataFrame]:
    """Return the ledgers with what is planted in them, by ledger."""
    return {
        _INTERNS: _over_cap(book, told[_INTERNS]),
        _RETAINED: _left_early(book, told[_RETAINED], near),
        _POLICIES: _split(book, told[_POLICIES], near),
    }


def _over_cap(book: Book, rows: pl.DataFrame) -> pl.DataFrame:
    """A second internship of the same student, with which the sum passes the cap."""
    kind = "over_cap"
    cap = next((limit.cap_fen for limit in book.scene.policy.benefit("b03c").limits if limit.cap_fen), 0)
    single = rows.filter((pl.len().over("who") == 1) & (pl.col("amount") * 2 > cap))
    chosen = single[book.scene.draws.stream("fault", kind).permutation(len(single))[: book.scene.planted(kind)]]
    book.tell(kind, chosen.select("who", benefit_id=pl.lit("b03c"), fen=pl.col("amount") * 2 - cap))
    earlier = chosen.with_columns(
        internship=pl.struct(start=pl.col("start").dt.offset_by(_EARLIER), end=pl.col("end").dt.offset_by(_EARLIER))
    )
    is_chosen = rows["who"].is_in(chosen["who"].implode())
    both = pl.concat(
        [rows.with_columns(is_chosen.alias(SETTLED)), earlier.with_columns(pl.lit(value=True).alias(SETTLED))]
    )
    return both.sort("on", maintain_order=True)


def _left_early(book: Book, rows: pl.DataFrame, near: Neighbours) -> pl.DataFrame:
    """The award for graduates who stayed five years, for some who had left."""
    kind, low, high = "left_early", *_SERVED
    served = pl.col("end") - pl.col("start") + 1
    left = near.people.filter((pl.col("group") == _STAYERS) & served.is_between(low, high)).sort("who")
    given = (
        plain.rows_of(book.scene, _RETAINED, Neighbours(left, near.staff)).sort("who").head(book.scene.planted(kind))
    )
    book.tell(kind, given.select("who", benefit_id=pl.lit("b11c"), fen=pl.col("award")))
    return (
        pl.concat([rows, given], how="diagonal_relaxed")
        .with_columns(pl.col("who").is_in(given["who"].implode()).alias(SETTLED))
        .sort("on", maintain_order=True)
    )


def _split(book: Book, rows: pl.DataFrame, near: Neighbours) -> pl.DataFrame:
    """One award in parts on one day, each just below what a higher office would have to approve."""
    kind, scene = "split", book.scene
    faults, rng = scene.calibration.faults, scene.draws.stream("fault", "split")
    count = scene.planted(kind)
    drawn = plain.drawn(scene, _POLICIES, _employers(scene, near.staff, count, rng), rng)
    parts = rng.integers(faults.split_parts[0], faults.split_parts[1] + 1, len(drawn))
    each = drawn[np.repeat(np.arange(len(drawn)), parts)]
    low, high = faults.split_yuan
    yuan = pl.Series(rng.integers(low // 1000, high // 1000 + 1, len(each)) * 1000)
    number = pl.int_range(1, pl.len() + 1).cast(pl.String)
    each = each.with_columns(amount=yuan * _FEN, policy=pl.col("policy") + "-" + number).with_columns(
        pl.lit(value=True).alias(SETTLED)
    )
    cases = each.group_by("employer_code", maintain_order=True).agg(
        pl.col("decided_on").first(), pl.col("amount").sum().alias("fen")
    )
    book.tell(kind, cases.with_columns(benefit_id=pl.lit("b02b")))
    return pl.concat([rows, each], how="diagonal_relaxed").sort("on", maintain_order=True)


def _employers(scene: Scene, staff: pl.DataFrame, size: int, rng: np.random.Generator) -> pl.DataFrame:
    """Return that many days of the policy, half a year before its last one at the latest, each with an employer."""
    latest = max(scene.first + 1, scene.last - 6)
    days = months.days_in(np.sort(rng.integers(scene.first, latest, size)), rng)
    chosen = staff.filter((pl.col("kind") == "enterprise") & (pl.col("size") > 0))
    employers = pl.Series("employer", rng.permutation(chosen["employer"].to_numpy())[:size])
    rows = pl.DataFrame({"on": days[: len(employers)]}).with_columns(employers)
    return with_employer(rows.join(staff.select("employer", town="employer_town"), on="employer", how="left"), staff)

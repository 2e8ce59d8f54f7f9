"""What the rules read: the money that is held, month by month, beside what is due, who was insured, and who is who.

A place in the calendar of one person is one whole number (person, month), and one of a person's benefit another
(person, benefit, month), so that the whole city is sorted and searched as plain arrays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl
from numpy.typing import NDArray

from analytics.entitlement.months import month_after_last_whole, month_numbers
from analytics.policy import Policy
from analytics.policy.integrity import IntegrityRule

Keys = NDArray[np.int64]
#: A month takes so many bits of a key; later bits are the benefit and the person.
_MONTH_BITS, _BENEFIT_BITS = 12, 7
_MONTHLY = "month"
OPEN = (1 << _MONTH_BITS) - 1


@dataclass(frozen=True, slots=True)
class Runs:
    """Stretches of keys, by their first; `last` is the greatest last one so far."""

    first: Keys
    last: Keys

    def find(self, keys: Keys) -> NDArray[np.int64]:
        """Return the place of the last run that begins by each key, -1 where the key lies in none."""
        place = np.searchsorted(self.first, keys, side="right") - 1
        if not self.first.size:
            return place
        return np.where(self.last[np.maximum(place, 0)] >= keys, place, -1)

    def cover(self, keys: Keys) -> NDArray[np.bool_]:
        """Return which keys lie in a run."""
        return self.find(keys) >= 0


@dataclass(frozen=True, slots=True)
class Books:
    """The money of one home by `as_of`, as the rules read it.

    lines: one row per payment that holds money, with `line`, its place, and `person`, the code of the person, -1 for
    none; sums: those of benefits that are not paid by the month. cells: one row per line and month (month null for a
    sum): line, month (number), fen, due_fen (of that month, null where a benefit is not paid by the month), and its
    keys. by_month, by_benefit: the sorted keys of all. known: the persons who were paid; their places are the
    codes of the keys. readings: the option of every reading. `after`: the first month that is not over.
    """

    facts: Mapping[str, pl.DataFrame]
    due: pl.DataFrame
    approved: pl.DataFrame
    lines: pl.DataFrame
    sums: pl.DataFrame
    cells: pl.DataFrame
    by_month: Keys
    by_benefit: Keys
    known: pl.Enum
    policy: Policy
    readings: Mapping[str, str]
    as_of: date

    @property
    def after(self) -> int:
        return month_after_last_whole(self.as_of)

    def rule(self, number: int) -> IntegrityRule:
        return self.policy.integrity[number]

    def told(self, cells: pl.DataFrame) -> pl.DataFrame:
        """Return cells with who, for what and by whom: the columns of their lines."""
        columns = [
            "beneficiary",
            "person_key",
            "employer_id",
            "benefit_id",
            "unit_id",
            "town",
            "fact",
            "record_id",
            "paid_on",
        ]
        lines = self.lines.select(columns)[cells["line"]]
        return pl.concat([cells, lines], how="horizontal")

    def places(self, persons: pl.Series, benefits: pl.Series | None = None) -> Keys:
        """Return the keys of month 0 of persons, or of their benefits; negative for who was never paid."""
        return _places(self.known, self.policy, persons, benefits)


def open_books(
    facts: Mapping[str, pl.DataFrame],
    due: pl.DataFrame,
    paid: pl.DataFrame,
    approved: pl.DataFrame,
    policy: Policy,
    *,
    as_of: date,
    readings: Mapping[str, str] | None = None,
) -> Books:
    """Return the books of what was paid; money sent back or taken back again is held by nobody and left out."""
    lines, cells = _held(paid)
    known = pl.Enum(lines["person_key"].drop_nulls().unique().sort())
    line, month = cells["line"].to_numpy(), cells["month"].fill_null(0).to_numpy()
    owner = _places(known, policy, lines["person_key"])
    listed = lines["benefit_id"].cast(pl.Enum([benefit.id for benefit in policy.benefits]))
    person = owner[line] + month
    pair = (owner + (listed.to_physical().cast(pl.Int64).to_numpy() << _MONTH_BITS))[line] + month
    monthly = [place for place, benefit in enumerate(policy.benefits) if benefit.per == _MONTHLY]
    is_monthly = listed.to_physical().is_in(monthly)
    has_month = cells["month"].is_not_null() & pl.Series(person >= 0)
    cells = cells.with_columns(
        pl.when(has_month & is_monthly.gather(cells["line"])).then(
            pl.Series("due_fen", _due_of(due, pair, known, policy))
        ),
        pl.when(has_month).then(pl.Series("by_month", person)),
        pl.when(has_month).then(pl.Series("by_benefit", pair)),
    )
    kept = has_month.to_numpy()
    return Books(
        facts=facts,
        due=due,
        approved=approved,
        lines=lines.with_columns(person=pl.Series(owner >> (_MONTH_BITS + _BENEFIT_BITS))),
        sums=lines.filter(~is_monthly),
        cells=cells.with_row_index("cell"),
        by_month=np.sort(person[kept]),
        by_benefit=np.sort(pair[kept]),
        known=known,
        policy=policy,
        readings=policy.settled(readings, as_of),
        as_of=as_of,
    )


def repeated(cells: pl.DataFrame, column: str, keys: Keys) -> pl.Series:
    """Return which cells share their key, one of the sorted keys, with another one."""
    again = distinct(keys[1:][keys[1:] == keys[:-1]])
    return cells[column].is_in(again).fill_null(value=False)


def distinct(ordered: Keys) -> Keys:
    """Return sorted keys, each once."""
    return ordered[np.append(np.ones(min(ordered.size, 1), bool), ordered[1:] != ordered[:-1])]


def runs(keys: Keys, start: pl.Series, end: pl.Series) -> Runs:
    """Return the runs of months (Date, the end included or null for open) after the places of their owners."""
    first = keys + month_numbers(start)
    is_open = end.is_null().to_numpy()
    last = keys + np.where(is_open, OPEN, month_numbers(end.fill_null(start)))
    order = np.argsort(first, kind="stable")
    return Runs(first[order], np.maximum.accumulate(last[order]))


def _held(paid: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the payments that hold money, numbered, and their cells: without what was taken back.

    What was taken back of a month is gone from what was paid last for it.
    """
    lines = paid.filter(pl.col("amount_fen") > 0).with_row_index("line")
    cells = _cells(lines)
    back = paid.filter(pl.col("amount_fen") < 0)
    if back.is_empty():
        return lines, cells
    lost = _lost(lines, cells, back)
    sums = lost.group_by("line").agg(pl.col("lost").sum())
    kept = lines.join(sums, on="line", how="left", maintain_order="left")
    kept = kept.with_columns(amount_fen=pl.col("amount_fen") - pl.col("lost").fill_null(0)).drop("lost")
    kept = kept.filter(pl.col("amount_fen") > 0).with_row_index("place")
    left = cells.join(lost, on=["line", "month"], how="left", nulls_equal=True, maintain_order="left")
    left = left.with_columns(fen=pl.col("fen") - pl.col("lost").fill_null(0)).filter(pl.col("fen") > 0)
    left = left.join(kept.select("line", "place"), on="line", maintain_order="left")
    return kept.drop("line").rename({"place": "line"}), left.select(line="place", month="month", fen="fen")


def _lost(lines: pl.DataFrame, cells: pl.DataFrame, back: pl.DataFrame) -> pl.DataFrame:
    """Return line, month, lost (fen): what of each cell was taken back."""
    matter = ["beneficiary", "benefit_id"]
    numbered = back.with_columns(amount_fen=-pl.col("amount_fen")).with_row_index("line")
    month = [*matter, "month"]
    taken = _cells(numbered).join(numbered.select("line", *matter), on="line")
    taken = taken.group_by(month).agg(taken=pl.col("fen").sum())
    near = lines.join(back.select(matter).unique(), on=matter, how="semi")
    told = cells.join(near.select("line", *matter, "paid_on", "record_id"), on="line")
    told = told.join(taken, on=month, nulls_equal=True)
    so_far = pl.col("fen").cum_sum().over(month, order_by=["paid_on", "record_id"], descending=True)
    lost = told.with_columns(lost=pl.min_horizontal("fen", (pl.col("taken") - so_far + pl.col("fen")).clip(0)))
    return lost.filter(pl.col("lost") > 0).select("line", "month", "lost")


def _cells(lines: pl.DataFrame) -> pl.DataFrame:
    """Return line, month, fen by line; what does not divide evenly is in the last month."""
    start = lines["from_month"]
    month = pl.Series("month", month_numbers(start.fill_null(date(1970, 1, 1))))
    whole = lines.select("line", pl.when(start.is_not_null()).then(month).alias("month"), fen="amount_fen")
    is_long = (lines["to_month"] > start).fill_null(value=False)
    if not is_long.any():
        return whole
    long = whole.filter(is_long).with_columns(until=pl.Series(month_numbers(lines["to_month"].filter(is_long))))
    count = (pl.col("until") - pl.col("month") + 1).cast(pl.Int64)
    spread = (
        long.with_columns(share=pl.col("fen") // count, rest=pl.col("fen") % count)
        .with_columns(month=pl.int_ranges(pl.col("month"), pl.col("until") + 1, dtype=pl.Int32))
        .explode("month")
        .with_columns(fen=pl.col("share") + pl.when(pl.col("month") == pl.col("until")).then("rest").otherwise(0))
    )
    return pl.concat([whole.filter(~is_long), spread.select("line", "month", "fen")])


def _due_of(due: pl.DataFrame, keys: Keys, known: pl.Enum, policy: Policy) -> Keys:
    """Return what is due at each key, 0 where nothing is."""
    paid = due["person_key"].cast(known, strict=False)
    monthly = due.filter(paid.is_not_null() & pl.col("from_month").is_not_null())
    if monthly.is_empty():
        return np.zeros(len(keys), np.int64)
    place = _places(known, policy, monthly["person_key"], monthly["benefit_id"])
    first, last = place + month_numbers(monthly["from_month"]), place + month_numbers(monthly["to_month"])
    order = np.argsort(first, kind="stable")
    place, fen = Runs(first[order], last[order]).find(keys), monthly["amount_fen"].to_numpy()[order]
    return np.where(place >= 0, fen[np.maximum(place, 0)], 0)


def _places(known: pl.Enum, policy: Policy, persons: pl.Series, benefits: pl.Series | None = None) -> Keys:
    code = persons.cast(known, strict=False).to_physical().cast(pl.Int64).fill_null(-1)
    place = code.to_numpy() << (_MONTH_BITS + _BENEFIT_BITS)
    if benefits is None:
        return place
    listed = pl.Enum([benefit.id for benefit in policy.benefits])
    return place + (benefits.cast(listed).to_physical().cast(pl.Int64).to_numpy() << _MONTH_BITS)

"""Patterns that are worth a look before points are believed: prompts with their records, never findings.

``bunching``      a unit is more often just at its targets than just under them, over targets and years
``december``      far more of a year fell into December than in the unit's other years, or than elsewhere
``lowered_quota`` a quota that the policy asks, or that had been set for the year, came down
``relabelled``    persons counted as new were insured here before the programme began
``self_review``   a reviewer scored what his own unit handed in
``reused_evidence`` one file shows what two units handed in
``top_reviewer``  everything that a reviewer scored got the top

The limits are those of the year's scheme. Only targets that one unit alone answers for are watched, in whole years.
"""

from datetime import date

import polars as pl

from analytics.assessment.frames import Schema
from analytics.policy.scheme_rules import Gaming
from analytics.policy.schemes import Scheme

# One row per thing that was looked at. value is set against usual: shares, or for lowered_quota the quotas themselves;
# about: the reviewer, of reviews. refs open what it rests on: "target:id:period_start", "fact:record_id",
# "quota:unit:item:told_at", "entry:5". item_id is null where several items make the pattern.
WATCH: Schema = {
    "unit_id": pl.String,
    "watch": pl.String,
    "item_id": pl.String,
    "about": pl.String,
    "value": pl.Float64,
    "usual": pl.Float64,
    "is_prompt": pl.Boolean,
    "refs": pl.List(pl.String),
}
_DECEMBER = 12
_EVEN = 1 / _DECEMBER
_OF_YEAR = ("unit_id", "item_id", "year")
_PERIODS = ("target_id", "period_start", "period_end", "target", "actual")
#: Without who filed it: watched is who answers for the target.
_CONTRIBUTED = (
    "target_id", "period_start", "period_end", "fact", "record_id", "person_key", "event_date", "is_counted",
)  # fmt: skip


def watch(
    scheme: Scheme,
    as_of: date,
    *,
    progress: pl.DataFrame,
    history: pl.DataFrame,
    contributions: pl.DataFrame,
    spells: pl.DataFrame,
    began_on: date,
    own: pl.DataFrame,
    quotas: pl.DataFrame,
    entries: pl.DataFrame,
    reviews: pl.DataFrame,
) -> pl.DataFrame:
    """Return frame WATCH: the prompts first, then by watch, unit and item.

    progress, history, contributions: as progress.evaluate returns them, as of `as_of`.
    spells: person_key and start_month of who was insured here.
    began_on: the day on which the programme began. own: what the policy itself asks of the year, by key_work.OWN.
    quotas, entries, reviews: frames of the vault, of any year.
    """
    limits, owners = scheme.gaming, _owners(scheme)
    past = _ended(history, progress, min(as_of, date(scheme.year, 12, 31))).join(owners, on="target_id")
    counted = contributions.select(_CONTRIBUTED).filter("is_counted", pl.col("event_date") <= as_of)
    counted = counted.join(owners, on="target_id")
    ended = counted.join(past.select("target_id", "period_start"), on=["target_id", "period_start"], how="semi")
    last = scheme.year if as_of >= date(scheme.year, 12, 31) else scheme.year - 1
    recent = counted.filter(pl.col("event_date").dt.year().is_between(last, scheme.year))
    given = _latest(reviews.filter(pl.col("year") == scheme.year))
    found = [
        _bunching(past, limits),
        _december(ended, limits),
        _lowered(quotas.filter(pl.col("year") == scheme.year), own, limits),
        _relabelled(recent, spells, began_on, limits),
        _self_review(given, entries),
        _reused(entries.filter(pl.col("year") == scheme.year)),
        _top_reviewer(given, scheme),
    ]
    rows = pl.concat([part.select(pl.col(name).cast(kind) for name, kind in WATCH.items()) for part in found])
    return rows.sort("is_prompt", "watch", "unit_id", "item_id", "about", descending=[True, *[False] * 4])


def _ended(history: pl.DataFrame, progress: pl.DataFrame, close: date) -> pl.DataFrame:
    """Return target_id, period, target and actual of the whole periods that are over: the last one may end today."""
    past = history.filter(~pl.col("is_stub")).select(_PERIODS)
    present = progress.rename({"id": "target_id"}).select(_PERIODS)
    return pl.concat([past, present]).filter(pl.col("target") > 0, pl.col("period_end") <= close)


def _owners(scheme: Scheme) -> pl.DataFrame:
    """Return target_id, item_id and unit_id of the targets that one unit alone answers for."""
    alone = [(item.target, item.id, scheme.units_of(item)) for item in scheme.items if item.target]
    rows = [(target, item, units[0]) for target, item, units in alone if len(units) == 1]
    return pl.DataFrame(rows, schema=["target_id", "item_id", "unit_id"], orient="row")


def _bunching(past: pl.DataFrame, limits: Gaming) -> pl.DataFrame:
    """One row per unit with a target year near its quota. A small quota is met exactly or not at all: left out."""
    (low, _), (start, end) = limits.below, limits.at
    near = past.filter(pl.col("target") * (end - start) >= 1).with_columns(ratio=pl.col("actual") / pl.col("target"))
    is_at, is_below = pl.col("ratio").is_between(start, end), pl.col("ratio").is_between(low, start, closed="none")
    ref = pl.format("target:{}:{}", "target_id", "period_start")
    found = near.group_by("unit_id").agg(
        at=is_at.sum(),
        below=is_below.sum(),
        refs=ref.filter(is_at).sort(),
        items=pl.col("item_id").filter(is_at).n_unique(),
        item=pl.col("item_id").filter(is_at).first(),
    )
    return found.filter(pl.col("at") + pl.col("below") > 0).with_columns(
        watch=pl.lit("bunching"),
        item_id=pl.when(pl.col("items") == 1).then("item"),
        about=pl.lit(None, pl.String),
        value=pl.col("at") / (pl.col("at") + pl.col("below")),
        usual=pl.lit((end - start) / (end - low)),
        is_prompt=(pl.col("at") >= limits.at_least) & (pl.col("at") > pl.col("below")),
    )


def _december(ended: pl.DataFrame, limits: Gaming) -> pl.DataFrame:
    """One row per unit and item: the share of December in its last whole year.

    Usual is the lower of the unit's own other years and of the other units' items, but no less than an even month's.
    """
    months = ended.with_columns(
        year=pl.col("period_start").dt.year(), is_last=pl.col("event_date").dt.month() == _DECEMBER
    )
    whole_year = pl.col("period_end") == pl.date(pl.col("year"), _DECEMBER, 31)
    is_year = whole_year & (pl.col("period_start") == pl.date(pl.col("year"), 1, 1))
    shares = (
        months.filter(is_year)
        .group_by(_OF_YEAR)
        .agg(records=pl.len(), share=pl.col("is_last").mean(), refs=_record().filter("is_last").sort())
        .filter(pl.col("records") >= limits.december_least)
    )
    latest = shares.filter(pl.col("year") == pl.col("year").max().over("unit_id", "item_id"))
    own = _median_of_others(latest, shares, pl.col("item_id") == pl.col("item_id_right"))
    others = _median_of_others(latest, shares, pl.col("unit_id") != pl.col("unit_id_right"))
    usual = pl.max_horizontal(pl.min_horizontal("own", "others"), pl.lit(_EVEN))
    told = latest.join(own.rename({"usual": "own"}), on=["unit_id", "item_id"], how="left").join(
        others.rename({"usual": "others"}), on=["unit_id", "item_id"], how="left"
    )
    return told.with_columns(
        watch=pl.lit("december"), about=pl.lit(None, pl.String), value=pl.col("share"), usual=usual
    ).with_columns(is_prompt=pl.col("value") >= limits.december_times * pl.col("usual"))


def _median_of_others(latest: pl.DataFrame, shares: pl.DataFrame, fits: pl.Expr) -> pl.DataFrame:
    """Return the median share of the other rows that fit, by unit and item; none where nothing else is known."""
    is_other = (pl.col("item_id") != pl.col("item_id_right")) | (pl.col("year") != pl.col("year_right"))
    crossed = latest.drop("refs").join(shares.drop("refs"), how="cross").filter(fits & is_other)
    return crossed.group_by("unit_id", "item_id").agg(usual=pl.col("share_right").median())


def _lowered(quotas: pl.DataFrame, own: pl.DataFrame, limits: Gaming) -> pl.DataFrame:
    """One row per unit and item with a quota before the last that was set: the last against the highest before.

    The first is the policy's own, where it has one.
    """
    ref = pl.format("quota:{}:{}:{}", "unit_id", "item_id", pl.col("told_at").dt.to_string("iso"))
    found = (
        quotas.sort("told_at")
        .group_by("unit_id", "item_id")
        .agg(value=pl.col("value").last(), set_before=pl.col("value").head(pl.len() - 1).max(), refs=ref)
        .join(own.rename({"value": "own"}), on=["unit_id", "item_id"], how="left")
        .with_columns(usual=pl.max_horizontal("set_before", "own"))
    )
    return found.drop_nulls("usual").with_columns(
        watch=pl.lit("lowered_quota"),
        about=pl.lit(None, pl.String),
        is_prompt=pl.col("value") <= pl.col("usual") * (1 - limits.lowered),
    )


def _relabelled(recent: pl.DataFrame, spells: pl.DataFrame, began_on: date, limits: Gaming) -> pl.DataFrame:
    """One row per unit and item of whose people some were insured here before: their share since the last whole year.

    Usual is the median of the other items that are watched.
    """
    watched = recent.filter(pl.col("target_id").is_in(limits.relabelled_targets), pl.col("person_key").is_not_null())
    before = spells.filter(pl.col("start_month") < began_on).select("person_key").unique()
    told = watched.join(before.with_columns(is_old=True), on="person_key", how="left").with_columns(
        pl.col("is_old").fill_null(value=False)
    )
    shares = told.group_by("unit_id", "item_id").agg(
        value=pl.col("is_old").mean(),
        old=pl.col("person_key").filter("is_old").n_unique(),
        refs=_record().filter("is_old").sort(),
    )
    crossed = shares.drop("refs").join(shares.select("item_id", "value"), how="cross")
    others = crossed.filter(pl.col("item_id") != pl.col("item_id_right"))
    usual = others.group_by("item_id").agg(usual=pl.col("value_right").median())
    found = shares.join(usual, on="item_id", how="left").with_columns(pl.col("usual").fill_null(0.0))
    is_prompt = (pl.col("value") >= limits.relabelled) & (pl.col("old") >= limits.relabelled_least)
    return found.filter(pl.col("old") > 0).with_columns(
        watch=pl.lit("relabelled"),
        about=pl.lit(None, pl.String),
        is_prompt=is_prompt & (pl.col("value") > pl.col("usual")),
    )


def _latest(reviews: pl.DataFrame) -> pl.DataFrame:
    """Return the reviews that speak: the last of each reviewer on each thing."""
    return reviews.sort("told_at").unique(["about", "reviewer"], keep="last", maintain_order=True)


def _self_review(reviews: pl.DataFrame, entries: pl.DataFrame) -> pl.DataFrame:
    """One row per unit, item and reviewer of the unit itself."""
    owners = (
        entries.sort("told_at")
        .unique("number", keep="last")
        .filter(pl.col("state") != "withdrawn")
        .select(pl.format("entry:{}", "number").alias("about"), "unit_id", "item_id")
    )
    parts = pl.col("about").str.splitn(":", 3).struct
    of_items = (
        reviews.filter(pl.col("about").str.starts_with("item:"))
        .select("about", unit_id=parts[1], item_id=parts[2])
        .unique()
    )
    known = pl.concat([owners, of_items.select(owners.columns)])
    own = reviews.join(known, on="about").filter(pl.col("reviewer_unit") == pl.col("unit_id"))
    found = own.group_by("unit_id", "item_id", "reviewer").agg(value=pl.len(), refs=pl.col("about").sort())
    return found.rename({"reviewer": "about"}).with_columns(
        watch=pl.lit("self_review"), usual=pl.lit(0.0), is_prompt=pl.lit(value=True)
    )


def _reused(entries: pl.DataFrame) -> pl.DataFrame:
    """One row per unit and item with a file that another unit handed in too: so many files, and the entries of both."""
    stands = entries.sort("told_at").unique("number", keep="last").filter(pl.col("state") != "withdrawn")
    files = (
        stands.select("unit_id", "item_id", "number", file=pl.col("evidence").fill_null("").str.split(" "))
        .explode("file")
        .filter(pl.col("file") != "")
    )
    shared = files.filter(pl.col("unit_id").n_unique().over("file") > 1)
    refs = shared.group_by("file").agg(refs=pl.format("entry:{}", pl.col("number").unique().sort()))
    found = (
        shared.join(refs, on="file")
        .group_by("unit_id", "item_id")
        .agg(value=pl.col("file").n_unique(), refs=pl.col("refs").explode().unique().sort())
    )
    return found.with_columns(
        watch=pl.lit("reused_evidence"), about=pl.lit(None, pl.String), usual=pl.lit(0.0), is_prompt=pl.lit(value=True)
    )


def _top_reviewer(reviews: pl.DataFrame, scheme: Scheme) -> pl.DataFrame:
    """One row per reviewer of enough entries: the share that got the top, against that of all other reviewers."""
    scored = reviews.filter(pl.col("about").str.starts_with("entry:")).with_columns(
        is_top=pl.col("score") >= scheme.reviews.top
    )
    found = scored.group_by("reviewer_unit", "reviewer").agg(
        value=pl.col("is_top").mean(), tops=pl.col("is_top").sum(), given=pl.len(), refs=pl.col("about").sort()
    )
    tops, given = pl.col("tops").sum() - pl.col("tops"), pl.col("given").sum() - pl.col("given")
    usual = pl.when(given > 0).then(tops / given)
    return (
        found.with_columns(usual=usual)
        .filter(pl.col("given") >= scheme.gaming.top_least)
        .rename({"reviewer_unit": "unit_id", "reviewer": "about"})
        .with_columns(watch=pl.lit("top_reviewer"), item_id=pl.lit(None, pl.String), is_prompt=(pl.col("value") == 1))
    )


def _record() -> pl.Expr:
    return pl.format("{}:{}", "fact", "record_id")

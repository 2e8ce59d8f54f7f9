"""Charts of a back-test: how often intervals held, whether probabilities came true, errors, and scores of methods."""

from collections.abc import Sequence
from datetime import date
from math import sqrt
from typing import Any

import polars as pl

from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.figures import Figure, Line
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

#: What an honest interval holds, and within which bounds it is taken for one.
NOMINAL, FINE = 0.8, (0.75, 0.85)
#: Origins shown one by one, the latest.
ORIGINS = 12
_METHODS = (("own", "crps"), ("linear", "linear_crps"), ("naive", "naive_crps"))
_SHADE = "rgba(27,158,119,0.16)"
_QUARTERS = (0.0, 0.25, 0.5, 0.75, 1.0)
#: A share lies so many standard errors about what was seen, 95 times in 100.
_SPREAD = 1.96
_PER_CENT = 100


def coverage(scores: pl.DataFrame, voice: Voice) -> Chart:
    """Return the share of outcomes inside the interval, of all, by horizon and size, with the doubt of each share."""
    rows = _classes(scores)
    named = [(_name(row, voice), row["coverage"], voice.texts.pct(row["coverage"])) for row in rows]
    whole, near, far = rows[0], *_ends(scores)
    values = {
        "coverage": voice.texts.pct(whole["coverage"]),
        "first": near["key"], "near": voice.texts.pct(near["coverage"]),
        "last": far["key"], "far": voice.texts.pct(far["coverage"]),
    }  # fmt: skip
    title = voice.t("tested.coverage.title", **values)
    columns = [Column("row", voice.t("tested.column.row"))]
    columns += [Column(name, voice.t(f"tested.column.{name}"), "right") for name in ("forecasts", "coverage", "bias")]
    made = tuple(
        (
            Cell(_name(row, voice)),
            Cell(voice.texts.number(row["forecasts"]), row["forecasts"]),
            Cell(voice.texts.pct(row["coverage"]), row["coverage"]),
            bias(row["bias"], voice),
        )
        for row in rows
    )
    table = Table(voice.t("tested.coverage.table"), tuple(columns), made)
    return Chart("coverage", title, _held_figure(named, rows, voice), title, table)


def _held_figure(named: Sequence[tuple[str, float, str]], rows: Sequence[dict[str, Any]], voice: Voice) -> Figure:
    figure = figures.dots(named)
    layout = figure["layout"]
    layout["shapes"] = [
        {"type": "rect", "x0": FINE[0], "x1": FINE[1], "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        | {"fillcolor": _SHADE, "line": {"width": 0}},
        {"type": "line", "x0": NOMINAL, "x1": NOMINAL, "yref": "paper", "y0": 0, "y1": 1, "layer": "below"}
        | {"line": {"color": figures.GREY, "width": 2, "dash": "dash"}},
    ]
    ticks = (0.0, 0.5, NOMINAL, 1.0)
    layout["xaxis"] |= {"range": [0, 1.24], "tickvals": ticks, "ticktext": [voice.texts.pct(tick) for tick in ticks]}
    doubts = [_doubt(row["coverage"], row["forecasts"]) for row in rows]
    spread = {"type": "data", "symmetric": False, "thickness": 2.5, "width": 5, "color": figures.NAVY}
    spread |= {"array": [high for _, high in doubts], "arrayminus": [low for low, _ in doubts]}
    figure["data"][0] |= {"error_x": spread}
    # The texts stand to the right of every spread, not of the dot that it reaches beyond.
    for label in layout["annotations"]:
        label["x"] = 1.03
    return figure


def _doubt(share: float, count: int) -> tuple[float, float]:
    """Return how far the true share may lie below and above, 95 times in 100 (Wilson)."""
    z = _SPREAD
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return max(share - middle + half, 0.0), max(middle + half - share, 0.0)


def reliability(found: pl.DataFrame, voice: Voice) -> Chart:
    """Return what was told as how likely against how often it happened; on the diagonal, what was told came."""
    rows = found.to_dicts()
    pct, number = voice.texts.pct, voice.texts.number
    ticks = [(tick, pct(tick)) for tick in _QUARTERS]
    figure = figures.lines(
        [Line(voice.t("tested.reliability.perfect"), [0.0, 1.0], figures.GREY, "dash")], ticks, ticks
    )
    figure["layout"]["xaxis"] |= {"range": [-0.03, 1.28]}
    figure["layout"]["yaxis"] |= {"range": [-0.04, 1.12]}
    points = {"type": "scatter", "mode": "lines+markers", "cliponaxis": False}
    points |= {"x": [row["said"] for row in rows], "y": [row["happened"] for row in rows]}
    points |= {"marker": {"size": 14, "color": figures.NAVY}, "line": {"color": figures.NAVY, "width": 2.5}}
    figure["data"].append(points)
    low, high = rows[0], rows[-1]
    values = {
        "low": pct(low["p_to"]), "rare": number(low["forecasts"]), "rarely": pct(low["happened"]),
        "high": pct(high["p_from"]), "often": number(high["forecasts"]), "mostly": pct(high["happened"]),
    }  # fmt: skip
    title = voice.t("tested.reliability.title", **values)
    names = ("class", "forecasts")
    columns = [
        Column(name, voice.t(f"tested.column.{name}"), "right" if name == "forecasts" else "left") for name in names
    ]
    columns += [Column(name, voice.t(f"tested.reliability.{name}"), "right") for name in ("said", "happened")]
    made = tuple(
        (
            Cell(voice.t("tested.class", low=pct(row["p_from"]), high=pct(row["p_to"]))),
            Cell(number(row["forecasts"]), row["forecasts"]),
            Cell(pct(row["said"]), row["said"]),
            Cell(pct(row["happened"]), row["happened"]),
        )
        for row in rows
    )
    table = Table(voice.t("tested.reliability.table"), tuple(columns), made)
    return Chart("reliability", title, figure, title, table)


def errors(frame: pl.DataFrame, scores: pl.DataFrame, voice: Voice) -> Chart:
    """Return how far the middle was off at every origin, in the median over the tasks, one panel a horizon."""
    horizons = [int(key) for key in scores.filter(pl.col("by") == "horizon")["key"]]
    off = (pl.col("p50") - pl.col("outcome")).abs() / pl.max_horizontal("outcome", 1)
    told = frame.with_columns(off=off, horizon=_horizon(sorted(horizons)))
    origins = sorted(frame["origin"].unique())[-ORIGINS:]
    medians = told.group_by("horizon", "origin").agg(pl.col("off").median())
    found = {(horizon, origin): value for horizon, origin, value in medians.iter_rows()}
    whole = dict(told.group_by("horizon").agg(pl.col("off").median()).iter_rows())
    pct = voice.texts.pct
    order = sorted(horizons)
    panels = [
        (voice.t("tested.error.panel", months=n, error=pct(whole[n])), [found.get((n, origin)) for origin in origins])
        for n in order
    ]
    top = max((value for _, bars in panels for value in bars if value is not None), default=0.0)
    up = [(tick / _PER_CENT, pct(tick / _PER_CENT)) for tick in figures.rounds(_PER_CENT * top)]
    values = {"first": order[0], "near": pct(whole[order[0]]), "last": order[-1], "far": pct(whole[order[-1]])}
    title = voice.t("tested.error.title", **values)
    across = [(place, str(origin.year)) for place, origin in enumerate(origins) if origin.month == 1]
    figure = figures.small_multiples(panels, across, up, None)
    return Chart("errors", title, figure, title, _errors_table(order, origins, found, voice))


def _horizon(horizons: Sequence[int]) -> pl.Expr:
    """Return the class of a horizon: up to so many months ahead."""
    found = pl.lit(horizons[-1])
    for limit in reversed(horizons[:-1]):
        found = pl.when(pl.col("months_ahead") <= limit).then(pl.lit(limit)).otherwise(found)
    return found


def _errors_table(
    horizons: Sequence[int], origins: Sequence[date], found: dict[tuple[int, date], float], voice: Voice
) -> Table:
    columns = [Column("origin", voice.t("tested.column.origin"))]
    columns += [Column(f"m{n}", voice.t("tested.row.horizon", months=n), "right") for n in horizons]
    made = tuple(
        (
            Cell(voice.texts.month(origin), origin),
            *(
                Cell(voice.t("value.dash"))
                if (value := found.get((n, origin))) is None
                else Cell(voice.texts.pct(value), value)
                for n in horizons
            ),
        )
        for origin in reversed(origins)
    )
    return Table(voice.t("tested.error.table"), tuple(columns), made)


def crps(scores: pl.DataFrame, voice: Voice) -> Chart:
    """Return the score of this forecast against even pace and last year once more."""
    rows = _classes(scores)
    whole, pct = rows[0], voice.texts.pct
    named = [
        (voice.t(f"tested.crps.{name}"), whole[column] or 0.0, pct(whole[column] or 0.0, 1))
        for name, column in _METHODS
    ]
    if min(whole["skill_linear"] or 0, whole["skill_naive"] or 0) > 0:
        values = {"linear": pct(whole["skill_linear"]), "naive": pct(whole["skill_naive"])}
        title = voice.t("tested.crps.title", own=named[0][2], **values)
    else:
        title = voice.t("tested.crps.title.worse", own=named[0][2], linear=named[1][2], naive=named[2][2])
    columns = [Column("row", voice.t("tested.column.row"))]
    columns += [Column(name, voice.t(f"tested.crps.{name}"), "right") for name, _ in _METHODS]
    made = tuple(
        (
            Cell(_name(row, voice)),
            *(
                Cell(voice.t("value.dash")) if row[column] is None else Cell(pct(row[column], 1), row[column])
                for _, column in _METHODS
            ),
        )
        for row in rows
    )
    table = Table(voice.t("tested.crps.table"), tuple(columns), made)
    return Chart("crps", title, figures.dots(named), title, table)


def bias(value: float | None, voice: Voice) -> Cell:
    """Return by which share forecasts were too high or too low."""
    if value is None:
        return Cell(voice.t("value.dash"))
    return Cell(voice.t("tested.bias", points=voice.texts.signed(_PER_CENT * value)), value)


def _classes(scores: pl.DataFrame) -> list[dict[str, Any]]:
    """Return the scores of all, then by horizon, the nearest first, then by size, the smallest first."""
    rows = {(row["by"], row["key"]): row for row in scores.iter_rows(named=True)}
    horizons = sorted((int(key) for by, key in rows if by == "horizon"))
    sizes = [size for size in ("small", "medium", "large") if ("size", size) in rows]
    keys = [("all", ""), *(("horizon", str(n)) for n in horizons), *(("size", size) for size in sizes)]
    return [rows[key] for key in keys]


def _ends(scores: pl.DataFrame) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the scores of the nearest and of the farthest horizon."""
    rows = [row for row in _classes(scores) if row["by"] == "horizon"]
    return rows[0], rows[-1]


def _name(row: dict[str, Any], voice: Voice) -> str:
    if row["by"] == "horizon":
        return voice.t("tested.row.horizon", months=row["key"])
    return voice.t("tested.row.all" if row["by"] == "all" else f"tested.row.size.{row['key']}")

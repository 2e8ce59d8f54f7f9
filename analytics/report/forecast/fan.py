"""How a target is expected to go on to the end of its period, drawn behind the line of what was done."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from analytics.policy.targets import Target
from analytics.progress.months import months_between
from analytics.report import amounts, figures
from analytics.report.figures import Figure, Line
from analytics.report.forecast.proof import Proof
from analytics.report.outcome import Outcome
from analytics.report.voice import Voice

_SHADE = "rgba(31,78,121,0.2)"


@dataclass(frozen=True)
class Fan:
    """The months ahead of one target: `start` is the place of the first, which is the last month that is over.

    edges: lower and upper edge of the band of 80 %, None where the back-test does not support it.
    """

    start: int
    middle: tuple[float, ...]
    edges: tuple[tuple[float, ...], tuple[float, ...]] | None
    said: str

    @property
    def top(self) -> float:
        return max(*self.middle, *(self.edges[1] if self.edges else ()), 0.0)

    def line(self, name: str) -> Line:
        """Return the middle of the fan as a line over the places of the figure."""
        return Line(name, [*([None] * self.start), *self.middle], figures.NAVY, "dash")

    def behind(self, figure: Figure) -> Figure:
        """Return the figure with the band behind its lines."""
        if self.edges is None:
            return figure
        places = list(range(self.start, self.start + len(self.middle)))
        edge = {"type": "scatter", "mode": "lines", "x": places, "line": {"width": 0}}
        low, high = (list(values) for values in self.edges)
        band = [edge | {"y": low}, edge | {"y": high, "fill": "tonexty", "fillcolor": _SHADE}]
        return {**figure, "data": [*band, *figure["data"]]}


def fan(outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice, proof: Proof) -> Fan | None:
    """Return the months ahead of a target; None where nothing is forecast."""
    rows = outcome.fan.filter(pl.col("target_id") == target.id).sort("month")
    if rows.is_empty() or item["p50"] is None or item["status"] == "done":
        return None
    edges = (tuple(rows["p10"]), tuple(rows["p90"])) if proof.supports(target.id) else None
    start = months_between(item["period_start"], rows["month"][0]) + 1
    return Fan(start, tuple(rows["p50"]), edges, end(item, target, voice, has_band=edges is not None))


def end(item: Mapping[str, Any], target: Target, voice: Voice, *, has_band: bool) -> str:
    """Return what the period is expected to end with, and between which bounds where they may be shown."""
    low, middle, high = (amounts.bare(voice.texts, target.unit, item[name]) for name in ("p10", "p50", "p90"))
    return voice.t("fan.end.band", middle=middle, low=low, high=high) if has_band else voice.t("fan.end", middle=middle)

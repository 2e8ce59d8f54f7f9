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

#: Of either band: where they lie on each other, the inner one is the darker.
_SHADE = "rgba(31,78,121,0.18)"
#: Lower and upper edge of the band of 80 % and of the one of 50 %.
_BANDS = (("p10", "p90"), ("p25", "p75"))


@dataclass(frozen=True)
class Fan:
    """The months ahead of one target: `start` is the place of the first, which is the last month that is over.

    bands: lower and upper edge of each, the widest first; none where the back-test does not support them.
    """

    start: int
    middle: tuple[float, ...]
    bands: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...]
    said: str

    @property
    def top(self) -> float:
        return max(*self.middle, *(value for _, high in self.bands for value in high), 0.0)

    def line(self, name: str) -> Line:
        """Return the middle of the fan as a line over the places of the figure."""
        return Line(name, [*([None] * self.start), *self.middle], figures.NAVY, "dash")

    def behind(self, figure: Figure) -> Figure:
        """Return the figure with the bands behind its lines."""
        places = list(range(self.start, self.start + len(self.middle)))
        edge = {"type": "scatter", "mode": "lines", "x": places, "line": {"width": 0}}
        shades = [
            edge | line
            for low, high in self.bands
            for line in ({"y": list(low)}, {"y": list(high), "fill": "tonexty", "fillcolor": _SHADE})
        ]
        return {**figure, "data": [*shades, *figure["data"]]}


def fan(outcome: Outcome, item: Mapping[str, Any], target: Target, voice: Voice, proof: Proof) -> Fan | None:
    """Return the months ahead of a target; None where nothing is forecast."""
    rows = outcome.fan.filter(pl.col("target_id") == target.id).sort("month")
    if rows.is_empty() or item["p50"] is None or item["status"] == "done":
        return None
    is_proven = proof.supports(target.id)
    bands = tuple((tuple(rows[low]), tuple(rows[high])) for low, high in _BANDS) if is_proven else ()
    start = months_between(item["period_start"], rows["month"][0]) + 1
    return Fan(start, tuple(rows["p50"]), bands, end(item, target, voice, has_band=is_proven))


def end(item: Mapping[str, Any], target: Target, voice: Voice, *, has_band: bool) -> str:
    """Return what the period is expected to end with, and between which bounds where they may be shown."""
    low, middle, high = (amounts.bare(voice.texts, target.unit, item[name]) for name in ("p10", "p50", "p90"))
    return voice.t("fan.end.band", middle=middle, low=low, high=high) if has_band else voice.t("fan.end", middle=middle)

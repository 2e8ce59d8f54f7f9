"""Whether bands may be shown: where the reckoning was tried on the past, often enough, and its bands held."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from analytics.policy import Policy
from analytics.report.voice import Voice

#: The name of all lines together.
ALL = ""
#: The ends of a band, with what else tells how wide it is.
_BANDS = (("low_fen", "high_fen", "sd_fen"), ("difference_low_fen", "difference_high_fen"))


@dataclass(frozen=True)
class Proof:
    """By line (ALL: together) how often a year was reckoned ahead, and in what share of them the band held.

    Empty where the reckoning was never tried. least: see policy.lines.Tested.
    """

    tried: Mapping[str, tuple[int, float]] = field(default_factory=dict)
    least: tuple[int, float] = (1, 1.0)

    def holds(self, line: str = ALL) -> bool:
        """Tell whether a band may be shown of a line, or of all."""
        origins, coverage = self.tried.get(line, (0, 0.0))
        return origins >= self.least[0] and coverage >= self.least[1]


def proof(scores: pl.DataFrame | None, policy: Policy) -> Proof:
    """Return what a back-test proves; scores: exposure.backtest.SCORES, none where there was no back-test."""
    limits = policy.lines.tested
    rows = [] if scores is None else scores.filter(pl.col("error").is_not_null()).to_dicts()
    tried = {row["name"]: (int(row["origins"]), float(row["coverage"])) for row in rows}
    return Proof(tried, (limits.origins_least, limits.coverage_least))


def withheld(frame: pl.DataFrame, found: Proof, named: str, tried_to: int | None = None) -> pl.DataFrame:
    """Return a frame without the bands that no back-test bears out; named: the column that names the line.

    tried_to: the last year that a back-test reaches; bands of later ones go, that of all years together stays.
    A band without any width is a fact and stays.
    """
    is_tried = pl.col(named).is_in([line for line in found.tried if found.holds(line)])
    if tried_to is not None:
        is_tried &= pl.col("year").is_null() | (pl.col("year") <= tried_to)
    return frame.with_columns(
        pl.when(is_tried | (pl.col(band[0]) == pl.col(band[1]))).then(name).alias(name)
        for band in _BANDS
        for name in band
        if name in frame.columns
    )


def sentence(found: Proof, voice: Voice, line: str = ALL) -> str:
    """Return how good bands were, or why none is shown."""
    if line not in found.tried:
        return voice.t("money.proof.none")
    origins, coverage = found.tried[line]
    values = {"origins": voice.texts.number(origins), "coverage": voice.texts.pct(coverage)}
    if found.holds(line):
        return voice.t("money.proof.holds", **values)
    return voice.t("money.proof.few" if origins < found.least[0] else "money.proof.fails", **values)

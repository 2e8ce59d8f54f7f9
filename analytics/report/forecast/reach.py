"""How far a target is forecast to come by the end of its period, and how likely it is reached."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analytics.report.forecast.proof import Proof
from analytics.report.signs import JUDGED
from analytics.report.voice import Voice

#: Nearer to never and to certain than this, a probability is told as "below" and "above".
LEAST, MOST = 0.01, 0.99
#: Why little can be said of a forecast that did not stand the back-test.
_REFUSED = "refused"
#: From this probability on a target will sooner be reached than not.
EVEN = 0.5


@dataclass(frozen=True)
class Reach:
    """The forecast of one target in shares of it: its middle, and the band of 80 % where the back-test supports it.

    chance: the probability as it is read. code, doubt: why little can be said with confidence, empty when nothing is
    amiss; the second is a sentence.
    """

    probability: float
    chance: str
    middle: float
    band: tuple[float, float] | None
    code: str | None = None
    doubt: str = ""

    @property
    def is_missed(self) -> bool:
        return self.probability < EVEN


def reach(item: Mapping[str, Any], voice: Voice, proof: Proof) -> Reach | None:
    """Return the forecast of a row of progress; None of a target that asks nothing, is not judged or has none."""
    if not item["target"] or item["p_attain"] is None or item["status"] not in JUDGED:
        return None
    low, middle, high = (item[name] / item["target"] for name in ("p10", "p50", "p90"))
    band = (low, high) if proof.supports(item["id"]) else None
    told = chance(item["p_attain"], voice)
    code = item["doubt"] or (_REFUSED if proof.refuses(item["id"]) else None)
    return Reach(item["p_attain"], told, middle, band, code, doubt(code, voice))


def chance(probability: float | None, voice: Voice) -> str:
    """Return a probability in whole per cents, certain only when it is; a dash where none is told."""
    if probability is None:
        return voice.t("value.dash")
    if probability < LEAST:
        return voice.t("forecast.chance.below", share=voice.texts.pct(LEAST))
    if MOST < probability < 1:
        return voice.t("forecast.chance.above", share=voice.texts.pct(MOST))
    return voice.texts.pct(probability)


def doubt(code: str | None, voice: Voice) -> str:
    """Return why the forecast of a target rests on little, as a sentence; nothing when it does not."""
    return voice.t(f"forecast.doubt.{code}") if code else ""

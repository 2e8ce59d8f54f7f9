"""What is told of the end of one target's period, sentence by sentence."""

from collections.abc import Iterator, Mapping
from typing import Any

from analytics.policy.targets import Target
from analytics.report.forecast.fan import end
from analytics.report.forecast.proof import Proof, of_target
from analytics.report.forecast.reach import chance, doubt
from analytics.report.signs import JUDGED
from analytics.report.voice import Voice

MONTHS_A_QUARTER = 3


def sentences(item: Mapping[str, Any], target: Target, voice: Voice, proof: Proof) -> Iterator[str]:
    """Yield probability and interval, what is not yet reported, until when it can be turned, and what to beware of."""
    if item["status"] == "done" or item["status"] not in JUDGED:
        return
    if item["p_attain"] is None:
        if item["no_forecast"]:
            yield voice.t(f"outlook.none.{item['no_forecast']}")
        return
    named = voice.policy.statuses.outlook(item["p_attain"])
    has_band = proof.supports(target.id)
    told = end(item, target, voice, has_band=has_band)
    yield voice.t("outlook.end", word=voice.texts.pick(named.word), end=told, chance=chance(item["p_attain"], voice))
    yield of_target(proof, target.id, voice)
    if item["doubt"]:
        yield doubt(item["doubt"], voice)
    if item["unreported_share"]:
        yield voice.t("outlook.unreported", share=voice.texts.pct(item["unreported_share"]))
    yield turned(item, voice)


def turned(item: Mapping[str, Any], voice: Voice) -> str:
    """Return the last quarter in which the best pace so far would still reach the target, or that none would."""
    quarter = item["recoverable_quarter"]
    if quarter is None:
        return voice.t("outlook.turned.never")
    number = (quarter.month + MONTHS_A_QUARTER - 1) // MONTHS_A_QUARTER
    return voice.t("outlook.turned", year=quarter.year, quarter=number)

"""The sign of a status: shape, word and colours, never a colour alone."""

from dataclasses import dataclass

from analytics.policy import Policy
from analytics.report.voice import Voice

#: Statuses that ask for attention, worst first; their rows carry a tint.
WARM = ("behind", "slightly_behind")
#: Statuses that compare an actual with its pace, best first.
JUDGED = ("done", "on_pace", "slightly_behind", "behind")


@dataclass(frozen=True)
class Sign:
    """One status in one language."""

    id: str
    shape: str
    word: str
    meaning: str
    order: int

    @property
    def is_warm(self) -> bool:
        return self.id in WARM

    @property
    def is_judged(self) -> bool:
        return self.id in JUDGED


@dataclass(frozen=True)
class Paint:
    """The colours of one status: of bars, of words on white, of the row behind them."""

    id: str
    fill: str
    text: str
    tint: str


def sign(voice: Voice, status: str) -> Sign:
    """Return the sign of a status; raises KeyError for an unknown one."""
    light = voice.policy.statuses[status]
    return Sign(status, light.shape, voice.texts.pick(light.word), voice.texts.pick(light.meaning), light.order)


def signs(voice: Voice) -> list[Sign]:
    """Return every sign: the judged ones best first, then the others."""
    known = [light.id for light in voice.policy.statuses.in_order() if light.id not in JUDGED]
    return [sign(voice, status) for status in (*JUDGED, *known)]


def paints(policy: Policy) -> list[Paint]:
    return [Paint(light.id, light.fill, light.text, light.tint) for light in policy.statuses.in_order()]

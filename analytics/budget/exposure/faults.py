"""What is wrong with a scenario: codes with values, made sentences by the catalogues of the two languages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, ClassVar

from analytics.policy.base import Text
from analytics.texts import Texts, catalogue


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong at one key; the sentence is `scenario.fault.<code>` filled with the values."""

    key: str
    code: str
    values: Mapping[str, Any] = field(default_factory=dict)
    kind: ClassVar[str] = "fault"

    def sentence(self, texts: Texts) -> str:
        said = {name: _said(value, texts) for name, value in self.values.items()}
        return texts.t(f"scenario.{self.kind}.{self.code}", **said)


class ScenarioError(ValueError):
    """A scenario cannot be read; each sentence names the file (or the link) and the key."""

    def __init__(self, file: str, faults: Sequence[Fault]) -> None:
        super().__init__(file, faults)
        self.file = file
        self.faults = tuple(faults)

    def sentences(self, texts: Texts) -> list[str]:
        """Return one sentence for each fault, in the order of the rows."""
        return placed(self.file, self.faults, texts)

    def sentence(self, texts: Texts) -> str:
        return "\n".join(self.sentences(texts))

    def __str__(self) -> str:
        return self.sentence(catalogue("en"))


def placed(file: str, told: Sequence[Fault], texts: Texts) -> list[str]:
    """Return one sentence for each, with the file (or the link) and the key that it is about."""
    name = file or texts.t("scenario.itself")
    return [
        texts.t("scenario.fault", file=name, place=fault.key, told=fault.sentence(texts))
        if fault.key
        else texts.t("scenario.fault.whole", file=name, told=fault.sentence(texts))
        for fault in told
    ]


def _said(value: Any, texts: Texts) -> str:
    if isinstance(value, Text):
        return texts.pick(value)
    if isinstance(value, date):
        return texts.month(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return format(value, ".12g")
    if isinstance(value, tuple):
        return texts.listing([_said(part, texts) for part in value])
    return str(value)

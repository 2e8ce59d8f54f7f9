"""What all files of one command share: policy, ledgers, the filing bureau, the language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analytics.intake.failures import UnknownNameError
from analytics.intake.layouts import Layout
from analytics.intake.memory import Told, meanings
from analytics.intake.recognise import Recogniser
from analytics.intake.workbook import Workbook, read_workbook
from analytics.policy import Policy
from analytics.texts import Lang, Texts, catalogue


@dataclass(frozen=True)
class Settings:
    """What all files of one command share."""

    policy: Policy
    recogniser: Recogniser
    unit: str | None
    ledger: str | None
    texts: Texts

    def units(self) -> dict[str, str]:
        """Return the filing bureau of each ledger."""
        return {name: self.unit or layout.unit for name, layout in self.recogniser.layouts.items()}

    def read(self, data: bytes, file_name: str) -> Workbook:
        """Read a file; raises RefusedError."""
        return read_workbook(data, file_name, self.recogniser, self.policy, texts=self.texts, ledger=self.ledger)


def settings_for(
    policy: Policy,
    ledgers: Mapping[str, Layout],
    bureau: str | None,
    ledger: str | None,
    lang: Lang,
    *,
    told: Sequence[Told] = (),
    on: date | None = None,
) -> Settings:
    """Return the settings of a command on a day (null: the end of all days), with what was told about headers by then.

    Raises UnknownNameError for a bureau or ledger there is not.
    """
    if ledger is not None and ledger not in ledgers:
        raise UnknownNameError("ledger", name=ledger)
    unit: str | None = None
    if bureau is not None:
        found = next((u for u in policy.units if u.id == bureau), None) or policy.unit_by_name(bureau)
        if found is None:
            raise UnknownNameError("bureau", name=bureau)
        unit = found.id
    units = {name: unit or layout.unit for name, layout in ledgers.items()}
    return Settings(policy, Recogniser(ledgers, meanings(told, units, on or date.max)), unit, ledger, catalogue(lang))

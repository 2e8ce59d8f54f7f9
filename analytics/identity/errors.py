"""What can be wrong with a home, worded in the catalogues rather than in the code."""
# ruff: noqa: N818 - each name says what is the matter, and StoreError says that it is an error

from typing import Any, ClassVar

from analytics.texts import Texts, catalogue


class StoreError(Exception):
    """A home that cannot be used as asked; `key` and `values` make its sentence in any language."""

    key: ClassVar[str] = "records.unusable"

    def __init__(self, **values: Any) -> None:
        super().__init__(values)
        self.values = values

    def sentence(self, texts: Texts) -> str:
        return texts.t(self.key, **self.values)

    def __str__(self) -> str:
        return self.sentence(catalogue("en"))


class StoreMissing(StoreError):
    """Nobody has made a store in this home yet (`home`)."""

    key = "records.missing"


class StoreUnusable(StoreError):
    """The snapshot in force is missing or cannot be read (`path`, `reason`)."""

    key = "records.unusable"


class VaultKeyMissing(StoreError):
    """Sealed values exist, but the key that opens them does not (`path`)."""

    key = "records.key_missing"


class VaultKeyBroken(StoreError):
    """The secret key is not 32 bytes in hexadecimal (`source`)."""

    key = "records.key_broken"


class VaultKeyWrong(StoreError):
    """The secret key is not the one this home was sealed with (`path`)."""

    key = "records.key_wrong"


class ArchiveMissing(StoreError):
    """The archive holds no file with this hash (`sha256`)."""

    key = "records.archive_missing"


class ArchiveBroken(StoreError):
    """An archived file does not open, or is not the file its name says (`sha256`)."""

    key = "records.archive_broken"


class PairUnknown(StoreError):
    """There is no such pair of persons to rule on (`pair`)."""

    key = "records.pair_unknown"


class CaseUnknown(StoreError):
    """No finding of this number was ever made a case (`case`)."""

    key = "records.case_unknown"


class CaseExists(StoreError):
    """The finding is a case already (`case`)."""

    key = "records.case_exists"


class MoveRefused(StoreError):
    """A case in one state cannot move to another (`case`, `state`, `to`)."""

    key = "records.move_refused"


class ScenarioUnknown(StoreError):
    """No saved scenario of this number stands (`number`)."""

    key = "records.scenario_unknown"


class ScenarioExists(StoreError):
    """Another saved scenario stands under this name (`name`)."""

    key = "records.scenario_exists"


class YearCutOff(StoreError):
    """The year is cut off and takes no more entries, reviews and quotas (`year`)."""

    key = "assessing.year_cut_off"


class YearConfirmed(StoreError):
    """The result of the year is confirmed (`year`)."""

    key = "assessing.year_confirmed"


class CutOffMissing(StoreError):
    """The year is not cut off (`year`)."""

    key = "assessing.cut_off_missing"


class CutOffRefused(StoreError):
    """A year is cut off on a day of it that is past (`year`, `as_of`)."""

    key = "assessing.cut_off_refused"


class EntryUnknown(StoreError):
    """No entry of this number stands (`number`)."""

    key = "assessing.entry_unknown"


class EvidenceMissing(StoreError):
    """The entry needs a file that shows it (`title`)."""

    key = "assessing.evidence_missing"


class ItemUnknown(StoreError):
    """The scheme of a year asks no such item of the unit (`item`, `unit`, `year`)."""

    key = "assessing.item_unknown"


class ScoreRefused(StoreError):
    """A score is not between 0 and the full one (`score`, `full`)."""

    key = "assessing.score_refused"


class ReviewerUnknown(StoreError):
    """There is no such unit that a reviewer could be of (`unit`)."""

    key = "assessing.reviewer_unknown"


class QuotaRefused(StoreError):
    """A quota is not a number above zero (`value`)."""

    key = "assessing.quota_refused"


class AppealUnknown(StoreError):
    """There is no appeal of this number (`number`)."""

    key = "assessing.appeal_unknown"


class AppealExists(StoreError):
    """An appeal of the unit on the item waits for an answer already (`number`)."""

    key = "assessing.appeal_exists"


class AppealGranted(StoreError):
    """An appeal of the unit on the item was granted already (`number`)."""

    key = "assessing.appeal_granted"


class AppealRefused(StoreError):
    """Nothing is asked of the unit there, so there are no points to appeal against (`item`, `unit`, `year`)."""

    key = "assessing.appeal_refused"


class AskedRefused(StoreError):
    """What is asked would take points away: more where less is better, or less where more is (`asked`)."""

    key = "assessing.asked_refused"


class PendingLeft(StoreError):
    """Things of the year are not reviewed and would count nothing (`year`, `count`)."""

    key = "assessing.pending_left"


class WithdrawalRefused(StoreError):
    """A veto or deduction is taken back by who entered it, or by the unit that the scheme names (`number`, `unit`)."""

    key = "assessing.withdrawal_refused"

    def sentence(self, texts: Texts) -> str:
        return texts.t(self.key, number=self.values["number"], unit=texts.pick(self.values["unit"]))


class AppealLate(StoreError):
    """The days for an appeal are over (`year`, `until`)."""

    key = "assessing.appeal_late"


class AppealAnswered(StoreError):
    """The appeal was answered or withdrawn already (`number`)."""

    key = "assessing.appeal_answered"


class AppealsOpen(StoreError):
    """Appeals of the year wait for an answer (`year`, `count`)."""

    key = "assessing.appeals_open"


class GrantRefused(StoreError):
    """What is granted of an appeal does not fit its outcome (`granted`, `asked`)."""

    key = "assessing.grant_refused"


class AskedMissing(StoreError):
    """An appeal asks for nothing."""

    key = "assessing.asked_missing"


class DecisionUnknown(StoreError):
    """There is no decision of this number (`number`)."""

    key = "assessing.decision_unknown"


class DecisionOpen(StoreError):
    """A decision on the same matter is open already (`number`, `title`)."""

    key = "assessing.decision_open"


class DecisionClosed(StoreError):
    """The decision is done or dropped already (`number`)."""

    key = "assessing.decision_closed"


class TextMissing(StoreError):
    """Something is left empty that must be said (`field`)."""

    key = "assessing.text_missing"

    def sentence(self, texts: Texts) -> str:
        return texts.t(self.key, field=texts.t(f"assessing.field.{self.values['field']}"))

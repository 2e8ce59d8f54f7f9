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

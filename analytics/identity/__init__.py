"""Who the records are about: keyed hashes, the vault, the archive, checks of official numbers, masking."""

from analytics.identity.errors import (
    ArchiveBroken,
    ArchiveMissing,
    CaseExists,
    CaseUnknown,
    MoveRefused,
    PairUnknown,
    ScenarioExists,
    ScenarioUnknown,
    StoreError,
    StoreMissing,
    StoreUnusable,
    VaultKeyBroken,
    VaultKeyMissing,
    VaultKeyWrong,
)
from analytics.identity.links import CLAIM, Linked, Verdict
from analytics.identity.masking import mask_bank, mask_id, mask_name, mask_phone
from analytics.identity.people import IDENTITY_KINDS
from analytics.identity.sealed import QUARANTINE_SCHEMA
from analytics.identity.vault import Vault

__all__ = [
    "CLAIM",
    "IDENTITY_KINDS",
    "QUARANTINE_SCHEMA",
    "ArchiveBroken",
    "ArchiveMissing",
    "CaseExists",
    "CaseUnknown",
    "Linked",
    "MoveRefused",
    "PairUnknown",
    "ScenarioExists",
    "ScenarioUnknown",
    "StoreError",
    "StoreMissing",
    "StoreUnusable",
    "Vault",
    "VaultKeyBroken",
    "VaultKeyMissing",
    "VaultKeyWrong",
    "Verdict",
    "mask_bank",
    "mask_id",
    "mask_name",
    "mask_phone",
]

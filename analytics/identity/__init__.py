"""Who the records are about: keyed hashes, the vault, the archive, checks of official numbers, masking."""

from analytics.identity.errors import (
    ArchiveBroken,
    ArchiveMissing,
    StoreError,
    StoreMissing,
    StoreUnusable,
    VaultKeyBroken,
    VaultKeyMissing,
    VaultKeyWrong,
)
from analytics.identity.masking import mask_bank, mask_id, mask_name, mask_phone
from analytics.identity.sealed import IDENTITY_KINDS, QUARANTINE_SCHEMA
from analytics.identity.vault import Vault

__all__ = [
    "IDENTITY_KINDS",
    "QUARANTINE_SCHEMA",
    "ArchiveBroken",
    "ArchiveMissing",
    "StoreError",
    "StoreMissing",
    "StoreUnusable",
    "Vault",
    "VaultKeyBroken",
    "VaultKeyMissing",
    "VaultKeyWrong",
    "mask_bank",
    "mask_id",
    "mask_name",
    "mask_phone",
]

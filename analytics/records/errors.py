"""What can go wrong with the records of a home; the words are in the catalogues."""
# ruff: noqa: N818 - each name says what is the matter, and StoreError says that it is an error

from analytics.identity.errors import StoreError


class StoreExists(StoreError):
    """A store is there already and is not replaced (`home`)."""

    key = "records.exists"


class StoreLocked(StoreError):
    """Somebody else is writing to the store (`home`, `holder`: account, machine and process)."""

    key = "records.locked"


class StoreTooNew(StoreError):
    """The snapshot was written by a later release (`found`, `known`: schema versions)."""

    key = "records.too_new"


class BatchUnknown(StoreError):
    """There is no such batch (`batch_id`)."""

    key = "records.batch_unknown"


class BatchRevoked(StoreError):
    """The batch has been revoked before (`batch_id`)."""

    key = "records.batch_revoked"


class DiskFull(StoreError):
    """There is no room left to write in (`home`); nothing was published."""

    key = "records.disk_full"

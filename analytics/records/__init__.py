"""The store: snapshots, batches, queries. The only room that opens the database."""

from analytics.identity.errors import StoreError, StoreMissing, StoreUnusable
from analytics.records.errors import BatchRevoked, BatchUnknown, DiskFull, StoreExists, StoreLocked, StoreTooNew
from analytics.records.schema import fact_names, fact_schema
from analytics.records.snapshot import Snapshot, Standing
from analytics.records.store import Store
from analytics.records.verify import Finding, verify
from analytics.records.writer import BatchHeader, BatchSheet, Writer

__all__ = [
    "BatchHeader",
    "BatchRevoked",
    "BatchSheet",
    "BatchUnknown",
    "DiskFull",
    "Finding",
    "Snapshot",
    "Standing",
    "Store",
    "StoreError",
    "StoreExists",
    "StoreLocked",
    "StoreMissing",
    "StoreTooNew",
    "StoreUnusable",
    "Writer",
    "fact_names",
    "fact_schema",
    "verify",
]

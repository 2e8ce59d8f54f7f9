"""The programme by numbers: policy as data, records, entitlement, progress, report."""

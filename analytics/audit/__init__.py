"""Integrity rules over the payments, each returning offenders, and what could be recovered."""

from analytics.audit.auditing import FACTS, UNSTORED, Audit, audit, before_payment
from analytics.audit.findings import FINDINGS, RECOVERABLE

__all__ = ["FACTS", "FINDINGS", "RECOVERABLE", "UNSTORED", "Audit", "audit", "before_payment"]

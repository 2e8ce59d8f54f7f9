"""Integrity rules over the payments, each returning offenders, and what could be recovered."""

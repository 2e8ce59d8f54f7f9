"""Who is due which monthly allowance in which months: the pure rule, from frames to frames."""

from analytics.entitlement.kernel import allowances

__all__ = ["allowances"]

"""The policy as data: goals, benefits, units, code lists and readings, loaded from data/policy and checked."""

from analytics.policy.base import PolicyError, Text
from analytics.policy.catalogue import Policy
from analytics.policy.coverage import coverage
from analytics.policy.loader import load

__all__ = ["Policy", "PolicyError", "Text", "coverage", "load"]

"""Who is due what: the rule of the monthly allowances, and of all benefits, from frames to frames."""

from analytics.entitlement.dues import Dues, dues
from analytics.entitlement.evidence import facts_of
from analytics.entitlement.kernel import allowances
from analytics.entitlement.payments import say_nothing

__all__ = ["Dues", "allowances", "dues", "facts_of", "say_nothing"]

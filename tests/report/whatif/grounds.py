"""A generated book with a made-up budget: the ground that the what-ifs of these tests stand on."""

import numpy as np

from analytics.budget.exposure.scenario import Change, Scenario
from analytics.report.whatif.ground import Budget, Ground, Proof, side
from tests.budget.exposure.books import SMALL, plausible

PROOF = Proof(0.8, 12)
CHANGED = Scenario("两项", (Change("rate", 0.8, existing=True), Change("intake", 1.5)))


def made_up(proof: Proof | None = None, over: float = 0.9) -> Ground:
    """Return a ground whose budget is `over` times what the policy as it stands is expected to cost in the year."""
    book = plausible(3, SMALL)
    spent = np.array([1e8] * 9 + [0.0] * 3)
    bare = side(book, Budget(2026, 0, spent))
    budget = Budget(2026, round(bare.of_year * over), spent)
    return Ground(book, budget, side(book, budget), proof)

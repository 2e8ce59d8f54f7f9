"""What goal-seek found, in a sentence: the plan with what keeps it from being better, or what would have to give."""

from math import floor

from analytics.budget.exposure.goal_seek import Binding, Plan, Shortfall
from analytics.texts import Texts


def sentence(found: Plan | Shortfall, goal: float, texts: Texts) -> str:
    """Return the answer to ceilings by year and a goal (entrants, 0 for none)."""
    if isinstance(found, Plan):
        values = {
            "cost": texts.money_fen(round(found.total)),
            "goal": texts.number(found.goal),
            "losers": texts.number(found.losers),
        }
        return texts.t("goal_seek.plan", **values, binding=binding(found.binding, texts))
    if found.most < goal:
        return texts.t("goal_seek.out_of_reach", goal=texts.number(goal), most=texts.number(floor(found.most)))
    raised = [
        texts.t("goal_seek.ceiling", year=year, fen=texts.money_fen(round(fen)))
        for year, fen in sorted(found.ceilings.items())
    ]
    return texts.t("goal_seek.nothing_fits", ceilings=texts.listing(raised))


def binding(found: Binding, texts: Texts) -> str:
    """Return what keeps a plan from being better."""
    fen = "" if found.fen is None else texts.money_fen(round(found.fen))
    return texts.t(f"goal_seek.binding.{found.code}", year=found.year, fen=fen)

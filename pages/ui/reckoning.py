"""What a scene expects to be spent, each part made once: the lines, what results cost, how good the reckoning was."""

from analytics import pipeline
from analytics.pipeline import Backtest, Costs, Spending
from analytics.report.money import proof
from analytics.report.money.proof import Proof
from pages.ui.data import Scene


def spending(scene: Scene) -> Spending:
    """Return the budget lines and the ceilings."""
    return scene.made("spending", lambda: pipeline.spending(scene.accounts, scene.exposure, scene.opened.snapshot))


def costs(scene: Scene) -> Costs:
    """Return what persons counted and kept cost."""
    return scene.made("costs", lambda: pipeline.costs(scene.accounts, scene.outcome.contributions))


def tried(scene: Scene) -> Backtest | None:
    """Return the back-test of spending made last in this home, none where there is none."""
    return pipeline.latest_backtest(scene.opened.vault)


def proven(scene: Scene) -> Proof:
    """Return what the back-test proves."""
    found = tried(scene)
    return proof.proof(found.scores if found else None, scene.voice.policy)

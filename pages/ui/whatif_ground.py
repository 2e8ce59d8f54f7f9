"""What every what-if of a scene stands on, made once for all its scenarios."""

from analytics import pipeline
from analytics.report.whatif import goals, ground
from analytics.report.whatif.goals import Goal
from analytics.report.whatif.ground import Ground, Proof
from analytics.report.whatif.links import Scenario
from pages.ui import reckoning, trials
from pages.ui.shell import Stage


def based(stage: Stage) -> Ground:
    """Return the ground of the scene."""
    scene, tested = stage.scene, proof(stage)

    def made() -> Ground:
        return ground.ground(scene.exposure.book, scene.accounts, scene.voice.policy, tested)

    return scene.made("whatif.ground", made, tested)


def proof(stage: Stage) -> Proof | None:
    """Return how the reckoning did when it was tried on the past; none where its bands did not hold."""
    return ground.tested(reckoning.proven(stage.scene))


def reached(stage: Stage, scenario: Scenario) -> list[Goal]:
    """Return the goals under a scenario; their forecasts are made anew only where it moves one, once by factors."""
    scene = stage.scene
    policy = scene.voice.policy
    moved = goals.factors(based(stage).book, scenario, policy)
    code = tuple(sorted((name, round(factor, 4)) for name, factor in moved.items()))
    lifted = (
        scene.tried("whatif.lifted", lambda: pipeline.attainments(scene.outcome, dict(code)), code) if code else None
    )
    return goals.goals(scene.outcome, dict(code), lifted, policy, trials.proven(scene))


def withheld(stage: Stage) -> str:
    """Return which goals are not shown, for their forecasts did not stand the test."""
    scene = stage.scene
    return goals.withheld(scene.outcome, trials.proven(scene), scene.voice)

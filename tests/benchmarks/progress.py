"""How long the scoreboard's numbers take, from a cold start and warm."""

from pathlib import Path

from analytics import pipeline
from tests.benchmarks.home import AS_OF
from tests.benchmarks.timing import Timed, fresh, repeated

_COLD = """
import time
from datetime import date
from pathlib import Path
from analytics import pipeline
import pyarrow
pipeline.rulebook()
start = time.perf_counter()
state = pipeline.House(Path({home!r})).open()
pipeline.evaluate(state.snapshot, state.policy, state.ledgers, as_of=date.fromisoformat({as_of!r}))
print((time.perf_counter() - start) * 1000)
"""


def measure(home: Path) -> list[Timed]:
    """Return the evaluation of all targets, cold from the snapshot and warm."""
    state = pipeline.House(home).open()

    def evaluate() -> object:
        return pipeline.evaluate(state.snapshot, state.policy, state.ledgers, as_of=AS_OF)

    script = _COLD.format(home=str(home), as_of=AS_OF.isoformat())
    return [
        fresh("progress of all targets, cold from the snapshot", script, target="≤ 1 000"),
        repeated("progress of all targets, warm", evaluate, target="≤ 150"),
    ]

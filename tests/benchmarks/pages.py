"""Server time of a page: one run of its script with warm caches, as a second visitor meets it."""

import os
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from streamlit.testing.v1 import AppTest

from analytics import house
from tests.benchmarks.timing import Timed, repeated

PAGES = {
    "meeting": {},
    "indicator": {"ind": "goal.youth"},
    "records": {"ind": "quota.ecommerce"},
    "intake": {},
    "integrity": {},
    "readings": {},
    "decisions": {},
    "assessment": {"year": "2025"},
    "money": {},
    "bureau": {"b": "human_resources"},
    "quality": {},
    "whatif": {"s": "rate::0.9::::x~intake::1.2"},
    "calculator": {"degree": "master", "from": "2024-07"},
    "person": {},
    "method": {},
}


#: Units whose pages are opened for the first time, once the evaluation, the accounts and the assessment are there.
UNITS = ("agriculture", "organisation", "education_sports", "health", "industry", "construction", "commerce", "finance")


def measure(home: Path) -> list[Timed]:
    """Return the server time of every page, in Chinese, and that of a unit's page which nobody has opened yet."""
    with mock.patch.dict(os.environ, {house.HOME_VARIABLE: str(home)}):
        warm = [repeated(f"page {name}, server", _visit(name, query)) for name, query in PAGES.items()]
        others = iter(UNITS)

        def opened() -> object:
            run = _visit("bureau", {"b": next(others)})
            return run()

        first = repeated(
            "page bureau, first visit of a unit, server",
            opened,
            times=len(UNITS) - 1,
            target="≤ 300",
        )
        return [*warm, first]


def _visit(name: str, query: dict[str, str]) -> Callable[[], object]:
    app = AppTest.from_file(str(house.ROOT / "dashboard.py"), default_timeout=60)
    for key, value in query.items():
        app.query_params[key] = value
    if name != "meeting":
        app.switch_page(f"pages/{name}.py")

    def run() -> object:
        app.run()
        assert not app.exception, name
        return app

    return run

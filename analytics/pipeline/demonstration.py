"""A home filled with demonstration data."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from analytics import demo
from analytics.demo import Built, calibration
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.pipeline.enacting import enact
from analytics.pipeline.house import House
from analytics.pipeline.rulebook import rulebook
from analytics.policy import Policy
from analytics.records import Store, StoreExists

#: Called with files done, files in all, and the stage.
Making = Callable[[int, int, str], None]
#: Beside the home while a demonstration is being made.
_UNFINISHED = ".unfinished"


def demonstrate(
    home: Path, *, persons: int | None, seed: int, as_of: date | None, progress: Making | None = None
) -> Built:
    """Fill a home with demonstration data, see demo.build: it is there when it is complete, and not before.

    Raises StoreExists when there is a store already, and what demo.build raises.
    """
    if Store(home).exists():
        raise StoreExists(home=str(home))
    rules, ledgers = rulebook()
    unfinished = home.with_name(f"{home.name}{_UNFINISHED}")
    shutil.rmtree(unfinished, ignore_errors=True)
    built = demo.build(
        unfinished, policy=rules, layouts=ledgers, persons=persons, seed=seed, as_of=as_of, progress=progress
    )
    _say(built, rules, seed)
    if home.exists():
        home.rmdir()
    unfinished.replace(home)
    return replace(built, home=home)


def _say(built: Built, rules: Policy, seed: int) -> None:
    """Tell the home what its people say about assessments and decisions."""
    opened = House(built.home).open()
    try:
        enact(opened, Scene(calibration.load(), rules, built.persons, built.as_of, Draws(seed)))
    finally:
        opened.snapshot.close()

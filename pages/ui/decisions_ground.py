"""What the decisions page stands on: decisions fresh from the vault, the agenda from the cache."""

from datetime import datetime

import polars as pl

from analytics import pipeline
from analytics.decisions import Agenda
from analytics.pipeline import ReadingPrice, deciding
from analytics.pipeline.deciding import Money, Standing
from analytics.report.decisions import items
from analytics.report.decisions.items import Item
from analytics.report.table import Table
from pages.ui import data, reckoning
from pages.ui.data import Scene


def standing(scene: Scene, found: Money | None = None) -> Standing:
    """Return what stands: what somebody recorded a moment ago is in it."""
    until = _until(scene)
    return deciding.standing(
        scene.opened, scene.outcome, scene.waiting, until=until, found=found, corrected=corrections(scene, until)
    )


def corrections(scene: Scene, until: datetime | None) -> pl.DataFrame:
    """Return what units have to correct; shared with the pages of units."""
    return scene.made(
        "decisions.corrections",
        lambda: deciding.corrections(scene.opened, scene.outcome, until=until),
        pipeline.told_stamp(scene.opened),
        until,
    )


def is_present(scene: Scene) -> bool:
    """Tell whether the page is about the present meeting; what was decided at earlier ones can only be read."""
    return _until(scene) is None


def _until(scene: Scene) -> datetime | None:
    usual = data.calendar(scene.opened).default
    return scene.known_at or deciding.told_until(scene.opened.policy, scene.as_of, usual)


def money(scene: Scene) -> Money:
    """Return what the agenda takes from the accounts, which takes seconds the first time."""

    def made() -> Money:
        return Money.of(scene.opened, scene.accounts, reckoning.spending(scene), reckoning.costs(scene))

    return scene.made("decisions.money", made, data.home().cases().height)


def readings(scene: Scene) -> list[str]:
    """Return the readings that may be matters for the meeting."""
    return deciding.unruled(scene.opened.policy, scene.as_of)


def price(scene: Scene, reading: str) -> ReadingPrice:
    """Return what the other options of a reading would change; shared with the page of readings."""
    return scene.made(
        "readings.price",
        lambda: pipeline.price_reading(scene.opened, scene.accounts, scene.outcome, reading),
        reading,
    )


def agenda(scene: Scene, now: Standing, *, is_whole: bool) -> Agenda:
    """Return the agenda, with the readings where the whole is asked for."""

    def made() -> Agenda:
        prices = [price(scene, reading) for reading in readings(scene)] if is_whole else []
        return deciding.agenda(scene.opened, scene.outcome, now.followed, money(scene), prices)

    return scene.made("decisions.agenda", made, is_whole, _running(now))


def listed(scene: Scene, now: Standing, *, is_whole: bool) -> tuple[list[Item], Table]:
    """Return the items that come first, and the others, as the page shows them."""

    def made() -> tuple[list[Item], Table]:
        found = agenda(scene, now, is_whole=is_whole)
        return items.items(found, scene.voice), items.others(found, scene.voice)

    return scene.made("decisions.listed", made, is_whole, _running(now))


def _running(now: Standing) -> tuple[tuple[str, str], ...]:
    return tuple(now.followed.select("ref", "state").rows())


def titles(followed: pl.DataFrame) -> dict[int, str]:
    """Return the titles of decisions by number."""
    return dict(followed.select("number", "title").iter_rows())


def undecided(scene: Scene) -> tuple[str, ...]:
    """Return the red tasks for which no open decision names an owner and a day."""
    return deciding.unanswered(scene.opened, scene.outcome, until=_until(scene))

"""A scenario in the address of the page, and back; what cannot be read is told in sentences."""

from collections.abc import Mapping
from dataclasses import replace

from analytics.budget.exposure import scenario_link, timing
from analytics.budget.exposure.book import Book
from analytics.budget.exposure.faults import ScenarioError, placed
from analytics.budget.exposure.scenario import Scenario
from analytics.report.table import Drill
from analytics.report.voice import Voice

__all__ = [
    "CODES", "PAGE", "SAVED", "TOGETHER", "Scenario", "ScenarioError", "codes", "notes", "numbers", "opens", "read",
    "saved",
]  # fmt: skip

PAGE = "whatif"
#: The codes that carry a scenario; the version of the data has its own place in every address.
CODES = (scenario_link.CHANGES, scenario_link.TITLE, scenario_link.MODEL_VERSION)
#: A saved scenario by its number, and those that stand side by side, between commas.
SAVED, TOGETHER = "saved", "with"
_LONGEST = 6


def read(codes: Mapping[str, str], voice: Voice) -> tuple[Scenario, list[str]]:
    """Return the scenario that the codes tell, and what is wrong; then it is the policy as it stands."""
    own = {code: value for code, value in codes.items() if code in CODES}
    try:
        return scenario_link.from_query(own, voice.policy), []
    except ScenarioError as error:
        return Scenario(), error.sentences(voice.texts)


def notes(scenario: Scenario, book: Book, data_version: int, voice: Voice) -> list[str]:
    """Return what is to be known of a scenario: other versions, and rows that change nothing or count later."""
    told = [*timing.faults(scenario, book), *timing.notes(scenario, book, data_version)]
    return placed(scenario.title, told, voice.texts)


def codes(scenario: Scenario) -> dict[str, str]:
    """Return the codes that carry a scenario."""
    return scenario_link.query(replace(scenario, data_version=None))


def opens(scenario: Scenario) -> Drill:
    """Return the link that opens a scenario."""
    return Drill(PAGE, codes(scenario))


def saved(number: int) -> Drill:
    """Return the link that opens a saved scenario."""
    return Drill(PAGE, {SAVED: str(number)})


def numbers(text: str | None, most: int) -> list[int]:
    """Return the numbers of an address, each once, at most so many; what is no number counts as absent."""
    told = (part for part in (text or "").split(",") if part.isascii() and part.isdigit() and len(part) <= _LONGEST)
    return list(dict.fromkeys(int(part) for part in told))[:most]

"""From nothing to a filled home: the city is drawn, its filings are written, and the ordinary intake takes them in."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics import intake
from analytics.demo import calibration as calibrations
from analytics.demo import city, filings, press
from analytics.demo import truth as truths
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.demo.filings import Filing
from analytics.demo.press import Printed
from analytics.demo.scene import Scene
from analytics.identity import Vault
from analytics.intake import ImportReport, Layout
from analytics.policy import Policy
from analytics.records import Store

#: Called with files done, files in all, and the stage: writing, then those of the intake.
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True)
class Built:
    """A demonstration home: who lives there, up to when, and what the intake said about every filing."""

    home: Path
    persons: int
    as_of: date
    report: ImportReport


def build(
    home: Path,
    *,
    policy: Policy,
    layouts: Mapping[str, Layout],
    persons: int | None = None,
    seed: int = 1,
    as_of: date | None = None,
    progress: Progress | None = None,
    calibration: Calibration | None = None,
    truth: Path | None = None,
) -> Built:
    """Fill a new home, labelled as a demonstration, through the ordinary intake; the same seed gives the same records.

    `persons` and `as_of` default to those of data/demo. `truth`: where to write what was planted, outside the home.
    Raises StoreExists when there
    is a store already, CalibrationError, and ValueError for a city too small or a day before the first month is over.
    """
    known = calibration or calibrations.load()
    size, day = persons or known.population.persons, as_of or known.population.as_of
    scene = Scene(known, policy, size, day, Draws(seed))
    _check(scene)
    wording = known.filings.wording
    tell = progress or (lambda *_: None)
    with TemporaryDirectory() as folder, press.at_work(Path(folder), policy, layouts, wording) as presses:
        planned = _planned(scene, layouts, truth)
        Store.create(home, is_demo=True, default_as_of=day)
        tell(0, len(planned), "writing")
        files = Printed(presses, planned)
        recorded = {path: filing.filed_at for path, filing in zip(files.paths, planned, strict=True)}
        report = intake.import_files(home, Vault(home), policy, layouts, files, recorded_at=recorded, progress=tell)
    return Built(home, size, day, report)


def _planned(scene: Scene, layouts: Mapping[str, Layout], truth: Path | None) -> list[Filing]:
    """Draw the city and return its filings in the order in which they come in."""
    drawn = city.draw(scene)
    if truth:
        truths.write(truth, scene, drawn, layouts)
    return filings.plan(scene, drawn.ledgers, layouts)


def _check(scene: Scene) -> None:
    if scene.last < scene.first:
        raise ValueError(f"as_of {scene.as_of}: no month of the policy is over by then")
    if scene.persons < scene.calibration.population.least:
        raise ValueError(f"persons {scene.persons}: at least {scene.calibration.population.least} make a city")

"""From nothing to a filled home: the city is drawn, its filings are written, and the ordinary intake takes them in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics import intake
from analytics.demo import calibration as calibrations
from analytics.demo import city, filings, sheets
from analytics.demo import truth as truths
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.demo.filings import Filing
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
    drawn = city.draw(scene)
    planned = filings.plan(scene, drawn.ledgers, layouts)
    if truth:
        truths.write(truth, scene, drawn, layouts)
    Store.create(home, is_demo=True, default_as_of=day)
    tell = progress or (lambda *_: None)
    with TemporaryDirectory() as folder:
        recorded = _write(scene, planned, Path(folder), tell)
        report = intake.import_files(
            home, Vault(home), policy, layouts, list(recorded), recorded_at=recorded, progress=tell
        )
    return Built(home, size, day, report)


def _write(scene: Scene, planned: Sequence[Filing], folder: Path, tell: Progress) -> dict[Path, datetime]:
    """Write every filing and return when it came in, by file and in that order."""
    recorded = {}
    for number, filing in enumerate(planned):
        tell(number, len(planned), "writing")
        path = sheets.write(filing, folder, scene.policy, scene.calibration.filings.wording)
        recorded[path] = filing.filed_at
    return recorded


def _check(scene: Scene) -> None:
    if scene.last < scene.first:
        raise ValueError(f"as_of {scene.as_of}: no month of the policy is over by then")
    if scene.persons < scene.calibration.population.least:
        raise ValueError(f"persons {scene.persons}: at least {scene.calibration.population.least} make a city")

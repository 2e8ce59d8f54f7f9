"""From nothing to a filled home: the city is drawn, its filings are written, and the ordinary intake takes them in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from analytics import intake
from analytics.demo import calibration as calibrations
from analytics.demo import city, filings, sheets
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.identity import Vault
from analytics.intake import ImportReport, Layout, Progress
from analytics.policy import Policy
from analytics.records import Store


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
) -> Built:
    """Fill a new home, labelled as a demonstration, through the ordinary intake; the same seed gives the same records.

    `persons` and `as_of` default to those of data/demo. `progress` is that of the intake. Raises StoreExists when there
    is a store already, CalibrationError, and ValueError for a city too small or a day before the first month is over.
    """
    known = calibration or calibrations.load()
    size, day = persons or known.population.persons, as_of or known.population.as_of
    scene = Scene(known, policy, size, day, Draws(seed))
    _check(scene)
    planned = filings.plan(scene, city.ledgers(scene), layouts)
    Store.create(home, is_demo=True, default_as_of=day)
    with TemporaryDirectory() as folder:
        files = {sheets.write(filing, Path(folder), policy, known.filings.wording): filing for filing in planned}
        recorded = {path: filing.filed_at for path, filing in files.items()}
        report = intake.import_files(
            home, Vault(home), policy, layouts, list(files), recorded_at=recorded, progress=progress
        )
    return Built(home, size, day, report)


def _check(scene: Scene) -> None:
    if scene.last < scene.first:
        raise ValueError(f"as_of {scene.as_of}: no month of the policy is over by then")
    if scene.persons < scene.calibration.population.least:
        raise ValueError(f"persons {scene.persons}: at least {scene.calibration.population.least} make a city")

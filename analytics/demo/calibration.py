"""The numbers and words behind the demonstration city, from data/demo; nothing in them is a count of a real place."""

import tomllib
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from analytics import house
from analytics.demo.calibration_assessment import Assessments
from analytics.demo.calibration_ledgers import Ledgers
from analytics.demo.calibration_payments import Faults, Payments
from analytics.demo.calibration_people import Courses, Model, Names, Population
from analytics.demo.calibration_records import Chronicle, Filings, Registers

Part = TypeVar("Part", bound=BaseModel)


class CalibrationError(Exception):
    """A calibration file that cannot be used; the message names file and key."""


class Calibration(Model):
    """Everything under data/demo."""

    names: Names
    population: Population
    courses: Courses
    registers: Registers
    chronicle: Chronicle
    filings: Filings
    payments: Payments
    faults: Faults
    ledgers: Ledgers
    assessments: Assessments


def load(folder: Path | None = None) -> Calibration:
    """Read the calibration (default data/demo); raises CalibrationError naming file and key."""
    root = folder or house.DATA / "demo"
    return Calibration(
        names=_read(root / "names.toml", Names),
        population=_read(root / "population.toml", Population),
        courses=_read(root / "courses.toml", Courses),
        registers=_read(root / "registers.toml", Registers),
        chronicle=_read(root / "chronicle.toml", Chronicle),
        filings=_read(root / "filings.toml", Filings),
        payments=_read(root / "payments.toml", Payments),
        faults=_read(root / "faults.toml", Faults),
        ledgers=_read(root / "ledgers.toml", Ledgers),
        assessments=_read(root / "assessment.toml", Assessments),
    )


def _read(path: Path, part: type[Part]) -> Part:
    try:
        return part.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CalibrationError(f"{path.name}: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(step) for step in first["loc"])
        raise CalibrationError(f"{path.name}: {key}: {first['msg']}") from error

"""Reads data/policy into a Policy, and refuses what it cannot vouch for."""

from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, RootModel

from analytics import house
from analytics.policy.agenda import Agenda
from analytics.policy.arrears import Arrears
from analytics.policy.assumptions import Assumptions
from analytics.policy.base import PolicyError
from analytics.policy.benefits import Benefit, BenefitFile, ConflictFile
from analytics.policy.catalogue import Policy, find
from analytics.policy.ceilings import Ceilings
from analytics.policy.checks import faults
from analytics.policy.codes import CodeList
from analytics.policy.document import Document, Settings
from analytics.policy.integrity import Integrity
from analytics.policy.knobs import Knobs
from analytics.policy.lines import Lines
from analytics.policy.readings import ReadingFile
from analytics.policy.results import Results
from analytics.policy.schemes import Scheme
from analytics.policy.statuses import Statuses
from analytics.policy.targets import MeasureFile, MilestoneFile, TargetFile
from analytics.policy.toml import fit, read_table
from analytics.policy.units import TownFile, UnitFile

Model = TypeVar("Model", bound=BaseModel)
_BENEFITS = "benefits"
_SCHEMES = "assessment"


class CodeFile(RootModel[dict[str, CodeList]]):
    """codes.toml: one table per list."""


def load(folder: Path | None = None) -> Policy:
    """Return the catalogue of `folder` (by default the shipped one).

    Raises PolicyError naming file and key for a missing or unreadable file, an unknown key, a value outside its closed
    vocabulary, dates that are reversed, overlap or leave a gap, a duplicate id and a reference that leads nowhere.
    """
    policy = _assemble(folder or house.DATA / "policy")
    problems = list(faults(policy))
    if problems:
        raise PolicyError("\n".join(problems))
    return policy


def _assemble(root: Path) -> Policy:
    settings = _read(root, "pace.toml", Settings)
    units = _read(root, "units.toml", UnitFile)
    towns = _read(root, "towns.toml", TownFile)
    milestones = _read(root, "milestones.toml", MilestoneFile)
    benefits = _benefits(root)
    codes = _read(root, "codes.toml", CodeFile).root
    return Policy(
        document=_read(root, "document.toml", Document),
        pace=settings.pace,
        forecast=settings.forecast,
        backtest=settings.backtest,
        filing=settings.filing,
        units=units.units,
        office=units.office,
        unit_affixes=units.affixes,
        towns=towns.towns,
        town_affixes=towns.affixes,
        town_unit=towns.unit,
        measures=_read(root, "measures.toml", MeasureFile).measures,
        benefits=benefits,
        conflicts=_read(root, "conflicts.toml", ConflictFile).groups,
        targets=_read(root, "targets.toml", TargetFile).targets,
        milestones=milestones.milestones,
        milestone_ledger=milestones.ledger,
        readings=_read(root, "readings.toml", ReadingFile).readings,
        statuses=_read(root, "statuses.toml", Statuses),
        agenda=_read(root, "agenda.toml", Agenda),
        arrears=_read(root, "arrears.toml", Arrears),
        integrity=_read(root, "integrity.toml", Integrity),
        lines=_read(root, "lines.toml", Lines),
        ceilings=_read(root, "ceilings.toml", Ceilings),
        results=_read(root, "results.toml", Results),
        knobs=_read(root, "knobs.toml", Knobs),
        assumptions=_read(root, "assumptions.toml", Assumptions),
        schemes=_schemes(root),
        codes=codes | {"milestone": _milestone_codes(milestones), "benefit": _benefit_codes(codes, benefits)},
    )


def _milestone_codes(file: MilestoneFile) -> CodeList:
    """Return the milestones as a code list, so that a ledger can name them like any other code."""
    rows = [{"id": m.id, "label": m.title.model_dump(), "synonyms": m.synonyms} for m in file.milestones]
    table = {"title": file.title.model_dump(), "columns": ("milestone.milestone_id",), "code": rows}
    return fit(CodeList, table, "milestones.toml")


def _benefit_codes(codes: dict[str, CodeList], benefits: tuple[Benefit, ...]) -> CodeList:
    """Return the benefits as a code list; codes.toml gives its title, columns and qualifiers alone."""
    frame = find("codes.toml", codes, "benefit").model_dump(exclude={"codes"})
    once = {benefit.id: benefit for benefit in benefits}  # an id used twice is told with the other duplicates
    rows = [{"id": b.id, "label": b.title.model_dump(), "synonyms": b.synonyms} for b in once.values()]
    return fit(CodeList, frame | {"code": rows}, _BENEFITS)


def _read(root: Path, name: str, model: type[Model]) -> Model:
    return fit(model, read_table(root / name, name), name)


def _benefits(root: Path) -> tuple[Benefit, ...]:
    """Return the benefits of all measures in order; a file is named after its measure and holds only its benefits."""
    found: list[Benefit] = []
    for path in sorted((root / _BENEFITS).glob("*.toml")):
        label = f"{_BENEFITS}/{path.name}"
        table = read_table(path, label)
        if table.get("measure") != path.stem:
            raise PolicyError(f"{label}: measure: must be {path.stem}, found {table.get('measure')!r}")
        found += fit(BenefitFile, table, label).benefits
    return tuple(found)


def _schemes(root: Path) -> tuple[Scheme, ...]:
    """Return the assessment schemes in order of their years; a file is named after its year."""
    found: list[Scheme] = []
    for path in sorted((root / _SCHEMES).glob("*.toml")):
        label = f"{_SCHEMES}/{path.name}"
        table = read_table(path, label)
        if str(table.get("year")) != path.stem:
            raise PolicyError(f"{label}: year: must be {path.stem}, found {table.get('year')!r}")
        found.append(fit(Scheme, table, label))
    return tuple(found)

"""Three hundred mutated workbooks: no error is raised, no row is lost, and what does not open is refused."""

from pathlib import Path

import pytest

from analytics.intake import FileOutcome
from analytics.pipeline import House
from tests.faults import mutation
from tests.faults.conftest import AT

MUTANTS, CHUNK = 300, 25


def conserved(outcome: FileOutcome) -> bool:
    """Tell whether every physical row of every sheet is accounted for."""
    return all(
        sheet.rows_physical == sheet.rows_no_data + len(sheet.accepted_rows) + len(sheet.quarantined_rows)
        and sheet.rows_data == len(sheet.accepted_rows) + len(sheet.quarantined_rows)
        for sheet in outcome.sheets
    )


@pytest.mark.parametrize("first", range(0, MUTANTS, CHUNK))
def test_mutants_come_in_whole_or_are_refused(tmp_path: Path, first: int) -> None:
    paths: list[Path] = []
    for name, data in mutation.mutants(first, first + CHUNK):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(data)
    house = House(tmp_path / "home")
    outcomes = house.take_in(paths, at=AT).files
    assert len(outcomes) == CHUNK
    for outcome in outcomes:
        assert outcome.status in {"imported", "refused", "duplicate"}
        assert outcome.message
        assert outcome.status != "imported" or outcome.sheets
        assert conserved(outcome), outcome.file
    archived = set(house.vault.archived())
    assert {outcome.sha256 for outcome in outcomes if outcome.sha256} == archived
    assert house.verify() == []


def test_the_same_number_gives_the_same_mutant() -> None:
    assert [name for name, _ in mutation.mutants(0, 5)] == [name for name, _ in mutation.mutants(0, 5)]
    kinds = {name.rpartition(".")[2] for name, _ in mutation.mutants(0, 30)}
    assert kinds == {"xlsx", "xls", "csv"}

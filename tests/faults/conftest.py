"""One home to which every faulty file was sent at once."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from analytics.intake import FileOutcome
from analytics.pipeline import House
from tests.faults import workshop

AT = datetime.fromisoformat("2026-10-05T09:00:00")


@pytest.fixture(autouse=True)
def _own_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TALENT_KEY", raising=False)


@dataclass(frozen=True)
class Sent:
    """The files, the home, and what became of each in either language."""

    paths: dict[str, Path]
    house: House
    outcomes: dict[str, dict[str, FileOutcome]]


@pytest.fixture(scope="session")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    folder = tmp_path_factory.mktemp("faults")
    paths = workshop.write(folder / "files")
    house = House(folder / "home")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        told = {
            lang: {file.file: file for file in house.take_in(list(paths.values()), at=AT, lang=lang).files}
            for lang in ("zh", "en")
        }
    return Sent(paths, house, told)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a home in which a ledger is in force."""
    made = House(tmp_path / "home")
    path = tmp_path / "first.csv"
    path.write_text(workshop.csv(rows=workshop.ROWS[:1]), encoding="utf-8")
    assert made.take_in([path], at=AT).is_clean
    return made


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    """Return a ledger that has not come in yet."""
    path = tmp_path / "second.csv"
    path.write_text(workshop.csv(), encoding="utf-8")
    return path

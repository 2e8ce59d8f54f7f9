"""The shipped catalogue, and copies of it with one passage changed."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from analytics import house
from analytics.policy import Policy, load

SHIPPED = house.DATA / "policy"
Edit = Callable[[str, str, str], Path]


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load()


@pytest.fixture
def edited(tmp_path: Path) -> Edit:
    """Return a function that changes the first occurrence of a passage in one file of a copy of the catalogue."""
    folder = tmp_path / "policy"
    shutil.copytree(SHIPPED, folder)

    def edit(file: str, old: str, new: str) -> Path:
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{file} does not hold {old!r}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder

    return edit

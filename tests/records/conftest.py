"""A fresh home for every test."""

from pathlib import Path

import pytest

from analytics.records import Store


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Store:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return Store.create(tmp_path / "home")

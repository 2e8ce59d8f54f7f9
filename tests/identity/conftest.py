"""A fresh vault for every test."""

from pathlib import Path

import pytest

from analytics.identity import Vault
from analytics.identity.home import Pointer, write_pointer


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vault:
    """A laid-out vault in a home whose version in force is 1."""
    monkeypatch.delenv("TALENT_KEY", raising=False)
    vault = Vault(tmp_path / "home")
    vault.create()
    write_pointer(vault.home, Pointer(1, "snapshots/v000001.duckdb"))
    return vault

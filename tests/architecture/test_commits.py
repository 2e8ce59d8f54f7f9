"""What may never enter the repository: addresses of registries, paths of a machine, secrets."""

import re
from pathlib import Path

import pytest

from tests.architecture import sources

TEXT = {".py", ".toml", ".txt", ".md", ".po", ".sql", ".css", ".in", ".json", ".yml", ""}
#: Spelled in pieces, so that this file does not accuse itself.
HOSTS = re.compile(
    "|".join(("py" + r"pi\.org", "pythonhosted" + r"\.org", "npm" + r"js\.org", "deb\\.debian" + r"\.org"))
)
MACHINE = re.compile(r"(?<![\w.])/(" + "|".join(("ho" + "me", "ro" + "ot", "wo" + "rk", "Us" + "ers")) + r")/[\w.-]+")

texts = [p for p in sources.tracked() if p.suffix in TEXT and "static" not in p.parts]


@pytest.mark.parametrize("path", texts, ids=sources.name)
def test_no_registry_and_no_machine_path(path: Path) -> None:
    content = path.read_text(encoding="utf-8", errors="replace")
    assert not HOSTS.search(content)
    assert not MACHINE.search(content)


def test_every_dependency_is_pinned_with_a_hash() -> None:
    for path in (p for p in sources.tracked() if p.parent.name == "constraints" and p.suffix == ".txt"):
        lines = path.read_text(encoding="utf-8").splitlines()
        pins = [n for n, line in enumerate(lines) if re.match(r"^[a-z0-9]", line)]
        assert pins
        for n in pins:
            assert "==" in lines[n], lines[n]
            assert "--hash=sha256:" in lines[n + 1], lines[n]


def test_no_key_and_no_home_is_committed() -> None:
    assert not [p for p in sources.tracked() if p.suffix in {".duckdb", ".sqlite", ".key"}]

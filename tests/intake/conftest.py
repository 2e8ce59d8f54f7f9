"""A fresh home for every import."""

from pathlib import Path

import pytest

from analytics.intake import Layout
from analytics.intake.recognise import Recogniser
from analytics.policy import Policy
from tests.intake.desk import Desk

SAMPLES = Path(__file__).parent.parent / "cases" / "samples"


@pytest.fixture(scope="session")
def recogniser(layouts: dict[str, Layout]) -> Recogniser:
    return Recogniser(layouts)


@pytest.fixture
def desk(tmp_path: Path, policy: Policy, layouts: dict[str, Layout], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    return Desk(tmp_path, policy, layouts)

"""The shipped policy and ledger layouts, read once for all tests that ask for them."""

import pytest

from analytics import policy as policies
from analytics.intake import Layout, load_layouts
from analytics.policy import Policy


@pytest.fixture(scope="session")
def policy() -> Policy:
    return policies.load()


@pytest.fixture(scope="session")
def layouts() -> dict[str, Layout]:
    return load_layouts()

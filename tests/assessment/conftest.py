"""The shipped policy and its scheme of one year."""

import pytest

from analytics.policy import Policy, load
from analytics.policy.schemes import Scheme


@pytest.fixture(scope="session")
def policy() -> Policy:
    return load()


@pytest.fixture(scope="session")
def scheme(policy: Policy) -> Scheme:
    return policy.scheme(2025)

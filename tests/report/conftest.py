"""A bureau's desk for the papers that go out and come back."""

from tests.intake.conftest import desk

__all__ = ["desk"]

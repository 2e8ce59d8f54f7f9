"""Every reason the counting can give has words in both languages."""

from typing import get_args

import pytest

from analytics.policy.targets import Reason
from analytics.progress import reasons
from analytics.texts import LANGS, catalogue

OWN = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("lang", LANGS)
def test_every_reason_is_worded(lang: str) -> None:
    known = catalogue(lang).keys()  # pyright: ignore[reportArgumentType]
    assert {f"reason.{code}" for code in OWN | set(get_args(Reason))} <= known


def test_the_countings_own_reasons_are_found() -> None:
    assert {"counted", "no_date", "age", "left", "duplicate_person", "other_goal"} < OWN

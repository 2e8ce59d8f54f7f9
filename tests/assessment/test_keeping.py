"""An assessment as one file: the same bytes each time, and read back as it was."""

from datetime import date

from analytics.assessment import assemble, keeping
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import NOON, entry, known, review

END = date(2025, 12, 31)
FRAMES = ("items", "evidence", "points", "classes", "totals", "adjustments", "quality", "pending", "outlook", "trace")


def test_an_assessment_is_read_back_as_it_was_packed(policy: Policy, scheme: Scheme) -> None:
    rows = {"entries": [entry(1, "innovation", "health", "innovation")], "reviews": [review("entry:1", 4.0, "Wang")]}
    made = assemble(known(policy, END, **rows), policy, scheme, as_of=END, known_at=NOON, stage="cut_off")
    packed = keeping.pack(made)
    found = keeping.unpack(packed)
    assert (found.year, found.stage, found.as_of, found.known_at) == (2025, "cut_off", END, NOON)
    assert (found.scheme, found.scheme.digest) == (scheme, scheme.digest)
    assert all(getattr(found, name).equals(getattr(made, name)) for name in FRAMES)
    assert all(getattr(found, name).schema == getattr(made, name).schema for name in FRAMES)
    assert keeping.pack(found) == keeping.pack(made) == packed

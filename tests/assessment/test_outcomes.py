"""What follows from a year: whole tie groups fill the places, a veto keeps out, what is low has to be corrected."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import polars as pl
import pytest

from analytics.assessment import outcomes
from analytics.assessment.frames import EVIDENCE, POINTS, TOTALS
from analytics.identity.assessments import ENTRIES
from analytics.policy import Policy
from analytics.policy.schemes import Scheme


@pytest.fixture
def scheme(policy: Policy) -> Scheme:
    """Return a scheme under which units in the two best bands may be honoured, two in ten of a group."""
    found = policy.scheme(2025)
    honours = found.honours.model_copy(update={"bands": ("excellent", "good"), "share_max": 0.2, "persons": 1})
    return found.model_copy(update={"honours": honours})


def totals(bands: dict[str, str], vetoed: str = "") -> pl.DataFrame:
    return frame(
        [
            {"group": "bureaus", "unit_id": unit, "band": band, "total": 90.0 - n, "is_vetoed": unit == vetoed}
            for n, (unit, band) in enumerate(bands.items())
        ],
        TOTALS,
    )


def frame(rows: Sequence[Mapping[str, object]], schema: Mapping[str, Any]) -> pl.DataFrame:
    return pl.DataFrame([{**dict.fromkeys(schema), **row} for row in rows], schema=dict(schema))


def ties(*groups: list[str]) -> pl.DataFrame:
    rows = [(unit, n) for n, group in enumerate(groups, start=1) for unit in group]
    return pl.DataFrame(rows, schema={"unit_id": pl.String, "tie_group": pl.Int64}, orient="row")


#: Ten units: two places.
TEN = dict.fromkeys("abc", "excellent") | dict.fromkeys("de", "good") | dict.fromkeys("fghij", "fair")
NOTHING = pl.DataFrame(schema=dict(EVIDENCE))


def standing(scheme: Scheme, found: pl.DataFrame, tied: pl.DataFrame) -> dict[str, str]:
    made = outcomes.collectives(found, tied, NOTHING, scheme)
    return dict(made.select("unit_id", "standing").iter_rows())


@pytest.mark.parametrize(
    ("groups", "expected"),
    [
        ((["a"], ["b"], ["c", "d", "e"]), {"a": "candidate", "b": "candidate", "c": "over_share"}),
        ((["a", "b"], ["c", "d", "e"]), {"a": "candidate", "b": "candidate", "c": "over_share"}),
        ((["a"], ["b", "c"], ["d", "e"]), {"a": "candidate", "b": "tied", "c": "tied", "d": "over_share"}),
        ((["a", "b", "c"], ["d", "e"]), {"a": "tied", "b": "tied", "c": "tied", "d": "over_share"}),
    ],
)
def test_places_go_to_whole_groups_and_the_meeting_chooses_among_equals(
    scheme: Scheme, groups: tuple[list[str], ...], expected: dict[str, str]
) -> None:
    found = standing(scheme, totals(TEN), ties(*groups, list("fghij")))
    assert expected.items() <= found.items()
    assert set(found) == set("abcde")


def test_a_vetoed_unit_is_told_and_takes_no_place(scheme: Scheme) -> None:
    found = standing(scheme, totals(TEN | {"a": "poor"}, vetoed="a"), ties(["b"], ["c"], ["d", "e"], list("afghij")))
    assert found == {"a": "vetoed", "b": "candidate", "c": "candidate", "d": "over_share", "e": "over_share"}


def test_a_share_that_gives_no_whole_place_honours_nobody(scheme: Scheme) -> None:
    found = standing(scheme, totals({"a": "excellent", "b": "fair"}), ties(["a"], ["b"]))
    assert found == {"a": "over_share"}


def test_groups_are_apart(scheme: Scheme) -> None:
    bureaus = totals(TEN)
    towns = totals({f"t{n}": "excellent" for n in range(5)}).with_columns(group=pl.lit("towns"))
    tied = pl.concat([ties(["a"], ["b"], list("cde"), list("fghij")), ties(*([f"t{n}"] for n in range(5)))])
    found = standing(scheme, pl.concat([bureaus, towns]), tied)
    assert {found[unit] for unit in "ab"} == {"candidate"}
    assert [found[f"t{n}"] for n in range(5)] == ["candidate", *["over_share"] * 4]


def nomination(number: int, unit: str, state: str = "submitted", kind: str = "nomination") -> dict[str, object]:
    return {"number": number, "year": 2025, "kind": kind, "unit_id": unit, "title": "t", "state": state}


def test_persons_come_from_nominations_that_stand(scheme: Scheme) -> None:
    entries = frame(
        [
            nomination(1, "b"),
            nomination(2, "c"),
            nomination(3, "c"),
            nomination(4, "d", "withdrawn"),
            nomination(5, "a"),
            nomination(6, "e", kind="innovation"),
        ],
        ENTRIES,
    )
    found = outcomes.persons(entries, totals(TEN, vetoed="a"), scheme)
    assert dict(found.select("number", "standing").iter_rows()) == {
        1: "candidate",
        2: "too_many",
        3: "too_many",
        5: "vetoed",
    }


def test_low_items_and_units_of_the_last_band_have_to_be_corrected_by_a_day(scheme: Scheme) -> None:
    limit = scheme.correction.item_ratio
    rows = [
        {"group": "bureaus", "unit_id": unit, "item_id": item, "state": state, "ratio": ratio, "lost": lost}
        for unit, item, state, ratio, lost in [
            ("a", "below", "scored", limit - 0.01, 3.0),
            ("a", "at", "scored", limit, 2.0),
            ("a", "nothing", "not_submitted", 0.0, 5.0),
            ("a", "waits", "pending", None, 5.0),
            ("a", "other", "not_applicable", None, 0.0),
            ("b", "fine", "scored", 1.0, 0.0),
        ]
    ]
    found = outcomes.corrections(
        totals({"a": "good", "b": scheme.correction.bands[0]}), frame(rows, POINTS), NOTHING, scheme, date(2026, 1, 20)
    )
    told = [(row["unit_id"], row["item_id"], row["why"]) for row in found.iter_rows(named=True)]
    assert told == [("a", "nothing", "item"), ("a", "below", "item"), ("b", None, "band")]
    assert (found["deadline"] - date(2026, 1, 20)).dt.total_days().unique().to_list() == [scheme.correction.days]


@pytest.mark.parametrize(
    ("groups", "standings"),
    [
        ((["a"], ["b"], ["c"]), {"b": "called", "c": "called"}),
        ((["a", "b"], ["c"]), {"b": "tied", "c": "called"}),
        ((["a"], ["b", "c"]), {"b": "called", "c": "called"}),
        ((["a", "b", "c"],), {"b": "tied", "c": "called"}),
    ],
)
def test_who_is_tied_with_a_better_band_is_for_the_meeting_to_decide(
    scheme: Scheme, groups: tuple[list[str], ...], standings: dict[str, str]
) -> None:
    low = scheme.correction.bands[0]
    found = outcomes.corrections(
        totals({"a": "fair", "b": low, "c": low}, vetoed="c"), frame([], POINTS), NOTHING, scheme, None,
        ties=ties(*groups),
    )  # fmt: skip
    assert dict(found.select("unit_id", "standing").iter_rows()) == standings


def test_an_open_year_has_no_deadline_and_sources_are_counted(scheme: Scheme) -> None:
    evidence = frame([{"unit_id": "b", "item_id": "x", "counts": counts} for counts in (True, True, False)], EVIDENCE)
    found = outcomes.corrections(totals({"b": scheme.correction.bands[0]}), frame([], POINTS), evidence, scheme, None)
    assert found.select("deadline", "sources").row(0) == (None, 2)

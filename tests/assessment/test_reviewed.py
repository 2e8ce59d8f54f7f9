"""What people review: two of them, the median, never their own unit, the latest word of each."""

from datetime import date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.assessment import Assessment, assemble
from analytics.assessment.appealed import with_appeals
from analytics.assessment.reviewed import Panel, adjustments
from analytics.identity.assessments import APPEALS, ENTRIES, REVIEWS
from analytics.policy import Policy
from analytics.policy.schemes import Scheme
from tests.assessment.known import entry, frame, known, line, review

END = date(2025, 12, 31)
LATER = datetime.fromisoformat("2025-03-02 12:00")


def _assessed(policy: Policy, scheme: Scheme, **rows: Any) -> Assessment:
    return assemble(known(policy, END, **rows), policy, scheme, as_of=END)


def _innovation(unit: str = "health", number: int = 1, **said: Any) -> dict[str, Any]:
    return entry(number, "innovation", unit, "innovation", **said)


def test_two_reviewers_make_a_median(policy: Policy, scheme: Scheme) -> None:
    reviews = [review("entry:1", 4, "a"), review("entry:1", 3, "b")]
    found = _assessed(policy, scheme, entries=[_innovation()], reviews=reviews)
    item = line(found.items, "health", "innovation")
    assert (item["actual"], item["quota"], item["ratio"]) == (3.5, 10.0, 0.35)


def test_full_marks_end_at_one(policy: Policy, scheme: Scheme) -> None:
    entries = [_innovation(number=n) for n in (1, 2, 3)]
    reviews = [review(f"entry:{n}", 5, who) for n in (1, 2, 3) for who in "ab"]
    assert line(_assessed(policy, scheme, entries=entries, reviews=reviews).items, "health", "innovation")["ratio"] == 1


@pytest.mark.parametrize(
    ("reviews", "reason"),
    [
        ([], "not_reviewed"),
        ([review("entry:1", 5, "a")], "not_reviewed"),
        ([review("entry:1", 5, "a", "health"), review("entry:1", 5, "b", "health")], "self_review"),
        ([review("entry:1", 5, "a"), review("entry:1", 5, "b", "health")], "not_reviewed"),
        ([review("entry:1", 5, "a"), review("entry:1", 4, "a", told_at=LATER)], "not_reviewed"),
        ([review("entry:1", 5, who, year=2024) for who in "ab"], "not_reviewed"),
    ],
)
def test_until_two_others_have_reviewed_it_an_entry_waits(
    policy: Policy, scheme: Scheme, reviews: list[Any], reason: str
) -> None:
    found = _assessed(policy, scheme, entries=[_innovation()], reviews=reviews)
    assert line(found.items, "health", "innovation")["state"] == "pending"
    assert found.evidence.filter(pl.col("source") == "entry")["reason"].to_list() == [reason]
    assert line(found.pending, "health", "innovation")["about"] == "entry:1"


def test_the_latest_word_of_a_reviewer_speaks(policy: Policy, scheme: Scheme) -> None:
    reviews = [review("entry:1", 1, "a"), review("entry:1", 5, "a", told_at=LATER), review("entry:1", 5, "b")]
    found = _assessed(policy, scheme, entries=[_innovation()], reviews=reviews)
    assert line(found.items, "health", "innovation")["actual"] == 5.0


def test_in_the_year_entries_are_expected_to_go_on_as_so_far(policy: Policy, scheme: Scheme) -> None:
    reviews = [review("entry:1", 4, "a"), review("entry:1", 4, "b")]
    june = date(2025, 6, 30)
    told = known(policy, june, entries=[_innovation()], reviews=reviews)
    ends = line(assemble(told, policy, scheme, as_of=june).outlook, "health", "innovation")
    assert (ends["expected"], ends["ratio"], ends["basis"]) == (8.0, 0.8, "pace")
    assert (
        _assessed(policy, scheme, entries=[_innovation()], reviews=reviews)
        .outlook.filter(pl.col("item_id") == "innovation")
        .is_empty()
    )


def test_nothing_handed_in_is_nothing_and_so_is_what_was_withdrawn(policy: Policy, scheme: Scheme) -> None:
    withdrawn = [_innovation(), _innovation(state="withdrawn", told_at=LATER)]
    item = line(_assessed(policy, scheme, entries=withdrawn).items, "health", "innovation")
    assert (item["state"], item["ratio"]) == ("not_submitted", 0.0)


def test_what_has_no_records_is_scored_by_reviewers(policy: Policy, scheme: Scheme) -> None:
    reviews = [review("item:health:service", 0.8, "a"), review("item:health:service", 0.6, "b")]
    found = _assessed(policy, scheme, reviews=reviews)
    item = line(found.items, "health", "service")
    assert (item["state"], item["ratio"]) == ("scored", pytest.approx(0.7))
    assert line(found.items, "commerce", "service")["state"] == "pending"
    mine = found.trace.filter(pl.col("unit_id") == "health", pl.col("item_id") == "service")
    assert mine["points"].sum() == pytest.approx(line(found.points, "health", "service")["points"])


def test_a_milestone_waits_for_reviews_and_one_nobody_told_of_has_nothing(policy: Policy, scheme: Scheme) -> None:
    medical, channel = "info.medical_training", "info.medical_channel"
    told = [
        {"record_id": 7, "milestone_id": m, "status": "running", "event_date": date(2025, 2, 2)}
        for m in (medical, channel)
    ]
    reviews = [review(f"milestone:{medical}", 0.9, who) for who in "ab"]
    found = _assessed(policy, scheme, milestones=told, reviews=reviews)
    item = line(found.items, "health", "key.milestones")
    assert (item["actual"], item["quota"], item["ratio"]) == (pytest.approx(0.9), 3.0, pytest.approx(0.3))
    mine = found.evidence.filter(pl.col("unit_id") == "health", pl.col("source") == "milestone")
    assert dict(mine.select("ref", "reason").iter_rows()) == {
        f"milestone:{medical}": None, f"milestone:{channel}": "not_reviewed",
        "milestone:info.recruitment_autonomy": "missing",
    }  # fmt: skip
    assert line(found.outlook, "health", "key.milestones")["expected"] == pytest.approx(0.9 + 0.6)
    assert line(found.totals.with_columns(item_id=pl.lit("")), "health", "")["has_pending"]


def test_a_unit_that_no_milestone_and_no_target_names_has_no_key_work(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme)
    row = line(found.totals.with_columns(item_id=pl.lit("")), "development_reform", "")
    assert (row["is_partial"], row["applicable_weight"]) == (True, 50.0)


@pytest.mark.parametrize(
    ("told", "reviews", "points", "reason"),
    [
        (entry(1, "bonus", "health", "pilot"), [5, 4], 0.9, None),
        (entry(1, "bonus", "health", "pilot"), [5], 0.0, "not_reviewed"),
        (entry(1, "bonus", "health", "pilot", evidence=""), [5, 5], 0.0, "no_evidence"),
        (entry(1, "deduction", "health", "red_note"), [1, 5], 2.0, None),
        (entry(1, "deduction", "health", "red_note"), [5], 0.0, "not_reviewed"),
        (entry(1, "deduction", "health", "red_note"), [5, 0], 0.0, "not_reviewed"),
        (entry(1, "deduction", "health", "red_note", evidence=None), [], 0.0, "no_evidence"),
        (entry(1, "veto", "health", "false_results"), [5, 5], 0.0, None),
        (entry(1, "veto", "health", "false_results"), [], 0.0, "not_reviewed"),
    ],
)
def test_adjustments_need_their_evidence(
    scheme: Scheme, told: Any, reviews: list[int], points: float, reason: str | None
) -> None:
    given = [review("entry:1", score, who) for score, who in zip(reviews, "abc", strict=False)]
    panel = Panel(frame(given, REVIEWS), scheme)
    row = adjustments(frame([told], ENTRIES), panel).row(0, named=True)
    assert (row["points"], row["reason"], row["ref"]) == (pytest.approx(points), reason, "entry:1")


def test_an_adjustment_that_nobody_knows_is_none(scheme: Scheme) -> None:
    unknown = [entry(1, "bonus", "health", "nothing"), entry(2, "bonus", "nobody", "pilot")]
    assert adjustments(frame(unknown, ENTRIES), Panel(frame([], REVIEWS), scheme)).is_empty()


@pytest.mark.parametrize(
    ("reviewers", "is_vetoed"),
    [
        ([("a", "publicity"), ("b", "commerce")], True),
        ([("a", "publicity")], False),
        ([("a", "publicity"), ("b", "health")], False),
        ([("a b", "publicity"), ("ａb", "commerce")], False),
        ([("a", "publicity"), ("b", "nobody")], False),
    ],
)
def test_a_veto_holds_once_two_persons_of_other_units_have_confirmed_it(
    policy: Policy, scheme: Scheme, reviewers: list[tuple[str, str]], is_vetoed: bool
) -> None:
    told = [entry(1, "veto", "health", "false_results")]
    given = [review("entry:1", 5, who, unit) for who, unit in reviewers]
    found = _assessed(policy, scheme, entries=told, reviews=given)
    assert line(found.totals.with_columns(item_id=pl.lit("")), "health", "")["is_vetoed"] == is_vetoed
    waiting = found.pending.filter(pl.col("about") == "entry:1")
    assert waiting.select("unit_id", "item_id", "missing").rows() == (
        [] if is_vetoed else [("health", "false_results", 1)]
    )


@pytest.mark.parametrize(
    "again", [{"title": "Ｔ 1"}, {"evidence": "x a1"}], ids=["the title in other signs", "one of its files"]
)
def test_what_was_handed_in_before_gives_nothing_again(policy: Policy, scheme: Scheme, again: dict[str, str]) -> None:
    entries = [_innovation(number=1), _innovation(number=2, **again), _innovation(number=3)]
    reviews = [review(f"entry:{n}", 3, who) for n in (1, 2, 3) for who in "ab"]
    found = _assessed(policy, scheme, entries=entries, reviews=reviews)
    assert line(found.items, "health", "innovation")["actual"] == 6.0
    told = found.evidence.filter(pl.col("unit_id") == "health", pl.col("item_id") == "innovation")
    assert told["reason"].to_list() == [None, "duplicate", None]
    assert found.pending.filter(pl.col("about") == "entry:2").is_empty()


def test_two_units_may_do_the_same(policy: Policy, scheme: Scheme) -> None:
    entries = [_innovation(number=1), _innovation("commerce", 2, title="t1")]
    reviews = [review(f"entry:{n}", 3, who) for n in (1, 2) for who in "ab"]
    found = _assessed(policy, scheme, entries=entries, reviews=reviews)
    assert line(found.items, "commerce", "innovation")["actual"] == 3.0


def test_one_file_costs_points_once_and_one_title_twice(scheme: Scheme) -> None:
    rows = [("a1", "note"), ("a1", "other"), ("a3", "note")]
    told = [entry(n, "deduction", "health", "red_note", evidence=f, title=t) for n, (f, t) in enumerate(rows, 1)]
    given = [review(f"entry:{n}", 5, who) for n in (1, 2, 3) for who in "ab"]
    found = adjustments(frame(told, ENTRIES), Panel(frame(given, REVIEWS), scheme))
    assert found.select("points", "reason").rows() == [(2.0, None), (0.0, "duplicate"), (2.0, None)]


def test_one_person_spelled_twice_is_one_reviewer(policy: Policy, scheme: Scheme) -> None:
    reviews = [review("entry:1", 4, "Ａ b"), review("entry:1", 2, "Ab")]
    found = _assessed(policy, scheme, entries=[_innovation()], reviews=reviews)
    assert line(found.items, "health", "innovation")["state"] == "pending"


def test_a_veto_without_evidence_is_none(policy: Policy, scheme: Scheme) -> None:
    found = _assessed(policy, scheme, entries=[entry(1, "veto", "health", "false_results", evidence="")])
    assert not line(found.totals.with_columns(item_id=pl.lit("")), "health", "")["is_vetoed"]


def test_what_was_granted_on_appeal_is_added_and_opens_the_appeal(policy: Policy, scheme: Scheme) -> None:
    def appeal(number: int, state: str, granted: float) -> dict[str, Any]:
        named = {"number": number, "year": 2025, "unit_id": "agriculture", "item_id": "key.farmer_training"}
        return {**named, "state": state, "granted": granted, "told_at": LATER}

    appeals = [appeal(1, "upheld", 40.0), appeal(2, "partly", 10.0), appeal(3, "dismissed", 99.0)]
    found = with_appeals(_assessed(policy, scheme), frame(appeals, APPEALS), "cut_off")
    item = line(found.items, "agriculture", "key.farmer_training")
    assert (item["state"], item["actual"]) == ("scored", 50.0)
    assert found.trace.filter(pl.col("source") == "appeal")["ref"].to_list() == ["appeal:1", "appeal:2"]
    points = line(found.points, "agriculture", "key.farmer_training")["points"]
    assert found.trace.filter(pl.col("item_id") == "key.farmer_training")["points"].sum() == pytest.approx(points)

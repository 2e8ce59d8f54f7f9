"""What is worth a look, and what is not: each watch on both sides of its limits."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from analytics.assessment import gaming
from analytics.assessment.gaming import WATCH
from analytics.assessment.key_work import OWN
from analytics.identity.assessments import ENTRIES, QUOTAS, REVIEWS
from analytics.policy.schemes import Scheme
from analytics.progress.scoreboard import HISTORY, PROGRESS
from tests.assessment.known import CONTRIBUTIONS, NOON, entry, frame, record

BEGAN = date(2022, 10, 1)
CLOSE = date(2025, 12, 31)
ECOMMERCE, FARMERS, TRANSFER, TEACHERS = (
    "quota.ecommerce",
    "quota.farmers_cultivated",
    "quota.rural_transfer",
    "quota.backbone_teachers",
)


Rows = Mapping[str, list[dict[str, Any]]]


def watched(
    scheme: Scheme, as_of: date = CLOSE, told: Rows | None = None, **beside: list[dict[str, Any]]
) -> pl.DataFrame:
    rows = {**(told or {}), **beside}
    spells = {"person_key": pl.String, "start_month": pl.Date}
    return gaming.watch(
        scheme,
        as_of,
        progress=frame(rows.get("progress", ()), PROGRESS),
        history=frame(rows.get("history", ()), HISTORY),
        contributions=frame(rows.get("contributions", ()), CONTRIBUTIONS),
        spells=frame(rows.get("spells", ()), spells),
        began_on=BEGAN,
        own=frame(rows.get("own", ()), OWN),
        quotas=frame(rows.get("quotas", ()), QUOTAS),
        entries=frame(rows.get("entries", ()), ENTRIES),
        reviews=frame(rows.get("reviews", ()), REVIEWS),
    )


def prompts(found: pl.DataFrame, name: str) -> list[str]:
    return found.filter("is_prompt", pl.col("watch") == name)["unit_id"].to_list()


def only(found: pl.DataFrame, name: str) -> dict[str, Any]:
    return found.row(by_predicate=pl.col("watch") == name, named=True)


def period(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def ended(target: str, year: int, actual: int, quota: int = 600, **said: Any) -> dict[str, Any]:
    start, end = period(year)
    told = {"target_id": target, "period_start": start, "period_end": end, "target": quota, "actual": actual}
    return {**told, "is_stub": False, **said}


def records(target: str, year: int, by_month: Mapping[int, int], **said: Any) -> list[dict[str, Any]]:
    """Return so many counted records in each month; every person is known by a number of his own."""
    days = [date(year, month, 1 + at % 28) for month, count in by_month.items() for at in range(count)]
    return [
        record(target, year * 1000 + at, day, period(year), person_key=f"{target}.{year}.{at}", **said)
        for at, day in enumerate(days)
    ]


def at_rest(target: str, year: int, december: int = 5, **said: Any) -> dict[str, list[dict[str, Any]]]:
    found = records(target, year, {3: 50, 9: 50 - december, 12: december}, **said)
    return {"history": [ended(target, year, len(found))], "contributions": found}


def joined(*parts: Rows) -> dict[str, list[dict[str, Any]]]:
    return {name: [row for part in parts for row in part.get(name, [])] for name in ("history", "contributions")}


def test_nothing_known_is_nothing_to_look_at(scheme: Scheme) -> None:
    found = watched(scheme)
    assert found.is_empty()
    assert dict(found.schema) == dict(pl.Schema(WATCH))


class TestBunching:
    def test_three_years_just_at_the_target_and_none_just_below(self, scheme: Scheme) -> None:
        history = [ended(ECOMMERCE, year, actual) for year, actual in ((2023, 600), (2024, 612), (2025, 607))]
        found = only(watched(scheme, history=history), "bunching")
        assert (found["unit_id"], found["item_id"], found["is_prompt"]) == ("commerce", "key.ecommerce", True)
        assert (found["value"], found["usual"]) == (1.0, pytest.approx(2 / 7))
        assert found["refs"] == [f"target:{ECOMMERCE}:{year}-01-01" for year in (2023, 2024, 2025)]

    @pytest.mark.parametrize(
        "actuals", [(600, 607, 613), (600, 607, 599), (570, 613, 700)], ids=["two", "two and one below", "none"]
    )
    def test_fewer_are_no_pattern(self, scheme: Scheme, actuals: tuple[int, ...]) -> None:
        history = [ended(ECOMMERCE, year, actual) for year, actual in zip((2023, 2024, 2025), actuals, strict=True)]
        assert prompts(watched(scheme, history=history), "bunching") == []

    def test_as_many_just_below_as_at_is_chance(self, scheme: Scheme) -> None:
        near = [(FARMERS, 2023, 600), (FARMERS, 2024, 601), (FARMERS, 2025, 602)]
        below = [("quota.farmer_training", year, 590) for year in (2023, 2024, 2025)]
        history = [ended(target, year, actual) for target, year, actual in [*near, *below]]
        found = only(watched(scheme, history=history), "bunching")
        assert (found["value"], found["is_prompt"]) == (0.5, False)

    def test_a_small_quota_that_is_met_exactly_says_nothing(self, scheme: Scheme) -> None:
        history = [ended(ECOMMERCE, year, 10, quota=10) for year in (2023, 2024, 2025)]
        assert watched(scheme, history=history).is_empty()

    def test_the_year_that_ends_on_the_day_is_over(self, scheme: Scheme) -> None:
        history = [ended(ECOMMERCE, year, 605) for year in (2023, 2024)]
        present = {**ended(ECOMMERCE, 2025, 605), "id": ECOMMERCE}
        assert prompts(watched(scheme, history=history, progress=[present]), "bunching") == ["commerce"]
        still = watched(scheme, date(2025, 12, 30), history=history, progress=[present])
        assert prompts(still, "bunching") == []

    def test_part_years_and_years_after_the_scheme_are_left_out(self, scheme: Scheme) -> None:
        history = [ended(ECOMMERCE, year, 600) for year in (2023, 2024, 2026)]
        history.append(ended(ECOMMERCE, 2022, 600, is_stub=True))
        assert prompts(watched(scheme, date(2027, 3, 1), history=history), "bunching") == []


class TestDecember:
    def test_a_december_far_above_the_other_units_is_told_also_when_it_is_so_every_year(self, scheme: Scheme) -> None:
        rows = joined(
            *(at_rest(ECOMMERCE, year, december=45) for year in (2023, 2024, 2025)),
            *(at_rest(target, year) for target in (FARMERS, TRANSFER, TEACHERS) for year in (2023, 2024, 2025)),
        )
        found = watched(scheme, told=rows)
        assert prompts(found, "december") == ["commerce"]
        told = found.row(by_predicate=(pl.col("watch") == "december") & pl.col("is_prompt"), named=True)
        assert (told["value"], told["usual"], len(told["refs"])) == (0.45, pytest.approx(1 / 12), 45)
        assert told["refs"][0] == "event:2025055"

    def test_a_december_far_above_the_own_other_years_is_told_also_when_it_is_so_elsewhere(
        self, scheme: Scheme
    ) -> None:
        rows = joined(
            *(at_rest(ECOMMERCE, year, december=10) for year in (2023, 2024)),
            at_rest(ECOMMERCE, 2025, december=25),
            *(at_rest(target, 2025, december=24) for target in (FARMERS, TRANSFER)),
        )
        assert prompts(watched(scheme, told=rows), "december") == ["commerce"]

    def test_an_ordinary_december_is_not_told(self, scheme: Scheme) -> None:
        rows = joined(*(at_rest(target, 2025, december=12) for target in (ECOMMERCE, FARMERS, TRANSFER)))
        found = watched(scheme, told=rows)
        assert prompts(found, "december") == []
        assert found.filter(pl.col("watch") == "december").height == 3

    def test_few_records_and_years_that_are_not_over_are_left_out(self, scheme: Scheme) -> None:
        few = {"history": [ended(ECOMMERCE, 2025, 40)], "contributions": records(ECOMMERCE, 2025, {12: 40})}
        assert watched(scheme, told=few).is_empty()
        running = {"contributions": records(ECOMMERCE, 2025, {10: 10, 12: 60})}
        assert watched(scheme, date(2025, 12, 20), told=running).is_empty()


class TestLoweredQuota:
    def told(self, value: float, day: int, year: int = 2025) -> dict[str, Any]:
        at = NOON + timedelta(days=day)
        return {"year": year, "unit_id": "commerce", "item_id": "key.ecommerce", "value": value, "told_at": at}

    def test_a_quota_that_came_down_is_told_with_both_values(self, scheme: Scheme) -> None:
        found = only(watched(scheme, quotas=[self.told(500, 20), self.told(600, 1)]), "lowered_quota")
        assert (found["value"], found["usual"], found["is_prompt"]) == (500, 600, True)
        assert len(found["refs"]) == 2
        assert found["refs"][1].startswith("quota:commerce:key.ecommerce:2025-03-21")

    @pytest.mark.parametrize("last", [571, 600, 700])
    def test_a_small_change_and_a_rise_are_not_told(self, scheme: Scheme, last: float) -> None:
        assert prompts(watched(scheme, quotas=[self.told(600, 1), self.told(last, 20)]), "lowered_quota") == []

    def test_a_quota_set_once_and_that_of_another_year_are_nothing(self, scheme: Scheme) -> None:
        assert watched(scheme, quotas=[self.told(600, 1), self.told(500, 20, year=2024)]).is_empty()

    def test_the_first_quota_is_that_of_the_policy(self, scheme: Scheme) -> None:
        own = [{"unit_id": "commerce", "item_id": "key.ecommerce", "value": 600.0}]
        found = only(watched(scheme, own=own, quotas=[self.told(500, 1)]), "lowered_quota")
        assert (found["value"], found["usual"], found["is_prompt"]) == (500, 600, True)
        elsewhere = [{**own[0], "item_id": "key.other"}]
        assert watched(scheme, own=elsewhere, quotas=[self.told(500, 1)]).is_empty()


class TestReused:
    def handed(self, *rows: tuple[int, str, str], **said: Any) -> list[dict[str, Any]]:
        return [entry(number, "innovation", unit, "innovation", evidence=files, **said) for number, unit, files in rows]

    def test_one_file_of_two_units_is_told_of_both_with_the_entries(self, scheme: Scheme) -> None:
        told = self.handed((1, "health", "aa bb"), (2, "commerce", "cc aa"), (3, "finance", "dd"))
        found = watched(scheme, entries=told)
        assert prompts(found, "reused_evidence") == ["commerce", "health"]
        assert found["refs"].to_list() == [["entry:1", "entry:2"]] * 2
        assert found["value"].to_list() == [1.0, 1.0]

    def test_one_file_of_one_unit_and_what_was_taken_back_are_nothing(self, scheme: Scheme) -> None:
        assert watched(scheme, entries=self.handed((1, "health", "aa"), (2, "health", "aa"))).is_empty()
        gone = self.handed((2, "commerce", "aa"), state="withdrawn")
        assert watched(scheme, entries=[*self.handed((1, "health", "aa")), *gone]).is_empty()


class TestRelabelled:
    def known(self, old: int, target: str = ECOMMERCE) -> dict[str, list[dict[str, Any]]]:
        found = at_rest(target, 2025)
        keys = [row["person_key"] for row in found["contributions"]]
        before = [{"person_key": key, "start_month": date(2021, 7, 1)} for key in keys[:old]]
        since = [{"person_key": key, "start_month": date(2023, 7, 1)} for key in keys[old:]]
        return {**found, "spells": [*before, *before, *since]}

    def test_people_long_insured_here_are_told_with_their_records(self, scheme: Scheme) -> None:
        found = only(watched(scheme, told=self.known(20)), "relabelled")
        assert (found["unit_id"], found["is_prompt"], found["value"], len(found["refs"])) == ("commerce", True, 0.2, 20)

    def test_some_of_them_are_no_pattern(self, scheme: Scheme) -> None:
        assert not only(watched(scheme, told=self.known(19)), "relabelled")["is_prompt"]
        assert prompts(watched(scheme, told=self.known(0)), "relabelled") == []

    def test_nobody_says_that_teachers_are_new_here(self, scheme: Scheme) -> None:
        assert watched(scheme, told=self.known(60, TEACHERS)).filter(pl.col("watch") == "relabelled").is_empty()

    def test_in_a_running_year_the_last_whole_one_is_looked_at_too(self, scheme: Scheme) -> None:
        later = scheme.model_copy(update={"year": 2026})
        assert prompts(watched(later, date(2026, 9, 30), told=self.known(20)), "relabelled") == ["commerce"]
        at_the_end = scheme.model_copy(update={"year": 2027})
        assert prompts(watched(at_the_end, date(2027, 9, 30), told=self.known(20)), "relabelled") == []


class TestReviews:
    def review(self, about: str, reviewer: str, unit: str, score: float = 4, day: int = 1) -> dict[str, Any]:
        told = {"year": 2025, "about": about, "reviewer": reviewer, "reviewer_unit": unit, "score": score}
        return {**told, "told_at": NOON + timedelta(days=day)}

    def entry(self, number: int, unit: str) -> dict[str, Any]:
        told = {"number": number, "year": 2025, "kind": "innovation", "unit_id": unit, "item_id": "innovation"}
        return {**told, "state": "submitted", "told_at": NOON}

    def test_a_reviewer_of_the_own_unit_is_told(self, scheme: Scheme) -> None:
        reviews = [self.review("entry:1", "li", "commerce"), self.review("entry:1", "wang", "health")]
        found = watched(scheme, entries=[self.entry(1, "commerce"), self.entry(2, "health")], reviews=reviews)
        told = only(found, "self_review")
        assert (told["unit_id"], told["item_id"], told["about"], told["refs"]) == (
            "commerce",
            "innovation",
            "li",
            ["entry:1"],
        )
        assert prompts(found, "self_review") == ["commerce"]

    def test_what_was_taken_back_is_not_looked_at(self, scheme: Scheme) -> None:
        taken_back = {**self.entry(1, "commerce"), "state": "withdrawn", "told_at": NOON + timedelta(days=9)}
        reviews = [self.review("entry:1", "li", "commerce")]
        assert watched(scheme, entries=[self.entry(1, "commerce"), taken_back], reviews=reviews).is_empty()

    def test_so_is_one_of_a_reviewed_item(self, scheme: Scheme) -> None:
        reviews = [
            self.review("item:commerce:service", name, unit) for name, unit in (("li", "commerce"), ("w", "health"))
        ]
        told = only(watched(scheme, reviews=reviews), "self_review")
        assert (told["unit_id"], told["item_id"], told["value"]) == ("commerce", "service", 1)

    def test_a_reviewer_who_always_gives_the_top_is_told_against_the_others(self, scheme: Scheme) -> None:
        kind = [self.review(f"entry:{number}", "li", "commerce", 5) for number in range(1, 6)]
        fair = [self.review(f"entry:{number}", "wang", "health", number) for number in range(1, 6)]
        found = watched(scheme, reviews=[*kind, *fair])
        told = found.row(by_predicate=(pl.col("watch") == "top_reviewer") & pl.col("is_prompt"), named=True)
        assert (told["unit_id"], told["about"], told["value"], told["usual"]) == ("commerce", "li", 1.0, 0.2)
        assert len(told["refs"]) == 5

    def test_the_last_word_of_a_reviewer_counts_and_few_words_say_nothing(self, scheme: Scheme) -> None:
        kind = [self.review(f"entry:{number}", "li", "commerce", 5) for number in range(1, 6)]
        mended = [*kind, self.review("entry:3", "li", "commerce", 3, day=2)]
        assert prompts(watched(scheme, reviews=mended), "top_reviewer") == []
        assert watched(scheme, reviews=kind[:4]).is_empty()


def test_prompts_come_first(scheme: Scheme) -> None:
    rows = joined(
        *(at_rest(ECOMMERCE, year, december=45) for year in (2023, 2024, 2025)),
        *(at_rest(target, 2025) for target in (FARMERS, TRANSFER)),
    )
    flags = watched(scheme, told=rows)["is_prompt"].to_list()
    assert flags == sorted(flags, reverse=True)
    assert 0 < sum(flags) < len(flags)

"""Entries, reviews, appeals, outcomes, patterns, other methods and trials in words."""

from datetime import date, datetime

import polars as pl
import pytest

from analytics.assessment.gaming import WATCH
from analytics.identity.assessments import APPEALS, CUTOFFS, ENTRIES, QUOTAS, REVIEWS
from analytics.report.assessment import appealing, comparing, handed, honours, speech, trial, watching
from analytics.report.assessment.subject import Subject
from analytics.report.voice import Voice
from tests.report.assessment.conftest import VETOED, Make

AT = datetime.fromisoformat("2025-11-05 09:00")


def frame(rows: list[dict[str, object]], schema: pl.Schema) -> pl.DataFrame:
    told = {"told_by": "李", "told_at": AT, "year": 2025}
    full = [{name: (told | row).get(name) for name in schema} for row in rows]
    return pl.DataFrame(full, schema=schema)


@pytest.fixture
def entries() -> pl.DataFrame:
    rows: list[dict[str, object]] = [
        {
            "number": 5,
            "kind": "innovation",
            "unit_id": "health",
            "item_id": "innovation",
            "title": "甲",
            "evidence": "ab cd",
        },
        {"number": 6, "kind": "nomination", "unit_id": "health", "item_id": "", "title": "乙", "person": "张*"},
        {"number": 7, "kind": "innovation", "unit_id": "370283001", "item_id": "innovation", "title": "丙"},
    ]
    return frame([{"state": "submitted", **row} for row in rows], ENTRIES)


@pytest.fixture
def reviews() -> pl.DataFrame:
    given = [("entry:5", "王", 3.0), ("entry:5", "赵", 4.0), ("item:health:team_list", "王", 0.5)]
    return frame(
        [{"about": a, "reviewer": r, "reviewer_unit": "finance", "score": s, "note": "n"} for a, r, s in given], REVIEWS
    )


def test_entries_of_the_group_show_reviews_and_their_median(
    subject: Subject, entries: pl.DataFrame, reviews: pl.DataFrame, voice: Voice
) -> None:
    table = handed.entries(subject, entries, reviews, voice)
    assert table.column("number") == [6, 5]
    assert table.column("median") == ["—", 3.5]
    assert table.column("reviews") == ["0/2", "2/2"]
    assert table.column("files") == [0, 2]
    assert handed.title(subject, entries, voice).startswith("2025 年度已申报 2 件，1 项等评审，还差 1 人次评分")


def test_an_entry_names_the_person_only_where_one_is_nominated(
    subject: Subject, entries: pl.DataFrame, reviews: pl.DataFrame, voice: Voice
) -> None:
    said = [
        dict(handed.card(row, reviews, subject, voice)).get("被推荐人") for row in entries.head(2).iter_rows(named=True)
    ]
    assert said[0] is None
    assert said[1] is not None
    assert said[1].text == "张*"


def test_what_waits_opens_the_form_of_its_review(subject: Subject, voice: Voice) -> None:
    [row] = handed.pending(subject, voice).rows
    assert row[2].drill is not None
    assert row[2].drill.params["entry"] == "5"


def test_reviews_are_told_last_first_and_of_one_thing_where_asked(
    subject: Subject, entries: pl.DataFrame, reviews: pl.DataFrame, voice: Voice
) -> None:
    every = handed.reviews(reviews, entries, subject.scheme, voice)
    assert [row[1].text for row in every.rows] == ["卫健局：专班和清单", "申报 5", "申报 5"]
    assert every.rows[0][3].text == "财政局"
    assert len(handed.reviews(reviews, entries, subject.scheme, voice, "entry:5").rows) == 2


def test_reviews_of_the_own_unit_are_muted_and_neither_counted_nor_in_the_median(
    subject: Subject, entries: pl.DataFrame, reviews: pl.DataFrame, voice: Voice
) -> None:
    own = reviews.head(1).with_columns(reviewer=pl.lit("钱"), reviewer_unit=pl.lit("health"), score=pl.lit(5.0))
    told = pl.concat([reviews, own])
    table = handed.entries(subject, entries, told, voice)
    assert (table.column("median")[1], table.column("reviews")[1]) == (3.5, "2/2")
    given = handed.reviews(told, entries, subject.scheme, voice, "entry:5").rows
    assert [row[4].tone for row in given] == ["mute", "", ""]
    assert given[0][3].text == "卫健局（不计分）"


def test_quotas_and_cut_offs_say_who_and_when(subject: Subject, voice: Voice) -> None:
    set_ = {"unit_id": "health", "item_id": "key.medical_backbone", "value": 12.0, "is_approved": True, "source": "文"}
    told = frame([set_, {**set_, "unit_id": "370283001"}], QUOTAS)
    [row] = handed.quotas(subject, told, voice).rows
    assert [cell.text for cell in row[1:]] == ["卫健局", "学科骨干", "12", "是", "文", "李"]
    cut = {"action": "cut_off", "as_of": date(2025, 12, 31), "known_at": AT, "version": 3, "scheme_digest": "f" * 64}
    [row] = handed.cutoffs(frame([cut], CUTOFFS), voice).rows
    assert [cell.text for cell in row] == [
        "2025-11-05 09:00", "截止", "2025-12-31", "2025-11-05 09:00", "3", "f" * 12, "李",
    ]  # fmt: skip


def test_appeals_tell_the_points_before_and_after(subject: Subject, voice: Voice) -> None:
    one = {
        "number": 2, "unit_id": "health", "item_id": "innovation", "state": "partly", "asked": 3.0, "granted": 1.0,
        "points_before": 10.0, "points_after": 12.0, "reason": "r", "answer": "a", "evidence": "",
    }  # fmt: skip
    two = {**one, "number": 3, "state": "filed", "granted": None, "points_after": None}
    told = frame([one, two], APPEALS)
    assert appealing.title(subject, told, voice) == "2025 年度申诉 2 件，1 件等答复，1 件改了分数"
    assert appealing.title(subject, told.clear(), voice) == "2025 年度没有申诉"
    assert appealing.table(subject, told, voice).column("after") == ["—", 12.0]
    assert appealing.change(10.0, 12.0, voice) == "这一项 10.00 分 → 12.00 分（+2.00）"
    assert appealing.change(10.0, None, voice) == "还没有重算。"
    assert len(appealing.history(told.head(1), subject, voice).rows) == 1
    assert ("现得分", "12.00") in [(name, cell.text) for name, cell in appealing.card(one | _TOLD, subject, voice)]


_TOLD = {"told_by": "李", "told_at": AT}


def test_outcomes_name_candidates_and_a_deadline(subject: Subject, entries: pl.DataFrame, voice: Voice) -> None:
    honoured, called = honours.collectives(subject), honours.corrections(subject)
    said = honours.headline(honoured, called, subject, voice)
    assert said.startswith("2025 年度：")
    day = voice.texts.date(called["deadline"][0])
    assert said.endswith(f"，{day} 前完成")
    assert "由会议决定" in honours.rule(honoured, subject, voice)
    table = honours.corrections_table(called, subject, voice)
    assert all(row[1].drill for row in table.rows)
    assert {"整个单位", "创新工作"} <= {row[1].text for row in table.rows}
    named = honours.persons_table(honours.persons(subject, entries), subject, voice)
    assert [row[2].text for row in named.rows] == ["张*"]
    assert VETOED in honoured["unit_id"].to_list()
    assert len(honours.collectives_table(honoured, subject, voice).rows) == honoured.height


def test_an_open_year_only_supposes(make: Make, voice: Voice) -> None:
    subject = make("open")
    said = honours.headline(honours.collectives(subject), honours.corrections(subject), subject, voice)
    assert said.startswith("如果年底和预计一样，")


def test_patterns_are_prompts_and_open_their_records(subject: Subject, voice: Voice) -> None:
    rows: list[dict[str, object]] = [
        {"unit_id": "commerce", "watch": "december", "item_id": "key.ecommerce", "value": 0.45, "usual": 0.08,
         "is_prompt": True, "refs": ["training_attendance:1", "training_attendance:2"]},
        {"unit_id": "health", "watch": "self_review", "item_id": "innovation", "about": "王", "value": 1.0,
         "usual": 0.0, "is_prompt": False, "refs": ["entry:5"]},
    ]  # fmt: skip
    found = frame(rows, pl.Schema(WATCH))
    assert watching.headline(found, voice) == "1 个单位有 1 处值得看一看；只是提示，不是结论"
    assert watching.headline(found.clear(), voice) == "没有需要留意的地方"
    [row] = watching.table(found, subject, voice).rows
    assert [row[4].text, row[5].text, row[6].text] == ["45%", "8%", "2"]
    [usual] = watching.usual(found, subject, voice).rows
    assert (usual[3].text, usual[4].text) == ("王", "1")
    item = watching.one(found, "commerce", "december", "key.ecommerce")
    assert item is not None
    assert watching.sentence(item, subject, voice).endswith("（45%，通常 8%），涉及 2 条")
    assert watching.one(found, "commerce", "bunching", None) is None


def test_other_methods_are_shown_with_the_reason_against_them(subject: Subject, voice: Voice) -> None:
    assert "只作比较，不用来计分" in comparing.headline(subject, voice)
    weights = comparing.weights(subject, voice)
    assert weights.column("weight") == [30.0, 50.0, 20.0]
    moves = {row[0].text: row[1].text for row in comparing.methods(subject, voice).rows}
    assert moves["财政局"] == "—"
    tornado = comparing.tornado(subject, voice)
    assert len(tornado.rows) == len(subject.units)
    flips = comparing.flips(subject, voice)
    assert len(flips.rows) == len(subject.units) - 1
    assert "最少" in flips.caption


def test_a_trial_changes_bands_and_says_that_it_is_one(subject: Subject, voice: Voice) -> None:
    same = trial.trial(subject, trial.asked(None, subject.scheme))
    assert same.moved.is_empty()
    assert (same.found["trial"] - same.found["total"]).abs().max() == pytest.approx(0, abs=1e-9)
    tried = trial.trial(subject, (0, 0, 50))
    assert tried.weights == (0.0, 0.0, 100.0)
    assert dict(tried.found.select("unit_id", "trial").iter_rows())["agriculture"] == pytest.approx(90)
    assert tried.moved.height > 0
    assert trial.headline(tried, subject, voice).startswith("试算：常规工作 0、重点工作 0、创新工作 100，")
    assert len(trial.table(tried, subject, voice).rows) == len(subject.units)


@pytest.mark.parametrize("code", ["", "1,2", "a,b,c", "0,0,0", "-1,2,3", "1000,2,3"])
def test_weights_that_make_no_sense_are_those_of_the_scheme(subject: Subject, code: str) -> None:
    assert trial.asked(code, subject.scheme) == (30, 50, 20)
    assert trial.asked("10,60,30", subject.scheme) == (10, 60, 30)


def test_names_are_told_by_id_by_alias_or_as_written(voice: Voice) -> None:
    assert speech.unit_or("health", voice) == "卫健局"
    assert speech.unit_or("370283001", voice) == "东阁街道"
    assert speech.unit_or("市委人才办", voice) == "组织部"
    assert speech.unit_or("王某", voice) == "王某"
    assert speech.unit_or(None, voice) == ""

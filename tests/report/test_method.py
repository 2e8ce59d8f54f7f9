"""The method page: complete, in both languages, and true to the policy data."""

import re

import pytest

from analytics.policy import coverage
from analytics.report import method
from analytics.report.table import Table
from analytics.report.voice import Voice
from analytics.texts import Lang, catalogue
from tests.report.frames import policy, voice

HAN = re.compile(r"[\u4e00-\u9fff]")


def tables(lang: Lang) -> dict[str, Table]:
    said = voice(lang)
    return {
        "statuses": method.statuses(said),
        "targets": method.targets(said),
        "readings": method.readings(policy().settled(), said),
        "coverage": method.coverage_map(said),
    }


def test_it_lists_every_target_reading_status_and_article() -> None:
    counts = {name: len(table.rows) for name, table in tables("zh").items()}
    assert counts == {"statuses": 6, "targets": 21, "readings": 35, "coverage": len(policy().document.articles)}


@pytest.mark.parametrize("name", ["statuses", "targets", "readings", "coverage"])
def test_the_english_page_has_no_chinese(name: str) -> None:
    table = tables("en")[name]
    texts = [
        table.caption,
        *(column.title for column in table.columns),
        *(cell.text for row in table.rows for cell in row),
    ]
    assert not [text for text in texts if HAN.search(text)]


def test_a_target_says_kind_value_and_unit() -> None:
    asked = {row[0].drill.params["ind"]: row[1].text for row in tables("zh")["targets"].rows if row[0].drill}
    assert asked["quota.farmers_cultivated"] == "不少于 600 人"
    assert asked["round.industry_leaders"] == "5–10 人"
    assert asked["goal.apartments"] == "约 8,000 套"
    assert asked["quota.talent_loans"] == "不少于 2,500 万元"


def test_the_reading_in_use_stands_beside_the_others() -> None:
    row = next(row for row in tables("zh")["readings"].rows if row[0].text == "r01")
    other = policy().reading("r01")
    assert row[2].text == other.option("per_person").label.zh
    assert row[3].text == other.option("per_benefit").label.zh


def test_a_chosen_option_changes_places_with_the_default() -> None:
    table = method.readings(policy().settled({"r01": "per_benefit"}), voice())
    row = next(row for row in table.rows if row[0].text == "r01")
    assert row[2].text == policy().reading("r01").option("per_benefit").label.zh


def test_the_coverage_map_has_no_orphan() -> None:
    table = tables("zh")["coverage"]
    assert table.caption == "条款覆盖情况：每项待遇和任务都有台账"
    assert {row[-1].text for row in table.rows} == {"—"}


def test_orphans_are_counted_in_the_caption_and_shown_in_their_rows() -> None:
    table = method.coverage_map(Voice(policy(), catalogue("zh"), {}))
    shown = [row[-1] for row in table.rows if row[-1].text != "—"]
    assert shown
    assert all(cell.tone == "bad" for cell in shown)
    orphans = coverage(policy(), {})["orphans"].list.len().sum()
    assert f"（{orphans} 项还没有台账）" in table.caption


def test_the_rules_name_the_thresholds_in_force() -> None:
    rules = method.pace_rules(voice())
    assert any("欠 10 点以内" in rule for rule in rules)
    assert any("最近 3 个整月" in rule for rule in rules)

"""One unit: every point opens its sources, which add up to it; what counts nothing is listed with its reason."""

from dataclasses import replace
from typing import Any

import polars as pl
import pytest

from analytics.pipeline import House, Results, evaluate
from analytics.report.assessment import sources, why
from analytics.report.assessment.subject import Subject
from analytics.report.records_view import Sources
from analytics.report.voice import Voice
from tests.pages.furnished import AS_OF, furnish
from tests.report.assessment.conftest import Make

FARMERS = "key.farmers_cultivated"


@pytest.fixture(scope="module")
def known(tmp_path_factory: pytest.TempPathFactory) -> tuple[Results, Sources]:
    """Return the outcome and the records of a small home: the made-up records are not in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        opened = House(furnish(tmp_path_factory.mktemp("assessed") / "home")).open()
    found = evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    return found, Sources(opened.snapshot, opened.vault)


def test_the_title_tells_band_total_places_and_where_points_were_lost(subject: Subject, voice: Voice) -> None:
    said = why.headline("health", subject, voice)
    assert said.startswith("卫健局 2025 年度 ")
    assert "失分最多：创新工作 8.0、重点工作" not in said
    assert "失分最多：创新工作 8.0、高素质农民 5.0" in said


def test_the_steps_lead_to_the_total_and_say_what_is_special(subject: Subject, voice: Voice) -> None:
    steps = why.reckoning("finance", subject, voice)
    assert steps[0].startswith("三类合计 ")
    assert "重点工作不适用" in steps[0]
    assert "200 行记录" in steps[1]
    assert any("不适用" in step for step in steps[3:])


def test_items_stand_by_what_they_lost_and_open_their_sources(subject: Subject, voice: Voice) -> None:
    table = why.items("health", subject, voice)
    lost = [value for value in table.column("lost") if isinstance(value, float)]
    assert lost == sorted(lost, reverse=True)
    assert "projected" not in {column.id for column in table.columns}
    first = table.rows[0]
    assert first[0].drill is not None
    assert first[0].drill.params["item"] == "innovation"


def test_an_open_year_shows_what_is_expected(make: Make, voice: Voice) -> None:
    assert "projected" in {column.id for column in why.items("health", make("open"), voice).columns}


def test_a_veto_is_listed_with_its_evidence(subject: Subject, voice: Voice) -> None:
    table = why.adjusted("construction", subject, voice)
    assert table is not None
    assert table.rows[0][-1].drill is not None
    assert table.rows[0][-1].drill.params["entry"] == "9"
    assert why.adjusted("health", subject, voice) is None


def test_the_sources_of_an_item_add_up_to_its_points(
    subject: Subject, voice: Voice, known: tuple[Results, Sources]
) -> None:
    found = sources.of_item("agriculture", FARMERS, subject)
    table = sources.table(found, subject, *known, voice, page=0)
    [points] = subject.points.filter(unit_id="agriculture", item_id=FARMERS)["points"]
    values: list[Any] = table.column("points")
    assert sum(values) == pytest.approx(points, abs=1e-9)
    assert len(table.rows) == 11


def test_a_duplicate_is_listed_last_and_gives_nothing(
    subject: Subject, voice: Voice, known: tuple[Results, Sources]
) -> None:
    found = sources.of_item("agriculture", FARMERS, subject)
    said = sources.sentence(found, "agriculture", FARMERS, subject, voice)
    assert said.endswith("10 条来源计分，1 条计 0 分")
    assert sources.idle(found, voice) == "计 0 分的：同一人重复 1 条。"
    last = sources.table(found, subject, *known, voice).rows[-1]
    assert (last[4].value, last[5].text) == (0.0, "同一人重复")


def test_filings_are_named_by_ledger_and_late_ones_say_so(
    subject: Subject, voice: Voice, known: tuple[Results, Sources]
) -> None:
    found = sources.of_item("agriculture", "filing_on_time", subject)
    rows = sources.table(found, subject, *known, voice).rows
    assert rows[-1][5].text == "迟了"
    assert rows[0][0].drill is not None
    assert rows[0][0].drill.page == "intake"


def test_the_export_holds_every_source_with_its_reference(
    subject: Subject, voice: Voice, known: tuple[Results, Sources]
) -> None:
    table = sources.export(subject.assessment.trace, subject, known[1], voice)
    assert len(table.rows) == subject.assessment.trace.height
    assert "training_attendance:1" in table.column("ref")


def test_records_of_a_pattern_are_found_though_they_gave_no_points(subject: Subject) -> None:
    refs = ["training_attendance:1", "training_attendance:99", "target:quota.farmers:2025-01-01"]
    found = sources.behind(refs, "agriculture", FARMERS, subject)
    assert found["ref"].to_list() == refs
    assert found["record_id"].to_list() == [1, 99, None]
    assert found["counts"].to_list() == [True, False, False]


def test_money_is_told_in_the_reader_s_large_unit(subject: Subject, voice: Voice, english: Voice) -> None:
    cell = sources.amount(27_200_000.0, "key.talent_loans", subject.scheme, voice)
    assert (cell.text, cell.value) == ("2,720 万元", 27_200_000.0)
    assert "27.2" in sources.amount(27_200_000.0, "key.talent_loans", subject.scheme, english).text
    assert sources.amount(None, "innovation", subject.scheme, voice).text == "—"
    assert sources.amount(7.25, "innovation", subject.scheme, voice).text == "7.25"


def test_units_without_rows_to_judge_say_so(make: Make, voice: Voice) -> None:
    subject = make("cut_off")
    totals = subject.assessment.totals.with_columns(dq=pl.lit(None, pl.Float64))
    unjudged = Subject(_with(subject.assessment, totals), subject.robust, subject.group)
    assert "没有需要核对的记录" in why.reckoning("health", unjudged, voice)[1]


def _with(made: Any, totals: pl.DataFrame) -> Any:
    return replace(made, totals=totals)


def test_points_lost_to_the_quality_factor_are_named(make: Make, voice: Voice) -> None:
    subject = make("cut_off")
    totals = subject.assessment.totals.with_columns(factor=pl.lit(0.9))
    poor = Subject(_with(subject.assessment, totals), subject.robust, subject.group)
    [base] = totals.filter(unit_id="agriculture")["base"]
    assert f"失分最多：数据质量 {base * 0.1:.1f}、创新工作 2.0" in why.headline("agriculture", poor, voice)
    assert f"失 {base * 0.1:.2f} 分" in why.reckoning("agriculture", poor, voice)[1]

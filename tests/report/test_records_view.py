"""The records page over a real store: counts and sums hold, people are masked, every row has its evidence."""

from collections.abc import Iterator
from datetime import date

import pytest

from analytics import pipeline
from analytics.report import listing, records_view
from analytics.report.evidence import masked
from analytics.report.listing import Question
from analytics.report.records_view import Sources
from analytics.report.voice import Voice
from analytics.texts import catalogue
from tests.pages.furnished import AS_OF, furnish


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pipeline.Opened]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield pipeline.House(furnish(tmp_path_factory.mktemp("view") / "home")).open()


@pytest.fixture(scope="module")
def outcome(opened: pipeline.Opened) -> pipeline.Results:
    return pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)


@pytest.fixture(scope="module")
def sources(opened: pipeline.Opened) -> Sources:
    return Sources(opened.snapshot, opened.vault)


@pytest.fixture(scope="module")
def voice(opened: pipeline.Opened) -> Voice:
    return Voice(opened.policy, catalogue("zh"), opened.ledgers)


def test_every_actual_is_the_sum_of_the_records_it_opens(outcome, sources, voice) -> None:
    for item in outcome.progress.iter_rows(named=True):
        view = records_view.view(outcome, Question(item["id"]), sources, voice)
        assert (view.count, view.total) == (item["records"], item["actual"] or 0)


def test_people_are_shown_masked(outcome, sources, voice) -> None:
    view = records_view.view(outcome, Question("quota.farmers_cultivated"), sources, voice)
    assert view.table.rows
    assert all(row[0].text.startswith("张*试 370283********") for row in view.table.rows)


def test_a_record_without_a_person_is_named_by_what_it_is_about(outcome, sources, voice) -> None:
    view = records_view.view(outcome, Question("quota.talent_loans"), sources, voice)
    assert view.table.rows[0][0].text.startswith("HT-2026")
    assert view.title == "人才贷：2026 年计入 990 万元，共 3 条记录"


def test_a_row_tells_file_sheet_and_row(outcome, sources, voice) -> None:
    row = records_view.view(outcome, Question("quota.talent_loans"), sources, voice).table.rows[0]
    assert [cell.text for cell in row[6:]] == ["talent_loans_2026Q1.xlsx", "Sheet1", "3"]


def test_pages_hold_fifty_rows_and_a_page_out_of_range_is_the_last(outcome, sources, voice) -> None:
    question = Question("goal.youth")
    count = outcome.progress.filter(id="goal.youth")["records"][0]
    last = records_view.view(outcome, question, sources, voice, page=999)
    assert last.pages == -(-count // 50)
    assert last.page == last.pages
    assert len(last.table.rows) == count - 50 * (last.pages - 1)
    assert records_view.view(outcome, question, sources, voice, page=0).page == 1


def test_the_export_holds_every_row(outcome, sources, voice) -> None:
    table = records_view.whole(outcome, Question("goal.youth"), sources, voice)
    assert len(table.rows) == outcome.progress.filter(id="goal.youth")["records"][0]


def test_the_card_shows_verdict_place_and_what_was_written(outcome, sources, voice) -> None:
    question = Question("quota.talent_loans")
    number = listing.records(outcome, question)["record_id"][0]
    card = records_view.card(f"loan:{number}", outcome, question, sources, voice)
    assert card is not None
    assert card.verdict.startswith("计入。口径：")
    assert ("行号", "3") in [(name, cell.text) for name, cell in card.filed]
    written = {name: cell.text for name, cell in card.written}
    assert written["金额"] == "330万元"
    assert written["续贷"] == "否"


@pytest.mark.parametrize("code", ["loan:x", "loan:", "x", "loan:999999", "../etc:1", "training_attendance:1"])
def test_a_code_that_is_no_record_of_the_target_opens_nothing(outcome, sources, voice, code: str) -> None:
    assert records_view.card(code, outcome, Question("quota.talent_loans"), sources, voice) is None


def test_filters_are_named_in_the_sentence(outcome, voice) -> None:
    question = Question("goal.youth", unit="human_resources", month=date(2026, 9, 1), town="370283105")
    said = records_view.sentence(outcome, question, (3, 3), voice)
    assert said == "青年人才（人社局、2026年9月、南村镇）：2022年10月以来的五年目标计入 3 人，共 3 条记录"


def test_a_person_the_vault_does_not_know_is_shown_by_a_piece_of_the_key(outcome, sources, voice) -> None:
    class Nobody:
        def reveal(self, person_keys):
            return sources.identities.reveal([f"x{key}" for key in person_keys])

    view = records_view.view(outcome, Question("goal.youth"), Sources(sources.records, Nobody()), voice)
    assert view.table.rows[0][0].text.startswith("人员 ")
    assert masked(outcome.contributions["person_key"].head(0), Nobody()) == {}

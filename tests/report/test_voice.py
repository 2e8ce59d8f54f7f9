"""Nothing the store or the counting can say is without words, in either language."""

from typing import get_args

import pytest

from analytics.policy.targets import Reason
from analytics.progress import reasons
from analytics.records import fact_names, fact_schema
from analytics.report.evidence import SUBJECT
from analytics.texts import Lang
from tests.report.frames import policy, voice

LANGS: list[Lang] = ["zh", "en"]
#: Where a row comes from; all other columns can be corrected, and a correction is told column by column.
ORIGIN = {"sheet_no", "row_no", "row_key", "ledger", "unit_id"}
CODES = {value for name, value in vars(reasons).items() if name.isupper() and isinstance(value, str)}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", sorted({*get_args(Reason), *CODES}))
def test_every_reason_has_words(lang: Lang, code: str) -> None:
    assert voice(lang).knows_reason(code)
    assert voice(lang).reason(code)


@pytest.mark.parametrize("lang", LANGS)
def test_every_column_of_every_fact_has_words(lang: Lang) -> None:
    columns = {column for fact in fact_names() for column in fact_schema(fact)} - ORIGIN
    assert columns
    assert not [column for column in columns if not voice(lang).texts.has(f"column.{column}")]


def test_a_record_without_a_name_is_about_its_employer() -> None:
    assert {fact for fact, column in SUBJECT.items() if column not in fact_schema(fact)} == set()
    nameless = [
        fact
        for fact in fact_names()
        if fact not in SUBJECT and not {"person_key", "employer_id"} & set(fact_schema(fact))
    ]
    assert nameless == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_target_unit_has_words(lang: Lang) -> None:
    for target in policy().targets:
        assert voice(lang).t(f"count.{target.unit}")
        assert voice(lang).period(target, policy().document.window_start)


def test_an_unknown_reason_is_not_known() -> None:
    assert not voice().knows_reason("x")
    assert not voice().knows_reason(None)


def test_names_fall_back_where_nothing_is_stated() -> None:
    said = voice()
    assert (said.unit(None), said.town(None), said.town("none"), said.ledger(None)) == (
        "",
        "未填镇街",
        "未填镇街",
        "未识别",
    )


def test_a_section_without_a_number_is_called_by_its_title() -> None:
    assert voice("en").article("3") == "Article 3, Young talents"
    assert voice("en").article("二") == "Five-year goals"

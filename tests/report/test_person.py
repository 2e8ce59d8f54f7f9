"""The card of a person: sentences from data, every amount opens rows that add up to it, nobody in clear."""

from collections.abc import Iterator
from datetime import date

import pytest

from analytics.audit.findings import FINDINGS
from analytics.entitlement.made_up import KEY
from analytics.report.person import balance, card, records, timeline
from analytics.report.person.card import PersonCard
from analytics.report.table import Cell, Drill
from analytics.texts import Lang
from tests.report import made_up


def shown(lang: Lang = "zh") -> PersonCard:
    money = made_up.money()
    return card.card(made_up.file(), money.readings, FINDINGS.to_frame(), made_up.sources(), made_up.voice(lang))


def cells(made: PersonCard) -> Iterator[Cell]:
    for table in (*made.tables.values(), made.strip.table):
        for row in table.rows:
            yield from row


def test_the_title_says_level_months_and_money() -> None:
    assert shown().title == (
        "张*丰 370283********1235：按硕士每月 2,000 元，已计 18 个月，还剩 18 个月；"
        "应发 3.60 万元，已付 2.60 万元，未付 1.20 万元（其中已审定的 6,000 元），多付 2,000 元"
    )


def test_the_same_is_said_in_english() -> None:
    assert shown("en").title == (
        "张*丰 370283********1235: Master: ¥2,000 a month, 18 months used, 18 left; "
        "due ¥36,000, paid ¥26,000, ¥12,000 not paid (of which approved ¥6,000), ¥2,000 paid too much"
    )


def test_due_less_paid_is_what_is_open_less_what_is_too_much() -> None:
    sums = balance.sums(made_up.file())
    assert sums.due - sums.paid == sums.open - sums.over
    assert (sums.due, sums.approved, sums.paid, sums.owed) == (3_600_000, 3_000_000, 2_600_000, 600_000)


@pytest.mark.parametrize("side", balance.SIDES)
def test_every_amount_opens_rows_that_add_up_to_it(side: str) -> None:
    file, voice = made_up.file(), made_up.voice()
    amount = balance.by_benefit(file).filter(benefit_id="b03a")[side].item()
    table, total = balance.rows(file, "b03a", side, voice)
    assert total == amount > 0
    place = [column.id for column in table.columns].index("amount")
    assert sum(float(str(row[place].exported)) for row in table.rows) * 100 == amount


def test_every_month_has_one_box_that_says_what_became_of_it() -> None:
    strip = shown().strip
    boxes = {(year, place): box for year, row in strip.years for place, box in enumerate(row, 1) if box}
    assert [box.code for box in boxes.values()] == ["paid"] * 12 + ["approved"] * 3 + ["due"] * 3
    assert {code for code, _, _ in strip.legend} == {"paid", "approved", "due"}
    assert boxes[2023, 7].said == "2023年7月：可计发月份；应发2,000元，审定2,000元，已付4,000元"
    assert len({sign for _, sign, _ in strip.legend}) == len(strip.legend)


def test_the_months_of_the_strip_add_up_to_what_is_due() -> None:
    months = timeline.known(made_up.file())
    assert months["due_fen"].sum() == balance.sums(made_up.file()).due


@pytest.mark.parametrize(
    ("due", "approved", "paid", "code"),
    [
        (2, 2, 2, "paid"),
        (2, 2, 1, "part"),
        (2, 2, 0, "approved"),
        (2, 0, 0, "due"),
        (0, 0, 1, "extra"),
        (0, 0, 0, None),
    ],
)
def test_the_money_of_a_month(due: int, approved: int, paid: int, code: str | None) -> None:
    assert timeline.money_of({"due_fen": due, "approved_fen": approved, "paid_fen": paid}) == code


def test_every_link_to_a_record_opens_its_card() -> None:
    made, file = shown(), made_up.file()
    opened = {cell.drill.params["rec"] for cell in cells(made) if cell.drill and "rec" in cell.drill.params}
    assert len(opened) > 10
    for code in opened:
        found = records.card(code, file, made.who, made_up.sources(), made_up.voice())
        assert found
        assert dict(found.filed)["文件"].text == "青年人才.xlsx"


@pytest.mark.parametrize("code", ["payment:999", "payment:", "payment:x", "employer:0", "loan:1", "x"])
def test_a_record_about_somebody_else_is_not_shown(code: str) -> None:
    assert records.card(code, made_up.file(), "", made_up.sources(), made_up.voice()) is None


def test_a_fact_that_answers_a_question_opens_its_record() -> None:
    steps = shown().tables["steps"]
    found = {row[1].text: row[3].drill for row in steps.rows if row[0].text == "青年人才生活补贴"}
    assert found["来时是否具备学历"] == Drill("person", {"p": KEY, "rec": "qualification:0"})
    assert found["是否来平度参保就业"] == Drill("person", {"p": KEY, "rec": "insurance_spell:0"})


def test_what_was_put_aside_names_the_clause_and_the_winner() -> None:
    (row,) = shown().tables["aside"].rows
    assert [cell.text for cell in row] == [
        "技能人才生活补贴", "2023年7月至2024年12月", "18,000", "青年人才生活补贴",
        "按月生活补贴：同时符合多项标准而未另作说明的，就高发放", "18,000",
    ]  # fmt: skip


def test_what_comes_next_is_told() -> None:
    assert shown().coming == (
        "最长36个月，已计18个月，还剩18个月",
        "2025年1月：若继续参保，再发青年人才生活补贴2,000元",
        "2026年6月：若不中断，青年人才生活补贴发到这个月为止（每月2,000元）",
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_nobody_stands_in_clear_on_the_card(lang: Lang) -> None:
    made = shown(lang)
    said = [made.title, *made.coming, *(cell.text for cell in cells(made))]
    assert not [text for text in said if made_up.NAME in text or made_up.NUMBER in text]


def test_findings_about_the_person_are_listed_with_rule_and_standing() -> None:
    found = FINDINGS.to_frame().clear()
    row = dict.fromkeys(found.columns) | {
        "finding_id": "f1", "rule": 1, "kind": "paid_twice", "persons": [KEY], "benefit_id": "b03a",
        "from_month": date(2023, 7, 1), "to_month": date(2023, 7, 1), "amount_fen": 200_000, "is_lead": False,
        "record_ids": [112, 7_000],
    }  # fmt: skip
    findings = found.vstack(type(found)([row], schema=found.schema))
    money = made_up.money()
    made = card.card(made_up.file(), money.readings, findings, made_up.sources(), made_up.voice())
    (told,) = made.tables["findings"].rows
    assert [cell.text for cell in told] == [
        "1 同月重复发放", "◆ 已证实：同一单位重复发放", "青年人才生活补贴", "2023年7月", "2,000", "1",
    ]  # fmt: skip
    assert told[5].drill == Drill("person", {"p": KEY, "rec": "payment:112"})

"""The calculator: everything stands in the codes, a bad code gives a sentence, and caps are shown but never added."""

from datetime import date

import pytest

from analytics.entitlement.made_up import KEY, made_up_facts
from analytics.entitlement.trace import trace
from analytics.report.person import assumed, estimate
from analytics.report.person.estimate import Estimate
from analytics.texts import Lang
from tests.report import made_up

POLICY, AS_OF = made_up.POLICY, date(2026, 9, 30)
READINGS = POLICY.settled(None, AS_OF)
MASTER = {"degree": "master", "from": "2023-07"}


def told(**codes: str) -> assumed.Assumed:
    return assumed.read(MASTER | {code.replace("__", "."): value for code, value in codes.items()}, POLICY, AS_OF)


def answer(lang: Lang = "zh", **codes: str) -> Estimate:
    found = estimate.estimate(told(**codes), READINGS, made_up.voice(lang))
    assert found
    return found


def test_the_answer_is_what_the_kernel_says() -> None:
    asked = told(by="2024-12")
    assert asked.person
    facts = made_up_facts(asked.person, POLICY)
    due = trace(KEY, facts, POLICY, as_of=asked.as_of, readings=READINGS).dues.due
    assert answer(by="2024-12").total == (due["amount_fen"] * due["months"]).sum() == 3_600_000


def test_the_title_says_level_months_and_total() -> None:
    assert answer(by="2024-12").title == "按硕士每月 2,000 元，已计 18 个月，还剩 18 个月；到2024年12月共得 3.60 万元"


def test_without_a_first_month_nothing_is_reckoned() -> None:
    assert estimate.estimate(assumed.read({}, POLICY, AS_OF), READINGS, made_up.voice()) is None


def test_a_cap_is_shown_and_not_added() -> None:
    alone, capped = answer(), answer(ben="b01a", b01a__day="2024-05-01")
    assert capped.total == alone.total
    assert [cell.text for cell in capped.tables["caps"].rows[0]][:2] == ["高层次人才生活补贴", "最高 500.00 万元"]
    assert "b01a" not in str(capped.tables["due"].rows)


def test_an_amount_that_was_decided_is_added_up_to_its_cap() -> None:
    found = answer(ben="b03c", b03c__day="2024-05-01", b03c__amount="9000", degree="")
    assert found.total == 200_000
    assert "caps" not in found.tables


def test_a_benefit_decided_one_by_one_names_no_cap() -> None:
    found = answer(ben="b20a", b20a__day="2024-05-01")
    assert found.tables["caps"].rows[0][1].text == "逐项商定，政策没有写上限"


def test_a_further_benefit_is_reckoned_by_its_own_rule() -> None:
    found = answer(ben="b04a", b04a__year="2024", b04a__pay="600000")
    assert found.total == answer().total + 10_000_000


def test_pay_that_is_too_low_is_refused_with_a_sentence() -> None:
    assert "refused" not in answer().tables
    found = answer(ben="b04a", b04a__year="2024", b04a__pay="200000")
    assert found.total == answer().total
    (row,) = found.tables["refused"].rows
    assert row[1].text == "年薪200,000 元，需达到1,000,000 元、500,000 元、300,000 元"


def test_what_is_given_in_kind_is_told_apart() -> None:
    found = answer(ben="b06d", b06d__day="2024-03-01", b06d__area="80")
    assert found.total == answer().total
    assert found.tables["kind"].rows


def test_the_lower_allowance_is_put_aside() -> None:
    found = answer(degree="bachelor", title="senior")
    assert [row[0].text for row in found.tables["aside"].rows] == ["青年人才生活补贴"]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("benefit", [benefit.id for benefit in assumed.askable(POLICY)])
def test_every_benefit_of_the_catalogue_can_be_asked_about(benefit: str, lang: Lang) -> None:
    if lang == "en" and benefit not in ("b01a", "b04a", "b08a"):
        return
    values = {
        "day": "2024-05-01", "year": "2024", "pay": "300000", "base": "100000", "share": "50", "area": "100",
        "days": "90", "since": "2023-05-01", "amount": "1000",
    }  # fmt: skip
    policy = POLICY.benefit(benefit)
    codes = {f"{benefit}__{role}": values[role] for role in assumed.roles(policy) if role in values}
    if "level" in assumed.roles(policy):
        codes[f"{benefit}__level"] = assumed.level_codes(policy)[0]
    for left_out in ((), ("amount",)):
        given = {code: value for code, value in codes.items() if code.partition("__")[2] not in left_out}
        read = told(ben=benefit, **given)
        assert not read.mistakes
        assert not read.lacking
        assert answer(lang, ben=benefit, **given).title


def test_what_a_benefit_still_needs_is_told() -> None:
    lacking = told(ben="b04a").lacking
    assert [estimate.lacking(*item, made_up.voice()) for item in lacking] == [
        "高级管理人员奖励还需要：年度。",
        "高级管理人员奖励还需要：年薪（元）。",
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("degree", "emperor"), ("from", "yesterday"), ("from", "2023-13"), ("from", "0000-01"), ("to", "2020-01"),
        ("to", "9999-12"), ("emp", "circus"), ("foreign", "maybe"), ("by", "2024"), ("ben", "b99z"), ("ben", "b03a"),
        ("b04a__pay", "-5"), ("b04a__pay", "1e9"), ("b04a__pay", "99999999999"), ("b04a__pay", "９００"),
        ("b04a__year", "24"), ("b04a__year", "１９９９"),
    ],
)  # fmt: skip
def test_a_code_that_makes_no_sense_gives_a_sentence(lang: Lang, code: str, value: str) -> None:
    codes = {"ben": "b04a", code: value} if "__" in code else {code: value}
    read = told(**codes)
    (found,) = read.mistakes
    assert value[:5] in estimate.mistake(found, made_up.voice(lang))
    estimate.estimate(read, READINGS, made_up.voice(lang))


def test_both_languages_show_the_same_numbers() -> None:
    codes = {
        "ben": "b04a,b06d",
        "b04a__year": "2024",
        "b04a__pay": "600000",
        "b06d__day": "2024-03",
        "b06d__area": "80",
    }
    chinese, english = (answer(lang, **codes) for lang in ("zh", "en"))
    assert chinese.total == english.total
    assert set(chinese.tables) == set(english.tables)
    for name, table in chinese.tables.items():
        values = [[cell.value for cell in row] for row in table.rows]
        assert values == [[cell.value for cell in row] for row in english.tables[name].rows]


def test_codes_of_a_benefit_that_is_left_out_go_with_it() -> None:
    codes = {"from": "2023-07", "ben": "b04a", "b04a.pay": "1", "b01a.day": "2"}
    assert dict(assumed.kept(codes)) == {"from": "2023-07", "ben": "b04a", "b04a.pay": "1"}

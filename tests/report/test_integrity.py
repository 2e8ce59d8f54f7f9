"""The integrity page: its sums are those of the audit, and every number is what the list behind it holds."""

from collections.abc import Mapping
from datetime import date, datetime

import polars as pl
import pytest

from analytics.audit import Audit
from analytics.identity.cases import CASES, EVENTS
from analytics.policy import Policy
from analytics.report.integrity import casework, listing, summary
from analytics.report.integrity import findings as found_in
from analytics.report.integrity.findings import CONFIRMED, LEAD, OWED, STANDINGS, Question
from analytics.texts import Lang
from tests.audit import hand
from tests.audit.hand import every_month, graduate, insured, paid
from tests.report.frames import voice
from tests.report.test_method import HAN

NO_CASE = CASES.to_frame()


@pytest.fixture(scope="module")
def home() -> Mapping[str, pl.DataFrame]:
    """Return people paid twice, after leaving, too little, one account for two, and a decision without a payment."""
    money = [
        *every_month("twice", "2024-01", 3),
        paid("twice", "2024-02", paid_on=date(2025, 7, 1)),
        *every_month("left", "2024-01", 6, account_key="A"),
        *every_month("less", "2024-01", 2, fen=60_000, account_key="A"),
        *every_month("nobody", "2024-01", 2),
    ]
    decided = {"person_key": "owed", "benefit_id": "b03a", "unit_id": "human_resources", "decided_on": date(2024, 6, 1)}
    decided |= {"amount_fen": 300_000, "from_month": date(2024, 1, 1), "to_month": date(2024, 3, 1), "months": 3}
    spells = [
        insured(who, "2024-01", "2024-03" if who == "left" else None) for who in ("twice", "left", "less", "owed")
    ]
    degrees = [graduate(who) for who in ("twice", "left", "less", "owed")]
    spells.append(insured("nobody", "2024-01"))
    return hand.facts(payment=money, insurance_spell=spells, qualification=degrees, decision_amount=[decided])


@pytest.fixture(scope="module")
def audited(policy: Policy, home: Mapping[str, pl.DataFrame]) -> Audit:
    return hand.audited(policy, home)


@pytest.fixture(scope="module")
def findings(audited: Audit) -> pl.DataFrame:
    return found_in.with_cases(found_in.told(audited), NO_CASE)


def total(findings: pl.DataFrame, standing: str) -> int:
    return int(findings.filter(standing=standing)["counted_fen"].sum())


def test_what_is_counted_of_findings_is_the_union_of_the_audit(audited: Audit, findings: pl.DataFrame) -> None:
    assert total(findings, CONFIRMED) == audited.confirmed_fen > 0
    assert total(findings, LEAD) == audited.lead_fen > 0
    assert total(findings, OWED) == audited.owed["amount_fen"].sum() > 0


def test_every_number_of_the_rules_is_what_its_list_holds(findings: pl.DataFrame, policy: Policy) -> None:
    table = summary.rules(findings, voice())
    names = [column.id for column in table.columns]
    drilled = 0
    for row in table.rows:
        for name, cell in zip(names, row, strict=True):
            if name not in ("findings", *STANDINGS) or cell.drill is None:
                continue
            behind = found_in.selected(findings, found_in.asked(cell.drill.params, policy))
            fen = int(behind["counted_fen"].sum())
            assert cell.value == (behind.height if name == "findings" else fen / 100)
            drilled += 1
    assert drilled > 10


def test_the_last_row_is_the_sum_of_the_rules(findings: pl.DataFrame) -> None:
    table = summary.rules(findings, voice())
    for name in ("findings", *STANDINGS):
        *rules, whole = table.column(name)
        assert sum(rules) == whole  # type: ignore[arg-type]
    assert len(table.rows) == 13


def test_the_headline_says_the_three_sums(findings: pl.DataFrame) -> None:
    said = summary.headline(findings, voice())
    assert said == "可追回 4,000元（已证实），另有 3,200元待查；少发 3,800元应补"
    assert summary.headline(findings.clear(), voice()) == "十二条规则没有发现问题"


def test_what_is_owed_is_told_by_kind_and_by_unit(findings: pl.DataFrame) -> None:
    owed = total(findings, OWED) / 100
    assert [sum(table.column("amount")) for table in summary.owed(findings, voice())] == [owed, owed]  # type: ignore[arg-type]


def test_a_code_that_names_nothing_asks_for_everything(policy: Policy) -> None:
    codes = {"rule": "13", "kind": "x", "standing": "x", "unit": "x", "state": "x"}
    assert found_in.asked(codes, policy) == Question()


def test_a_question_survives_the_address(policy: Policy) -> None:
    question = Question(11, "unpaid", OWED, "human_resources", "open")
    assert found_in.asked(found_in.codes(question), policy) == question


def case(finding: str, state: str = "open", **other: object) -> dict[str, object]:
    at = datetime(2026, 9, 1, 9)  # noqa: DTZ001 - wall time of the city
    told = {"finding_id": finding, "rule": 1, "kind": "paid_twice", "amount_fen": 100_000, "state": state}
    told |= {"owner": "finance", "note": "已通知", "told_by": "李", "told_at": at}
    return told | {"opened_at": at, "is_found": True} | other


def test_findings_are_told_by_the_state_of_their_case(findings: pl.DataFrame) -> None:
    code = findings["finding_id"][0]
    cases = pl.DataFrame([case(code, "confirmed")], schema=CASES)
    joined = found_in.with_cases(findings.drop("state", "owner"), cases)
    assert found_in.selected(joined, Question(state="confirmed"))["finding_id"].to_list() == [code]
    assert found_in.selected(joined, Question(state=found_in.NONE)).height == findings.height - 1


def test_cases_are_counted_by_state_and_those_gone_say_so() -> None:
    cases = pl.DataFrame([case("f1"), case("f2", "recovered", is_found=False)], schema=CASES)
    assert casework.title(cases, voice()) == "共 2 件案件：待核 1 件、已追回 1 件"
    assert dict(casework.states(cases, voice()))["recovered"] == "已追回 1"
    assert [row[0].text for row in casework.table(cases, voice()).rows] == [
        "同一单位重复发放",
        "同一单位重复发放（规则现已不再发现）",
    ]


def test_a_case_may_stay_or_move_as_the_policy_says(policy: Policy) -> None:
    assert list(casework.moves(None, voice())) == ["open", *policy.integrity.moves["open"]]
    assert list(casework.moves("recovered", voice())) == ["recovered", "confirmed", "closed"]
    assert casework.standing(EVENTS.to_frame(), voice()) == "尚未立案。"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_table_speaks_one_language(findings: pl.DataFrame, lang: Lang) -> None:
    said = voice(lang)
    cases = pl.DataFrame([case("f1", note="x", told_by="x")], schema=CASES)
    tables = [summary.rules(findings, said), *summary.owed(findings, said), casework.table(cases, said)]
    texts = [cell.text for table in tables for row in table.rows for cell in row]
    texts += [column.title for table in tables for column in table.columns]
    texts += [summary.headline(findings, said), summary.union(findings, said), summary.owed_title(findings, said)]
    texts += [listing.title(findings, Question(1, standing=CONFIRMED), said)]
    assert any(HAN.search(text) for text in texts) is (lang == "zh")

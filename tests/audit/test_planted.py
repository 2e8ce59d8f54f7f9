"""The rules against the faults planted in a demonstration home: what they find is true, and they find what is there."""

import statistics
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics import audit, demo, entitlement
from analytics.audit import Audit
from analytics.demo import calibration, city
from analytics.demo.draws import Draws
from analytics.demo.scene import Scene
from analytics.entitlement import statements
from analytics.identity import Vault
from analytics.intake import Layout
from analytics.policy import Policy
from analytics.records import Store
from tests.audit import truth
from tests.audit.truth import Fault, Organic

PERSONS = 4000
AS_OF = date(2026, 9, 30)
RULES = range(1, 13)
ENOUGH = 0.98


@dataclass(frozen=True)
class Home:
    facts: Mapping[str, pl.DataFrame]
    due: pl.DataFrame
    paid: pl.DataFrame
    pairs: pl.DataFrame
    planted: list[Fault]
    organic: Organic
    found: Audit

    def true_of(self, finding: Mapping[str, Any]) -> list[Fault]:
        """Return the planted faults that a finding is about."""
        parties = {*finding["persons"]} or {finding["employer_id"]}
        return [fault for fault in self.planted if parties & fault.parties]


@pytest.fixture(scope="module")
def home(policy: Policy, layouts: Mapping[str, Layout], tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("audit")
    path, planted = folder / "home", folder / "truth.json"
    demo.build(path, policy=policy, layouts=layouts, persons=PERSONS, as_of=AS_OF, truth=planted)
    return read(path, planted, policy)


def read(path: Path, planted: Path, policy: Policy) -> Home:
    vault, snapshot = Vault(path), Store(path).open()
    needed = {*audit.FACTS, *entitlement.facts_of(policy)} - {"person"}
    facts = {name: snapshot.facts(name) for name in needed} | {"person": snapshot.persons()}
    scene = Scene(calibration.load(), policy, PERSONS, AS_OF, Draws(1))
    due = entitlement.dues(facts, policy, as_of=AS_OF).due
    paid, pairs = statements.paid(facts, policy, as_of=AS_OF), vault.link_queue()
    faults = truth.planted(planted, vault.person_key)
    return Home(
        facts=facts,
        due=due,
        paid=paid,
        pairs=pairs,
        planted=[fault for fault in faults if truth.is_filed(fault, facts)],
        organic=truth.organic(city.draw(scene), scene, facts, policy, vault.person_key),
        found=audit.audit(facts, due, paid, policy, as_of=AS_OF, pairs=pairs),
    )


def test_every_kind_of_fault_is_planted_and_filed(home: Home) -> None:
    assert {fault.rule for fault in home.planted} == set(RULES)
    assert len({fault.kind for fault in home.planted}) == len(calibration.load().faults.fault)


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_finds_is_true(home: Home, rule: int) -> None:
    findings = home.found.findings.filter(pl.col("rule") == rule).to_dicts()
    right = [bool(home.true_of(finding)) or home.organic.is_true(finding) for finding in findings]
    assert statistics.mean(right) >= ENOUGH, [f for f, is_right in zip(findings, right, strict=True) if not is_right]


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_finds_what_is_planted_for_it(home: Home, rule: int) -> None:
    seen = [
        (finding["benefit_id"], {*finding["persons"]} or {finding["employer_id"]})
        for finding in home.found.findings.filter(pl.col("rule") == rule).to_dicts()
    ]
    faults = [fault for fault in home.planted if fault.rule == rule]
    right = [any(b in (None, fault.benefit_id) and p & fault.parties for b, p in seen) for fault in faults]
    assert statistics.mean(right) >= ENOUGH, [f for f, is_right in zip(faults, right, strict=True) if not is_right]


@pytest.mark.parametrize("rule", [1, 2, 3, 4, 6])
def test_the_money_of_a_rule_is_what_was_planted_to_the_fen(home: Home, rule: int) -> None:
    findings = home.found.findings.filter(pl.col("rule") == rule)
    planted = sum(fault.fen or 0 for fault in home.planted if fault.rule == rule)
    assert findings["amount_fen"].sum() == planted


def test_no_fen_is_recovered_twice_nor_more_than_was_paid(home: Home) -> None:
    claimed = home.found.recoverable.group_by("record_id").agg(pl.col("fen").sum())
    paid = home.paid.filter(pl.col("fact") == "payment").select("record_id", "amount_fen")
    joined = claimed.join(paid, on="record_id", how="left")
    assert joined["amount_fen"].null_count() == 0
    assert joined.filter(pl.col("fen") > pl.col("amount_fen")).is_empty()
    assert (home.found.recoverable["fen"] > 0).all()


def test_the_sum_of_the_rules_is_more_than_what_can_be_recovered(home: Home) -> None:
    claimed = home.found.findings.filter(pl.col("amount_fen") > 0)["amount_fen"].sum()
    assert 0 < home.found.confirmed_fen + home.found.lead_fen < claimed


def test_a_batch_that_pays_a_month_again_is_stopped_and_the_next_month_is_not(home: Home, policy: Policy) -> None:
    parties = {party for fault in home.planted for party in fault.parties}
    still = home.due.filter((pl.col("benefit_id") == "b03a") & (pl.col("to_month") >= date(2026, 8, 1)))
    money = home.facts["payment"].filter((pl.col("benefit_id") == "b03a") & (pl.col("status") == "paid"))
    plain = still.filter(~pl.col("person_key").is_in(list(parties))).join(money, on="person_key", how="semi")
    person, amount = plain.sort("person_key").select("person_key", "amount_fen").row(0)
    mine = money.filter(pl.col("person_key") == person)
    last = mine.sort("from_month").tail(1)
    again = last.drop("record_id", "paid_on")
    fresh = again.with_columns(from_month=pl.lit(date(2026, 8, 1)), to_month=pl.lit(date(2026, 8, 1)))
    values = {"facts": home.facts, "due": home.due, "paid": home.paid, "as_of": AS_OF, "pairs": home.pairs}
    stopped = audit.before_payment(again, policy=policy, **values)
    assert stopped.findings.select("rule", "amount_fen", "record_ids").rows() == [(1, amount, [audit.UNSTORED])]
    assert stopped.recoverable.rows() == [(audit.UNSTORED, 1, False, amount)]
    assert audit.before_payment(fresh, policy=policy, **values).findings.is_empty()

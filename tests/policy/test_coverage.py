"""The coverage map shows what feeds each article, and what nothing feeds."""

from dataclasses import dataclass

import polars as pl

from analytics.intake import Layout
from analytics.policy import Policy, coverage

#: Ledgers that tell of every benefit alike.
GENERAL = {"applications", "decisions", "payments"}


@dataclass(frozen=True)
class Ledger:
    benefits: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()


def row(frame: pl.DataFrame, article: str) -> dict[str, object]:
    return frame.row(by_predicate=pl.col("article") == article, named=True)


def test_there_is_one_row_per_article_in_order(policy: Policy) -> None:
    frame = coverage(policy, {})
    assert frame["article"].to_list() == [article.id for article in policy.document.articles]


def test_an_item_without_a_ledger_is_an_orphan(policy: Policy) -> None:
    found = row(coverage(policy, {"payments": Ledger(benefits=("b03a", "b03b"))}), "3")
    assert found["benefits"] == ["b03a", "b03b", "b03c"]
    assert found["ledgers"] == ["payments"]
    assert found["orphans"] == ["b03c"]
    assert found["units"] == ["human_resources", "youth_league", "finance"]
    assert found["budget_lines"] == ["youth_allowances"]


def test_a_target_is_fed_by_its_own_ledgers_and_by_those_that_say_so(policy: Policy) -> None:
    ledgers = {"talent_loans": Ledger(), "bank_returns": Ledger(targets=("quota.talent_loans",))}
    found = row(coverage(policy, ledgers), "17")
    assert found["targets"] == ["quota.talent_loans"]
    assert found["ledgers"] == ["talent_loans", "bank_returns"]


def test_a_milestone_needs_the_ledger_of_milestones(policy: Policy) -> None:
    assert row(coverage(policy, {}), "19")["orphans"] == ["info.household_registration"]
    assert row(coverage(policy, {"milestones": Ledger()}), "19")["orphans"] == []


def test_an_article_of_clauses_alone_is_no_orphan(policy: Policy) -> None:
    assert row(coverage(policy, {}), "附则")["orphans"] == []


def test_every_benefit_has_a_ledger_of_its_own(policy: Policy, layouts: dict[str, Layout]) -> None:
    fed = {benefit for name, layout in layouts.items() if name not in GENERAL for benefit in layout.benefits}
    assert {benefit.id for benefit in policy.benefits} - fed == set()


def test_the_general_ledgers_tell_of_every_benefit_that_is_applied_for_or_paid(
    policy: Policy, layouts: dict[str, Layout]
) -> None:
    payable = {benefit.id for benefit in policy.benefits if benefit.payee != "bureau"}
    in_kind = {benefit.id for benefit in policy.benefits if benefit.kind == "kind"}
    assert set(layouts["applications"].benefits) == payable
    assert set(layouts["decisions"].benefits) == set(layouts["payments"].benefits) == payable - in_kind


def test_a_register_that_an_article_asks_for_stands_beside_it(policy: Policy) -> None:
    assert row(coverage(policy, {"hometown_talents": Ledger(articles=("9",))}), "9")["ledgers"] == ["hometown_talents"]


def test_every_article_that_a_ledger_names_is_one_of_the_text(policy: Policy, layouts: dict[str, Layout]) -> None:
    articles = {article.id for article in policy.document.articles}
    named = {name: set(layout.articles) - articles for name, layout in layouts.items()}
    assert {name: unknown for name, unknown in named.items() if unknown} == {}

"""The layouts beside the ten samples: every target has its ledgers, and every header stands for one column."""

from collections import Counter

import pytest

from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.policy.names import fold

FURTHER = (
    "young_talents", "talent_recognition", "round_selections", "industrial_talents", "skill_certificates",
    "title_certificates", "farmer_skill_training", "rural_transfer_training", "backbone_teachers", "medical_backbones",
    "order_classes", "internship_placements", "partner_colleges", "apartments", "budget_lines", "milestones",
)  # fmt: skip


def test_every_target_has_a_layout_for_each_ledger_that_feeds_it(policy: Policy, layouts: dict[str, Layout]) -> None:
    missing = [(t.id, ledger) for t in policy.targets for ledger in t.owner_ledgers if ledger not in layouts]
    assert not missing


@pytest.mark.parametrize("ledger", FURTHER)
def test_a_layout_names_the_targets_that_it_feeds(ledger: str, policy: Policy, layouts: dict[str, Layout]) -> None:
    fed = [target.id for target in policy.targets if ledger in target.owner_ledgers]
    assert set(fed) <= set(layouts[ledger].targets)
    assert set(layouts[ledger].targets) <= {target.id for target in policy.targets}


@pytest.mark.parametrize("ledger", FURTHER)
def test_a_layout_refers_to_what_exists(ledger: str, policy: Policy, layouts: dict[str, Layout]) -> None:
    layout = layouts[ledger]
    assert policy.unit(layout.unit).id == layout.unit
    assert all(policy.benefit(benefit).id == benefit for benefit in layout.benefits)
    assert {column.code_list for column in layout.column if column.code_list} <= set(policy.codes)


@pytest.mark.parametrize("ledger", FURTHER)
def test_an_official_header_stands_for_one_column_alone(ledger: str, layouts: dict[str, Layout]) -> None:
    words: Counter[str] = Counter()
    for column in layouts[ledger].column:
        words.update({fold(word) for word in (column.header.zh, *column.synonyms)})
    headers = [fold(column.header.zh) for column in layouts[ledger].column]
    shared = {fold(column.header.zh) for column in layouts[ledger].column if column.id == "academic_degree"}
    assert [header for header in headers if words[header] > 1 and header not in shared] == []

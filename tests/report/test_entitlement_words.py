"""Every code of the closed vocabularies of entitlement has its sentence in both languages."""

import ast
from pathlib import Path
from typing import get_args

import pytest

from analytics import house
from analytics.entitlement.rates import KINDS
from analytics.entitlement.trace import Event, Question, State
from analytics.policy.benefits import Period, When
from analytics.policy.benefits import State as InForce
from analytics.policy.claims import AmountRule, ConditionCode, Role
from analytics.report.person import words
from analytics.report.person.timeline import Money
from analytics.texts import LANGS, catalogue
from tests.report import made_up

ROOM = house.ROOT / "analytics" / "entitlement"


def _constants(path: Path, function: str) -> set[str]:
    """Return the words that a function puts into a column as they are."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) and node.name == function)
    calls = (call for node in found for call in ast.walk(node) if isinstance(call, ast.Call))
    return {_first(call) for call in calls if _name(call) in ("lit", "Check") and _first(call)}


def _name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _first(call: ast.Call) -> str:
    first = call.args[0] if call.args else None
    return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""


CONDITIONS = {
    *get_args(ConditionCode), *When.model_fields, *get_args(Period),
    *_constants(ROOM / "conditions.py", "_in_force"), *_constants(ROOM / "conditions.py", "checks_of"),
    *_constants(ROOM / "conditions.py", "amount_checks"), *_constants(ROOM / "refusals.py", "refused_allowances"),
    *_constants(ROOM / "refusals.py", "refused_awards"), *_constants(ROOM / "counts.py", "_refuse_years"),
    *_constants(ROOM / "awards.py", "cut"),
}  # fmt: skip
REASONS = {*KINDS.values(), *_constants(ROOM / "awards.py", "_reason"), "earlier_terms"}
KEYS = [
    *(f"refused.{code}" for code in CONDITIONS),
    *(f"due.rule.{rule}" for rule in get_args(AmountRule)),
    *(f"due.reason.{reason}" for reason in REASONS),
    *(f"why.{step}.{said}" for step in get_args(Question) for said in ("yes", "no")),
    *(f"why.{part}.{step}" for step in get_args(Question) for part in ("ask", "needs")),
    *(f"why.state.{state}" for state in get_args(InForce)),
    *(f"timeline.{code}" for code in (*get_args(State), *get_args(Money))),
    *(f"timeline.sign.{code}" for code in (*get_args(State), *get_args(Money))),
    *(f"coming.{event}" for event in get_args(Event)),
    *(f"claim.role.{role}" for role in get_args(Role)),
]


@pytest.mark.parametrize("lang", LANGS)
def test_no_code_lacks_its_sentence(lang) -> None:
    assert len(CONDITIONS) > 35
    assert not [key for key in KEYS if not catalogue(lang).has(key)]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("condition", sorted(CONDITIONS))
@pytest.mark.parametrize("given", [True, False])
def test_every_refusal_can_be_said(lang, condition: str, given: bool) -> None:
    told = ("", "")
    if given:
        told = _values(condition)
    row = {"condition": condition, "found": told[0], "needed": told[1]}
    said = words.refusal(row, made_up.voice(lang))
    assert said
    assert "{" not in said


def _values(condition: str) -> tuple[str, str]:
    """Return values as the kernel tells them."""
    if condition in ("cap", "floor", "pay_at_least_fen"):
        return "123456", "30000000, 50000000"
    if condition in ("hired_from", "insured_before", "level_on_entry"):
        return "2022-01-01", "2022-10-01"
    return {
        "in_force": ("suspended", "2022-10-01"),
        "employer_kind": ("government", ""),
        "degree": ("none", "master"),
    }.get(condition, ("12.0", "30"))

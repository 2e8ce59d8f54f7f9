"""Items in words: every number opens its records, the product is told with its factors, in both languages."""

from datetime import date
from typing import Any

import pytest

from analytics.decisions import Found, agenda
from analytics.decisions.agenda import Agenda
from analytics.report import workbook
from analytics.report.decisions import document, headline, items, speech
from analytics.texts import LANGS, Lang
from tests.decisions import known
from tests.decisions.known import AS_OF, FARMERS, YEAR_END, policy
from tests.report import frames

ITEMS: list[dict[str, Any]] = [
    {"kind": "target", "subject": FARMERS, "unit_id": "agriculture", "measure": FARMERS, "basis": "line",
     "count": 302.0, "actual": 298.0, "expected": 545.0},
    {"kind": "arrears", "subject": "housing", "unit_id": "finance", "measure": "arrears:housing", "basis": "owed",
     "count": 7.0},
    {"kind": "line", "subject": "housing", "unit_id": "finance", "measure": "line:housing", "basis": "overrun"},
    {"kind": "reading", "subject": "r06", "unit_id": "organisation", "basis": "reading", "count": 40.0},
    {"kind": "unit", "subject": "health", "unit_id": "health", "measure": "unit:health", "basis": "unseen",
     "count": 3.0},
    {"kind": "case", "subject": "7:level_later", "unit_id": "human_resources", "basis": "confirmed", "count": 2.0,
     "measure": "case:7:level_later:human_resources"},
]  # fmt: skip
OPTIONS: list[dict[str, Any]] = [
    {"kind": "target", "option": "lift", "size": 1.5, "cost_fen": 72_700_000, "effect": "probability", "before": 0.21,
     "after": 0.76, "promised": 600.0},
    {"kind": "target", "option": "nothing", "cost_fen": 0, "effect": "probability", "before": 0.21, "after": 0.21},
    {"kind": "arrears", "option": "pay_all", "cost_fen": 170_000_000, "effect": "people", "before": 7, "after": 0},
    {"kind": "line", "option": "slow", "size": 5e6, "cost_fen": 0, "effect": "overrun", "before": 0.9, "after": 0.5},
    {"kind": "reading", "option": "rule:upgradable", "cost_fen": -500_000, "effect": "affected", "before": 0,
     "after": 40},
    {"kind": "unit", "option": "file", "cost_fen": 0, "effect": "filings", "before": 3, "after": 0},
    {"kind": "case", "option": "claim", "effect": "fen", "before": 6e6, "after": 0},
]  # fmt: skip
PAGES = {
    "target": ("indicator", {"ind": FARMERS}),
    "arrears": ("money", {"rows": "arrears", "line": "housing"}),
    "line": ("money", {"view": "lines", "line": "housing"}),
    "reading": ("readings", {"reading": "r06"}),
    "unit": ("intake", {"view": "calendar", "unit": "health", "state": "missing"}),
    "case": ("integrity", {"view": "findings", "rule": "7", "kind": "level_later"}),
}


def made() -> Agenda:
    usual = {"at_stake_fen": 100_000_000, "deadline": YEAR_END, "due": YEAR_END}
    rows = [usual | {"ref": f"{row['kind']}:x"} | row for row in ITEMS]
    options = [{"ref": f"{row['kind']}:x", "place": n} | row for n, row in enumerate(OPTIONS)]
    return agenda([Found.of(rows, options)], known.followed(), policy(), as_of=AS_OF)


@pytest.mark.parametrize("kind", list(PAGES))
def test_the_money_of_an_item_opens_its_records(kind: str) -> None:
    shown = items.item(made(), f"{kind}:x", frames.voice())
    assert shown is not None
    drill = shown.factors[0][1].drill
    assert drill is not None
    assert (drill.page, dict(drill.params)) == PAGES[kind]
    assert shown.opens == drill


def test_an_item_asks_a_question_and_tells_its_product() -> None:
    shown = items.item(made(), "target:x", frames.voice("en"))
    assert shown is not None
    assert shown.title.endswith("302 people to go. Step it up?")
    assert shown.product == "240"
    assert shown.product_alt == "¥1.0m × 1.2 × 2.0 = 240"
    assert "¥3,311 for each" in shown.factors[0][2]
    assert shown.factors[1][2] == "Due 31 Dec 2026, 92 days left (before the next meeting)"


def test_options_tell_cost_and_effect() -> None:
    found, voice = made(), frames.voice("en")
    told = {kind: [(c.name, c.cost, c.effect) for c in one.choices] for kind in PAGES
            if (one := items.item(found, f"{kind}:x", voice))}  # fmt: skip
    assert told["target"] == [
        ("Raise the monthly intake to 1.5 times", "¥0.7m more", "Chance of success 21% → 76%"),
        ("Carry on as now", "no extra money", "Chance of success stays at 21%"),
    ]
    assert told["arrears"][0][1] == "pays ¥1.7m owed"
    assert told["reading"][0][1] == "¥5,000 less"
    assert told["case"][0][1:] == ("cost unknown", "Money unresolved ¥60,000 → ¥0")


@pytest.mark.parametrize("lang", LANGS)
def test_all_items_are_told_in_both_languages(lang: Lang) -> None:
    found, voice = made(), frames.voice(lang)
    assert len(items.items(found, voice)) == len(ITEMS)
    table = items.table(found, voice)
    assert len(table.rows) == len(OPTIONS)
    assert len(items.others(found, voice).rows) == 0
    assert workbook.xlsx([("a", table), ("b", items.others(found, voice))], ["said"], AS_OF)[:2] == b"PK"
    assert items.options(items.items(found, voice)[0], voice).rows
    assert document.agenda(found)[0]["at_stake_yuan"] == 1_000_000
    assert headline.title(known.followed(), 6, voice) != headline.title(known.followed(), None, voice)


def test_an_item_that_is_gone_is_none() -> None:
    assert items.item(made(), "target:gone", frames.voice()) is None


@pytest.mark.parametrize(
    ("measure", "value", "told"),
    [
        (FARMERS, 300.0, "300 people"), (f"{FARMERS}@2026-09-30", 300.0, "300 people"),
        ("quota.talent_loans", 250_000_000.0, "¥2.5m"),
        ("arrears:housing", 500_000.0, "¥5,000"), ("unit:health", 3.0, "3 filings"), (None, 3.0, "—"),
        (FARMERS, None, "—"), ("something", 3.0, "3"),
    ],
)  # fmt: skip
def test_a_measure_is_told_in_its_own_unit(measure: str | None, value: float | None, told: str) -> None:
    assert speech.measured(measure, value, frames.voice("en")) == told


def test_a_promise_is_typed_in_the_unit_of_its_measure() -> None:
    measures = (FARMERS, "quota.talent_loans", "line:housing", "unit:health", "x")
    told = [speech.measure_unit(measure, frames.voice("en")) for measure in measures]
    assert told[0] == "people"
    assert told[1] == told[2]
    assert told[3:] == ["Filings missing", "x"]


def test_owners_are_units_towns_or_as_they_stand() -> None:
    voice = frames.voice("en")
    town = policy().towns[0]
    assert [speech.owner(name, voice) for name in ("health", town.id, "x", None)] == ["Health", town.name.en, "x", "—"]


def test_red_tasks_without_a_decision_are_counted() -> None:
    voice = frames.voice("en")
    assert headline.red_mark([], [], voice) is None
    card = headline.undecided_card([FARMERS, "quota.talent_loans", "quota.ecommerce", "goal.youth"], voice)
    assert (card.value, len(card.lines), card.lines[-1].text) == ("4", 4, "1 more")
    assert headline.undecided_card([], voice).lines[0].text == "Every red task has an owner and a date"
    assert date(2026, 12, 31) == YEAR_END

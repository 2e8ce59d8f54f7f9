"""The catalogue as plain values: the shape that the command prints."""

import json
from datetime import date

from analytics.policy import Policy, load
from tests.policy.conftest import Edit


def by_id(rows: list[dict[str, object]]) -> dict[object, dict[str, object]]:
    return {row["id"]: row for row in rows}


def test_the_document_has_the_agreed_parts_and_is_json(policy: Policy) -> None:
    shown = json.loads(json.dumps(policy.to_json(), ensure_ascii=False))
    sizes = {part: len(shown[part]) for part in ("measures", "benefits", "targets", "units", "readings")}
    assert sizes == {"measures": 20, "benefits": 43, "targets": 21, "units": 20, "readings": 35}


def test_a_benefit_shows_its_amounts_with_their_conditions(policy: Policy) -> None:
    shown = by_id(policy.to_json()["benefits"])["b03a"]
    assert (shown["measure"], shown["article"], shown["kind"], shown["payee"]) == ("m03", "3", "rate", "person")
    assert (shown["status"], shown["cap_fen"], shown["months_max"]) == ("in_force", None, 36)
    amounts = shown["amounts"]
    assert isinstance(amounts, list)
    assert amounts[0] == {
        "value_fen": 300_000,
        "is_maximum": False,
        "when": {"degree": "doctor"},
        "valid_from": "2022-10-01",
        "valid_to": None,
    }


def test_a_share_is_shown_in_basis_points_and_per_cent(policy: Policy) -> None:
    amounts = by_id(policy.to_json()["benefits"])["b01c"]["amounts"]
    assert isinstance(amounts, list)
    assert (amounts[0]["share_bp"], amounts[0]["share_pct"]) == (3_000, 30.0)


def test_a_cap_is_shown_in_fen(policy: Policy) -> None:
    assert by_id(policy.to_json()["benefits"])["b03c"]["cap_fen"] == 200_000


def test_a_target_shows_value_bounds_and_owners(policy: Policy) -> None:
    shown = by_id(policy.to_json()["targets"])
    leaders = shown["round.industry_leaders"]
    assert {key: leaders[key] for key in ("measure", "unit", "kind", "value", "low", "high", "period", "lead")} == {
        "measure": "m02",
        "unit": "person",
        "kind": "range",
        "value": 5,
        "low": 5,
        "high": 10,
        "period": "round",
        "lead": "organisation",
    }
    assert shown["quota.talent_loans"]["value"] == 25_000_000
    assert shown["goal.leaders"]["measure"] is None
    assert shown["quota.talent_loans"]["units"] == ["financial_regulation", "youth_league", "finance"]


def test_a_reading_shows_its_options_and_default(policy: Policy) -> None:
    shown = by_id(policy.to_json()["readings"])["r11"]
    assert shown["default"] == "age_35"
    options = shown["options"]
    assert isinstance(options, list)
    assert [option["code"] for option in options] == ["age_35", "age_40", "no_age", "from_junior_college"]


def test_status_and_limits_are_those_of_the_day(edited: Edit) -> None:
    old = '[[benefit.status]]\nstate = "in_force"\nvalid_from = 2022-10-01\n'
    new = (
        old
        + 'valid_to = 2024-07-31\nsource = "x"\n\n[[benefit.status]]\nstate = "suspended"\nvalid_from = 2024-08-01\n'
    )
    policy = load(edited("benefits/m03.toml", old, new))
    states = [by_id(policy.to_json(day)["benefits"])["b03a"]["status"] for day in (date(2024, 7, 31), date(2024, 8, 1))]
    assert states == ["in_force", "suspended"]
    assert by_id(policy.to_json()["benefits"])["b03a"]["status"] == "suspended"

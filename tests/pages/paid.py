"""A small home with money in it: paid twice, paid after leaving, decided and never paid, due and never applied for."""

from datetime import date
from pathlib import Path
from typing import Any

from tests.pages.furnished import Furnisher

ENTERED = date(2024, 1, 1)
PEOPLE = [f"{number:016x}" for number in range(1, 7)]
TWICE, LEFT, OWED, SILENT, EARLIER, PLAIN = PEOPLE


class Payer(Furnisher):
    """Writes three files into a new home: who is insured, what was paid, what was decided."""

    def furnish(self) -> None:
        with self.store.writer() as self.writer:
            self.file("insurance_spells", ENTERED, insured())
            self.file("youth", ENTERED, {"payment": payments()})
            self.file("decisions", ENTERED, {"decision_amount": [decision()]})


def insured() -> dict[str, list[dict[str, Any]]]:
    spells = [{"person_key": key, "employer_kind": "enterprise", "start_month": ENTERED} for key in PEOPLE]
    spells[1]["end_month"] = date(2024, 3, 1)
    spells[4]["start_month"] = date(2020, 1, 1)
    degree = {"kind": "degree", "level": "bachelor", "obtained_date": date(2022, 6, 30), "is_full_time": True}
    persons = [{"person_key": key, "birth_month": date(1998, 5, 1), "is_foreign": False} for key in PEOPLE]
    return {
        "insurance_spell": spells,
        "qualification": [degree | {"person_key": key} for key in PEOPLE[:5]],
        "person": persons,
    }


def payments() -> list[dict[str, Any]]:
    return [
        payment(TWICE, 1, date(2025, 2, 1)),
        payment(TWICE, 1, date(2025, 3, 1)),
        *(payment(LEFT, month, date(2025, 2, 1)) for month in range(1, 7)),
    ]


def payment(person: str, month: int, on: date) -> dict[str, Any]:
    start = date(2024, month, 1)
    row = {"person_key": person, "benefit_id": "b03a", "level": "bachelor", "from_month": start, "to_month": start}
    return row | {"months": 1, "amount_fen": 100_000, "paid_on": on, "status": "paid", "batch_no": "QN1"}


def decision() -> dict[str, Any]:
    row = {"person_key": OWED, "benefit_id": "b03a", "from_month": ENTERED, "to_month": date(2024, 3, 1), "months": 3}
    return row | {"amount_fen": 300_000, "decided_on": date(2024, 6, 1), "document_no": "D1"}


def pay(home: Path) -> Path:
    """Lay out and fill a home; returns it."""
    Payer(home, 1.0).furnish()
    return home

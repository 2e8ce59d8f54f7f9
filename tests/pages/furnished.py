"""A small furnished home for tests of the pages: real batches written by the real writer, the same every time.

`scale` multiplies the persons; at 1.0 the five-year goals come near their targets. Some ledgers are left out in the
last months, so that filings are missing, and every late file holds a row that waits for a correction.
"""

import hashlib
import random
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from analytics.identity import QUARANTINE_SCHEMA
from analytics.records import BatchHeader, BatchSheet, Store, fact_schema

AS_OF = date(2026, 9, 30)
FIRST = date(2022, 10, 1)
TOWNS = ("370283001", "370283105", "370283400", "370283116")
#: Ledgers whose last filings are missing: ledger -> the first quarter that did not come.
SILENT = {"ecommerce_training": date(2026, 4, 1), "medical_backbones": date(2026, 1, 1)}
#: Persons a year in each programme, with the month in which most of them finish.
COURSES = {
    "farmer_training": ("farmer_cultivation", 420, 11),
    "farmer_skill_training": ("farmer_skill", 4400, 3),
    "ecommerce_training": ("ecommerce", 640, 6),
    "rural_transfer_training": ("rural_transfer", 1480, 5),
    "backbone_teachers": ("backbone_teacher", 230, 7),
    "medical_backbones": ("medical_backbone", 9, 9),
    "internship_placements": ("internship_placement", 1250, 8),
}


#: Events: what they are called, and the quarters that hold them.
KINDS = {"joint_meeting": "联席会议", "hometown_event": "联谊会", "returnee_visit": "走访", "order_class": "订单班"}
MONTHS = {"joint_meeting": (1, 4, 7, 10), "hometown_event": (1, 7), "returnee_visit": (1,), "order_class": (7,)}


class Furnisher:
    """Writes one batch after another into a new home."""

    def __init__(self, home: Path, scale: float) -> None:
        self.store = Store.create(home, is_demo=True, default_as_of=AS_OF)
        self.scale = scale
        self.dice = random.Random(7)
        self.people = 0
        self.graduates = list[tuple[str, date]]()

    def furnish(self) -> None:
        with self.store.writer() as self.writer:
            for start in quarter_starts():
                self.quarter(start)
            self.once()

    def quarter(self, start: date) -> None:
        """File every quarterly and monthly ledger of one quarter."""
        for ledger, (programme, yearly, peak) in COURSES.items():
            self.file(ledger, start, {"training_attendance": self.attendances(programme, yearly, peak, start)})
        self.file("insurance_spells", start, self.newcomers(start))
        self.file("skill_certificates", start, {"qualification": self.certificates(start)})
        self.file("talent_loans", start, {"loan": self.loans(start)})
        self.file("activities", start, {"event": self.events(start)})
        self.file("apartments", start, {"housing_stage": [homes(start)]})
        self.file("talent_recognition", start, {"qualification": self.leaders(start)})

    def once(self) -> None:
        colleges = [
            {"college_name": f"学院{n}", "is_in_province": n != 3, "start_date": date(2023, n, 1)} for n in range(1, 13)
        ]
        self.file("partner_colleges", FIRST, {"college_link": colleges})
        for year in range(2023, 2027):
            line = {"budget_year": year, "line_code": "teacher_training", "kind": "set", "amount_fen": 360_000_000}
            self.file("budget_lines", date(year, 1, 1), {"budget_line": [line | {"event_date": date(year, 2, 1)}]})

        self.money()

    def money(self) -> None:
        """File what was applied for, decided and paid for some graduates: all paid, half paid, not paid, paid twice."""
        start, chosen = date(2025, 7, 1), [known for known in self.graduates if known[1].year == 2024][:12]
        spoken = [
            {
                "benefit_id": "b03a",
                "person_key": key,
                "from_month": month,
                "to_month": _later(month, 5),
                "town": TOWNS[n % 4],
            }
            for n, (key, month) in enumerate(chosen)
        ]
        stages = [("received", 0), ("reviewed", 20), ("published", 40), ("decided", 50)]
        steps = [
            row | {"application_no": f"SQ{n}", "stage": stage, "event_date": start + timedelta(days=days + n)}
            for n, row in enumerate(spoken)
            for stage, days in stages[: 3 if n == 11 else 4]
        ]
        self.file("applications", start, {"application": [_without(row, "from_month", "to_month") for row in steps]})
        decided = [
            row | {"document_no": f"QN2025-{1 + n % 2}", "decided_on": date(2025, 9, 1), "amount_fen": 6 * 100_000}
            for n, row in enumerate(spoken[:11])
        ]
        self.file("decisions", start, {"decision_amount": decided})
        told = [row | {"months": 6, "amount_fen": 6 * 100_000, "paid_on": date(2025, 10, 15)} for row in spoken[:5]]
        half = [
            row | {"to_month": _later(row["from_month"], 2), "months": 3, "amount_fen": 3 * 100_000}
            for row in spoken[5:8]
        ]
        again = {**told[0], "paid_on": date(2025, 11, 15)}
        paid = [*told, *(row | {"paid_on": date(2025, 10, 15)} for row in half), again]
        self.file("youth", start, {"payment": paid})

    def person(self) -> str:
        self.people += 1
        return f"{self.people:016x}"

    def count(self, yearly: float) -> int:
        return max(round(yearly * self.scale), 1)

    def attendances(self, programme: str, yearly: int, peak: int, start: date) -> list[dict[str, Any]]:
        share = 0.55 if start.month <= peak < start.month + 3 else 0.15
        return [
            {
                "person_key": self.person(),
                "programme": programme,
                "course": "班次一",
                "event_date": self.day(start),
                "is_completed": self.dice.random() < 0.93,
                "town": self.dice.choice(TOWNS),
            }
            for _ in range(self.count(yearly * share))
        ]

    def newcomers(self, start: date) -> dict[str, list[dict[str, Any]]]:
        """Return people first insured in the quarter, with their degree and birth."""
        share = 0.5 if start.month == 7 else 0.17
        spells, degrees, persons = [], [], []
        for _ in range(self.count(6600 * share)):
            key, month = self.person(), self.day(start).replace(day=1)
            town = self.dice.choice(TOWNS)
            spells.append({"person_key": key, "employer_kind": "enterprise", "start_month": month, "town": town})
            degree = self.dice.choices(("bachelor", "master", "doctor", "junior_college"), (85, 7, 1, 7))[0]
            born = date(month.year - self.dice.randint(22, 38), 5, 1)
            self.graduates.append((key, month))
            degrees.append({"person_key": key, "kind": "degree", "level": degree, "obtained_date": date(2020, 7, 1)})
            persons.append({"person_key": key, "birth_month": born, "sex": "f", "is_foreign": False})
        return {"insurance_spell": spells, "qualification": degrees, "person": persons}

    def certificates(self, start: date) -> list[dict[str, Any]]:
        return [
            {
                "person_key": self.person(),
                "kind": "skill_grade",
                "level": "technician",
                "obtained_date": self.day(start),
            }
            for _ in range(self.count(2000))
        ]

    def leaders(self, start: date) -> list[dict[str, Any]]:
        return [
            {"person_key": self.person(), "kind": "talent_class", "level": level, "obtained_date": self.day(start)}
            for level in ("C", "D")
        ]

    def loans(self, start: date) -> list[dict[str, Any]]:
        amount = 500_000_000 if start.year < 2026 else 330_000_000
        return [
            {
                "contract_no": f"HT-{start:%Y%m}-{n}",
                "bank": "银行甲",
                "disbursed_on": self.day(start),
                "amount_fen": amount,
                "is_renewal": n == 2,
            }
            for n in (1, 2)
        ]

    def events(self, start: date) -> list[dict[str, Any]]:
        held = []
        for category, months in MONTHS.items():
            if start.month in months:
                times = 9 if category == "order_class" else 1
                held += [{"event_name": f"{KINDS[category]}{n}", "category": category} for n in range(1, times + 1)]
        return [event | {"event_date": self.day(start)} for event in held]

    def day(self, start: date) -> date:
        return start + timedelta(days=self.dice.randint(0, 88))

    def file(self, ledger: str, start: date, facts: Mapping[str, Iterable[Mapping[str, Any]]]) -> None:
        """Write one batch for a quarter, unless the ledger has fallen silent by then."""
        if start >= SILENT.get(ledger, date.max):
            return
        name = f"{ledger}_{start:%Y}Q{(start.month + 2) // 3}.xlsx"
        frames = {fact: _frame(fact, ledger, f"{name}|{fact}", list(rows)) for fact, rows in facts.items()}
        recorded = datetime.combine(start + timedelta(days=100), time(9))
        rows = sum(frame.height for frame in frames.values())
        waiting = 1 if start == date(2026, 7, 1) and rows > 2 else 0
        sheet = BatchSheet(
            0, "Sheet1", ledger, UNITS[ledger], rows + 3 + waiting, rows + waiting, rows, waiting, 3,
            start, (start + timedelta(days=63)).replace(day=1),
        )  # fmt: skip
        header = BatchHeader(name, hashlib.sha256(name.encode()).hexdigest(), UNITS[ledger], recorded, recorded, True)
        self.writer.add_batch(header, [sheet], frames, identities=_identities(frames), quarantine=_waiting(waiting))


def quarter_starts() -> list[date]:
    starts = [date(year, month, 1) for year in range(2022, 2027) for month in (1, 4, 7, 10)]
    return [start for start in starts if FIRST <= start <= AS_OF]


def _later(month: date, months: int) -> date:
    number = month.year * 12 + month.month - 1 + months
    return date(number // 12, number % 12 + 1, 1)


def _without(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}


def homes(start: date) -> dict[str, Any]:
    return {
        "project_name": f"项目{start:%Y%m}",
        "stage": "completed",
        "event_date": start,
        "dwellings": 320,
        "town": TOWNS[0],
    }


def _frame(fact: str, ledger: str, key: str, rows: list[Mapping[str, Any]]) -> pl.DataFrame:
    schema = fact_schema(fact)
    common = {"sheet_no": 0, "ledger": ledger, "unit_id": UNITS[ledger]}
    full = [
        {**dict.fromkeys(schema), **row, **common, "row_no": n + 3, "row_key": f"{key}|{n}"}
        for n, row in enumerate(rows)
    ]
    return pl.DataFrame(full, schema=schema)


def _identities(frames: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    keys = [frame["person_key"] for frame in frames.values() if "person_key" in frame.columns]
    people = pl.concat(keys).drop_nulls().unique(maintain_order=True) if keys else pl.Series([], dtype=pl.String)
    numbers = [f"3702831990010{int(key, 16) % 100000:05d}" for key in people]
    return pl.DataFrame({"person_key": people, "name": ["张测试"] * len(numbers), "id_number": numbers})


def _waiting(count: int) -> pl.DataFrame | None:
    row = {"sheet": "Sheet1", "row": 2, "column": "身份证号", "rule": "id_checksum", "masked": "370283********1234"}
    return pl.DataFrame([row | {"details": "{}", "raw": "{}"}], schema=QUARANTINE_SCHEMA) if count else None


UNITS = {
    "farmer_training": "agriculture",
    "farmer_skill_training": "agriculture",
    "ecommerce_training": "commerce",
    "rural_transfer_training": "human_resources",
    "backbone_teachers": "education_sports",
    "medical_backbones": "health",
    "internship_placements": "education_sports",
    "insurance_spells": "human_resources",
    "skill_certificates": "human_resources",
    "talent_loans": "financial_regulation",
    "activities": "organisation",
    "apartments": "construction",
    "talent_recognition": "organisation",
    "partner_colleges": "education_sports",
    "applications": "human_resources",
    "decisions": "organisation",
    "youth": "human_resources",
    "budget_lines": "finance",
}


def furnish(home: Path, scale: float = 0.02) -> Path:
    """Lay out and fill a home; returns it."""
    Furnisher(home, scale).furnish()
    return home

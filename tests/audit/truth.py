"""What is true of a demonstration home beyond what its rules may find: planted, drawn, or plain from its records.

Besides the planted faults the city has faults of its own. Money that never came is told by the city as it was drawn.
Who was paid for a level that the filed rows do not show, and who holds a better one, is told row by row from the
records, in plain Python. A number that nobody has was miswritten: whoever has it is somebody else.
"""

import json
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from analytics.demo import flows
from analytics.demo.city import City
from analytics.demo.scene import Scene
from analytics.policy import Policy

Finding = Mapping[str, Any]
KINDS = {"b03a": "degree", "b03b": "degree", "b05b": "skill_grade", "b05d": "title"}


@dataclass(frozen=True)
class Fault:
    """One planted case by the keys of the home; `parties` are its persons and its employer."""

    rule: int
    kind: str
    benefit_id: str | None
    fen: int | None
    parties: frozenset[str]


def planted(path: Path, key_of: Callable[[str], str]) -> list[Fault]:
    told = json.loads(path.read_text(encoding="utf-8"))["faults"]
    return [
        Fault(
            case["rule"],
            case["kind"],
            case.get("benefit_id"),
            case.get("fen"),
            frozenset([*map(key_of, case["persons"]), *([case["employer_code"]] if "employer_code" in case else [])]),
        )
        for case in told
    ]


def is_filed(fault: Fault, facts: Mapping[str, pl.DataFrame]) -> bool:
    """Tell whether a bureau has filed anything of the case; a ledger of the year in hand comes only after it."""
    about = pl.any_horizontal(pl.col(column).is_in(list(fault.parties)) for column in ("person_key", "employer_id"))
    rows = (facts[name].filter(about & (pl.col("benefit_id") == fault.benefit_id)) for name in _STATED)
    return any(len(part) for part in rows)


#: A bank, or whoever has neither a number nor a code.
_NAMELESS = ""
_STATED = ("payment", "decision_amount")


@dataclass(frozen=True)
class Organic:
    """What is true without having been planted."""

    unpaid: frozenset[tuple[str, str]]
    people: frozenset[str]
    entry: Mapping[str, date]
    held: Mapping[tuple[str, str], list[tuple[date, int]]]
    paid: Mapping[int, int]

    def is_true(self, finding: Finding) -> bool:
        """Tell whether the finding is right."""
        tests = {
            "rate_below": self._held_better,
            "level_below": self._not_held,
            "level_later": self._not_held,
            "level_unknown": self._not_held,
            "double_identity": self._is_miswritten,
            "uninsured": self._has_no_entry,
            "unpaid": self._was_not_paid,
            "partly_unpaid": self._was_not_paid,
        }
        test = tests.get(finding["kind"])
        return bool(test and test(finding))

    def _rates_on_entry(self, finding: Finding) -> list[int]:
        [person] = finding["persons"]
        entry = self.entry[person]
        last = entry.replace(day=monthrange(entry.year, entry.month)[1])
        return [fen for on, fen in self.held.get((person, KINDS[finding["benefit_id"]]), []) if on <= last]

    def _paid_rates(self, finding: Finding) -> list[int]:
        return [self.paid[record] for record in finding["record_ids"]]

    def _held_better(self, finding: Finding) -> bool:
        return max(self._rates_on_entry(finding), default=0) > max(self._paid_rates(finding))

    def _not_held(self, finding: Finding) -> bool:
        return max(self._rates_on_entry(finding), default=0) < min(self._paid_rates(finding))

    def _has_no_entry(self, finding: Finding) -> bool:
        return not self.entry.keys() & set(finding["persons"])

    def _is_miswritten(self, finding: Finding) -> bool:
        return not self.people.issuperset(finding["persons"])

    def _was_not_paid(self, finding: Finding) -> bool:
        parties = [*finding["persons"], finding["employer_id"]]
        named = any((party, finding["benefit_id"]) in self.unpaid for party in parties)
        return named or (_NAMELESS, finding["benefit_id"]) in self.unpaid


def organic(
    city: City, scene: Scene, facts: Mapping[str, pl.DataFrame], policy: Policy, key_of: Callable[[str], str]
) -> Organic:
    numbers = [key_of(number) for number in city.people["id_number"]]
    entry: dict[str, date] = {}
    begun = [facts["insurance_spell"].select("person_key", on="start_month"), _contracts(facts)]
    for person, start in pl.concat(begun).iter_rows():
        entry[person] = min(start, entry.get(person, start))
    rates = {
        str(level): amount.value_fen or 0
        for benefit in KINDS
        for amount in policy.benefit(benefit).amounts
        for level in amount.when.given().values()
    }
    held: dict[tuple[str, str], list[tuple[date, int]]] = defaultdict(list)
    columns = ("person_key", "kind", "level", "obtained_date", "is_full_time")
    for person, kind, level, on, full_time in facts["qualification"].select(columns).iter_rows():
        if full_time is not False:
            held[person, kind].append((on or date.min, rates.get(level, 0)))
    money = facts["payment"].select("record_id", pl.col("amount_fen") // pl.col("months").fill_null(1))
    return Organic(
        unpaid=frozenset(_months_unpaid(city, numbers) | _sums_unpaid(city, scene, policy, key_of)),
        people=frozenset(numbers),
        entry=entry,
        held=held,
        paid=dict(money.iter_rows()),
    )


def _contracts(facts: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    return facts["contract"].select("person_key", on="start_date").drop_nulls()


def _months_unpaid(city: City, numbers: list[str]) -> set[tuple[str, str]]:
    rows = city.book.whole().filter(pl.col("paid_on").is_null())
    return {(numbers[who], benefit) for who, benefit in rows.select("who", "benefit_id").iter_rows()}


def _sums_unpaid(city: City, scene: Scene, policy: Policy, key_of: Callable[[str], str]) -> set[tuple[str, str]]:
    """Return the party and benefit of awards beyond the payments of the treasury."""
    awards = flows.awards(scene, city.ledgers)
    owed = Counter(_parties(awards.filter(~pl.col("is_paid")), policy, key_of))
    owed.subtract(_parties(city.ledgers["payments"], policy, key_of))
    return {(party, benefit) for (party, benefit, _), count in owed.items() if count > 0}


def _parties(rows: pl.DataFrame, policy: Policy, key_of: Callable[[str], str]) -> list[tuple[str, str, int]]:
    found = []
    for number, code, benefit, fen in rows.select("person", "employer_code", "benefit", "amount").iter_rows():
        to_person = policy.benefit(benefit).payee == "person" or code is None
        found.append((key_of(number) if to_person and number else code or _NAMELESS, benefit, fen))
    return found

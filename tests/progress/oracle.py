"""The counting vocabulary a second time, record by record in plain Python, to hold against the frames.

Written from the description in analytics.policy.targets, without looking at the frames; slow on purpose.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from analytics.policy.targets import Entry, Requirement, Source, Target
from analytics.progress.periods import Period
from analytics.progress.rules import Rules

Record = dict[str, Any]
Tables = Mapping[str, list[Record]]


def verdicts(tables: Tables, rules: Rules, as_of: date) -> set[tuple[Any, ...]]:
    """Return (target, start of period, record, value, reason) for every candidate record of every target."""
    found = {target.id: _target(target, tables, rules, as_of) for target in rules.policy.targets}
    priority = rules.values("r13").priority or ()
    met = {goal: {r["person_key"] for r in found[goal] if r["reason"] == "counted"} for goal in priority}
    for rank, goal in enumerate(priority):
        for record in found[goal]:
            if record["reason"] == "counted" and any(record["person_key"] in met[g] for g in priority[:rank]):
                record["reason"] = "other_goal"
    return {
        (target, r["period"].start if r["period"] else None, r["fact"], r["record_id"], r["value"], r["reason"])
        for target, records in found.items()
        for r in records
    }


def _target(target: Target, tables: Tables, rules: Rules, as_of: date) -> list[Record]:
    periods = list(rules.periods(target))
    rows = [row for source in rules.sources[target.id] for row in _source(source, tables, periods, as_of)]
    rows.sort(key=lambda r: (r["day"] or date.max, r["fact"], r["record_id"]))
    seen = set()
    for row in rows:
        if row["how"] == "distinct_person" and row["reason"] == "counted":
            key = (row["person_key"], row["period"].start)
            row["reason"] = "duplicate_person" if key in seen else "counted"
            seen.add(key)
    return rows


def _source(source: Source, tables: Tables, periods: list[Period], as_of: date) -> list[Record]:
    if source.how == "stock":
        begun = [period for period in periods if period.start <= as_of]
        held = [row for period in begun for row in _stock(source, tables, period, min(period.end, as_of))]
        last = min(begun[-1].end, as_of) if begun else None
        return [row for row in held if row["day"] or row["seen_on"] == last]
    rows = []
    for record in _looked_at(source, tables):
        day = record.get(source.date) or (record.get(source.date_fallback) if source.date_fallback else None)
        period = _period(source, record, day, periods) if day else None
        if day is None or (day <= as_of and period is not None and period.start <= as_of):
            reason = _refusal(source, record, day) or _entry(source.entry, record, day, tables)
            if not reason and source.is_still_here and not _is_here(record.get("person_key"), tables, as_of):
                reason = "left"
            if not reason and source.how == "distinct_person" and record.get("person_key") is None:
                reason = "no_person"
            rows.append(_row(source, record, day, period, reason))
    return rows


def _stock(source: Source, tables: Tables, period: Period, day: date) -> list[Record]:
    rows, seen = [], set()
    ordered = sorted(_looked_at(source, tables), key=lambda r: (r.get(source.date) or date.max, r["record_id"]))
    for record in ordered:
        began = record.get(source.date)
        if began is not None and began > day:
            continue
        reason = _refusal(source, record, began)
        until = record.get(source.until or "")
        if not reason and until is not None and until < day:
            reason = "ended"
        if not reason and source.distinct:
            reason = "duplicate_entry" if record[source.distinct] in seen else None
            seen.add(record[source.distinct])
        rows.append(_row(source, record, began, period if began else None, reason) | {"seen_on": day})
    return rows


def _looked_at(source: Source, tables: Tables) -> list[Record]:
    records = tables.get(source.fact, [])
    if source.pick == "first":
        first: dict[str, Record] = {}
        for record in sorted(records, key=lambda r: (r[source.date], r["record_id"])):
            first.setdefault(record["person_key"], record)
        records = list(first.values())
    return [r for r in records if all(r.get(column) in values for column, values in source.where.items())]


def _period(source: Source, record: Record, day: date, periods: list[Period]) -> Period | None:
    if source.year:
        year = record[source.year]
        days = [(min(p.end, date(year, 12, 31)) - max(p.start, date(year, 1, 1))).days + 1 for p in periods]
        return periods[days.index(max(days))] if days and max(days) > 0 else None
    return next((p for p in periods if p.start <= day <= p.end), None)


def _refusal(source: Source, record: Record, day: date | None) -> str | None:
    if day is None:
        return "no_date"
    return next((rule.reason for rule in source.require if not _passes(record.get(rule.column), rule)), None)


def _passes(value: Any, rule: Requirement) -> bool:
    return rule.unstated_passes if value is None else value in rule.values


def _entry(entry: Entry | None, record: Record, day: date | None, tables: Tables) -> str | None:
    if entry is None or day is None:
        return None
    person = record.get("person_key")
    born = next((p["birth_month"] for p in tables.get("person", []) if p["person_key"] == person), None)
    if entry.max_age is not None:
        if born is None:
            return "age"
        age = day.year - born.year - (day.month < born.month)
        if age > entry.max_age:
            return "age"
    for held in tables.get("qualification", []):
        fits = held.get("level") in entry.levels or (entry.overseas_counts and held.get("is_overseas"))
        since = held.get("obtained_date")
        in_time = since is None or (since.year, since.month) <= (day.year, day.month)
        if held["person_key"] == person and held["kind"] in entry.kinds and fits and in_time:
            return None
    return "degree"


def _is_here(person: str | None, tables: Tables, as_of: date) -> bool:
    month = as_of.replace(day=1)
    return any(
        spell["person_key"] == person and spell["start_month"] <= month <= (spell["end_month"] or month)
        for spell in tables.get("insurance_spell", [])
    )


def _row(source: Source, record: Record, day: date | None, period: Period | None, reason: str | None) -> Record:
    return {
        "fact": source.fact,
        "record_id": record["record_id"],
        "person_key": record.get("person_key"),
        "day": day,
        "period": period,
        "how": source.how,
        "value": (record[source.sum_column] or 0) if source.sum_column else 1,
        "reason": reason or "counted",
    }

"""Two independent computations agree: the frames, and a record-by-record reading of the same vocabulary."""

from collections.abc import Callable
from datetime import date
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.progress import oracle
from tests.progress.frames import evaluated, policy, rules

PERSONS = st.sampled_from(["p1", "p2", "p3", "p4"])
DAYS = st.one_of(
    st.dates(date(2022, 8, 1), date(2027, 12, 31)),
    st.sampled_from([date(2022, 9, 30), date(2022, 10, 1), date(2024, 9, 30), date(2024, 10, 1), date(2026, 12, 31)]),
)
MONTHS = DAYS.map(lambda day: day.replace(day=1))
MAYBE = st.sampled_from([True, True, False, None])


def _records(**columns: st.SearchStrategy[Any]) -> st.SearchStrategy[list[dict[str, Any]]]:
    numbered: Callable[[list[dict[str, Any]]], list[dict[str, Any]]] = lambda rows: [  # noqa: E731
        row | {"record_id": number} for number, row in enumerate(rows, start=1)
    ]
    return st.lists(st.fixed_dictionaries(columns), max_size=7).map(numbered)


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.one_of(strategy, strategy, strategy, st.none())


def _values(column: str) -> list[Any]:
    """Return every value of a column that some source of the policy asks for, and one that none does."""
    sources = [source for target in policy().targets for source in target.count]
    changes = [change for s in sources for options in s.reading.values() for change in options.values()]
    filters = [item.where for item in (*sources, *changes) if item.where]
    return [*sorted({str(value) for where in filters for value in where.get(column, ())}), "other"]


def _qualifications() -> st.SearchStrategy[tuple[str, str]]:
    """Return kinds with levels that some source asks for together, and degrees."""
    sources = [source for target in policy().targets for source in target.count if source.fact == "qualification"]
    asked = [(str(k), str(v)) for s in sources for k in s.where["kind"] for v in s.where.get("level", ("other",))]
    degrees = [("degree", level) for level in ("doctor", "bachelor", "junior_college")]
    return st.one_of(st.sampled_from([*asked, ("talent_class", "F"), ("other", "A")]), st.sampled_from(degrees))


TABLES = st.fixed_dictionaries(
    {
        "insurance_spell": _records(person_key=PERSONS, start_month=MONTHS, end_month=_maybe(MONTHS)),
        "qualification": _records(
            person_key=PERSONS,
            held=_qualifications(),
            obtained_date=_maybe(DAYS),
            is_overseas=MAYBE,
        ).map(lambda rows: [{**row, "kind": row["held"][0], "level": row["held"][1]} for row in rows]),
        "training_attendance": _records(
            person_key=_maybe(PERSONS),
            programme=st.sampled_from(_values("programme")),
            event_date=_maybe(DAYS),
            end_date=_maybe(DAYS),
            is_completed=MAYBE,
        ),
        "event": _records(
            event_name=st.just("e"), category=st.sampled_from(_values("category")), event_date=_maybe(DAYS)
        ),
        "loan": _records(
            disbursed_on=_maybe(DAYS),
            due_on=_maybe(DAYS),
            amount_fen=_maybe(st.integers(0, 9)),
            balance_fen=st.integers(0, 9),
            is_renewal=MAYBE.map(lambda flag: None if flag is None else not flag),
        ),
        "housing_stage": _records(
            project_name=st.just("h"),
            stage=st.sampled_from(_values("stage")),
            event_date=_maybe(DAYS),
            dwellings=_maybe(st.integers(0, 9)),
        ),
        "college_link": _records(
            college_name=st.sampled_from(["a", "b"]),
            start_date=_maybe(DAYS),
            end_date=_maybe(DAYS),
            is_in_province=MAYBE,
        ),
        "budget_line": _records(
            budget_year=st.integers(2021, 2028),
            line_code=st.sampled_from(_values("line_code")),
            kind=st.sampled_from(["set", "spent"]),
            amount_fen=st.integers(0, 9),
            event_date=_maybe(DAYS),
        ),
        "person": st.just([{"person_key": f"p{n}", "birth_month": born} for n, born in enumerate(
            [date(2000, 1, 1), date(1988, 3, 1), None], start=1)]),
    }
)  # fmt: skip
READINGS = st.fixed_dictionaries(
    {},
    optional={
        reading: st.sampled_from([option.code for option in policy().reading(reading).options])
        for reading in ("r10", "r11", "r13", "r14", "r15", "r17", "r26", "r28", "r29", "r30")
    },
)


@settings(max_examples=120, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
@given(TABLES, READINGS, DAYS)
def test_the_frames_count_what_the_reading_of_the_vocabulary_counts(
    tables: Any, chosen: dict[str, str], day: date
) -> None:
    found = evaluated(day, readings=chosen, tables=tables).contributions
    seen = set(found.select("target_id", "period_start", "fact", "record_id", "value", "reason").rows())
    assert seen == oracle.verdicts(tables, rules(**chosen), day)
    assert len(seen) == found.height


def test_the_generator_reaches_every_reason() -> None:
    reached: set[str] = set()

    @settings(max_examples=250, deadline=None, derandomize=True, database=None)
    @given(TABLES, st.sampled_from([{}, {"r14": "net_stock"}]))
    def collect(tables: Any, chosen: dict[str, str]) -> None:
        reached.update(item[-1] for item in oracle.verdicts(tables, rules(**chosen), date(2026, 9, 30)))

    collect()
    assert reached == {
        "counted", "no_date", "no_person", "not_completed", "renewal", "out_of_province", "age", "degree", "left",
        "duplicate_person", "duplicate_entry", "ended", "other_goal",
    }  # fmt: skip


@settings(max_examples=20, deadline=None, derandomize=True)
@given(TABLES, st.randoms(use_true_random=False))
def test_the_order_of_the_records_changes_nothing(tables: Any, shuffle: Any) -> None:
    mixed = {name: shuffle.sample(rows, len(rows)) for name, rows in tables.items()}
    one, other = evaluated(tables=tables), evaluated(tables=mixed)
    for name in ("contributions", "progress", "history", "monthly", "by_unit", "by_town", "overlaps"):
        assert getattr(one, name).equals(getattr(other, name)), name

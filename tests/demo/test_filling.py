"""The demonstration home: everything comes in through the ordinary intake, is labelled, and is the same for a seed."""

import json
from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics import demo, pipeline
from analytics.demo import Built
from analytics.demo.calibration import Calibration
from analytics.identity import Vault
from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.records import Snapshot, Store, fact_names
from analytics.records.errors import StoreExists

#: Late enough for a round's selection and a full year, early enough for few files.
AS_OF = date(2023, 12, 31)
PERSONS = 12000


@pytest.fixture(scope="module")
def told() -> list[tuple[int, int, str]]:
    """What was told about the progress of the work."""
    return []


@pytest.fixture(scope="module")
def truth(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return where the build writes what it planted."""
    return tmp_path_factory.mktemp("truth") / "truth.json"


@pytest.fixture(scope="module")
def built(
    policy: Policy,
    layouts: Mapping[str, Layout],
    tmp_path_factory: pytest.TempPathFactory,
    told: list[tuple[int, int, str]],
    truth: Path,
) -> Built:
    home = tmp_path_factory.mktemp("demo") / "home"

    def tell(done: int, total: int, stage: str) -> None:
        told.append((done, total, stage))

    return demo.build(home, policy=policy, layouts=layouts, persons=PERSONS, as_of=AS_OF, progress=tell, truth=truth)


@pytest.fixture(scope="module")
def snapshot(built: Built) -> Snapshot:
    return Store(built.home).open()


def test_every_filing_comes_in_and_is_read_as_the_ledger_it_is(built: Built, layouts: Mapping[str, Layout]) -> None:
    assert {file.status for file in built.report.files} == {"imported"}
    for file in built.report.files:
        assert [layouts[sheet.ledger].title.zh in file.file for sheet in file.sheets] == [True]


def test_the_progress_of_the_work_is_told_from_the_first_file_to_the_last(
    built: Built, told: list[tuple[int, int, str]]
) -> None:
    files = len(built.report.files)
    assert list(dict.fromkeys(stage for _, _, stage in told)) == ["writing", "reading", "storing", "publishing", "done"]
    assert told[0] == (0, files, "writing")
    assert told[-1] == (files, files, "done")


def test_every_ledger_is_filed_by_the_bureau_that_owns_it(snapshot: Snapshot, layouts: Mapping[str, Layout]) -> None:
    sheets = snapshot.sheets()
    owners = dict(sheets.select("ledger", "unit_id").unique().iter_rows())
    assert owners == {ledger: layout.unit for ledger, layout in layouts.items()}


def test_the_home_says_that_it_is_a_demonstration(built: Built, snapshot: Snapshot) -> None:
    assert snapshot.is_demo
    assert snapshot.default_as_of == AS_OF
    assert snapshot.batches()["is_demo"].all()
    assert all("模拟数据" in file.file for file in built.report.files)


def test_filings_are_recorded_when_they_came_in_not_now(snapshot: Snapshot) -> None:
    recorded = snapshot.batches()["recorded_at"]
    assert recorded.is_sorted()
    assert recorded.dt.date().min() == recorded.dt.date()[0]
    assert (recorded.dt.date() > date(2022, 10, 31)).all()
    assert (recorded.dt.date() < AS_OF + timedelta(days=120)).all()


def test_sheets_cover_the_months_that_their_titles_name(snapshot: Snapshot) -> None:
    insurance = snapshot.sheets().filter(pl.col("ledger") == "insurance_spells").sort("period_from")
    assert insurance["period_from"].to_list() == pl.date_range(date(2022, 10, 1), AS_OF, "1mo", eager=True).to_list()
    assert (insurance["period_from"] == insurance["period_to"]).all()


def test_every_benefit_has_rows(snapshot: Snapshot, policy: Policy) -> None:
    told = [snapshot.facts(name) for name in fact_names()]
    found = {benefit for frame in told if "benefit_id" in frame.columns for benefit in frame["benefit_id"].unique()}
    funded = set(snapshot.facts("budget_line")["line_code"].unique())
    missing = [
        b.id for b in policy.benefits if b.id not in found and not (b.payee == "bureau" and b.budget_line in funded)
    ]
    assert missing == []


def test_what_is_planted_stands_in_the_home(built: Built, snapshot: Snapshot, truth: Path) -> None:
    told = json.loads(truth.read_text(encoding="utf-8"))
    assert not (built.home / truth.name).exists()
    cases = [case for case in told["faults"] if case["kind"] in ("paid_twice", "paid_by_two")]
    numbers = pl.Series(sorted({one for case in cases for one in case["persons"]}))
    keys = dict(zip(numbers, Vault(built.home).person_keys(numbers), strict=True))
    paid = snapshot.facts("payment")
    assert {case["kind"] for case in cases} == {"paid_twice", "paid_by_two"}
    for case in cases:
        own = paid.filter(
            (pl.col("person_key") == keys[case["persons"][0]]) & (pl.col("benefit_id") == case["benefit_id"])
        )
        month = date.fromisoformat(f"{case['from']}-01")
        assert len(own.filter((pl.col("from_month") <= month) & (pl.col("to_month") >= month))) == 2


def test_more_and_more_of_a_month_is_known_as_time_goes_by(snapshot: Snapshot) -> None:
    midnight = time()
    days = [datetime.combine(date(2023, month, 1), midnight) for month in (5, 8, 11)]
    happened = pl.col("obtained_date").is_between(date(2023, 3, 1), date(2023, 3, 31)) & (
        pl.col("kind") == "skill_grade"
    )
    known = [snapshot.facts("qualification", known_at=day).filter(happened).height for day in days]
    known.append(snapshot.facts("qualification").filter(happened).height)
    assert known == sorted(known)
    assert 0 < known[0] < known[-1]


def test_a_few_rows_are_refused_for_different_reasons(built: Built) -> None:
    rows = [row.rule for file in built.report.files for sheet in file.sheets for row in sheet.quarantined_rows]
    accepted = sum(len(sheet.accepted_rows) for file in built.report.files for sheet in file.sheets)
    assert 0 < len(rows) < accepted / 50
    assert len(Counter(rows)) >= 3


def test_a_spell_that_ended_supersedes_the_one_that_was_open(snapshot: Snapshot) -> None:
    spells = snapshot.facts("insurance_spell")
    assert not spells.select("person_key", "employer_id", "start_month").is_duplicated().any()
    assert 0 < spells["end_month"].null_count() < len(spells)


def test_every_target_shows_numbers_and_several_reasons_occur(
    snapshot: Snapshot, policy: Policy, layouts: Mapping[str, Layout]
) -> None:
    results = pipeline.evaluate(snapshot, policy, layouts, as_of=AS_OF)
    assert results.progress.filter(pl.col("actual") == 0)["id"].to_list() == []
    assert set(results.progress["id"]) == {target.id for target in policy.targets}
    reasons = set(results.contributions["reason"])
    assert {"counted", "not_completed", "duplicate_person", "renewal", "age", "degree", "other_goal"} <= reasons
    assert len(set(results.progress["status"])) >= 3


def test_the_same_seed_gives_the_same_files_and_the_same_records(
    policy: Policy, layouts: Mapping[str, Layout], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TALENT_KEY", "00" * 32)
    homes = [tmp_path / name for name in ("first", "second")]
    for home in homes:
        demo.build(home, policy=policy, layouts=layouts, persons=500, seed=7, as_of=date(2022, 12, 31))
    first, second = (Store(home).open() for home in homes)
    assert_frame_equal(first.batches(), second.batches())
    for fact in ("insurance_spell", "qualification", "training_attendance", "event"):
        assert_frame_equal(first.facts(fact), second.facts(fact))


def test_a_home_with_records_is_left_alone(built: Built, policy: Policy, layouts: Mapping[str, Layout]) -> None:
    with pytest.raises(StoreExists):
        demo.build(built.home, policy=policy, layouts=layouts, persons=PERSONS, as_of=date(2022, 10, 31))


@pytest.mark.parametrize(("persons", "as_of"), [(10, AS_OF), (PERSONS, date(2022, 10, 30))])
def test_a_city_too_small_or_too_early_is_refused(
    persons: int, as_of: date, policy: Policy, layouts: Mapping[str, Layout], tmp_path: Path
) -> None:
    with pytest.raises(ValueError, match=r"persons|as_of"):
        demo.build(tmp_path / "home", policy=policy, layouts=layouts, persons=persons, as_of=as_of)
    assert not (tmp_path / "home").exists()


def test_no_word_of_the_records_could_be_taken_for_a_name_of_the_made_up_people(
    snapshot: Snapshot, calibration: Calibration
) -> None:
    names = calibration.names
    frames = [snapshot.facts(name) for name in fact_names()]
    frames += [snapshot.employers(), snapshot.batches(), snapshot.sheets()]
    words = {
        word for frame in frames for column in frame.select(pl.col(pl.String)) for word in column.unique().drop_nulls()
    }
    pairs = {first + second for word in words for first, second in pairwise(word)}
    given = set(names.given.m + names.given.f)
    assert [pair for pair in pairs if pair[0] in names.surnames and pair[1] in given] == []

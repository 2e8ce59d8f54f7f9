"""The rooms put together: one home, evaluated, opened, changed and proved through one door."""

from dataclasses import fields
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest

from analytics import demo, pipeline
from analytics.demo import Built
from analytics.identity import assessments
from analytics.intake import ImportReport
from analytics.pipeline import House, Results
from analytics.records import StoreExists
from analytics.report.listing import Question

AS_OF = date(2026, 9, 30)
FIRST, SECOND = datetime.fromisoformat("2026-10-05T09:00:00"), datetime.fromisoformat("2026-11-20T09:00:00")
CLASSES = "班级名称,合作企业,职业院校,开班时间\n"
ONE = CLASSES + "海信冠名班,青岛海信电器有限公司,平度市职业中等专业学校,2026-03-01\n"
TWO = CLASSES + "啤酒订单班,青岛啤酒平度有限公司,平度市职业中等专业学校,2026-09-30\n"


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a home with one filing in October and another in November."""
    filed = House(tmp_path / "home")
    for name, content, at in (("one.csv", ONE, FIRST), ("two.csv", TWO, SECOND)):
        path = tmp_path / name
        path.write_text(content, encoding="utf-8")
        assert filed.take_in([path], at=at).is_clean
    return filed


def _evaluated(house: House, known_at: datetime | None = None) -> Results:
    opened = house.open()
    return pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF, known_at=known_at)


def _classes(results: Results) -> int | None:
    return results.progress.filter(pl.col("id") == "quota.order_classes")["actual"].item()


def test_the_same_home_and_times_give_the_same_frames(house: House) -> None:
    one, other = _evaluated(house), _evaluated(House(house.home))
    names = [field.name for field in fields(one) if field.name != "ahead"]
    for name in (*names, "forecasts", "fan", "joint", "notices", "steps"):
        values = getattr(one, name), getattr(other, name)
        same = values[0].equals(values[1]) if isinstance(values[0], pl.DataFrame) else values[0] == values[1]
        assert same, name


def test_what_was_known_earlier_can_be_shown_again(house: House) -> None:
    before = datetime.fromisoformat("2026-10-01T00:00:00")
    assert [_classes(_evaluated(house, at)) for at in (None, SECOND, FIRST, before)] == [2, 2, 1, None]


def test_the_results_say_what_they_were_made_from(house: House) -> None:
    found = _evaluated(house, FIRST)
    assert (found.as_of, found.known_at, found.version, found.is_demo) == (AS_OF, FIRST, house.store.version, False)
    assert found.readings["r13"] == "primary_category"


def test_filings_are_judged_on_the_day_of_the_last_recording(house: House) -> None:
    def state(known_at: datetime | None) -> str:
        mine = pl.col("ledger") == "skill_certificates", pl.col("period_start") == date(2026, 7, 1)
        return _evaluated(house, known_at).filings.filter(mine)["state"].item()

    assert state(FIRST) == "not_due"
    assert state(None) == "missing"


def test_an_empty_home_is_judged_on_the_day_itself(tmp_path: Path) -> None:
    house = House(tmp_path / "home")
    house.store.create(house.home)
    assert set(_evaluated(house).filings["state"]) == {"missing", "not_due"}
    assert _evaluated(house).progress["actual"].is_null().all()


def test_records_open_with_file_sheet_and_row(house: House) -> None:
    opened = house.open()
    results = _evaluated(house)
    rows = pipeline.records_behind(results, Question("quota.order_classes"), opened)
    told = rows.select("file_name", "row_no", "subject", "person", "value").rows()
    assert told == [("one.csv", 2, "海信冠名班", None, 1), ("two.csv", 2, "啤酒订单班", None, 1)]


def test_a_preview_tells_new_changed_and_same_without_writing(house: House, tmp_path: Path) -> None:
    again = tmp_path / "again.csv"
    again.write_text(ONE + TWO.removeprefix(CLASSES).replace("啤酒", "雪花啤酒"), encoding="utf-8")
    version = house.store.version
    [found] = house.preview([again])
    assert found.counts() == {"new": 1, "same": 1}
    assert house.store.version == version


def test_a_revoked_batch_is_out_of_force_and_the_store_still_holds(house: House) -> None:
    assert house.revoke(2, SECOND) == house.store.version
    assert _classes(_evaluated(house)) == 1
    assert house.verify() == []


def test_an_open_home_is_opened_again_only_when_it_changed(house: House) -> None:
    first = house.open()
    assert house.open().snapshot is first.snapshot
    house.revoke(2, SECOND)
    assert house.open().version == first.version + 1


def _city(home: Path, **_: object) -> Built:
    filed = House(home)
    filed.store.create(home, is_demo=True, default_as_of=AS_OF)
    return Built(home, 300, AS_OF, ImportReport(files=()))


def _interrupted(home: Path, **_: object) -> Built:
    _city(home)
    raise KeyboardInterrupt


def test_a_demonstration_is_there_when_it_is_complete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(demo, "build", _interrupted)
    with pytest.raises(KeyboardInterrupt):
        pipeline.demonstrate(home, persons=300, seed=1, as_of=AS_OF)
    assert not House(home).store.exists()
    monkeypatch.setattr(demo, "build", _city)
    assert pipeline.demonstrate(home, persons=300, seed=1, as_of=AS_OF).home == home
    assert House(home).open().snapshot.is_demo
    assert assessments.cutoffs(House(home).vault)["action"].to_list() == 3 * ["cut_off", "confirmed"]
    assert [path.name for path in tmp_path.iterdir()] == ["home"]


def test_a_demonstration_never_replaces_a_store(house: House) -> None:
    with pytest.raises(StoreExists):
        pipeline.demonstrate(house.home, persons=300, seed=1, as_of=AS_OF)
    assert _classes(_evaluated(house)) == 2

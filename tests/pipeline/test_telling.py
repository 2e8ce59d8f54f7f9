"""What people told is read in one place, and every word more makes another stamp."""

from datetime import datetime
from pathlib import Path

import pytest

from analytics import pipeline
from analytics.identity.assessments import Entry, Quota, Review
from analytics.pipeline import House, Opened, assessing
from analytics.records import Store

AT = datetime.fromisoformat("2025-11-05 09:00")


@pytest.fixture
def opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Opened:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    with Store.create(tmp_path / "home").writer():
        pass
    return House(tmp_path / "home").open()


def test_every_word_makes_another_stamp(opened: Opened) -> None:
    stamps = [pipeline.told_stamp(opened)]

    def told() -> None:
        stamps.append(pipeline.told_stamp(opened))

    assessing.hand_in(opened, Entry(2025, "innovation", "health", "innovation", "t", "n"), [b"x"], by="a", at=AT)
    told()
    assessing.review(opened, Review(2025, "entry:1", "b", "finance", 4.0), by="b", at=AT)
    told()
    assessing.set_quota(opened, Quota(2025, "370283001", "town.youth", 5.0, True, "s"), by="a", at=AT)
    told()
    assessing.cut_off(opened, 2023, by="a", at=AT, is_agreed=True)
    told()
    assert len(set(stamps)) == 5


def test_a_year_tells_its_own_words_and_names_only_when_asked(opened: Opened) -> None:
    for year in (2024, 2025):
        entry = Entry(year, "nomination", "health", "", "t", "n", "张三丰")
        assessing.hand_in(opened, entry, by="a", at=AT)
    found = pipeline.told(opened, 2025)
    assert found.entries["person"].to_list() == ["张*丰"]
    assert pipeline.told(opened, 2025, with_names=True).entries["person"].to_list() == ["张三丰"]
    assert found.entry_history.height == 1
    assert found.cutoffs.is_empty()

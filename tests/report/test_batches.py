"""What was taken in: batches, their sheets, and rows that wait, counted the same everywhere."""

from collections.abc import Iterator

import polars as pl
import pytest

from analytics import pipeline
from analytics.report import batches
from analytics.report.voice import Voice
from analytics.texts import catalogue
from tests.pages.furnished import AS_OF, furnish


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[pipeline.House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield pipeline.House(furnish(tmp_path_factory.mktemp("batches") / "home"))


@pytest.fixture(scope="module")
def voice(house: pipeline.House) -> Voice:
    opened = house.open()
    return Voice(opened.policy, catalogue("zh"), opened.ledgers)


def waiting(house: pipeline.House) -> pl.DataFrame:
    return batches.live_waiting(house.vault.quarantined(), house.open().snapshot.sheets())


def test_the_rows_that_wait_are_as_many_as_the_sheets_say(house) -> None:
    assert waiting(house).height == house.open().snapshot.sheets()["rows_quarantined"].sum() > 0


def test_a_row_that_waits_says_where_what_and_what_to_do(house, voice) -> None:
    row = batches.waiting(waiting(house).head(1), voice).rows[0]
    assert [cell.text for cell in row[1:4]] == ["Sheet1", "2", "身份证号"]
    assert "370283********1234" in row[4].text
    assert row[6].text


def test_rows_that_wait_can_be_asked_by_ledger_and_unit(house) -> None:
    rows = waiting(house)
    assert batches.waiting_of(rows, ["insurance_spells"]).height == 1
    assert batches.waiting_of(rows, ["insurance_spells"], "industry").is_empty()
    assert batches.waiting_of(rows, unit="human_resources")["unit_id"].unique().to_list() == ["human_resources"]


def test_the_latest_batch_stands_first_with_its_bureau(house, voice) -> None:
    snapshot = house.open().snapshot
    table = batches.batches(snapshot.batches(), snapshot.sheets(), voice)
    numbers = [int(row[0].text) for row in table.rows]
    assert numbers == sorted(numbers, reverse=True)
    assert table.caption.startswith(f"共 {len(numbers)} 个批次")
    assert table.rows[0][2].text == "人社局"


def test_a_card_shows_the_sheets_and_there_is_none_for_an_unknown_batch(house, voice) -> None:
    snapshot = house.open().snapshot
    card = batches.card(1, snapshot.batches(), snapshot.sheets(), waiting(house), voice)
    assert card is not None
    assert card.is_live
    assert card.sheets.rows[0][1].text == "高素质农民培训学员花名册"
    assert batches.card(9999, snapshot.batches(), snapshot.sheets(), waiting(house), voice) is None


def test_a_revoked_batch_stays_listed_and_its_rows_wait_no_more(tmp_path, voice) -> None:
    house = pipeline.House(furnish(tmp_path / "home"))
    before = waiting(house)
    batch = int(before["batch_id"][0])
    house.revoke(batch, voice_time())
    snapshot = house.open().snapshot
    assert waiting(house).height == before.height - 1
    table = batches.batches(snapshot.batches(), snapshot.sheets(), voice)
    assert [row[-1].text for row in table.rows if row[0].value == batch] == ["○ 已撤销"]
    card = batches.card(batch, snapshot.batches(), snapshot.sheets(), waiting(house), voice)
    assert card is not None
    assert not card.is_live


def voice_time():
    return pl.Series([AS_OF]).cast(pl.Datetime("us"))[0]

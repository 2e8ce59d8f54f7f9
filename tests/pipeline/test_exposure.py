"""The exposure of a home agrees with its ledger, follows what a person assumes, and is put to the test of its past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from analytics import house as settings
from analytics import pipeline
from analytics.budget.exposure.backtest import BACKTEST
from analytics.pipeline import AssumptionSetting, Exposure, House
from analytics.pipeline.backtests import origins
from analytics.policy import PolicyError
from tests.pages.paid import pay

AS_OF = date(2026, 9, 30)
AT = datetime(2026, 10, 1, 9, 0)  # noqa: DTZ001 - wall time of the city


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(settings.HOME_VARIABLE, raising=False)
        patch.delenv("TALENT_KEY", raising=False)
        yield House(pay(tmp_path_factory.mktemp("exposure") / "home"))


def found(house: House) -> Exposure:
    opened = house.open()
    return pipeline.exposure(pipeline.account(opened, as_of=AS_OF), opened.snapshot.batches())


def setting(assumption: str, value: float | None) -> AssumptionSetting:
    return AssumptionSetting(assumption, value, "agreed with the bureau", "Li", AT)


def test_the_book_agrees_with_the_ledger_to_the_fen(house: House) -> None:
    told = found(house)
    accounts = pipeline.account(house.open(), as_of=AS_OF)
    assert told.is_reconciled
    ledger = dict(told.reconciled.select("what", "ledger_fen").iter_rows())
    assert ledger["paid"] == accounts.paid["amount_fen"].sum()
    assert ledger["arrears"] == accounts.owed["amount_fen"].sum()
    assert told.book.open_fen.sum() == accounts.ledger.open["amount_fen"].sum()
    assert told.outlay.total > 0


def test_the_same_home_gives_the_same_book(house: House) -> None:
    first, second = found(house), found(house)
    assert (first.outlay.mean == second.outlay.mean).all()
    assert_frame_equal(first.estimates, second.estimates)


def test_what_a_person_assumes_holds_in_the_next_version_and_is_not_known_before(house: House) -> None:
    before = found(house).outlay.total
    version = house.set_assumption(setting("hazard", 0.03))
    assert house.open().version == version
    assert house.open().policy.assumptions["hazard"].set_by == "Li"
    assert found(house).outlay.total < before
    earlier = house.open().policy_known(datetime(2026, 9, 30))  # noqa: DTZ001
    assert not earlier.assumptions["hazard"].is_set
    house.set_assumption(setting("hazard", None))
    assert found(house).outlay.total == before
    assert [made.value for made in house.open().settings] == [0.03, None]


@pytest.mark.parametrize(("assumption", "value"), [("hazard", 7.0), ("nothing", 0.1)])
def test_a_wrong_setting_is_refused_and_changes_nothing(house: House, assumption: str, value: float) -> None:
    version = house.open().version
    with pytest.raises(PolicyError):
        house.set_assumption(setting(assumption, value))
    assert house.open().version == version


def test_a_back_test_takes_quarters_with_a_year_behind_and_a_year_ahead(house: House) -> None:
    columns = {"benefit_id": ["b03a"] * 2, "month": [date(2024, 1, 1), date(2026, 8, 1)], "fen": [5, 5]}
    book = replace(found(house).book, paid=pl.DataFrame(columns))
    assert list(origins(book)) == [date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30)]
    assert list(origins(replace(book, paid=book.paid.clear()))) == []


def test_a_home_paid_for_less_than_two_years_has_no_back_test(house: House) -> None:
    made = pipeline.make_backtest(house.open(), as_of=AS_OF, at=AT)
    assert made.frame.schema == BACKTEST
    assert made.frame.is_empty()
    assert made.scores.is_empty()


def test_the_last_back_test_is_kept_with_its_version_and_time(house: House) -> None:
    assert pipeline.latest_backtest(house.vault) is None
    made = pipeline.make_backtest(house.open(), as_of=AS_OF, at=AT)
    pipeline.keep_backtest(house.vault, made)
    kept = pipeline.latest_backtest(house.vault)
    assert kept is not None
    assert (kept.version, kept.as_of, kept.made_at) == (made.version, AS_OF, AT)
    assert_frame_equal(kept.frame, made.frame)

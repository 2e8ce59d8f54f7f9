"""Budget lines, ceilings and costs of a home agree with the accounts that they are made of."""

from collections.abc import Iterator
from datetime import date

import polars as pl
import pytest

from analytics import house as settings
from analytics import pipeline
from analytics.pipeline import Accounts, House, Spending
from analytics.report.money import rows
from analytics.report.money.rows import Question
from tests.pages.paid import pay

AS_OF = date(2025, 12, 31)
LINE = "youth_allowances"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(settings.HOME_VARIABLE, raising=False)
        patch.delenv("TALENT_KEY", raising=False)
        yield House(pay(tmp_path_factory.mktemp("spending") / "home"))


@pytest.fixture(scope="module")
def accounts(house: House) -> Accounts:
    return pipeline.account(house.open(), as_of=AS_OF)


@pytest.fixture(scope="module")
def found(house: House, accounts: Accounts) -> Spending:
    snapshot = house.open().snapshot
    return pipeline.spending(accounts, pipeline.exposure(accounts, snapshot.batches()), snapshot)


def test_what_a_line_paid_is_what_its_rows_add_up_to(found: Spending, accounts: Accounts) -> None:
    item = found.lines.filter(budget_year=2025, line=LINE).row(0, named=True)
    behind = rows.cells(accounts, Question(rows.PAID, line=LINE, spent=2025))
    assert item["paid_fen"] == behind["amount_fen"].sum() == 800_000
    assert item["owed_fen"] == rows.cells(accounts, Question("arrears", line=LINE))["amount_fen"].sum() == 300_000
    assert rows.cells(accounts, Question(rows.PAID, line="housing", spent=2025)).is_empty()


def test_lines_and_months_tell_the_same_payments(found: Spending) -> None:
    months = found.months.filter(pl.col("line") == LINE)
    assert months["paid_fen"].sum() == 800_000
    assert found.total.filter(budget_year=2025)["paid_fen"].item() == 800_000


def test_ceilings_stand_beside_and_nobody_is_in_negotiation(found: Spending) -> None:
    assert found.ceilings.benefits.height > 10
    assert found.ceilings.cases.is_empty()


def test_costs_follow_the_persons_counted(house: House, accounts: Accounts) -> None:
    opened = house.open()
    results = pipeline.evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    whole = pipeline.costs(accounts, results.contributions).costs.filter(pl.col("cohort").is_null(), benefit_id="b03a")
    assert whole["paid_fen"].item() == 800_000
    assert whole["caution"].cast(pl.String).item() == "few"


def test_what_is_committed_adds_up_to_what_the_exposure_calls_nominal(house: House, accounts: Accounts) -> None:
    made = pipeline.exposure(accounts, house.open().snapshot.batches())
    nominal = made.summary().filter(pl.col("class") == "committed", pl.col("year").is_null())["nominal_fen"].item()
    months = pl.col("to_month").dt.year() * 12 + pl.col("to_month").dt.month()
    months -= pl.col("from_month").dt.year() * 12 + pl.col("from_month").dt.month()
    told = made.committed.select(((months // pl.col("every") + 1) * pl.col("amount_fen")).sum()).item()
    assert told == pytest.approx(nominal)

"""The register of readings and the list of those who never applied: counts, sums, and what each number opens."""

from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest

from analytics.entitlement.exclusions import EXCLUSIONS
from analytics.entitlement.prices import changes
from analytics.policy.readings import Ruling
from analytics.report import readings, unclaimed
from analytics.report.unclaimed import Question
from analytics.report.voice import NOWHERE
from analytics.texts import Lang
from tests.entitlement.test_prices import due
from tests.report.frames import policy, voice
from tests.report.test_method import HAN

DAY = date(2026, 9, 30)
LEADS = readings.leads(policy())


@dataclass(frozen=True)
class Priced:
    option: str
    changes: pl.DataFrame | None
    targets: pl.DataFrame | None
    is_reckoned: bool = True


@dataclass(frozen=True)
class Reading:
    reading: str
    options: tuple[Priced, ...]


MONEY = changes(due(("a", "b03a", 1, 300), ("b", "b03a", 1, 200)), due(("a", "b03a", 1, 500), ("c", "b11c", 2, 100)))
PER_BENEFIT = Reading("r01", (Priced("per_benefit", MONEY, None),))


def register(lang: Lang = "zh", priced: Reading | None = None) -> readings.Table:
    known = {priced.reading: priced} if priced else {}
    return readings.register(policy(), policy().settled(), DAY, known, voice(lang))


def test_every_reading_is_in_the_register_and_opens() -> None:
    table = register()
    assert len(table.rows) == len(policy().readings)
    assert [row[0].drill.params["reading"] for row in table.rows if row[0].drill] == table.column("id")


def test_the_price_stands_in_the_register_once_it_is_known() -> None:
    assert register().column("price")[0] == "打开即测算"
    assert register(priced=PER_BENEFIT).column("price")[0] == "+2元（3 人）"
    unknown = Reading("r24", (Priced("top_up", None, None, is_reckoned=False),))
    assert register(priced=unknown).column("price")[23] == "现有台账不足以测算"
    assert register().column("price")[7] == "没有其他选择"


def test_gains_and_losses_open_the_people_they_count() -> None:
    reading = policy().reading("r01")
    [row] = readings.options(reading, PER_BENEFIT, LEADS, voice()).rows
    assert [cell.value for cell in row[1:5]] == [2, 4.0, 1, 2.0]
    for cells, side in ((row[1:3], "gain"), (row[3:5], "lose")):
        found = readings.people(PER_BENEFIT.options[0], side, None, LEADS)
        assert cells[0].value == found.height
        assert cells[1].value == abs(found["change_fen"].sum()) / 100
        assert {cell.drill.params["side"] for cell in cells if cell.drill} == {side}


def test_the_units_add_up_to_the_whole() -> None:
    table = readings.by_unit(policy().reading("r01"), PER_BENEFIT.options[0], LEADS, voice())
    assert table is not None
    assert [sum(table.column(name)) for name in ("gained", "lost")] == [4.0, 2.0]  # type: ignore[arg-type]
    for row in table.rows:
        assert row[1].drill is None or row[1].drill.params["unit"] in LEADS.values()


def test_a_ruling_is_told_with_its_day_and_meeting() -> None:
    ruled = policy().ruled([("r14", Ruling(valid_from=date(2026, 7, 1), option="net_stock", source="联席会议"))])
    reading = ruled.reading("r14")
    assert readings.standing(reading, "net_stock", DAY, voice()).endswith("（联席会议裁定，自 2026-07-01）")
    assert "尚未裁定" in readings.standing(reading, "gross_inflow", date(2026, 6, 30), voice())
    assert "已裁定 1 处" in readings.title(ruled, DAY, voice())


def claims() -> pl.DataFrame:
    waiting = pl.DataFrame(
        [
            ("a", "b03a", date(2024, 1, 1), 100_000, "unclaimed"),
            ("a", "b03a", date(2024, 2, 1), 100_000, "unclaimed"),
            ("b", "b05b", date(2024, 2, 1), 50_000, "unclaimed"),
            ("c", "b03a", date(2024, 2, 1), 70_000, "arrears"),
        ],
        schema={
            "beneficiary": pl.String,
            "benefit_id": pl.String,
            "month": pl.Date,
            "amount_fen": pl.Int64,
            "cause": pl.String,
        },
        orient="row",
    )
    spells = pl.DataFrame(
        [
            ("a", date(2023, 1, 1), 1, "370283001"),
            ("a", date(2024, 1, 1), 2, "370283105"),
            ("b", date(2024, 1, 1), 3, None),
        ],
        schema={"person_key": pl.String, "start_month": pl.Date, "record_id": pl.Int64, "town": pl.String},
        orient="row",
    )
    return unclaimed.claims(waiting, spells)


def test_what_was_never_applied_for_is_told_by_person_and_last_town() -> None:
    found = claims()
    assert found.select("beneficiary", "months", "amount_fen", "town").rows() == [
        ("a", 2, 200_000, "370283105"),
        ("b", 1, 50_000, None),
    ]
    assert unclaimed.title(found, voice()) == "2 人（单位）符合条件而未申领，全部申领需 2,500元"


def test_the_sums_open_lists_that_hold_them() -> None:
    found = claims()
    for table in (unclaimed.by_benefit(found, voice()), unclaimed.by_town(found, voice())):
        for row in table.rows:
            asked = row[1].drill
            assert asked is not None
            mine = unclaimed.selected(found, Question(asked.params.get("benefit"), asked.params.get("town")))
            assert (row[1].value, row[3].value) == (mine.height, mine["amount_fen"].sum() / 100)
    assert unclaimed.selected(found, Question(town=NOWHERE))["beneficiary"].to_list() == ["b"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_pages_speak_one_language(lang: Lang) -> None:
    excluded = pl.DataFrame([("a", "due"), ("b", "new"), ("c", "new")], schema=EXCLUSIONS, orient="row")
    said, reading = voice(lang), policy().reading("r01")
    steps = unclaimed.excluded(excluded, said)
    assert steps.column("people") == [1, 2, 3]
    tables = [register(lang, PER_BENEFIT), readings.options(reading, PER_BENEFIT, LEADS, said), steps]
    tables += [unclaimed.by_benefit(claims(), said), unclaimed.by_town(claims(), said)]
    texts = [cell.text for table in tables for row in table.rows for cell in row]
    texts += [table.caption for table in tables] + [column.title for table in tables for column in table.columns]
    texts += [unclaimed.people_title(unclaimed.of_step(excluded, "new"), "new", said)]
    assert any(HAN.search(text) for text in texts) is (lang == "zh")

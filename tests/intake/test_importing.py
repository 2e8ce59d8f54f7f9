"""Files as batches: archived, counted, sealed; refused with a sentence; never a traceback."""

import json
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from analytics.identity import Vault
from analytics.intake import UnknownNameError
from analytics.records import Store
from analytics.texts import LANGS, catalogue
from tests.intake.desk import RECORDED, Desk, Page, identity
from tests.intake.test_variants import EMPLOYER, YOUTH, youth


def roster(desk: Desk, *rows: list[object], name: str = "青年人才2024Q3.xlsx") -> Path:
    return desk.xlsx(Page("花名册", [YOUTH, *rows]), name=name)


def test_a_batch_counts_its_rows_and_keeps_its_times(desk: Desk) -> None:
    outcome = desk.one(roster(desk, youth(1), youth(2, name=""), youth(3)))
    assert (outcome.status, outcome.batch_id) == ("imported", 1)
    [batch] = desk.snapshot().batches().iter_rows(named=True)
    assert (batch["rows_physical"], batch["rows_data"], batch["rows_accepted"], batch["rows_quarantined"]) == (
        4,
        3,
        2,
        1,
    )
    assert (batch["sha256"], batch["recorded_at"], batch["received_at"]) == (outcome.sha256, RECORDED, RECORDED)
    assert Vault(desk.home).is_archived(outcome.sha256 or "")


def test_every_fact_row_knows_where_it_came_from(desk: Desk) -> None:
    desk.one(roster(desk, youth(1), youth(2)), bureau="人社局")
    payments = desk.snapshot().facts("payment")
    assert payments.select("batch_id", "sheet_no", "row_no", "ledger", "unit_id").rows() == [
        (1, 0, 2, "youth", "human_resources"),
        (1, 0, 3, "youth", "human_resources"),
    ]
    key = Vault(desk.home).person_key(identity(1))
    assert payments["row_key"][0] == f"youth|{key}|2024-07-01|2024-09-01"


def test_a_later_file_with_the_same_key_supersedes(desk: Desk) -> None:
    desk.one(roster(desk, youth(1), youth(2)))
    desk.one(roster(desk, youth(1, 补贴金额=2000), name="更正2024Q3.xlsx"))
    payments = desk.snapshot().facts("payment")
    assert payments.sort("amount_fen")["amount_fen"].to_list() == [200000, 300000]


def test_people_are_sighted_by_birth_and_sex_and_named_in_the_vault_alone(desk: Desk) -> None:
    desk.one(roster(desk, youth(1, name="欧阳　明")))
    [person] = desk.snapshot().persons().iter_rows(named=True)
    assert (str(person["birth_month"]), person["sex"], person["is_foreign"]) == ("1995-05-01", "m", False)
    revealed = Vault(desk.home).reveal([person["person_key"]])
    assert revealed.row(0)[1:3] == ("欧阳明", identity(1))
    assert EMPLOYER in desk.snapshot().employers()["employer_name"]


def test_a_file_whose_rows_are_all_refused_is_still_a_batch(desk: Desk) -> None:
    outcome = desk.one(roster(desk, youth(1, name=""), youth(2, name="")))
    assert (outcome.status, outcome.batch_id) == ("imported", 1)
    assert desk.snapshot().facts("payment").is_empty()
    assert Vault(desk.home).quarantined(1).height == 2


def test_a_report_of_nothing_is_a_filing(desk: Desk) -> None:
    rows = [["青年人才生活补贴发放花名册（2024年第三季度）"], YOUTH]
    outcome = desk.one(desk.xlsx(Page("花名册", rows)))
    assert [warning.code for warning in outcome.sheets[0].warnings] == ["no_rows"]
    [sheet] = desk.snapshot().sheets().iter_rows(named=True)
    assert (str(sheet["period_from"]), str(sheet["period_to"])) == ("2024-07-01", "2024-09-01")


def test_one_command_brings_many_files_and_publishes_once(desk: Desk) -> None:
    told: list[tuple[int, int, str]] = []
    paths = [roster(desk, youth(n), name=f"{n}.xlsx") for n in (1, 2)]
    bad = desk.folder / "bad.xlsx"
    bad.write_bytes(b"PK\x03\x04")
    report = desk.bring(paths[0], bad, paths[1], paths[0], progress=lambda *state: told.append(state))
    assert [file.status for file in report.files] == ["imported", "refused", "imported", "duplicate"]
    assert [file.batch_id for file in report.files] == [1, None, 2, 1]
    assert Store(desk.home).version == 2
    assert told[0] == (0, 4, "reading")
    assert told[-1] == (4, 4, "done")
    assert not report.is_clean


def test_a_dry_run_says_the_same_and_changes_nothing(desk: Desk) -> None:
    path = roster(desk, youth(1), youth(2, name=""))
    dry = desk.one(path, dry_run=True)
    assert not desk.home.exists()
    real = desk.one(path)
    assert dry.model_copy(update={"batch_id": 1}) == real
    assert desk.one(path, dry_run=True).status == "duplicate"


def test_a_revoked_file_may_come_in_again(desk: Desk) -> None:
    path = roster(desk, youth(1))
    desk.one(path)
    with Store(desk.home).writer() as writer:
        writer.revoke(1, datetime.fromisoformat("2024-10-13T08:00:00"))
    assert desk.snapshot().facts("payment").is_empty()
    assert desk.one(path).status == "imported"


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["序号", "姓名", "身份证号", "学历", "补贴期间"], [1, "赵一", identity(1), "本科", "2024Q3"]], "补贴金额"),
        ([["姓名", "身份证号", "培训日期"], ["赵一", identity(1), "2024.9.2"]], "ecommerce_training"),
        ([["随便写写"], ["没有表头"]], "表头"),
    ],
)
def test_what_is_no_known_ledger_is_refused_and_still_archived(desk: Desk, rows: list[list[object]], told: str) -> None:
    outcome = desk.one(desk.xlsx(Page("Sheet1", rows), name="青年人才生活补贴.xlsx" if "学历" in rows[0] else "a.xlsx"))
    assert (outcome.status, outcome.sheets) == ("refused", ())
    assert told in outcome.message
    assert Vault(desk.home).is_archived(outcome.sha256 or "")
    assert desk.snapshot().batches().is_empty()


def test_a_forced_ledger_reads_what_would_be_ambiguous(desk: Desk) -> None:
    path = desk.xlsx(
        Page("Sheet1", [["姓名", "身份证号", "培训日期"], ["赵一", identity(1), "2024.9.2"]]), name="a.xlsx"
    )
    assert desk.one(path, ledger="ecommerce_training", dry_run=True).sheets[0].ledger == "ecommerce_training"
    assert desk.one(path, ledger="skill", dry_run=True).status == "refused"


@pytest.mark.parametrize(("option", "name"), [("bureau", "外星人事务局"), ("ledger", "nothing")])
def test_a_bureau_or_ledger_nobody_knows_is_a_wrong_command(desk: Desk, option: str, name: str) -> None:
    with pytest.raises(UnknownNameError) as caught:
        desk.bring(roster(desk, youth(1)), **{option: name})
    assert name in caught.value.sentence(catalogue("zh"))
    assert not desk.home.exists()


@pytest.mark.parametrize("lang", LANGS)
def test_every_sentence_is_worded_in_both_languages(desk: Desk, lang: str) -> None:
    rows = [youth(1, 身份证="370283********1234"), youth(2, 补贴标准=999), youth(3, 本次="2024年7月")]
    outcome = desk.one(roster(desk, *rows), dry_run=True, lang=lang)
    shown = json.dumps(outcome.model_dump(), ensure_ascii=False)
    [row] = outcome.sheets[0].quarantined_rows
    assert row.value == "370283********1234"
    assert {w.code for w in outcome.sheets[0].warnings} == {"months_times_rate", "rate_of_level", "range_months"}
    assert ("身份证号码不" in shown or "证件号码已打码" in shown) == (lang == "zh")


def test_the_document_has_the_agreed_shape(desk: Desk) -> None:
    document = desk.bring(roster(desk, youth(1), youth(2, name="")), dry_run=True).to_json()
    [file] = document["files"]
    assert {"file", "sha256", "status", "message", "sheets", "batch_id"} <= set(file)
    [sheet] = file["sheets"]
    assert {"sheet", "ledger", "rows_physical", "rows_data", "accepted_rows", "quarantined_rows", "warnings"} <= set(
        sheet
    )
    assert (sheet["rows_data"], sheet["accepted_rows"]) == (2, [2])
    assert {"row", "column", "rule", "message", "value", "fix"} == set(sheet["quarantined_rows"][0])
    assert json.loads(json.dumps(document)) == document


def test_the_name_of_a_person_never_becomes_an_employer(desk: Desk) -> None:
    rows = [youth(1, name="赵一", 工作单位="赵一"), youth(2, 工作单位="钱小二"), youth(3, 工作单位="海尔")]
    desk.one(roster(desk, *rows))
    assert desk.snapshot().employers()["employer_name"].to_list() == ["海尔"]


def test_numbers_of_people_inside_a_stored_text_are_masked(desk: Desk) -> None:
    header = ["活动名称", "类别", "时间", "主办单位"]
    rows = [header, [f"走访{identity(5)}号对象13800138000", "走访慰问", "2024.9.2", "组织部"]]
    desk.one(desk.xlsx(Page("人才活动", rows)))
    shown = f"走访{identity(5)[:6]}********{identity(5)[-4:]}号对象138****8000"
    assert desk.snapshot().facts("event")["event_name"].to_list() == [shown]


def test_every_layout_takes_in_a_row_of_its_own_headers(desk: Desk) -> None:
    """One plain row per ledger reaches the store: no layout names a column that its fact does not have."""
    samples = {
        "id_number": identity(9), "party_number": identity(9), "name": "赵一", "date": "2024-09-02",
        "month": "2024-09",
        "month_range": "2024年7月-2024年9月", "date_range": "2024.9.2-9.3", "money": "1", "integer": "3",
        "decimal": "3", "share": "35%", "year": "2024", "yes_no": "是", "town": "南村镇", "employer_name": EMPLOYER,
        "phone": "13800138000", "credit_code": "91370200163562681G", "bank": "6217000123456789012",
    }  # fmt: skip
    paths = []
    for layout in desk.layouts.values():
        cells = []
        for column in layout.column:
            codes = desk.policy.codes[column.code_list] if column.code_list else None
            code = codes.code(column.codes[0] if column.codes else codes.ids[0]).label.zh if codes else None
            cells.append(code or samples.get(column.type, "甲"))
        rows = [[layout.title.zh], [column.header.zh for column in layout.column], cells]
        paths.append(desk.xlsx(Page("台账", rows), name=f"{layout.id}.xlsx"))
    report = desk.bring(*paths)
    outcome = {
        Path(f.file).stem: (f.message, [s.ledger for s in f.sheets], [s.accepted_rows for s in f.sheets])
        for f in report.files
    }
    assert {k: v for k, v in outcome.items() if v[1:] != ([k], [(3,)])} == {}
    stored = {
        name: desk.snapshot().facts(name) for layout in desk.layouts.values() for name in (f.table for f in layout.fact)
    }
    ledgers = pl.concat([frame.select("ledger") for frame in stored.values()])["ledger"].unique()
    assert set(ledgers) == set(desk.layouts)


def test_a_second_list_with_its_columns_swapped_is_refused_and_names_its_row(desk: Desk) -> None:
    amount, rate = YOUTH.index("补贴金额（元）"), YOUTH.index("补贴标准（元/月）")
    swapped = list(YOUTH)
    swapped[amount], swapped[rate] = swapped[rate], swapped[amount]
    rows = [YOUTH, youth(1), youth(2), swapped, youth(3)]
    outcome = desk.one(desk.xlsx(Page("花名册", rows), name="roster.xlsx"))
    assert outcome.status == "refused"
    assert "第 4 行" in outcome.message
    again = [YOUTH, youth(1), youth(2), YOUTH, youth(3)]
    assert desk.one(desk.xlsx(Page("花名册", again), name="again.xlsx")).status == "imported"

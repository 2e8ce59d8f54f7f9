"""Rows without a good number: taken for exactly one known person's, or waiting, or refused as ever."""

import json
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analytics.identity import CLAIM, Vault
from analytics.intake import SheetOutcome, preview
from analytics.pipeline import House
from analytics.records import verify
from tests.intake.conftest import SAMPLES
from tests.intake.desk import Desk, Page, identity, refused, warned

HEADER = ("姓名", "身份证号码", "工作单位", "险种", "缴费起始年月", "联系电话")
PHONE = "13805360001"
RULED = datetime(2024, 11, 1, 9)  # noqa: DTZ001 - the store keeps wall times


def row(
    name: str, number: str, phone: str | None = None, start: str = "2024年1月", employer: str = "莱西一厂"
) -> list[Any]:
    return [name, number, employer, "养老", start, phone]


def masked(number: str) -> str:
    return f"{number[:6]}********{number[-4:]}"


def miswritten(number: str) -> str:
    """Return the number with one digit of the day of birth wrong."""
    return f"{number[:13]}{(int(number[13]) + 1) % 10}{number[14:]}"


def alike(number: str) -> str:
    """Return another valid number with the same first six and last four, of somebody born in other years."""
    days = (date(1985, 1, 1) + timedelta(days) for days in range(365))
    return next(other for day in days if (other := identity(int(number[14:17]), day))[-1] == number[-1])


def roster(desk: Desk, *rows: Sequence[Any], name: str = "名册.xlsx") -> Path:
    return desk.xlsx(Page("名册", [HEADER, *rows]), name=name)


def brought(desk: Desk, *rows: Sequence[Any], name: str = "名册.xlsx", **options: Any) -> SheetOutcome:
    return desk.stored(roster(desk, *rows, name=name), ledger="insurance_spells", **options)


def later(desk: Desk, *rows: Sequence[Any], name: str = "后来.xlsx") -> SheetOutcome:
    return brought(desk, *rows, name=name)


def key(desk: Desk, number: str) -> str:
    return Vault(desk.home).person_key(number)


def stored(desk: Desk) -> list[tuple[str, str]]:
    """Return whose spells began when."""
    spells = desk.snapshot().facts("insurance_spell").sort("start_month", "person_key")
    return [(person, f"{start:%Y-%m}") for person, start in spells.select("person_key", "start_month").iter_rows()]


@pytest.mark.parametrize(
    ("stated", "phone", "rule"),
    [
        (masked(identity(1)), None, "name_id"),
        (masked(identity(1)), PHONE, "name_id"),
        (f"{identity(1)[:6]}XXXXXXXX{identity(1)[-4:]}", None, "name_id"),
        (miswritten(identity(1)), None, "name_id"),
        (f"**************{identity(1)[-4:]}", PHONE, "name_phone"),
        ("3.70283E+17", f"+86 {PHONE}", "name_phone"),
        (f"{identity(1)[:15]}000", PHONE, "name_phone"),
        (identity(1)[:-1], PHONE, "name_phone"),
        ("", PHONE, "name_phone"),
        ("E12345678", PHONE, "name_phone"),
    ],
)
def test_a_row_that_means_exactly_one_known_person_comes_in_as_that_persons(
    desk: Desk, stated: str, phone: str | None, rule: str
) -> None:
    brought(desk, row("张伟明", identity(1), PHONE), row("李娜", identity(2)))
    sheet = later(desk, row("张 伟明", stated, phone, "2024年2月"))
    assert sheet.accepted_rows == (2,)
    assert warned(sheet)["linked"] == (2,)
    assert (key(desk, identity(1)), "2024-02") in stored(desk)
    links = Vault(desk.home).links()
    assert links.select("batch_id", "sheet", "row", "rule", "person_key").rows() == [
        (2, "名册", 2, rule, key(desk, identity(1)))
    ]
    assert verify(desk.home) == []


@pytest.mark.parametrize(
    ("name", "stated", "phone", "rule"),
    [
        ("张伟明", "", None, "missing_required"),
        ("张伟明", "370283**********", None, "id_masked"),
        ("张卫明", masked(identity(1)), None, "id_masked"),
        ("张卫明", masked(identity(1)), PHONE, "id_masked"),
        ("张伟明", masked(identity(2)), PHONE, "id_masked"),
        ("张伟明", "370283200501011111", PHONE, "id_checksum"),
        ("张伟明", "", "0532-8848 1234", "missing_required"),
        ("张*明", masked(identity(1)), None, "id_masked"),
    ],
)
def test_a_row_that_means_nobody_known_is_refused_as_ever(
    desk: Desk, name: str, stated: str, phone: str | None, rule: str
) -> None:
    brought(desk, row("张伟明", identity(1), PHONE), row("张伟明", identity(3), "05328848 1234"))
    sheet = later(desk, row(name, stated, phone, "2024年2月"))
    assert refused(sheet) == {2: rule}
    assert Vault(desk.home).links().is_empty()
    assert Vault(desk.home).link_queue().is_empty()


def test_what_else_is_wrong_with_a_row_still_refuses_it(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1)))
    assert refused(later(desk, row("张伟明", masked(identity(1)), start="去年"))) == {2: "id_masked"}


def test_nothing_is_linked_within_one_file(desk: Desk) -> None:
    sheet = brought(desk, row("张伟明", identity(1), PHONE), row("张伟明", masked(identity(1)), PHONE, "2024年2月"))
    assert refused(sheet) == {3: "id_masked"}
    assert Vault(desk.home).link_queue().is_empty()


def test_an_earlier_file_of_the_same_command_makes_people_known(desk: Desk) -> None:
    first = roster(desk, row("张伟明", identity(1)), name="甲.xlsx")
    second = roster(desk, row("张伟明", masked(identity(1)), start="2024年2月"), name="乙.xlsx")
    for dry_run in (True, False):
        report = desk.bring(first, second, ledger="insurance_spells", dry_run=dry_run)
        assert [len(file.sheets[0].accepted_rows) for file in report.files] == [
            1,
            1 - dry_run * (not desk.home.exists()),
        ]


def test_a_link_that_would_repeat_another_row_is_not_made(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1)))
    sheet = later(
        desk,
        row("张伟明", masked(identity(1)), start="2024年2月"),
        row("张伟明", identity(1), start="2024年2月"),
        row("张伟明", masked(identity(1)), start="2024年3月"),
    )
    assert refused(sheet) == {2: "id_masked"}
    assert Vault(desk.home).links()["row"].to_list() == [4]


def test_a_link_teaches_nothing_about_the_person(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    later(desk, row("张伟明先生", masked(identity(1)), "13900000000", "2024年2月"))
    assert Vault(desk.home).reveal([key(desk, identity(1))]).row(0)[1:] == ("张伟明", identity(1), PHONE)


def test_one_who_may_be_two_waits_and_the_pairs_are_queued(desk: Desk) -> None:
    other = alike(identity(1))
    brought(desk, row("张伟明", identity(1)), row("张伟明", other))
    sheet = later(desk, row("张伟明", masked(identity(1)), start="2024年2月"))
    assert refused(sheet) == {2: "id_masked"}
    queue = Vault(desk.home).link_queue()
    assert set(queue["right_key"]) == {key(desk, identity(1)), key(desk, other)}
    assert queue["left_key"].str.starts_with(CLAIM).all()
    assert set(queue["status"]) == {"open"}
    assert queue["evidence"].unique().to_list() == [f"张*明 370283********{other[-4:]}"]


def test_a_ruling_decides_the_next_row_that_says_the_same(desk: Desk) -> None:
    other = alike(identity(1))
    brought(desk, row("张伟明", identity(1)), row("张伟明", other))
    later(desk, row("张伟明", masked(identity(1)), start="2024年2月"))
    house = House(desk.home)
    [pair] = house.link_queue().filter(right_key=key(desk, other))["pair"]
    house.rule_link(pair, "same", by="everything", reason="看过身份证", at=RULED)
    sheet = later(desk, row("张伟明", masked(identity(1)), start="2024年3月"), name="三月.xlsx")
    assert sheet.accepted_rows == (2,)
    assert Vault(desk.home).links()["person_key"].to_list() == [key(desk, other)]


def test_a_ruling_that_one_is_somebody_else_leaves_the_other(desk: Desk) -> None:
    other = alike(identity(1))
    brought(desk, row("张伟明", identity(1)), row("张伟明", other))
    later(desk, row("张伟明", masked(identity(1)), start="2024年2月"))
    house = House(desk.home)
    [pair] = house.link_queue().filter(right_key=key(desk, other))["pair"]
    house.rule_link(pair, "different", by="everything", reason="看过身份证", at=RULED)
    later(desk, row("张伟明", masked(identity(1)), start="2024年3月"), name="三月.xlsx")
    assert Vault(desk.home).links()["person_key"].to_list() == [key(desk, identity(1))]


def test_two_valid_numbers_are_never_merged_by_themselves(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    sheet = later(desk, row("张伟明", identity(2), PHONE, "2024年2月"))
    assert sheet.accepted_rows == (2,)
    assert "linked" not in warned(sheet)
    assert stored(desk) == [(key(desk, identity(1)), "2024-01"), (key(desk, identity(2)), "2024-02")]
    queue = Vault(desk.home).link_queue()
    assert queue.select("rule", "left_key", "right_key", "batch_id", "row").rows() == [
        ("name_phone", key(desk, identity(2)), key(desk, identity(1)), 2, 2)
    ]


def test_a_pair_is_queued_once_however_often_it_is_met(desk: Desk) -> None:
    for number in range(1, 4):
        brought(
            desk,
            row("张伟明", identity(1), PHONE, f"2024年{number}月"),
            row("张伟明", identity(2), PHONE, f"2024年{number}月"),
            name=f"{number}月.xlsx",
        )
    assert Vault(desk.home).link_queue().height == 1


def test_persons_ruled_one_and_the_same_count_once_from_then_on_and_not_before(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    later(desk, row("张伟明", identity(2), PHONE, "2024年2月"))
    house = House(desk.home)
    [pair] = house.link_queue()["pair"]
    house.rule_link(pair, "same", by="everything", reason="补办过身份证", at=RULED)
    one = key(desk, identity(1))
    assert stored(desk) == [(one, "2024-01"), (one, "2024-02")]
    assert desk.snapshot().persons()["person_key"].to_list() == [one]
    assert desk.snapshot().persons(datetime(2024, 10, 31)).height == 2  # noqa: DTZ001 - the store keeps wall times
    assert house.link_queue().select("status", "ruled_by", "reason").rows() == [("same", "everything", "补办过身份证")]
    assert verify(desk.home) == []
    later(desk, row("张伟明", identity(2), PHONE, "2024年3月"), name="三月.xlsx")
    assert stored(desk)[-1] == (one, "2024-03")


def test_a_row_filed_again_under_the_other_number_takes_the_place_of_the_first(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    later(desk, row("张伟明", identity(2), PHONE))
    house = House(desk.home)
    house.rule_link(1, "same", by="everything", reason="补办过身份证", at=RULED)
    assert stored(desk) == [(key(desk, identity(1)), "2024-01")]


def test_a_ruling_can_be_undone(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    later(desk, row("张伟明", identity(2), PHONE, "2024年2月"))
    before = stored(desk)
    house = House(desk.home)
    house.rule_link(1, "same", by="everything", reason="补办过身份证", at=RULED)
    house.rule_link(1, "open", by="everything", reason="看错了", at=datetime(2024, 11, 5))  # noqa: DTZ001 - as above
    assert stored(desk) == before
    assert house.link_queue()["status"].to_list() == ["open"]
    assert house.store.open().persons(datetime(2024, 11, 3)).height == 1  # noqa: DTZ001 - as above


def test_what_a_revoked_batch_brought_is_gone(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    later(desk, row("张伟明", identity(2), PHONE, "2024年2月"), row("张伟明", masked(identity(1)), None, "2024年3月"))
    house = House(desk.home)
    assert (house.links().height, house.link_queue().height) == (1, 1)
    house.revoke(2, RULED)
    assert (house.links().height, house.link_queue().height) == (0, 0)
    house.revoke(1, RULED)
    assert refused(later(desk, row("张伟明", masked(identity(1)), PHONE), name="四月.xlsx")) == {2: "id_masked"}


def test_a_person_of_a_revoked_file_that_came_again_is_known(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1)))
    House(desk.home).revoke(1, RULED)
    brought(desk, row("张伟明", identity(1)), name="重报.xlsx")
    assert later(desk, row("张伟明", masked(identity(1)), start="2024年2月")).accepted_rows == (2,)


def test_a_failed_import_leaves_no_link(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE))
    path = roster(
        desk, row("张伟明", masked(identity(1)), start="2024年2月"), row("张伟明", identity(2), PHONE), name="二.xlsx"
    )

    def stop(done: int, total: int, stage: str) -> None:
        if stage == "publishing":
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        desk.bring(path, ledger="insurance_spells", progress=stop)
    vault = Vault(desk.home)
    assert vault.links().is_empty()
    assert vault.link_queue().is_empty()
    vault_file = (desk.home / "vault.sqlite").read_bytes() + b"".join(p.read_bytes() for p in desk.home.glob("*-wal"))
    assert vault_file
    assert later(desk, row("张伟明", masked(identity(1)), start="2024年2月")).accepted_rows == (2,)


def test_the_preview_says_what_the_import_does(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1)))
    path = roster(
        desk, row("张伟明", masked(identity(1)), start="2024年2月"), row("李娜", masked(identity(2))), name="二.xlsx"
    )
    [shown] = preview(desk.home, None, desk.policy, desk.layouts, [path], ledger="insurance_spells")
    assert shown.rows["state"].to_list() == ["new", "refused"]
    assert desk.stored(path, ledger="insurance_spells") == shown.outcome.sheets[0]


def test_the_order_of_rows_and_unrelated_people_change_no_link(desk: Desk) -> None:
    known = [row("张伟明", identity(1), PHONE), row("李娜", identity(2)), row("王强", identity(3), "13805360003")]
    asked = [row("张伟明", masked(identity(1))), row("李娜", miswritten(identity(2))), row("王强", "", "13805360003")]
    asked = [[*r[:4], "2024年2月", r[5]] for r in asked]
    brought(desk, *known)
    later(desk, *asked)
    first = Vault(desk.home).links()
    House(desk.home).revoke(2, RULED)
    brought(desk, *(row("张伟", identity(n), f"139053600{n}") for n in range(10, 40)), name="别人.xlsx")
    later(desk, *reversed(asked), name="倒序.xlsx")
    second = Vault(desk.home).links(4)
    assert set(first.select("rule", "person_key").rows()) == set(second.select("rule", "person_key").rows())
    assert first.height == second.height == 3


def test_nothing_shown_or_kept_of_links_names_anybody(desk: Desk) -> None:
    brought(desk, row("张伟明", identity(1), PHONE), row("李娜敏", identity(3), "13905360003"))
    asked = [row("张伟明", "", PHONE, "2024年2月"), row("李娜敏", identity(2), "13905360003", "2024年2月")]
    path = roster(desk, *asked, name="二.xlsx")
    said = json.dumps(desk.one(path, ledger="insurance_spells").model_dump(mode="json"), ensure_ascii=False)
    house = House(desk.home)
    kept = str([house.links().rows(), house.link_queue().rows()])
    assert "张*明 138****0001" in said
    assert "李*敏" in kept
    for secret in ("张伟明", PHONE, "李娜敏", "13905360003", *(identity(n) for n in (1, 2, 3))):
        assert secret not in said
        assert secret not in kept


def test_the_samples_come_in_as_their_truth_says_whatever_came_before(desk: Desk) -> None:
    truth = json.loads((SAMPLES / "truth.json").read_text(encoding="utf-8"))
    report = desk.bring(*(SAMPLES / name for name in reversed(truth)))
    for file in report.files:
        told = [
            (list(s.accepted_rows), [{"row": q.row, "rule": q.rule} for q in s.quarantined_rows]) for s in file.sheets
        ]
        assert told == [(sheet["accepted_rows"], sheet["quarantined_rows"]) for sheet in truth[file.file]["sheets"]]
    assert Vault(desk.home).links().is_empty()
    assert Vault(desk.home).link_queue().is_empty()

"""Filing: files are previewed before anything is written, taken in once, and can be taken out again."""

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import house, pipeline
from tests.pages.conftest import text, visiting
from tests.pages.furnished import furnish

LOANS = """借款人,合同号,经办银行,发放日期,到期日,本年发放额（元）,贷款余额（元）,是否续贷
青岛海信电器有限公司,H001,农商银行,2026-02-01,2027-01-31,12000000,12000000,否
青岛康大食品有限公司,H002,农商银行,某一天,2027-07-14,3000000,3000000,否
"""
FILE = "人才贷台账.csv"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    monkeypatch.setenv(house.HOME_VARIABLE, str(tmp_path / "home"))
    return furnish(tmp_path / "home")


@pytest.fixture
def uploaded(home: Path) -> AppTest:
    app = visiting("intake")
    app.file_uploader[0].upload(FILE, LOANS.encode())
    return app.run()


def version(home: Path) -> int:
    return pipeline.House(home).open().version


def button(app: AppTest, key: str):
    return next(found for found in app.button if found.key == key)


def test_a_preview_shows_the_difference_and_writes_nothing(home: Path, uploaded: AppTest) -> None:
    assert not uploaded.exception
    shown = text(uploaded)
    assert 'data-state="new">＋ 新增 <b>1</b>' in shown
    assert 'data-state="refused">◆ 待核 <b>1</b>' in shown
    assert "某一天" in shown
    assert version(home) == 2


def test_taking_in_publishes_says_so_and_empties_the_uploader(home: Path, uploaded: AppTest) -> None:
    button(uploaded, "uploads_commit").click().run()
    assert not uploaded.exception
    assert version(home) == 3
    assert f"{FILE}：" in text(uploaded)
    assert "v3" in text(uploaded)
    assert not [found for found in uploaded.button if found.key == "uploads_commit"]


def test_the_numbers_follow_and_open_to_the_new_record(home: Path, uploaded: AppTest) -> None:
    button(uploaded, "uploads_commit").click().run()
    shown = text(visiting("records", ind="quota.talent_loans"))
    assert "人才贷：2026 年计入 2,190 万元，共 4 条记录" in shown
    assert "H001" in shown
    assert "某一天" in text(visiting("records", ind="quota.talent_loans", state="quarantined"))


def test_the_same_file_again_is_a_duplicate_and_cannot_be_taken_in(home: Path, uploaded: AppTest) -> None:
    button(uploaded, "uploads_commit").click().run()
    again = visiting("intake")
    again.file_uploader[0].upload(FILE, LOANS.encode())
    again.run()
    assert button(again, "uploads_commit").disabled
    assert "未重复处理" in text(again)


def test_a_file_that_is_no_ledger_is_refused_with_a_sentence(home: Path) -> None:
    app = visiting("intake")
    app.file_uploader[0].upload("photo.csv", b"a,b\n1,2\n")
    app.run()
    assert button(app, "uploads_commit").disabled
    assert "没有找到台账表头" in text(app)


def test_a_batch_can_be_revoked_and_the_numbers_are_as_before(home: Path, uploaded: AppTest) -> None:
    loans: Callable[[], str] = lambda: text(visiting("records", ind="quota.talent_loans"))  # noqa: E731
    button(uploaded, "uploads_commit").click().run()
    batch = int(pipeline.House(home).open().snapshot.batches()["batch_id"][-1])
    app = visiting("intake", view="batches", batch=str(batch))
    button(app, f"revoke_{batch}").click().run()
    assert not app.exception
    assert version(home) == 4
    assert "○ 已撤销" in text(app)
    assert "共 3 条记录" in loans()


def test_while_somebody_else_writes_nothing_is_lost_and_the_page_says_so(home: Path, uploaded: AppTest) -> None:
    with pipeline.House(home).store.writer():
        button(uploaded, "uploads_commit").click().run()
        assert not uploaded.exception
        assert "本次未作任何改动" in text(uploaded)
    assert version(home) == 2

"""The filing page beyond uploading: forms to take, headers to explain, files to give back, matters to rule on."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import house, pipeline
from tests.pages.conftest import Open, text, visiting
from tests.pages.furnished import furnish

HEADER = "姓名,身份证号码,{degree},毕业院校,毕业时间,工作单位,来平就业时间"
ROW = "张三丰,370283199001011235,{degree},青岛大学,2024-06-30,青岛海信电器有限公司,2024-08-01"
FILE = "引进青年人才登记表.csv"
ROSTER = "姓名,身份证号码,工作单位,缴费起始年月,联系电话\n"
FIRST, SECOND, PHONE = "370283199001011235", "370283198505051236", "13805360001"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.delenv("TALENT_KEY", raising=False)
    monkeypatch.setenv(house.HOME_VARIABLE, str(tmp_path / "home"))
    return furnish(tmp_path / "home")


def content(header: str = "学历", degree: str = "硕士") -> bytes:
    return "\n".join((HEADER.format(degree=header), ROW.format(degree=degree), "")).encode()


def pressed(app: AppTest, label: str) -> AppTest:
    return next(found for found in app.button if found.label == label).click().run()


@pytest.mark.usefixtures("home")
def test_every_ledger_has_a_form_to_take() -> None:
    app = visiting("intake", view="forms")
    assert not app.exception
    shown = text(app)
    ledgers = pipeline.rulebook()[1]
    assert f"{len(ledgers)} 张台账" in shown
    assert all(f"ledger={name}" in shown for name in ledgers)


@pytest.mark.usefixtures("home")
def test_a_form_says_what_belongs_into_each_column_and_refuses_a_period_it_cannot_read() -> None:
    app = visiting("intake", view="forms", ledger="youth")
    assert "身份证" in text(app)
    app.text_input[0].set_value("2026Q3").run()
    assert not app.exception
    app.text_input[0].set_value("去年").run()
    assert not app.exception
    assert "“去年”无法识别" in text(app)


def test_a_strange_header_is_explained_once_and_then_read(home: Path) -> None:
    app = visiting("intake")
    app.file_uploader[0].upload(FILE, content("文凭")).run()
    assert "缺少必需的列" in text(app)
    [asked] = [box for box in app.selectbox if "文凭" in box.label]
    asked.set_value("degree")
    pressed(app, "记住并重新预览")
    assert not app.exception
    assert "缺少必需的列" not in text(app)
    assert [entry.target for entry in pipeline.House(home).told_headers()] == ["degree"]
    assert "已说明的表头 1 个" in [box.label for box in visiting("intake").expander]


def test_a_remembered_header_can_be_forgotten(home: Path) -> None:
    test_a_strange_header_is_explained_once_and_then_read(home)
    app = visiting("intake")
    box = next(found for found in app.selectbox if found.key == "headers_forget")
    box.set_value(box.options[0]).run()
    pressed(app, "取消")
    assert pipeline.House(home).told_headers()[0].until is not None


def test_two_bureaus_are_heard_and_one_holds(home: Path, tmp_path: Path) -> None:
    store = pipeline.House(home)
    for unit, degree in (("human_resources", "硕士"), ("education_sports", "本科")):
        path = tmp_path / unit / FILE
        path.parent.mkdir()
        path.write_bytes(content(degree=degree))
        moment = store.open().snapshot.batches()["recorded_at"].max()
        report = store.take_in([path], at=moment, bureau=unit)  # type: ignore[arg-type]
        assert report.is_clean, report
    listed = store.disagreements()
    code = ".".join(listed.row(0)[:3])
    app = visiting("intake", view="rulings", matter=code)
    assert not app.exception
    assert "待裁定 1 项" in text(app)
    assert "所报不一致 1" in text(app)
    pressed(app, "作出裁定")
    assert "请选择以谁为准" in text(app)
    app.radio[0].set_value("education_sports")
    app.text_input[0].set_value("学信网核实")
    pressed(app, "作出裁定")
    assert not app.exception
    assert "待裁定 0 项" in text(app)
    assert "学信网核实" in text(app)
    pressed(app, "撤回裁定")
    assert "待裁定 1 项" in text(app)


@pytest.fixture
def alike(home: Path, tmp_path: Path) -> pipeline.House:
    """Bring a known person, a row taken for that person's, and another number with the same name and phone."""
    store = pipeline.House(home)
    for month, number, phone in ((1, FIRST, PHONE), (2, f"{FIRST[:6]}********{FIRST[-4:]}", ""), (3, SECOND, PHONE)):
        path = tmp_path / f"名册{month}.csv"
        path.write_text(f"{ROSTER}张三丰,{number},青岛一厂,2026年{month}月,{phone}\n", encoding="utf-8")
        moment = store.open().snapshot.batches()["recorded_at"].max()
        report = store.take_in([path], at=moment, ledger="insurance_spells")  # type: ignore[arg-type]
        assert report.is_clean, report
    return store


def test_a_pair_is_ruled_one_person_and_taken_apart_again(alike: pipeline.House) -> None:
    app = visiting("intake", view="rulings", list="pairs", pair="1")
    assert not app.exception
    shown = text(app)
    assert "待裁定 1 项" in shown
    assert "张*丰 370283********1236" in shown
    assert not [secret for secret in ("张三丰", FIRST, SECOND, PHONE) if secret in shown]
    app.radio[0].set_value("same")
    pressed(app, "作出裁定")
    assert "并写明理由" in text(app)
    before = alike.open().version
    app.text_input[0].set_value("同一社保号")
    pressed(app, "作出裁定")
    assert not app.exception
    assert "待裁定 0 项" in text(app)
    assert "同一社保号" in text(app)
    assert alike.open().version == before + 1
    assert alike.link_queue()["status"].to_list() == ["same"]
    app.text_input[0].set_value("裁定有误")
    pressed(app, "撤回裁定")
    assert not app.exception
    assert "待裁定 1 项" in text(app)


def test_while_somebody_else_writes_a_pair_stays_open_and_the_page_says_so(alike: pipeline.House) -> None:
    app = visiting("intake", view="rulings", list="pairs", pair="1")
    app.radio[0].set_value("different")
    app.text_input[0].set_value("不同的人")
    with alike.store.writer():
        pressed(app, "作出裁定")
        assert not app.exception
        assert "本次未作任何改动" in text(app)
    assert alike.link_queue()["status"].to_list() == ["open"]


@pytest.mark.usefixtures("alike")
def test_the_links_made_are_listed_with_their_rule() -> None:
    app = visiting("intake", view="rulings", list="links")
    assert not app.exception
    shown = text(app)
    assert "姓名和证件号码前六位、后四位" in shown
    assert "张*丰 370283********1235" in shown


@pytest.mark.parametrize("codes", [{"list": "nothing"}, {"list": "pairs", "pair": "x"}, {"list": "pairs", "pair": "9"}])
def test_a_code_that_names_nothing_shows_an_empty_list(visit: Open, codes: dict[str, str]) -> None:
    app = visit("intake", view="rulings", **codes)
    assert not app.exception
    assert "待裁定 0 项" in text(app)
    assert "没有可列出的内容" in text(app)
    assert not app.radio


def test_a_batch_with_rows_set_aside_can_be_given_back(home: Path, tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_bytes(content(degree="不知道"))
    store = pipeline.House(home)
    moment = store.open().snapshot.batches()["recorded_at"].max()
    [outcome] = store.take_in([path], at=moment).files  # type: ignore[arg-type]
    app = visiting("intake", view="batches", batch=str(outcome.batch_id))
    assert not app.exception
    assert any(found.key == f"return_{outcome.batch_id}" for found in app.get("download_button"))
    assert "return" not in list(store.vault.accesses()["action"])

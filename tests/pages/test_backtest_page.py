"""The back-test page and what follows from it: made by a button, shown with its age, and whiskers only after it."""

import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analytics import house
from tests.pages.conftest import text, visiting, widget


@pytest.fixture
def own(furnished: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home of its own, so that a back-test made here is seen nowhere else."""
    home = tmp_path / "home"
    shutil.copytree(furnished, home)
    monkeypatch.setenv(house.HOME_VARIABLE, str(home))
    return home


def press(app: AppTest) -> AppTest:
    widget(app, "tested_make").click()
    return app.run()


@pytest.mark.usefixtures("own")
def test_without_a_back_test_the_page_says_so_and_how_to_make_one() -> None:
    shown = text(visiting("backtest", lang="zh"))
    assert "还没有回测，会商页暂不显示预测区间" in shown
    assert "talent backtest" in shown
    assert "assumptions?view=trial" in shown
    assert "尚未回测，暂不显示区间" in text(visiting(lang="zh"))


@pytest.mark.usefixtures("own")
@pytest.mark.parametrize(("lang", "said"), [("zh", "80% 区间盖住"), ("en", "the 80% interval held")])
def test_the_button_makes_it_and_the_page_shows_it_with_its_age(lang: str, said: str) -> None:
    app = press(visiting("backtest", lang=lang))
    assert not app.exception
    shown = text(app)
    assert said in shown.split("</h1>")[0]
    assert "v2" in shown
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.usefixtures("own")
def test_pressed_again_it_is_made_again_and_says_the_same() -> None:
    once = press(visiting("backtest", lang="zh"))
    title = text(once).split("</h1>")[0]
    assert text(press(once)).split("</h1>")[0] == title


@pytest.mark.usefixtures("own")
def test_whiskers_appear_on_the_meeting_after_the_back_test_with_its_coverage() -> None:
    before = text(visiting(lang="zh"))
    assert 'class="wk"' not in before
    assert 'class="md"' in before
    press(visiting("backtest", lang="zh"))
    after = text(visiting(lang="zh"))
    assert 'class="wk"' in after
    assert "80% 区间盖住" in after


@pytest.mark.usefixtures("own")
def test_the_page_of_a_task_shows_its_band_after_the_back_test() -> None:
    before = text(visiting("indicator", ind="quota.farmer_training", lang="zh"))
    assert "尚未回测，暂不显示区间。" in before
    press(visiting("backtest", lang="zh"))
    after = text(visiting("indicator", ind="quota.farmer_training", lang="zh"))
    assert "这一项回测" in after


def test_the_method_page_leads_to_the_back_test_and_tells_how_forecasts_are_made(
    furnished: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(house.HOME_VARIABLE, str(furnished))
    shown = text(visiting("method", lang="zh"))
    assert "backtest?" in shown
    assert 'id="forecast"' in shown
    assert 'id="outlooks"' in shown

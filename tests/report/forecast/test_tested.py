"""The back-test page: its sentence equals its charts, every miss is listed, every verdict is said."""

from datetime import date
from itertools import product

import plotly.graph_objects as go
import polars as pl
import pytest

from analytics.progress import backtests
from analytics.report.forecast import plain, proof, tested
from analytics.report.forecast.tested import Tried, TriedView
from tests.report.frames import FARMERS, YOUTH, policy, voice

#: By target: outcome, and the interval that was told each time.
TOLD = {FARMERS: (100, (80, 95, 120)), YOUTH: (5_000, (4_000, 4_400, 4_800))}
ORIGINS = [date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1)]


def row(target: str, origin: date, ahead: int) -> dict[str, object]:
    outcome, (low, middle, high) = TOLD[target]
    number = origin.year * 12 + origin.month - 1 + ahead - 1
    return {
        "target_id": target, "origin": origin, "start_month": date(2024, 1, 1), "months_ahead": ahead,
        "end_month": date(number // 12, number % 12 + 1, 1), "size": "small" if target == FARMERS else "large",
        "target": 90, "reported": 10, "mean": float(middle), "p10": low, "p50": middle, "p90": high,
        "p_attain": 0.9 if target == FARMERS else 0.1, "low_confidence": False, "outcome": outcome,
        "is_reached": target == FARMERS, "is_inside": low <= outcome <= high, "crps": outcome * 0.1,
        "linear": 1.0, "linear_crps": outcome * 0.4, "naive": 1.0, "naive_crps": outcome * 0.2,
    }  # fmt: skip


FRAME = pl.DataFrame(
    [row(target, origin, ahead) for target, origin, ahead in product(TOLD, ORIGINS, (3, 12))],
    schema=dict(backtests.TESTED),
)


def made(frame: pl.DataFrame = FRAME) -> Tried:
    return Tried(
        frame,
        backtests.scores(frame, policy()),
        backtests.reliability(frame),
        backtests.misses(frame),
        backtests.support(frame, policy()),
    )


@pytest.fixture(scope="module")
def view() -> TriedView:
    found = tested.view(made(), voice())
    assert found
    return found


def chart(view: TriedView, name: str):
    return next(chart for chart in view.charts if chart.id == name)


def test_the_title_counts_origins_forecasts_and_what_held(view: TriedView) -> None:
    assert view.title == "过去 4 个季末预测 16 次，80% 区间盖住 50%"


def test_coverage_is_drawn_by_horizon_and_size_as_the_title_says(view: TriedView) -> None:
    found = chart(view, "coverage")
    assert found.title == "80% 区间盖住 50%（应为 80%）：提前 3 个月 50%，提前 12 个月 50%"
    assert [cell[0].text for cell in found.table.rows] == [
        "全部",
        "提前 3 个月内",
        "提前 12 个月内",
        "数量小",
        "数量大",
    ]
    assert found.figure["data"][0]["x"] == [0.5, 0.5, 0.5, 1.0, 0.0]
    assert found.table.column("coverage") == [0.5, 0.5, 0.5, 1.0, 0.0]


def test_the_doubt_of_a_share_stays_between_none_and_all(view: TriedView) -> None:
    dots = chart(view, "coverage").figure["data"][0]
    spread = zip(dots["x"], dots["error_x"]["array"], dots["error_x"]["arrayminus"], strict=True)
    for share, above, below in spread:
        assert 0 <= share - below <= share <= share + above <= 1 + 1e-9
        assert above + below > 0


def test_probabilities_stand_against_what_happened(view: TriedView) -> None:
    found = chart(view, "reliability")
    points = found.figure["data"][-1]
    assert (points["x"], points["y"]) == (pytest.approx([0.1, 0.9]), [0.0, 1.0])
    assert found.title == "说可能性 20% 以下的 8 次里实现 0%，说 80% 以上的 8 次里实现 100%"


def test_errors_have_one_panel_a_horizon_and_the_title_tells_the_ends(view: TriedView) -> None:
    found = chart(view, "errors")
    assert found.title == "中值与结果相差多少：提前 3 个月内 8%，提前 12 个月内 8%"
    assert [bars["y"] for bars in found.figure["data"]] == [pytest.approx([0.085] * 4)] * 2
    assert [row[0].value for row in found.table.rows] == ORIGINS[::-1]


def test_scores_stand_beside_those_of_simple_methods(view: TriedView) -> None:
    found = chart(view, "crps")
    assert found.figure["data"][0]["x"] == pytest.approx([0.1, 0.4, 0.2])
    assert found.title == "综合误差 10.0%：比序时推算小 75%，比去年同期小 50%"


def test_a_worse_score_is_not_dressed_up() -> None:
    worse = tested.view(made(FRAME.with_columns(crps=pl.col("crps") * 9)), voice())
    assert worse
    assert chart(worse, "crps").title == "综合误差 90.0%；序时推算 40.0%，去年同期 20.0%"


def test_every_figure_can_be_drawn_and_read_without_seeing_it(view: TriedView) -> None:
    for shown in view.charts:
        assert go.Figure(shown.figure).data
        assert any(sign.isdigit() for sign in shown.alt)


def test_every_miss_is_listed_the_farthest_first(view: TriedView) -> None:
    assert view.misses.caption == "没盖住的 8 次，偏得最远的在前"
    assert set(view.misses.column("outcome")) == {5_000}
    assert view.misses.column("off") == pytest.approx([0.04] * 8)


def test_every_task_has_its_verdict(view: TriedView) -> None:
    told = {row[0].text: row[-1].text for row in view.targets.rows}
    assert len(told) == len(policy().targets)
    assert told["高素质农民"] == "● 显示"
    assert told["青年人才"] == "◆ 盖住太少"
    assert told["合作院校"] == "○ 未能回测"


def test_the_proof_is_what_the_page_shows(view: TriedView) -> None:
    found = made()
    proven = proof.proof(found)
    assert (proven.tried, proven.coverage, proven.refused) == (16, 0.5, 1)
    assert proven.supports(FARMERS)
    assert not proven.supports(YOUTH)


def test_nothing_tried_is_no_page_and_proves_nothing() -> None:
    found = made(FRAME.clear())
    assert tested.view(found, voice()) is None
    assert proof.proof(found).tried == 0


def test_the_method_is_told_in_plain_words_with_the_rule_in_force() -> None:
    told = {row[0].text: row[1].text for row in plain.steps(voice()).rows}
    assert told["先回测，再显示"].startswith("每项任务至少回测 8 次、盖住 65% 以上")
    lights = plain.outlooks(voice()).rows
    assert [cell.text for cell in lights[-1][2:]] == ["◆ 滞后", "◆ 滞后", "◆ 滞后"]
    assert [row[0].text for row in lights] == ["有把握", "关注", "有风险", "难以完成"]

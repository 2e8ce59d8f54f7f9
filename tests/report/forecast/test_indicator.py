"""One target about the time ahead: the fan ends where the sentence says, the waterfall adds up, nothing is unsaid."""

from datetime import date

import plotly.graph_objects as go
import pytest

from analytics.report import curves, indicator
from analytics.report.forecast import fan, outlook, steps
from analytics.report.forecast.proof import UNPROVEN, Proof, Trial
from tests.report.frames import FARMERS, LOANS, Outcome, frame, item, monthly, policy, progress, voice

PROVEN = Proof({FARMERS: Trial(34, 0.85, "supported")}, 34, 0.85)
FAILED = Proof({FARMERS: Trial(29, 0.52, "coverage")}, 29, 0.52)
FAR = item(
    FARMERS, status="behind", gap_points=-25.0, actual=298, expected=450.0, need_per_month=100.7, recent_per_month=43.0,
    p_attain=0.141, p10=484.0, p50=542.0, p90=610.0, unreported_share=0.15, recoverable_quarter=date(2026, 10, 1),
)  # fmt: skip
AHEAD = {
    9: (310, 318, 326, 335, 345), 10: (360, 380, 400, 420, 440), 11: (440, 465, 490, 515, 540),
    12: (484, 512, 542, 575, 610),
}  # fmt: skip
QUANTILES = ("p10", "p25", "p50", "p75", "p90")
FAN = frame(
    "fan",
    [
        {"target_id": FARMERS, "month": date(2026, n, 1), "mean": float(edges[2])}
        | dict(zip(QUANTILES, map(float, edges), strict=True))
        for n, edges in AHEAD.items()
    ],
)
DONE = monthly(FARMERS, {date(2026, n, 1): value for n, value in enumerate([55, 0, 7, 59, 48, 0, 47, 47, 35], start=1)})
STEPS = frame(
    "steps",
    [
        {"target_id": FARMERS, "by": "all", "target": 600, "done": 298, "pipeline": 15, "missing": 287},
        {"target_id": FARMERS, "by": "unit", "key": "agriculture", "done": 298, "pipeline": 15},
        {"target_id": FARMERS, "by": "town", "key": "370283108", "done": 298, "pipeline": 15},
    ],
)
OUTCOME = Outcome(progress=progress(FAR), monthly=DONE, fan=FAN, steps=STEPS)
TARGET = policy().target(FARMERS)


def chart(proven: Proof) -> curves.Chart:
    found = curves.cumulative(OUTCOME, FAR, TARGET, voice(), proven)
    assert found
    return found


def test_the_fan_starts_at_the_last_month_that_is_over_and_ends_where_the_title_says() -> None:
    found = chart(PROVEN)
    low, high, inner_low, inner_high = found.figure["data"][:4]
    assert (low["x"], low["y"]) == ([9, 10, 11, 12], [310.0, 360.0, 440.0, 484.0])
    assert (high["x"], high["y"], high["fill"]) == ([9, 10, 11, 12], [345.0, 440.0, 540.0, 610.0], "tonexty")
    assert (inner_low["y"], inner_high["y"]) == ([318.0, 380.0, 465.0, 512.0], [335.0, 420.0, 515.0, 575.0])
    assert found.title == "到2026年9月累计 298 人，按序时应到 450；到期预计 542（八成可能 484 到 610）"
    middle = next(line for line in found.figure["data"] if line.get("name") == "到期预计 542")
    assert middle["y"] == [*([None] * 9), 326.0, 400.0, 490.0, 542.0]
    assert go.Figure(found.figure).data


@pytest.mark.parametrize("proven", [UNPROVEN, FAILED])
def test_a_band_that_is_not_earned_is_neither_drawn_nor_told(proven: Proof) -> None:
    found = chart(proven)
    assert not [line for line in found.figure["data"] if "fill" in line]
    assert found.title.endswith("；到期预计 542")


def test_a_reached_target_has_no_fan() -> None:
    reached = {**FAR, "status": "done"}
    assert fan.fan(OUTCOME, reached, TARGET, voice(), PROVEN) is None


def test_the_title_of_the_page_tells_the_probability() -> None:
    shown = indicator.view(OUTCOME, FARMERS, voice(), PROVEN)
    assert shown.title == "高素质农民 298/600 人，欠序时 25 点，达成概率 14%，每月要 101 (现 43)"
    assert [chart.id for chart in shown.charts][:2] == ["pace", "steps"]


def test_the_sentences_tell_interval_proof_silence_and_the_last_quarter() -> None:
    assert list(outlook.sentences(FAR, TARGET, voice(), PROVEN)) == [
        "难以完成，达成概率 14%：到期预计 542（八成可能 484 到 610）。",
        "区间可信：这一项回测 34 次，80% 区间盖住 85%。",
        "最近三个月估计还有 15% 没有报来，预测已计入；没有报来不等于零。",
        "最迟在 2026 年第 4 季度提到历史最好速度，仍有一半可能完成。",
    ]


@pytest.mark.parametrize("reason", ["untested", "few", "coverage", "no_better"])
def test_a_withheld_interval_says_why(reason: str) -> None:
    told = list(outlook.sentences(FAR, TARGET, voice(), Proof({FARMERS: Trial(5, 0.4, reason)}, 5, 0.4)))
    assert told[0] == "难以完成，达成概率 14%：到期预计 542。"
    assert "不显示区间" in told[1] or "还不显示区间" in told[1]


def test_doubt_and_no_way_back_are_said() -> None:
    told = list(
        outlook.sentences({**FAR, "doubt": "break", "recoverable_quarter": None}, TARGET, voice("en"), UNPROVEN)
    )
    assert told[2] == "Low confidence: the last months are far off what was forecast; judge by hand"
    assert told[-1] == "Even at its best pace so far from now on, its chance is less than even."


@pytest.mark.parametrize("reason", ["nothing_asked", "stock", "amounts", "scheduled", "no_rows", "short_history"])
def test_what_is_not_forecast_says_why(reason: str) -> None:
    sums = item(LOANS, status="behind", no_forecast=reason)
    (told,) = outlook.sentences(sums, policy().target(LOANS), voice(), PROVEN)
    assert "不作预测" in told


def test_a_reached_target_is_told_nothing_more() -> None:
    assert not list(outlook.sentences({**FAR, "status": "done"}, TARGET, voice(), PROVEN))


def test_the_waterfall_goes_from_the_target_down_to_what_is_missing() -> None:
    found = steps.waterfall(OUTCOME, TARGET, voice())
    assert found
    bars = found.figure["data"][0]
    assert list(zip(bars["base"], bars["y"], strict=True)) == [(0, 600), (302, 298), (287, 15), (0, 287)]
    assert found.title == "目标 600：已完成 298 人，在途 15，还差 287"
    assert [[cell.text for cell in row] for row in found.table.rows] == [
        ["合计", "298", "15", "287"],
        ["农业农村局", "298", "15", ""],
    ]
    opened = found.table.rows[1][1].drill
    assert opened
    assert dict(opened.params) == {"ind": FARMERS, "state": "counted", "unit": "agriculture"}
    candidates = found.table.rows[1][2].drill
    assert candidates
    assert dict(candidates.params) == {"ind": FARMERS, "state": "pipeline", "unit": "agriculture"}


def test_a_target_that_is_exceeded_has_nothing_missing() -> None:
    whole = {"target_id": FARMERS, "by": "all", "target": 600, "done": 610, "pipeline": 0, "missing": 0}
    found = steps.waterfall(Outcome(steps=frame("steps", [whole])), TARGET, voice())
    assert found
    assert found.title == "目标 600：已完成 610 人，在途 0，已经够数"
    assert [step["text"] for step in found.figure["layout"]["annotations"]] == ["600", "610", "0"]


def test_what_nobody_asks_has_no_waterfall() -> None:
    assert steps.waterfall(Outcome(), TARGET, voice()) is None

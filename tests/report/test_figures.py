"""Figures: valid for the drawing library, labels apart, bars that meet, axes that begin at zero."""

from itertools import pairwise

import plotly.graph_objects as go
import pytest

from analytics.report import figures
from analytics.report.figures import Line, Step

LINES = [
    Line("pace", [0, 50, 100], "#111111"),
    Line("done", [0, 40], "#222222"),
    Line("season", [None, 1, 99], "#333333"),
]
STEPS = [
    Step("reported", 0, 10, "10", "#111111"),
    Step("refused", 7, 3, "−3", "#222222"),
    Step("counted", 0, 7, "7", "#333333"),
]
FIGURES = {
    "lines": figures.lines(LINES, [(1, "Jan")], [(0, "0"), (100, "100")]),
    "panels": figures.small_multiples(
        [("2025", [1, None]), ("2026", [2, 3])], [(0, "Jan")], [(0, "0"), (3, "3")], (1, 1)
    ),
    "waterfall": figures.waterfall(STEPS),
    "dots": figures.dots([("a", 3, "3"), ("b", 1, "1")]),
}


@pytest.mark.parametrize("name", FIGURES)
def test_the_drawing_library_takes_the_figure(name: str) -> None:
    assert go.Figure(FIGURES[name]).to_dict()["data"]


@pytest.mark.parametrize("name", FIGURES)
def test_every_axis_shows_our_ticks_only(name: str) -> None:
    layout = FIGURES[name]["layout"]
    axes = [axis for key, axis in layout.items() if key[:5] in ("xaxis", "yaxis")]
    assert axes
    assert all("tickvals" in axis and "ticktext" in axis for axis in axes)


def test_names_of_lines_that_end_together_stand_apart() -> None:
    heights = sorted(label["y"] for label in FIGURES["lines"]["layout"]["annotations"])
    assert len(heights) == 3
    assert min(b - a for a, b in pairwise(heights)) >= 100 * figures.LABEL_STEP - 1e-9
    assert max(heights) <= 100


def test_a_line_is_named_at_its_last_known_value() -> None:
    named = {label["text"]: label["x"] for label in FIGURES["lines"]["layout"]["annotations"]}
    assert named == {"pace": 2, "done": 1, "season": 2}


def test_bars_of_a_waterfall_hand_over_at_the_edge_they_share() -> None:
    assert [(rule["y0"], rule["y1"]) for rule in FIGURES["waterfall"]["layout"]["shapes"]] == [(10, 10), (7, 7)]


def test_a_figure_without_anything_is_still_a_figure() -> None:
    assert go.Figure(figures.dots([])).to_dict()["layout"]
    assert go.Figure(figures.waterfall([])).to_dict()["layout"]


@pytest.mark.parametrize(
    ("top", "ticks"),
    [
        (0, [0.0, 1.0]),
        (3, [0.0, 1.0, 2.0, 3.0]),
        (9, [0.0, 5.0, 10.0]),
        (600, [0.0, 200.0, 400.0, 600.0]),
        (601, [0.0, 200.0, 400.0, 600.0, 800.0]),
    ],
)
def test_ticks_are_round_and_reach_the_top(top: float, ticks: list[float]) -> None:
    assert figures.rounds(top) == ticks

"""Charts on a page: the figure with its sentence above and its numbers below, two abreast where there is room."""

from collections.abc import Sequence

import streamlit as st

from analytics.report.curves import Chart
from pages.ui import blocks, shell
from pages.ui.address import Address

#: Nothing to zoom, nothing to press: the numbers stand in the table under the figure.
STILL = {"displayModeBar": False, "staticPlot": True, "responsive": True}
#: Figures that need the whole width.
WIDE = frozenset({"years", "errors"})
#: A frame of fixed height lets the figure fill it; the style sheet then sets the height for every screen.
FIXED = 360
#: Figures with one line of text a row, and from how many rows on they need more height.
BY_ROWS, MANY = frozenset({"unit", "town", "causes"}), 8


def draw(charts: Sequence[Chart], address: Address) -> None:
    """Draw the charts in their order; those that do not need the whole width stand two abreast."""
    waiting = list[Chart]()
    for chart in charts:
        if chart.id in WIDE:
            _row(waiting, address)
            waiting = []
            _one(chart, address)
        else:
            waiting.append(chart)
    _row(waiting, address)


def _row(charts: Sequence[Chart], address: Address) -> None:
    for start in range(0, len(charts), 2):
        pair = charts[start : start + 2]
        if len(pair) == 1:
            _alone(pair[0], address)
            return
        for place, chart in zip(st.columns(2, gap="medium"), pair, strict=False):
            with place:
                _one(chart, address)


def _alone(chart: Chart, address: Address) -> None:
    """Draw a chart that has a row to itself: its numbers beside it."""
    shell.html(blocks.second(chart.title))
    left, right = st.columns(2, gap="medium")
    with left:
        figure(chart)
    with right:
        shell.html(blocks.table(chart.table, address))


def _one(chart: Chart, address: Address) -> None:
    """Draw a chart with its numbers under it."""
    shell.html(blocks.second(chart.title))
    figure(chart)
    shell.html(blocks.table(chart.table, address))


def figure(chart: Chart) -> None:
    """Draw the figure; the keys keep its place in the page when the numbers change."""
    size = "tall" if len(chart.table.rows) > MANY and chart.id in BY_ROWS else "plain"
    with st.container(key=f"figure_{size}_{chart.id}", height=FIXED, border=False):
        st.plotly_chart(
            chart.figure, theme=None, key=f"chart_{chart.id}", config=STILL, alt=chart.alt, height="stretch"
        )

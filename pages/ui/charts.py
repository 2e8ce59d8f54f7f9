"""Charts on a page: the figure with its sentence above and its numbers beside it."""

import streamlit as st

from analytics.report.curves import Chart
from pages.ui import blocks, shell
from pages.ui.address import Address

#: Nothing to zoom, nothing to press: the numbers stand in the table beside the figure.
STILL = {"displayModeBar": False, "staticPlot": True, "responsive": True}
#: Figures too wide to share a row with their table.
WIDE = ("years",)


def draw(chart: Chart, address: Address) -> None:
    """Draw one chart; the key keeps its place in the page when the numbers change."""
    shell.html(blocks.second(chart.title))
    if chart.id in WIDE:
        _figure(chart)
        shell.html(blocks.table(chart.table, address))
        return
    figure, numbers = st.columns([62, 38], gap="medium")
    with figure:
        _figure(chart)
    with numbers:
        shell.html(blocks.table(chart.table, address))


def _figure(chart: Chart) -> None:
    with st.container(key=f"figure_{chart.id}"):
        st.plotly_chart(
            chart.figure, theme=None, key=f"chart_{chart.id}", config=STILL, alt=chart.alt, height="stretch"
        )

"""Widgets that show what the URL says and write it when they change: the URL stays the only state."""

from collections.abc import Sequence

import streamlit as st

from analytics.texts import Texts
from pages.ui.address import Address, link, quarters, years
from pages.ui.data import Calendar

_YEAR, _QUARTER = "control_year", "control_quarter"


def moment(address: Address, calendar: Calendar, texts: Texts) -> None:
    """Draw the choice of year and quarter; a change cuts all numbers of the page at the end of that quarter."""
    _choice(_YEAR, "y", years(calendar.first, calendar.latest), address.year, texts)
    _choice(_QUARTER, "q", quarters(address.year, calendar.first, calendar.latest), address.quarter, texts)


def languages(address: Address, page: str, texts: Texts) -> str:
    """Return the language switch: the other language is a link to this very page."""
    from pages.ui.blocks import reference
    ...

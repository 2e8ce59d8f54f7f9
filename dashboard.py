"""The dashboard: which pages there are, and which one the address asks for. Everything else happens in the pages."""

import streamlit as st

from analytics import house
from pages.ui import shell

st.set_page_config(
    page_title=shell.language().t("app.title"),
    page_icon=str(house.STATIC / "icon.png"),
    layout="wide",
    initial_sidebar_state="collapsed",
)
st.navigation(list(shell.places().values()), position="hidden").run()

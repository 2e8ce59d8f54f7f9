"""One furnished home for all page tests, and a way to open a page as a reader does: by its address."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from analytics import house
from tests.pages.furnished import furnish

Open = Callable[..., AppTest]
#: The first run of a process loads every library.
PATIENCE = 60


@pytest.fixture(scope="session")
def furnished(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield furnish(tmp_path_factory.mktemp("pages") / "home")
    st.cache_resource.clear()


@pytest.fixture
def visit(furnished: Path, monkeypatch: pytest.MonkeyPatch) -> Open:
    """Return a function that opens a page of the furnished home with the codes of its address."""
    monkeypatch.setenv(house.HOME_VARIABLE, str(furnished))
    return visiting


def visiting(page: str = "meeting", /, **codes: str) -> AppTest:
    app = AppTest.from_file(str(house.ROOT / "dashboard.py"), default_timeout=PATIENCE)
    for code, value in codes.items():
        app.query_params[code] = value
    if page != "meeting":
        app.switch_page(f"pages/{page}.py")
    return app.run()


def widget(app: AppTest, key: str) -> Any:
    """Return the widget with this key, to be read and set."""
    return app.get_by_key(key)


def text(app: AppTest) -> str:
    """Return all HTML of a page as one text."""
    return "\n".join(part.value for part in app.html)

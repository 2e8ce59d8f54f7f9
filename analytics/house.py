"""Where things are: the shipped files beside the code, and the user's home folder."""

import os
from pathlib import Path

_CHECKOUT = Path(__file__).resolve().parent.parent
_BUNDLE = Path(__file__).resolve().parent / "_house"

#: The folder that holds data, sql, static and pages: the checkout, or the bundle inside an installed wheel.
ROOT = _BUNDLE if _BUNDLE.is_dir() else _CHECKOUT
DATA = ROOT / "data"
SQL = ROOT / "sql"
STATIC = ROOT / "static"

HOME_VARIABLE = "TALENT_HOME"
HOME_DEFAULT = "var"


def home_dir(option: str | Path | None = None) -> Path:
    """Return the home folder: the option, else the environment, else ``var`` in the working folder."""
    return Path(option or os.environ.get(HOME_VARIABLE) or HOME_DEFAULT).resolve()


def sql(name: str) -> str:
    """Return the text of ``sql/<name>.sql``; raises FileNotFoundError for an unknown name."""
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")

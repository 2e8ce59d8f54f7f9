"""Reads one TOML file into its model; every complaint names the file and the key."""

import tomllib
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from analytics.policy.base import PolicyError

Model = TypeVar("Model", bound=BaseModel)
#: Keys by which an entry of a list is called in a message, instead of by its number.
_NAMES = ("id", "code", "name")


def read_table(path: Path, label: str) -> dict[str, Any]:
    """Return the raw table; raises PolicyError when the file is missing or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise PolicyError(f"{label}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{label}: not valid TOML: {error}") from error


def fit(model: type[Model], table: dict[str, Any], label: str) -> Model:
    """Return `table` as a model; raises PolicyError with one line for each wrong key."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        raise PolicyError("\n".join(f"{label}: {_told(table, dict(fault))}" for fault in error.errors())) from error


def _told(table: dict[str, Any], fault: dict[str, Any]) -> str:
    place = _place(table, fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{place}: unknown key"
    if fault["type"] == "missing":
        return f"{place}: missing key"
    if fault["type"] == "value_error":
        return f"{place}: {fault['ctx']['error']}"
    return f"{place}: {fault['msg']} (found {fault['input']!r})"


def _place(table: Any, loc: tuple[int | str, ...]) -> str:
    """Return the path of a key with entries of lists called by name: target[goal.youth].count[0].fact."""
    path, here = "", table
    for step in loc:
        here = _step_into(here, step)
        if isinstance(step, int):
            names = [here[key] for key in _NAMES if isinstance(here, dict) and key in here]
            path += f"[{names[0] if names else step}]"
        else:
            path += f".{step}" if path else step
    return path or "file"


def _step_into(here: Any, step: int | str) -> Any:
    try:
        return here[step]
    except (KeyError, IndexError, TypeError):
        return None

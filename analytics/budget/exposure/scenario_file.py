"""A scenario as a small TOML file: title, versions, one [[change]] row for each change."""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from analytics.budget.exposure.faults import Fault, ScenarioError
from analytics.budget.exposure.scenario import MODEL, Change, Scenario, canonical
from analytics.budget.exposure.scenario_rows import changes
from analytics.policy import Policy

#: The keys of the file in the order in which they are written.
KEYS = ("title", "model", "data_version", "change")
_PLACE = re.compile(r"at line (\d+), column (\d+)")
_DELETE = "\x7f"


def read_file(path: Path, policy: Policy) -> Scenario:
    """Return the scenario of a file; raises ScenarioError naming the file and each wrong key."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (FileNotFoundError, IsADirectoryError) as error:
        code = "no_file" if isinstance(error, FileNotFoundError) else "folder"
        raise ScenarioError(path.name, [Fault("", code)]) from error
    except OSError as error:
        raise ScenarioError(path.name, [Fault("", "unreadable", {"reason": error.strerror or ""})]) from error
    except UnicodeDecodeError as error:
        raise ScenarioError(path.name, [Fault("", "not_utf8")]) from error
    return read(text, policy, path.name)


def read(text: str, policy: Policy, file: str) -> Scenario:
    """Return the scenario of a TOML text; raises ScenarioError naming `file` and each wrong key."""
    try:
        table = tomllib.loads(text)
    except (
        ValueError,
        RecursionError,
    ) as error:  # a number too long or a list too deep is no TOML to the reader either
        raise ScenarioError(file, [_not_toml(error)]) from error
    faults = [Fault(key, "unknown_key", {"known": KEYS}) for key in table if key not in KEYS]
    title = table.get("title", "")
    if not isinstance(title, str):
        faults.append(Fault("title", "not_text", {"value": title}))
    versions = checked_versions(table, faults)
    rows = table.get("change", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        faults.append(Fault("change", "not_rows"))
        rows = []
    found, wrong = changes(rows, policy, "change")
    if faults or wrong:
        raise ScenarioError(file, [*faults, *wrong])
    return Scenario(title, found, *versions)


def checked_versions(table: Mapping[str, Any], faults: list[Fault]) -> tuple[int, int | None]:
    """Return the versions of model and data; what is wrong with them is added to the faults."""
    model, data_version = table.get("model", MODEL), table.get("data_version")
    for key, version in (("model", model), ("data_version", data_version)):
        if version is not None and (isinstance(version, bool) or not isinstance(version, int) or version < 1):
            faults.append(Fault(key, "not_version", {"value": version}))
        elif key == "model" and version is not None and version > MODEL:
            faults.append(Fault(key, "newer_model", {"value": version, "model": MODEL}))
    return model, data_version


def write(scenario: Scenario) -> str:
    """Return the scenario as TOML: the same scenario gives the same text, whatever the order of its rows."""
    ordered = canonical(scenario)
    head = [f"title = {_text(ordered.title)}", f"model = {ordered.model}"]
    if ordered.data_version is not None:
        head.append(f"data_version = {ordered.data_version}")
    rows = ["\n".join(["", "[[change]]", *_row(change)]) for change in ordered.changes]
    return "\n".join([*head, *rows]) + "\n"


def _row(change: Change) -> Iterator[str]:
    yield f"knob = {_text(change.knob)}"
    yield f"value = {number(change.value)}"
    if change.streams:
        yield f"benefits = {_list(change.streams)}"
    if change.levels:
        yield f"levels = {_list(change.levels)}"
    if change.since is not None:
        yield f"since = {_text(month(change.since))}"
    if change.until is not None:
        yield f"until = {_text(month(change.until))}"
    if change.existing:
        yield "existing = true"
    if not change.backdated:
        yield "backdated = false"


def number(value: float) -> str:
    """Return the shortest text that reads back as the same number."""
    return str(int(value)) if value == int(value) else repr(value)


def month(day: date) -> str:
    return f"{day.year:04}-{day.month:02}"


def _text(value: str) -> str:
    return json.dumps(value, ensure_ascii=False).replace(_DELETE, "\\u007f")


def _list(values: tuple[str, ...]) -> str:
    return f"[{', '.join(_text(value) for value in values)}]"


def _not_toml(error: Exception) -> Fault:
    if found := _PLACE.search(str(error)):
        return Fault("", "not_toml", {"line": int(found[1]), "column": int(found[2])})
    return Fault("", "not_toml_end")

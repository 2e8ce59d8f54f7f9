"""A scenario as parameters of a link: short, canonical, read back with the checks of a file.

`s` holds the changes between `~`, each knob:benefits:value:since:until:levels:flags with names between `.` and empty
ends left out; flags are x (people who are in too) and l (months waited for are lost). `t` is the title, `m` the
version of the model, `v` that of the data.
"""

from collections.abc import Mapping
from typing import Any

from analytics.budget.exposure.faults import Fault, ScenarioError
from analytics.budget.exposure.scenario import MODEL, Change, Scenario, canonical
from analytics.budget.exposure.scenario_file import checked_versions, month, number
from analytics.budget.exposure.scenario_rows import changes
from analytics.policy import Policy

CHANGES, TITLE, MODEL_VERSION, DATA_VERSION = "s", "t", "m", "v"
_BETWEEN, _PART, _NAME = "~", ":", "."
_EXISTING, _LOST = "x", "l"
_LONGEST = 9  # digits of a version
_FIELDS = ("knob", "benefits", "value", "since", "until", "levels", "flags")


def query(scenario: Scenario) -> dict[str, str]:
    """Return the parameters of a link to the scenario, not yet escaped; an empty one has none but its title."""
    ordered = canonical(scenario)
    rows = _BETWEEN.join(_written(change) for change in ordered.changes)
    data_version = "" if ordered.data_version is None else str(ordered.data_version)
    model = "" if ordered.model == MODEL else str(ordered.model)
    found = {CHANGES: rows, TITLE: ordered.title, MODEL_VERSION: model, DATA_VERSION: data_version}
    return {name: value for name, value in found.items() if value}


def from_query(parameters: Mapping[str, str], policy: Policy) -> Scenario:
    """Return the scenario of a link's parameters; others are left alone. Raises ScenarioError without a file."""
    faults: list[Fault] = []
    told = {"model": parameters.get(MODEL_VERSION), "data_version": parameters.get(DATA_VERSION)}
    model, data_version = checked_versions({name: _whole(text) for name, text in told.items() if text}, faults)
    rows = [_read(text) for text in parameters.get(CHANGES, "").split(_BETWEEN) if text]
    found, wrong = changes(rows, policy, CHANGES)
    if faults or wrong:
        raise ScenarioError("", [*faults, *wrong])
    return Scenario(parameters.get(TITLE, ""), found, model, data_version)


def _written(change: Change) -> str:
    fields = [
        change.knob,
        _NAME.join(change.streams),
        number(change.value),
        month(change.since) if change.since else "",
        month(change.until) if change.until else "",
        _NAME.join(change.levels),
        (_EXISTING if change.existing else "") + ("" if change.backdated else _LOST),
    ]
    return _PART.join(fields).rstrip(_PART)


def _read(text: str) -> dict[str, Any]:
    """Return a row as a file would hold it; what does not fit stands under a key of its own and is refused."""
    fields = text.split(_PART)
    row: dict[str, Any] = {name: part for name, part in zip(_FIELDS, fields, strict=False) if part}
    for name in ("benefits", "levels"):
        if name in row:
            row[name] = row[name].split(_NAME)
    if "value" in row:
        row["value"] = _number(row["value"])
    flags = row.pop("flags", "")
    if not {*flags} <= {_EXISTING, _LOST} or len(fields) > len(_FIELDS):
        row[_PART.join([flags, *fields[len(_FIELDS) :]])] = None
    return row | ({"existing": True} if _EXISTING in flags else {}) | ({"backdated": False} if _LOST in flags else {})


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def _whole(text: str) -> int | str:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _LONGEST else text

"""The agenda, the notes and what became of decisions as plain values for the command line."""

from typing import Any

from analytics.decisions import Agenda

_FEN_PER_YUAN = 100


def agenda(found: Agenda) -> list[dict[str, Any]]:
    """Return every matter with its options; sums in yuan under the name of the column without its fen."""
    return [
        _yuan(row) | {"options": [_yuan(o) for o in found.options_of(row["ref"]).to_dicts()]}
        for row in found.items.to_dicts()
    ]


def _yuan(row: dict[str, Any]) -> dict[str, Any]:
    return {
        name.replace("_fen", "_yuan"): value / _FEN_PER_YUAN if name.endswith("_fen") and value is not None else value
        for name, value in row.items()
    }

"""Which headers of a file a person should explain, and what they could mean."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.examine import Examined
from analytics.intake.layouts import Layout
from analytics.intake.recognise import Match


@dataclass(frozen=True)
class AskedHeader:
    """One header nobody knew, or that was guessed; `target` is what it was taken for, `missing` what is still sought.

    `choices` are the targets it may be told to mean: those that no other header of the sheet has taken.
    """

    ledger: str
    header: str
    target: str | None
    choices: tuple[str, ...]
    missing: tuple[str, ...]


def asked_headers(found: Examined) -> tuple[AskedHeader, ...]:
    """Return the headers of a file to ask about, each once for its ledger."""
    matches = [reading.match for reading in found.workbook.readings] if found.workbook else []
    if found.nearest:
        matches.append(found.nearest)
    asked = {(item.ledger, item.header): item for match in matches for item in _asked(match)}
    return tuple(asked.values())


def _asked(match: Match) -> Iterator[AskedHeader]:
    sure = {target for target in match.columns if target not in match.guessed}
    free = tuple(target for target in targets(match.layout) if target not in sure)
    guessed = {match.columns[target]: target for target in match.guessed}
    unsure = {header.column: header for header in match.unknown}
    unsure |= {header.column: header for header in match.headers if header.column in guessed}
    for column in sorted(unsure):
        yield AskedHeader(match.layout.id, unsure[column].text, guessed.get(column), free, match.missing)


def targets(layout: Layout) -> Iterator[str]:
    """Yield everything a header of the ledger can mean: its columns, and the two halves of a range."""
    for column in layout.column:
        yield column.id
        if column.type.endswith("_range"):
            yield f"{column.id}.from"
            yield f"{column.id}.to"

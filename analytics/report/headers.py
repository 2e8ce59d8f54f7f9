"""What headers of bureaus' workbooks mean, in words: the questions, the answers, and the memory of them."""

from collections.abc import Sequence
from datetime import date

from analytics.intake import AskedHeader, Told
from analytics.report.table import Cell, Column, Table
from analytics.report.voice import Voice

#: The answer that a header says nothing that is kept.
NOTHING = "-"
_COLUMNS = ("header", "meaning", "ledger", "unit", "since", "until", "told_by")


def named(ledger: str, target: str | None, voice: Voice) -> str:
    """Return what a header may mean: a column of the ledger, half of a range, or nothing."""
    if target is None or target == NOTHING:
        return voice.t("headers.nothing")
    column, _, half = target.partition(".")
    title = voice.texts.pick(voice.ledgers[ledger].col(column).header)
    return voice.t(f"headers.half.{half}", column=title) if half else title


def told(asked: AskedHeader, target: str, unit: str, *, on: date, by: str) -> Told:
    """Return an answer as it is remembered for a bureau."""
    return Told(
        unit=unit,
        ledger=asked.ledger,
        header=asked.header,
        target=None if target == NOTHING else target,
        since=on,
        told_by=by,
    )


def memory(known: Sequence[Told], voice: Voice) -> Table:
    """Return one row per header ever explained, the latest first."""
    columns = tuple(Column(name, voice.t(f"headers.{name}")) for name in _COLUMNS)
    rows = tuple(_row(entry, voice) for entry in reversed(known))
    in_force = sum(entry.until is None for entry in known)
    return Table(voice.t("headers.title", count=in_force), columns, rows)


def sentence(entry: Told, voice: Voice) -> str:
    means = named(entry.ledger, entry.target, voice)
    return voice.t("headers.sentence", header=entry.header, means=means, unit=voice.unit(entry.unit))


def _row(entry: Told, voice: Voice) -> tuple[Cell, ...]:
    return (
        Cell(entry.header),
        Cell(named(entry.ledger, entry.target, voice)),
        Cell(voice.ledger(entry.ledger)),
        Cell(voice.unit(entry.unit)),
        Cell(voice.texts.date(entry.since), entry.since),
        Cell(voice.texts.date(entry.until) if entry.until else voice.t("value.dash"), entry.until),
        Cell(entry.told_by),
    )

"""The meeting page as one whole: the answer, the cards, the task table, who is behind, what was not filed."""

from dataclasses import dataclass

from analytics.report import board, cards, filings, signs
from analytics.report.board import BoardRow
from analytics.report.cards import Card, UnitBehind
from analytics.report.filings import Grid
from analytics.report.forecast import ahead, proof
from analytics.report.forecast.ahead import Notice
from analytics.report.forecast.proof import UNPROVEN, Proof
from analytics.report.outcome import Outcome
from analytics.report.signs import Sign
from analytics.report.standing import Standing
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice


@dataclass(frozen=True)
class Meeting:
    """What the leading group sees on the wall; proven: how good intervals were; notes: what else forecasts say."""

    title: str
    cards: tuple[Card, ...]
    rows: tuple[BoardRow, ...]
    behind: tuple[UnitBehind, ...]
    behind_title: str
    notice: Notice
    proven: Cell
    notes: tuple[str, ...]
    grid: Grid
    legend: tuple[Sign, ...]


def meeting(outcome: Outcome, state: Standing, voice: Voice, proven: Proof = UNPROVEN) -> Meeting:
    """Return the whole page for one outcome and language; `proven` says which intervals may be shown."""
    rows = board.rows(outcome, voice, proven)
    grid = filings.grid(outcome, voice)
    behind = cards.behind(rows)
    late, tasks = len(behind), sum(len(unit.rows) for unit in behind)
    return Meeting(
        title=cards.headline(rows, voice),
        cards=(
            *cards.goal_cards(outcome, voice, proven),
            cards.units_card(rows, voice),
            cards.filing_card(state, grid.missing, voice),
        ),
        rows=tuple(rows),
        behind=tuple(behind),
        behind_title=voice.t("behind.title" if behind else "behind.none", units=late, tasks=tasks),
        notice=ahead.notice(outcome, voice),
        proven=Cell(proof.sentence(proven, voice), drill=Drill("backtest")),
        notes=tuple(note for note in (ahead.doubts(rows, voice), ahead.joint(outcome, voice)) if note),
        grid=grid,
        legend=tuple(signs.signs(voice)),
    )


def with_money(page: Meeting, money: Card) -> tuple[Card, ...]:
    """Return the cards with that of the money behind those of the goals, before those of the units."""
    goals = sum(card.pace is not None for card in page.cards)
    return (*page.cards[:goals], money, *page.cards[goals:])


def tables(page: Meeting, voice: Voice) -> list[tuple[str, Table]]:
    """Return the page as named tables for a workbook: the tasks, and the filings by unit and month."""
    tasks = board.table(list(page.rows), voice)
    heads = (Column("unit", voice.t("calendar.unit")), *(Column(f"m{n}", m) for n, m in enumerate(page.grid.months)))
    filed = tuple(
        (Cell(row.name), *(Cell(cell.text if cell else voice.t("value.dash")) for cell in row.cells))
        for row in page.grid.rows
    )
    return [
        (voice.t("meeting.sheet.tasks"), Table(page.title, tasks.columns, tasks.rows)),
        (voice.t("notice.sheet"), ahead.table(page.notice, voice)),
        (voice.t("meeting.sheet.filings"), Table(page.grid.title, heads, filed)),
    ]

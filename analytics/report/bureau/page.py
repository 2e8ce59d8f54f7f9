"""Everything a bureau head needs on one page; what waits for the accounts comes afterwards."""

from dataclasses import dataclass

from analytics.report import batches, board
from analytics.report.bureau import points, summary
from analytics.report.bureau.points import Points
from analytics.report.bureau.subject import Bureau
from analytics.report.bureau.tasks import Needs, Tasks, needs, tasks
from analytics.report.bureau.todo import Todos, todos
from analytics.report.cards import Card
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: Files offered for return; the page of data quality has them all.
RETURNS = 4
#: Filings to come that are listed; the calendar has them all.
NEXT = 8
_COLUMNS = ("ledger", "period", "due")


@dataclass(frozen=True)
class View:
    """The page of one unit; `returns` are the latest files with refused rows: batch, ledger, rows."""

    unit_id: str
    title: str
    cards: tuple[Card, ...]
    tasks: Tasks
    needs: Needs
    todos: Todos
    filings: Table
    points: Points | None
    returns: tuple[tuple[int, str, int], ...]


def view(bureau: Bureau, voice: Voice) -> View:
    """Return the page of one unit."""
    shown, waits = tasks(bureau, voice), todos(bureau, voice)
    return View(
        unit_id=bureau.unit_id,
        title=summary.headline(bureau, shown, waits, voice),
        cards=summary.cards(bureau, shown, waits, voice),
        tasks=shown,
        needs=needs(bureau, shown, voice),
        todos=waits,
        filings=upcoming(bureau, voice),
        points=points.of_unit(bureau.assessment, bureau.unit_id, voice) if bureau.assessment else None,
        returns=tuple(
            (number, voice.ledger(ledger), rows) for number, ledger, rows in batches.files(bureau.waiting)[:RETURNS]
        ),
    )


def upcoming(bureau: Bureau, voice: Voice) -> Table:
    """Return what is to be filed next, the nearest day first."""
    opens = Drill("intake", {"view": "forms"})
    rows = tuple(
        (
            Cell(voice.ledger(row["ledger"]), drill=Drill(opens.page, {**opens.params, "ledger": row["ledger"]})),
            Cell(voice.span(row["period_start"], row["period_end"])),
            Cell(voice.texts.date(row["due_date"]), row["due_date"]),
        )
        for row in bureau.upcoming.head(NEXT).iter_rows(named=True)
    )
    key = "bureau.next" if rows else "bureau.next.none"
    columns = tuple(Column(n, voice.t(f"bureau.next.{n}"), is_tight=n != "ledger") for n in _COLUMNS)
    return Table(voice.t(key, count=bureau.upcoming.height), columns, rows)


def tables(shown: View, money: Table, voice: Voice) -> list[tuple[str, Table]]:
    """Return the page as named tables for a workbook."""
    of_points = [shown.points.table] if shown.points else []
    made = {
        "todo": [shown.todos.table],
        "needs": [shown.needs.table],
        "next": [shown.filings],
        "points": of_points,
        "money": [money] if money.rows else [],
    }
    tasks_of = board.table(list(shown.tasks.rows), voice)
    first = (voice.t("bureau.sheet.tasks"), Table(shown.title, tasks_of.columns, tasks_of.rows))
    return [first, *((voice.t(f"bureau.sheet.{name}"), table) for name, tables in made.items() for table in tables)]

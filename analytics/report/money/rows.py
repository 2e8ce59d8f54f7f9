"""The rows behind a number of the money pages: which cells of the ledger a question selects, by payee or by month."""

from dataclasses import dataclass, replace
from datetime import date

import polars as pl

from analytics import budget
from analytics.budget import Plan
from analytics.budget.lines import day_paid
from analytics.policy import Policy
from analytics.report.money.books import OWED, Books, of, owed
from analytics.report.voice import NOWHERE

DUE, APPROVED, PAID, PLAN = "due", "approved", "paid", "plan"
MONEY = (DUE, APPROVED, PAID)
UNDER, OVER = "under", "over"
#: Months of the plan of payments, and the fen in the unit in which ceilings are set.
MONTHS, UNIT = 36, 1_000_000
_WAITING = (OWED, "undecided", "unclaimed")
_COLUMNS = ("beneficiary", "benefit_id", "month", "amount_fen", "since", "document_no")
_DAY = {APPROVED: ("decided_on", "document_no"), PAID: ("paid_on", "batch_no")}


@dataclass(frozen=True)
class Point:
    """A point of a plan: with a ceiling a month and an order, after so many months, who has waited for more than."""

    ceiling: int
    order: str
    after: int
    over: int | None = None


@dataclass(frozen=True)
class Question:
    """Which cells: of what was due, approved or paid, or of one cause; where given of one benefit, year, payee (who).

    Of what waits for money also of one age, unit, town, document (NOWHERE: of none) or day since which it waits; of
    what was approved also of one document. side: only what is missing (under) or too much (over). plan: of what is
    owed now, what still waits then. line: of the benefits of one budget line. spent: of what was paid, in that year.
    """

    rows: str
    benefit: str | None = None
    year: int | None = None
    side: str | None = None
    age: str | None = None
    unit: str | None = None
    town: str | None = None
    document: str | None = None
    since: date | None = None
    who: str | None = None
    plan: Point | None = None
    line: str | None = None
    spent: int | None = None


def cells(books: Books, question: Question) -> pl.DataFrame:
    """Return the cells: beneficiary, benefit_id, month, amount_fen, since, document_no; the last two may be null."""
    asked = of(question.benefit, question.year)
    if question.line:
        asked &= pl.col("benefit_id").is_in(of_line(books.policy, question.line))
    if question.who:
        asked &= pl.col("beneficiary") == question.who
    if question.side:
        asked &= pl.col("amount_fen") > 0 if question.side == UNDER else pl.col("amount_fen") < 0
    return _source(books, question).filter(asked, pl.col("amount_fen") != 0).select(_COLUMNS)


def of_line(policy: Policy, line: str) -> list[str]:
    """Return the benefits that are paid from a budget line."""
    return [benefit.id for benefit in policy.benefits if benefit.budget_line == line]


def plan(books: Books, ceiling: int) -> Plan:
    """Return what becomes of the arrears with so many units of 10 000 yuan a month."""
    return budget.simulate(owed(books), [ceiling * UNIT] * MONTHS, books.policy)


def payees(found: pl.DataFrame) -> pl.DataFrame:
    """Return one row per beneficiary of cells: amount_fen, months (cells), first and last month, since, documents.

    The longest wait comes first, then the largest sum.
    """
    return (
        found.lazy()
        .group_by("beneficiary")
        .agg(
            amount_fen=pl.col("amount_fen").sum(),
            months=pl.len(),
            first=pl.col("month").min(),
            last=pl.col("month").max(),
            since=pl.col("since").min(),
            documents=pl.col("document_no").drop_nulls().unique().sort(),
            benefits=pl.col("benefit_id").unique().sort(),
        )
        .sort("since", pl.col("amount_fen").abs(), "beneficiary", descending=[False, True, False], nulls_last=True)
        .collect()
    )


def of_payee(question: Question, beneficiary: str) -> Question:
    """Return the same question about one payee."""
    return replace(question, who=beneficiary)


def _source(books: Books, question: Question) -> pl.DataFrame:
    if question.plan:
        return _still_waiting(books, question.plan)
    if question.spent is not None:
        return _spent(books, question.spent)
    if question.rows in MONEY:
        is_told = question.document is not None and question.rows in _DAY
        return _statements(books, question) if is_told else _money(books, question.rows)
    if question.rows not in _WAITING:
        return _unsaid(books.ledger.differences.filter(pl.col("cause") == question.rows))
    asked = [pl.col("cause") == question.rows]
    for column, value in (("unit_id", question.unit), ("town", question.town), ("document_no", question.document)):
        if value is not None:
            asked.append(pl.col(column).is_null() if value == NOWHERE else pl.col(column) == value)
    if question.age is not None:
        asked.append(pl.col("age").cast(pl.String) == question.age)
    if question.since is not None:
        asked.append(pl.col("since") == question.since)
    return books.waiting.filter(asked)


def _still_waiting(books: Books, point: Point) -> pl.DataFrame:
    """Return the claims that are not settled at a point of the plan."""
    settled = plan(books, point.ceiling).settled.filter(pl.col("order") == point.order)
    open_then = settled.filter(pl.col("settled").is_null() | (pl.col("settled") > point.after))
    keys = ["beneficiary", "benefit_id", "since", "month"]
    found = owed(books).join(open_then.select(keys), on=keys, how="semi")
    return found if point.over is None else found.filter(pl.col("months_owed") + point.after > point.over)


def _money(books: Books, name: str) -> pl.DataFrame:
    return _unsaid(books.ledger.cells.with_columns(amount_fen=pl.col(f"{name}_fen")))


def _statements(books: Books, question: Question) -> pl.DataFrame:
    """Return what was stated with a document, the months by their first one."""
    frame, (day, number) = (books.approved if question.rows == APPROVED else books.paid), _DAY[question.rows]
    is_asked = pl.col(number).is_null() if question.document == NOWHERE else pl.col(number) == question.document
    month = pl.coalesce("from_month", pl.col(day).dt.month_start())
    return frame.filter(is_asked).with_columns(month=month, since=pl.col(day), document_no=pl.col(number))


def _spent(books: Books, year: int) -> pl.DataFrame:
    """Return what was paid in a calendar year, as budget lines have it, the months by their first one."""
    day = day_paid(books.as_of)
    told = books.paid.filter(day.dt.year() == year)
    month = pl.coalesce("from_month", day.dt.month_start())
    return told.with_columns(month=month, since=pl.col("paid_on"), document_no=pl.col("batch_no"))


def _unsaid(frame: pl.DataFrame) -> pl.DataFrame:
    return frame.with_columns(since=pl.lit(None, pl.Date), document_no=pl.lit(None, pl.String))

"""How the promises run off: cash by calendar year, paid before and expected after, by class."""

from dataclasses import dataclass
from datetime import date

import polars as pl

from analytics.budget.exposure.book import Stage
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.money import speech
from analytics.report.money.exposure import ASSUMPTIONS, CLASSES, PAID, TO_COME, Promises, goal
from analytics.report.money.rows import Question
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_COLOURS = (figures.NAVY, figures.WARM, "#5B86AF", "#9DB8D0", "#C9CFD6")
#: The last years that together come to less than this part of what is to come share a bar.
_REST = 0.01
_PARTS_UP = 4
_FEN_PER_YUAN = 100


@dataclass(frozen=True)
class Span:
    """A year, or the last ones together: what each class comes to, in fen."""

    first: int
    last: int
    fen: dict[str, float]

    @property
    def name(self) -> str:
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"

    @property
    def total(self) -> float:
        return sum(self.fen.values())

    @property
    def ahead(self) -> float:
        return self.total - self.fen[PAID]


def spans(promises: Promises) -> list[Span]:
    """Return the years with any money in order, the last ones joined."""
    table = promises.summary().filter(pl.col("year").is_not_null(), pl.col("expected_fen") >= 1)
    cells = {(row["class"], row["year"]): row["expected_fen"] for row in table.to_dicts()}
    years = sorted({year for _, year in cells})
    names = (PAID, *CLASSES)
    found = [Span(year, year, {name: cells.get((name, year), 0.0) for name in names}) for year in years]
    rest = _REST * sum(span.ahead for span in found)
    late = [n for n in range(len(found)) if 0 < sum(span.total for span in found[n:]) < rest]
    if not late or late[0] == len(found) - 1:
        return found
    last = found[late[0] :]
    joined = {name: sum(span.fen[name] for span in last) for name in names}
    return [*found[: late[0]], Span(last[0].first, last[-1].last, joined)]


def chart(promises: Promises, voice: Voice) -> Chart | None:
    """Return the bars by year with their table; None where nothing was paid and nothing is to come."""
    found, money = spans(promises), voice.texts.money_fen
    if not found:
        return None
    names = (PAID, *CLASSES)
    peak = max((span for span in found if span.last >= promises.as_of.year), key=lambda s: s.total, default=found[-1])
    end = goal(promises).year
    after = sum(span.ahead for span in found if span.first > end)
    values = {"year": peak.name, "peak": money(round(peak.total)), "end": end, "after": money(round(after))}
    largest = max(span.total for span in found)
    drawn = [
        (span.name.replace("–", "<br>–"), [span.fen[name] / _FEN_PER_YUAN for name in names], label)
        for span, label in zip(found, _labels(found, largest, voice), strict=True)
    ]
    parts = [(voice.t(f"money.runoff.{name}"), colour) for name, colour in zip(names, _COLOURS, strict=True)]
    top = largest / _FEN_PER_YUAN
    up = [(value, money(round(value * _FEN_PER_YUAN))) for value in figures.rounds(top, _PARTS_UP)]
    return Chart(
        "runoff",
        voice.t("money.runoff.title", **values),
        figures.columns(drawn, parts, up),
        voice.t("money.runoff.alt", first=found[0].name, last=found[-1].name, **values),
        _table(found, voice),
    )


def without_date(promises: Promises) -> tuple[int, date] | None:
    """Return the fen owed that have no date by the pace of the past, and the month in which they are counted."""
    book = promises.book
    last = book.backlog[Stage.APPROVED, :, -1] @ book.open_fen[Stage.APPROVED]
    month = book.months[min(book.backlog.shape[-1], len(book.months)) - 1]
    return (round(last), month) if round(last) >= 1 else None


def undated(promises: Promises, voice: Voice) -> str | None:
    """Return `without_date` in words."""
    found = without_date(promises)
    if found is None:
        return None
    fen, month = found
    return voice.t("money.runoff.undated", amount=voice.texts.money_fen(fen), month=voice.texts.month(month))


def _labels(found: list[Span], largest: float, voice: Voice) -> list[str]:
    """Return the sums of the bars in the unit in which the largest is said; what rounds to nothing has no label."""
    scales = [tuple(map(float, voice.t(f"money.{unit}.scale").split())) for unit in ("large", "middle", "small")]
    _, divisor, digits = next(scale for scale in scales if largest >= scale[0])
    numbers = [round(span.total / divisor, int(digits)) for span in found]
    return [voice.texts.number(number, int(digits)) if number else "" for number in numbers]


def _table(found: list[Span], voice: Voice) -> Table:
    columns = (
        Column("year", voice.t("money.runoff.year"), is_tight=True),
        *(Column(name, voice.t(f"what_if.class.{name}"), "right", name in CLASSES) for name in (PAID, *CLASSES)),
        Column(TO_COME, voice.t("what_if.class.to_come"), "right"),
    )
    total = {name: sum(span.fen[name] for span in found) for name in (PAID, *CLASSES)}
    made = [_row(span.name, span.fen, Question(PAID, spent=span.first), voice) for span in found]
    whole = _row(voice.t("money.all"), total, Question(PAID), voice)
    return Table(voice.t("money.runoff.table"), columns, (*made, whole))


def _row(name: str, fen: dict[str, float], question: Question, voice: Voice) -> tuple[Cell, ...]:
    return (Cell(name), _paid(fen[PAID], question, voice), *_ahead(fen, voice))


def _paid(fen: float, question: Question, voice: Voice) -> Cell:
    if not round(fen):
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)), speech.opens(question))


def _ahead(fen: dict[str, float], voice: Voice) -> tuple[Cell, ...]:
    return (*(expected(fen[name], voice) for name in CLASSES), expected(sum(fen[name] for name in CLASSES), voice))


def expected(fen: float, voice: Voice) -> Cell:
    """Return an expectation, which opens the assumptions; less than one fen is a dash."""
    if not round(fen):
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)), Drill(ASSUMPTIONS))

"""Money in words and cells: yuan to the fen in tables, and where a number of the money pages leads."""

from analytics.report.money.asking import codes
from analytics.report.money.books import OWED
from analytics.report.money.rows import Question
from analytics.report.table import Cell, Column, Drill
from analytics.report.voice import NOWHERE, Voice

PAGE = "money"
_FEN_PER_YUAN = 100


def yuan(fen: int, voice: Voice) -> str:
    """Return an amount in yuan, with its fen only where it has some."""
    return voice.texts.number(fen / _FEN_PER_YUAN, 2 if fen % _FEN_PER_YUAN else 0)


def amount(fen: int, question: Question | None, voice: Voice) -> Cell:
    """Return an amount that opens the rows of the question; nothing is a dash that opens nothing."""
    if fen == 0:
        return Cell(voice.t("value.dash"), 0)
    return Cell(yuan(fen, voice), voice.texts.yuan(fen), drill=opens(question) if question else None)


def count(number: int, question: Question | None, voice: Voice) -> Cell:
    """Return a count that opens the rows of the question."""
    if number == 0:
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.number(number), number, drill=opens(question) if question else None)


def opens(question: Question) -> Drill:
    """Return the link to the rows of a question."""
    return Drill(PAGE, codes(question))


def columns(
    table: str, names: tuple[str, ...], voice: Voice, *, left: frozenset[str], minor: frozenset[str] = frozenset()
) -> tuple[Column, ...]:
    """Return the columns of a table of the money pages; those not named in `left` hold numbers."""
    return tuple(
        Column(n, voice.t(f"money.{table}.{n}"), "left" if n in left else "right", n in minor, n not in left)
        for n in names
    )


def benefit_name(benefit: str, voice: Voice) -> str:
    return voice.texts.pick(voice.policy.benefit(benefit).title)


def about(rows: str, voice: Voice) -> str:
    """Return what the rows are about: due, approved, paid, or the title of a cause."""
    titles = {cause.id: cause.title for cause in voice.policy.arrears.causes}
    return voice.texts.pick(titles[rows]) if rows in titles else voice.t(f"money.{rows}")


def unit(unit_id: str | None, voice: Voice) -> str:
    """Return the short name of a unit; decisions that name none say so."""
    return voice.t("money.unit.none") if unit_id in (None, NOWHERE) else voice.unit(unit_id)


def town(code: str | None, voice: Voice) -> str:
    return voice.town(code)


def placed(kind: str, key: str | None, benefit: str | None = None, age: str | None = None) -> Question:
    """Return what is owed in a unit or a town (kind); no key: where none is named."""
    code = key or NOWHERE
    return Question(
        OWED, benefit, age=age, unit=code if kind == "unit" else None, town=code if kind == "town" else None
    )

"""Expected spending responsibility by who answers for it: budget line, lead unit or benefit; and whether it adds up."""

from collections.abc import Mapping
from typing import Any

import polars as pl

from analytics.budget.exposure.frames import By
from analytics.report.money import lines, promised, speech
from analytics.report.money.books import OWED
from analytics.report.money.exposure import ASSUMPTIONS, CLASSES, TO_COME, Promises
from analytics.report.money.promised import Promised
from analytics.report.money.proof import Proof
from analytics.report.money.rows import Question
from analytics.report.money.runoff import expected
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

#: What the table may be by, as codes of the address.
LINE: By = "line"
UNIT: By = "unit"
BENEFIT: By = "stream"
BY: tuple[By, ...] = (LINE, UNIT, BENEFIT)
_UNCERTAIN = ("data", "modelling", "behaviour")
_TONES = {"high": "warn"}
_RECONCILED = ("what", "book", "ledger", "difference")
_KIND = ("benefit", "people", "value", "until")


def chosen(code: str | None) -> By:
    """Return what a code of the address asks for, by line without a sensible one."""
    known: dict[str, By] = {by: by for by in BY}
    return known.get(code or "", LINE)


def table(promises: Promises, by: By, proof: Proof, voice: Voice, only: str | None = None) -> Table:
    """Return one row per line, lead unit or benefit, the largest first, and all of them; only: of one budget line.

    Bands stand where the back-test bore them out, which only lines are tried for; benefits say how uncertain they are.
    """
    found = promises.summary(by).filter(pl.col("year").is_null())
    rows = dict[str, dict[str, dict[str, Any]]]()
    for item in found.to_dicts():
        rows.setdefault(item["name"], {})[item["class"]] = item
    if only is not None:
        rows = {name: rows[name] for name in _of_line(promises, only) if name in rows}
    rows = {name: classes for name, classes in rows.items() if round(classes[TO_COME]["nominal_fen"])}
    order = sorted(rows, key=lambda name: (-rows[name][TO_COME]["expected_fen"], name))
    made = [_row(name, rows[name], by, proof, voice) for name in order]
    if made:
        made.append(_sum([rows[name] for name in order], by, voice))
    key = {LINE: "lines", UNIT: "units", BENEFIT: "benefits"}[by]
    return Table(voice.t(f"money.holders.{key}", count=len(order)), _columns(by, voice), tuple(made))


def reconciled(promises: Promises, voice: Voice) -> Table:
    """Return what is known to the fen here and in the ledger; the difference has to be nothing."""
    rows = promises.reconciled.to_dicts()
    made = tuple(
        (
            Cell(speech.about(row["what"], voice)),
            speech.amount(row["book_fen"], Question(row["what"]), voice),
            speech.amount(row["ledger_fen"], Question(row["what"]), voice),
            Cell(speech.yuan(row["difference_fen"], voice), voice.texts.yuan(row["difference_fen"]),
                 tone="bad" if row["difference_fen"] else "good"),
        )
        for row in rows
    )  # fmt: skip
    is_even = not any(row["difference_fen"] for row in rows)
    key = "money.reconciled.even" if is_even else "money.reconciled.odd"
    return Table(voice.t(key), speech.columns("reconciled", _RECONCILED, voice, left=frozenset({"what"})), made)


def in_kind(promises: Promises, voice: Voice) -> Table | None:
    """Return what goes on to be given in kind: people, estimated value and until when; None where nothing does."""
    if promises.kind.is_empty():
        return None
    first, last = pl.col("from_month").dt, pl.col("to_month").dt
    months = (last.year() - first.year()) * 12 + last.month() - first.month()
    found = promises.kind.group_by("benefit_id", maintain_order=True).agg(
        people=pl.col("beneficiary").n_unique(),
        value=(pl.col("amount_fen") * (months // pl.col("every") + 1)).sum(),
        until=pl.col("to_month").max(),
    )
    made = tuple(
        (
            Cell(speech.benefit_name(row["benefit_id"], voice)),
            speech.count(row["people"], None, voice),
            speech.amount(row["value"], None, voice),
            Cell(voice.texts.month(row["until"]), row["until"]),
        )
        for row in found.sort("benefit_id").to_dicts()
    )
    return Table(voice.t("money.kind.table"), speech.columns("kind", _KIND, voice, left=frozenset({"benefit"})), made)


def grade(value: str, voice: Voice) -> Cell:
    """Return how uncertain something is, in words; what is most uncertain stands out."""
    return Cell(voice.t(f"money.grade.{value}"), value, tone=_TONES.get(value, ""))


def _of_line(promises: Promises, line: str) -> list[str]:
    return [name for name, its in zip(promises.book.streams, promises.book.lines, strict=True) if its == line]


def _columns(by: By, voice: Voice) -> tuple[Column, ...]:
    names = [OWED, "promised", "committed", "incurred", "intake", TO_COME, "tail"]
    minor = {"promised", "incurred", "committed"}
    titles = {name: voice.t(f"what_if.class.{name}") for name in (*CLASSES, TO_COME)}
    titles |= {"tail": voice.t("money.holders.tail"), "promised": voice.t("money.holders.promised")}
    right = [Column(name, titles[name], "right", name in minor, is_tight=True) for name in names]
    if by == LINE:
        right.append(Column("band", voice.t("money.lines.band"), "right", is_minor=True))
    if by == BENEFIT:
        right += [Column(name, voice.t(f"money.grade.of.{name}"), "left", is_minor=True) for name in _UNCERTAIN]
    return (Column("name", voice.t(f"money.holders.{by}")), *right)


def _row(name: str, classes: Mapping[str, Mapping[str, Any]], by: By, proof: Proof, voice: Voice) -> tuple[Cell, ...]:
    cells = (_name(name, by, voice), *_amounts(name, classes, by, voice))
    if by == LINE:
        item, money = classes[TO_COME], voice.texts.money_fen
        band = voice.t("money.lines.range", low=money(round(item["low_fen"])), high=money(round(item["high_fen"])))
        return (*cells, Cell(band if proof.holds(name) else voice.t("value.dash")))
    if by == BENEFIT:
        rating = next((item for item in voice.policy.assumptions.ratings if item.benefit == name), None)
        told = (grade(getattr(rating, kind), voice) if rating else Cell(voice.t("value.dash")) for kind in _UNCERTAIN)
        return (*cells, *told)
    return cells


def _amounts(name: str, classes: Mapping[str, Mapping[str, Any]], by: By, voice: Voice) -> tuple[Cell, ...]:
    """Return the amounts of a row: facts open their rows where a question can be asked for them."""
    benefit, line = (name if by == BENEFIT else None), (name if by == LINE else None)
    is_asked = benefit is not None or line is not None
    owed = _known(classes[OWED]["expected_fen"], voice)
    ahead = _known(classes["committed"]["nominal_fen"], voice)
    if is_asked and owed.value:
        owed = Cell(owed.text, owed.value, speech.opens(Question(OWED, benefit, line=line)))
    if is_asked and ahead.value:
        ahead = Cell(ahead.text, ahead.value, promised.opens(Promised(benefit, line)))
    drill = Drill(ASSUMPTIONS, {"benefit": benefit} if benefit else {})
    rest = [classes[part]["expected_fen"] for part in (*CLASSES[1:], TO_COME)] + [classes[TO_COME]["tail_fen"]]
    told = (expected(fen, voice) for fen in rest)
    return (owed, ahead, *(Cell(c.text, c.value, drill) if c.value else c for c in told))


def _sum(rows: list[dict[str, dict[str, Any]]], by: By, voice: Voice) -> tuple[Cell, ...]:
    def added(part: str, column: str = "expected_fen") -> float:
        return sum(item[part][column] for item in rows)

    facts = (_known(added(OWED), voice), _known(added("committed", "nominal_fen"), voice))
    rest = [added(part) for part in (*CLASSES[1:], TO_COME)] + [added(TO_COME, "tail_fen")]
    more = {LINE: 1, BENEFIT: len(_UNCERTAIN)}.get(by, 0)
    return (Cell(voice.t("money.all")), *facts, *(expected(fen, voice) for fen in rest), *(Cell(""),) * more)


def _known(fen: float, voice: Voice) -> Cell:
    if not round(fen):
        return Cell(voice.t("value.dash"), 0)
    return Cell(voice.texts.money_fen(round(fen)), voice.texts.yuan(round(fen)))


def _name(name: str, by: By, voice: Voice) -> Cell:
    if by == LINE:
        return Cell(lines.name(name, voice), drill=Drill(speech.PAGE, {"view": "lines", "line": name}))
    if by == BENEFIT:
        return Cell(speech.benefit_name(name, voice), drill=Drill(speech.PAGE, {"view": "benefits", "benefit": name}))
    return Cell(voice.unit(name))

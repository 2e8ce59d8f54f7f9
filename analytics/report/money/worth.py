"""What results cost, benefit beside benefit: the answer in a sentence, the dots, and the sentence of each."""

import polars as pl

from analytics.budget.results import NOW, Results
from analytics.report import figures
from analytics.report.curves import Chart
from analytics.report.money import cost, speech
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.voice import Voice

_FEN_PER_YUAN = 100


def sentence(found: Results, voice: Voice) -> str:
    """Return of how many benefits the cost of a counted person can be told, and the least and the most."""
    told = _told(found)
    if told.is_empty():
        return voice.t("money.worth.none", count=len(voice.policy.results.results))
    if told.height == 1:
        (only,) = told.to_dicts()
        name, each = speech.benefit_name(only["benefit_id"], voice), _each(only["fen_per_counted"], voice)
        return voice.t("money.worth.one", all=len(voice.policy.results.results), name=name, each=each)
    least, most = told.row(-1, named=True), told.row(0, named=True)
    return voice.t(
        "money.worth.headline",
        count=told.height,
        all=len(voice.policy.results.results),
        least=speech.benefit_name(least["benefit_id"], voice),
        low=_each(least["fen_per_counted"], voice),
        most=speech.benefit_name(most["benefit_id"], voice),
        high=_each(most["fen_per_counted"], voice),
    )


def chart(found: Results, voice: Voice) -> Chart | None:
    """Return a dot for every benefit of which a cost can be told, the dearest first; None where there is none."""
    told = _told(found)
    if told.is_empty():
        return None
    rows = told.to_dicts()
    named = [
        (
            speech.benefit_name(row["benefit_id"], voice),
            row["fen_per_counted"] / _FEN_PER_YUAN,
            _each(row["fen_per_counted"], voice),
        )
        for row in rows
    ]
    first = rows[0]
    values = {"name": named[0][0], "each": _each(first["fen_per_counted"], voice), "count": len(rows)}
    return Chart(
        "worth",
        voice.t("money.worth.title", **values),
        figures.dots(named),
        voice.t("money.worth.alt", listed=voice.listing([f"{name} {text}" for name, _, text in named]), **values),
        said(found, voice),
    )


def said(found: Results, voice: Voice) -> Table:
    """Return one row per benefit: the cost of a counted person, how many are kept, and what the numbers can tell."""
    costs = {row["benefit_id"]: row for row in found.costs.filter(pl.col("cohort").is_null()).to_dicts()}
    now = found.kept.filter(pl.col("cohort").is_null(), pl.col("months") == NOW)
    kept = {row["benefit_id"]: row for row in now.to_dicts()}
    made = tuple(
        (
            Cell(
                speech.benefit_name(benefit, voice), drill=Drill(speech.PAGE, {"view": "results", "benefit": benefit})
            ),
            speech.count(row["counted"], None, voice),
            Cell(voice.t("value.dash"))
            if row["fen_per_counted"] is None
            else Cell(_each(row["fen_per_counted"], voice), voice.texts.yuan(round(row["fen_per_counted"]))),
            Cell(voice.t("value.dash")) if row["fen_per_counted"] is None else Cell(_range(row, voice)),
            Cell(voice.texts.pct(kept[benefit]["share"]), kept[benefit]["share"]),
            Cell(cost.caution(str(row["caution"]), voice), str(row["caution"])),
        )
        for benefit, row in costs.items()
    )
    columns = (
        Column("benefit", voice.t("money.cost.benefit")),
        *(Column(name, voice.t(f"money.cost.{name}"), "right") for name in ("counted", "each")),
        Column("range", voice.t("money.cost.range"), "right", is_minor=True),
        Column("kept", voice.t("money.worth.kept"), "right"),
        Column("caution", voice.t("money.cost.caution"), is_minor=True),
    )
    return Table(voice.t("money.worth.table", count=len(made)), columns, made)


def of_benefit(found: Results, benefit: str) -> Results:
    """Return the results of one benefit."""
    return Results(found.costs.filter(benefit_id=benefit), found.kept.filter(benefit_id=benefit))


def benefits(voice: Voice) -> list[str]:
    """Return the benefits that are meant to bring a result."""
    return [item.benefit for item in voice.policy.results.results]


def _told(found: Results) -> pl.DataFrame:
    whole = found.costs.filter(pl.col("cohort").is_null(), pl.col("fen_per_counted").is_not_null())
    return whole.sort("fen_per_counted", descending=True)


def _each(fen: float, voice: Voice) -> str:
    return voice.t("money.small", value=voice.texts.number(voice.texts.yuan(round(fen))))


def _range(row: dict[str, float], voice: Voice) -> str:
    low, high = (_each(row[end], voice) for end in ("low_fen", "high_fen"))
    return voice.t("money.cost.between", low=low, high=high)

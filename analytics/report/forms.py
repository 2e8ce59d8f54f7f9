"""The ledgers of the programme as a list: who files which, how often, what it feeds, and where its form is."""

from functools import partial, reduce

from analytics.intake.layouts import Layout
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.template import OFFICIAL
from analytics.report.template_fields import fields
from analytics.report.voice import Voice
from analytics.texts import catalogue

#: A ledger that feeds more benefits than this is told by their number.
_MANY = 12
_COLUMNS = ("ledger", "unit", "frequency", "articles", "feeds")
_TIGHT = frozenset({"unit", "frequency", "required"})
_MINOR = frozenset({"frequency", "feeds"})


def forms(voice: Voice) -> Table:
    """Return one row per ledger, those of one bureau together; a ledger's name leads to its form."""
    places = {unit.id: number for number, unit in enumerate(voice.policy.units)}
    ordered = sorted(voice.ledgers.values(), key=lambda layout: (places[layout.unit], layout.id))
    columns = tuple(Column(n, voice.t(f"forms.{n}"), is_minor=n in _MINOR, is_tight=n in _TIGHT) for n in _COLUMNS)
    return Table(voice.t("forms.title", count=len(ordered)), columns, tuple(_row(item, voice) for item in ordered))


def columns(layout: Layout, voice: Voice) -> Table:
    """Return one row per column of a ledger's form: its header, what belongs there, whether it must be stated."""
    shown = fields(layout, voice.policy, catalogue(OFFICIAL), voice.texts)
    rows = tuple(
        (
            Cell(field.header),
            Cell(voice.t("forms.must") if field.column.required else ""),
            Cell(reduce(partial(_joined, voice), field.note.splitlines()[2:])),
        )
        for field in shown
    )
    heads = tuple(Column(n, voice.t(f"forms.{n}"), is_tight=n in _TIGHT) for n in ("column", "required", "rule"))
    required = sum(field.column.required for field in shown)
    said = voice.t("forms.columns", ledger=voice.ledger(layout.id), count=len(rows), required=required)
    return Table(said, heads, rows)


def _joined(voice: Voice, before: str, after: str) -> str:
    return voice.t("forms.joined", before=before, after=after)


def _row(layout: Layout, voice: Voice) -> tuple[Cell, ...]:
    benefits = {benefit.id: benefit for benefit in voice.policy.benefits}
    fed = [voice.texts.pick(benefits[name].title) for name in layout.benefits]
    fed += [voice.task(name) for name in layout.targets]
    articles = [*layout.articles, *(benefits[name].article for name in layout.benefits)]
    articles += [voice.policy.target(name).article for name in layout.targets]
    registered = voice.t("forms.register") if layout.articles else ""
    is_general, dash = len(layout.benefits) > _MANY, voice.t("value.dash")
    return (
        Cell(voice.ledger(layout.id), drill=Drill("intake", {"view": "forms", "ledger": layout.id})),
        Cell(voice.unit(layout.unit)),
        Cell(voice.t(f"forms.frequency.{layout.frequency}")),
        Cell((voice.t("forms.all") if is_general else voice.listing(list(dict.fromkeys(articles)))) or dash),
        Cell((voice.t("forms.every", count=len(fed)) if is_general else voice.listing(fed)) or registered or dash),
    )

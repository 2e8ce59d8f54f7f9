"""The ledgers of the programme as a list: who files which, how often, what it feeds, and where its form is."""

from analytics.intake.layouts import Layout
from analytics.report.table import Cell, Column, Drill, Table
from analytics.report.template import OFFICIAL
from analytics.report.template_fields import fields
from analytics.report.voice import Voice
from analytics.texts import catalogue

#: A ledger that feeds more benefits than this is told by their number.
_MANY = 12
_COLUMNS = ("ledger", "unit", "frequency", "articles", "feeds")


def forms(voice: Voice) -> Table:
    """Return one row per ledger, those of one bureau together; a ledger's name leads to its form."""
    places = {unit.id: number for number, unit in enumerate(voice.policy.units)}
    ordered = sorted(voice.ledgers.values(), key=lambda layout: (places[layout.unit], layout.id))
    columns = tuple(Column(n, voice.t(f"forms.{n}"), is_tight=n in ("unit", "frequency")) for n in _COLUMNS)
    return Table(voice.t("forms.title", count=len(ordered)), columns, tuple(_row(item, voice) for item in ordered))


def columns(layout: Layout, voice: Voice) -> Table:
    """Return one row per column of a ledger's form: its header, what belongs there, whether it must be stated."""
    shown = fields(layout, voice.policy, catalogue(OFFICIAL), voice.texts)
    rows = tuple(
        (
            Cell(field.header),
            Cell(" ".join(field.note.splitlines()[1:])),
            Cell(voice.t("value.yes") if field.column.required else ""),
        )
        for field in shown
    )
    heads = tuple(Column(name, voice.t(f"forms.{name}")) for name in ("column", "rule", "required"))
    return Table(voice.t("forms.columns", ledger=voice.ledger(layout.id), count=len(rows)), heads, rows)


def _row(layout: Layout, voice: Voice) -> tuple[Cell, ...]:
    benefits = {benefit.id: benefit for benefit in voice.policy.benefits}
    fed = [voice.texts.pick(benefits[name].title) for name in layout.benefits]
    fed += [voice.task(name) for name in layout.targets]
    articles = [benefits[name].article for name in layout.benefits]
    articles += [voice.policy.target(name).article for name in layout.targets]
    is_general = len(layout.benefits) > _MANY
    return (
        Cell(voice.ledger(layout.id), drill=Drill("intake", {"view": "forms", "ledger": layout.id})),
        Cell(voice.unit(layout.unit)),
        Cell(voice.t(f"forms.frequency.{layout.frequency}")),
        Cell(voice.t("forms.all") if is_general else voice.listing(list(dict.fromkeys(articles)))),
        Cell(voice.t("forms.every", count=len(fed)) if is_general else voice.listing(fed) or voice.t("value.dash")),
    )

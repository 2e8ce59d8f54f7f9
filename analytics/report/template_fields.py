"""What the official form of a ledger says about each of its columns: header, note, choices, format and width."""

from collections.abc import Iterator
from dataclasses import dataclass

from analytics.intake.headers import Header
from analytics.intake.layouts import Column, Layout
from analytics.policy import Policy
from analytics.texts import Texts

#: Never stored, yet no official form goes without them; whatever else is never stored is not asked for.
_CUSTOMARY = frozenset({"remark", "bank_name"})
_AS_TEXT = "@"
_NUMBER_FORMATS = {
    "money": "#,##0.00",
    "integer": "0",
    "decimal": "General",
    "year": "0",
    "date": "yyyy-mm-dd",
    "sequence": "0",
}
_WIDTHS = {
    "sequence": 6.0,
    "name": 10.0,
    "id_number": 22.0,
    "party_number": 22.0,
    "credit_code": 22.0,
    "bank": 24.0,
    "phone": 14.0,
    "employer_name": 30.0,
    "town": 14.0,
    "month_range": 22.0,
    "date_range": 26.0,
    "date": 12.0,
    "month": 12.0,
    "money": 14.0,
    "certificate": 22.0,
}
_USUAL_WIDTH = 16.0
_HAN_WIDTH, _MARGIN, _WIDEST = 2.1, 2.0, 36.0
#: A note names the choices up to this many; the drop-down list has them all.
_NAMED_CHOICES = 12


@dataclass(frozen=True)
class Field:
    """One column of the form. `note` says in the reader's language what belongs there; the rest is official."""

    column: Column
    header: str
    note: str
    choices: tuple[str, ...]
    number_format: str
    width: float

    @property
    def is_strict(self) -> bool:
        """Tell whether anything but one of the choices would be refused."""
        return self.column.type == "code" and self.column.unknown == "refuse"


def fields(layout: Layout, policy: Policy, official: Texts, texts: Texts) -> tuple[Field, ...]:
    """Return the columns that the form prints, in the order of the ledger."""
    return tuple(_field(column, policy, official, texts) for column in _printed(layout))


def _printed(layout: Layout) -> Iterator[Column]:
    for column in layout.column:
        is_asked = column.type != "ignore" or column.id in _CUSTOMARY
        if is_asked and (column.id != "bank_name" or layout.party.bank):
            yield column


def _field(column: Column, policy: Policy, official: Texts, texts: Texts) -> Field:
    header = _header(column, official)
    choices = tuple(_choices(column, policy, official))
    width = max(_WIDTHS.get(column.type, _USUAL_WIDTH), len(header) * _HAN_WIDTH / 2 + _MARGIN)
    return Field(
        column=column,
        header=header,
        note="\n".join(_note(column, choices, texts)),
        choices=choices,
        number_format=_NUMBER_FORMATS.get(column.type, _AS_TEXT),
        width=min(max([width, *(len(choice) * _HAN_WIDTH + _MARGIN for choice in choices)]), _WIDEST),
    )


def _header(column: Column, official: Texts) -> str:
    """Return the official header; an amount of money states its unit."""
    header = official.pick(column.header)
    if column.type != "money" or Header(0, (header,)).money_unit():
        return header
    return official.t("template.header_with_unit", header=header, unit=official.t(f"template.unit.{column.unit}"))


def _choices(column: Column, policy: Policy, official: Texts) -> Iterator[str]:
    if column.type == "yes_no":
        yield from (official.t("template.yes"), official.t("template.no"))
    elif column.type == "town":
        yield from (official.pick(town.name) for town in policy.towns)
    elif column.code_list:
        known = policy.codes[column.code_list]
        yield from (official.pick(known.code(code).label) for code in known.ids if code in (column.codes or known.ids))


def _note(column: Column, choices: tuple[str, ...], texts: Texts) -> Iterator[str]:
    yield texts.pick(column.header)
    yield texts.t("template.required" if column.required else "template.optional")
    yield texts.t(f"template.kind.{column.type}", unit=texts.t(f"template.unit.{column.unit}"))
    if column.minimum is not None and column.maximum is not None:
        yield texts.t("template.bounds", least=f"{column.minimum:g}", most=f"{column.maximum:g}")
    if column.open_end:
        yield texts.t("template.open_end")
    if 0 < len(choices) <= _NAMED_CHOICES and column.type == "code":
        yield texts.t("template.choices", choices=texts.listing(list(choices)))
    elif choices and column.type != "yes_no":
        yield texts.t("template.many_choices", count=len(choices))

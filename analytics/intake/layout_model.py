"""The typed shape of a ledger layout; analytics.intake.layouts documents the keys and reads the files."""

from collections.abc import Iterator
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

ColumnType = Literal[
    "text", "name", "id_number", "party_number", "phone", "bank", "credit_code", "certificate", "date", "month",
    "month_range", "date_range", "money", "integer", "decimal", "share", "year", "code", "yes_no", "town",
    "employer_name", "sequence", "ignore",
]  # fmt: skip
PreambleType = Literal["text", "date", "month", "month_range", "date_range", "integer"]
MoneyUnit = Literal["yuan", "wan_yuan", "yi_yuan"]
Sign = Literal["positive", "non_negative", "any"]
CheckRule = Literal[
    "months_times_rate", "range_months", "rate_of_level", "in_order", "sum_of", "sex_of_id", "award_of_pay",
    "amount_of_benefit", "not_below_floor", "times_of_base",
]  # fmt: skip

RANGE_TYPES = frozenset({"month_range", "date_range"})
_PERSONAL = frozenset({"name", "phone", "bank"})
#: The names that a check of each rule must give, beside the rule.
CHECK_ARGUMENTS: dict[str, frozenset[str]] = {
    "months_times_rate": frozenset({"months", "rate", "amount"}),
    "range_months": frozenset({"range", "months"}),
    "rate_of_level": frozenset({"rate", "level", "benefit"}),
    "in_order": frozenset({"earlier", "later"}),
    "sum_of": frozenset({"total", "parts"}),
    "sex_of_id": frozenset({"sex", "person"}),
    "award_of_pay": frozenset({"pay", "amount", "benefit"}),
    "amount_of_benefit": frozenset({"amount", "benefit"}),
    "not_below_floor": frozenset({"amount", "benefit"}),
    "times_of_base": frozenset({"pay", "base", "benefit"}),
}
_RANGE_PARTS = frozenset({"from", "to", "months"})
_PARTS = {
    **dict.fromkeys(RANGE_TYPES, _RANGE_PARTS),
    "year": frozenset({"from", "to"}),
    "party_number": frozenset({"code"}),
}
BUILT_IN = {"title": "month_range", "title_text": "text"}
PARTIES = ("@person", "@employer")
#: In a key alone: the person of the row, else its employer.
PARTY = "@party"
_KEYS_OF_TYPES: dict[str, frozenset[str]] = {
    "unit": frozenset({"money"}),
    "cap_benefit": frozenset({"money"}),
    "sign": frozenset({"money", "integer", "decimal"}),
    "minimum": frozenset({"integer", "decimal", "year"}),
    "maximum": frozenset({"integer", "decimal", "year"}),
    "code_list": frozenset({"code"}),
    "codes": frozenset({"code"}),
    "unknown": frozenset({"code"}),
    "open_end": frozenset({"date", "month"}),
    "yes": frozenset({"yes_no"}),
    "no": frozenset({"yes_no"}),
    "halves": RANGE_TYPES,
    "foreign_documents": frozenset({"id_number"}),
}


class LayoutError(Exception):
    """A ledger layout that cannot be used; the message names the file and the key."""


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Wording(_Model):
    """One text in both languages."""

    zh: str
    en: str


class CodeMap(_Model):
    """A value chosen by the code of another column; without codes and other, the code itself."""

    of: str
    codes: dict[str, str] = {}
    other: str | None = None


class Halves(_Model):
    """Headers of a range that the bureau keeps in two columns."""

    start: tuple[str, ...]
    end: tuple[str, ...]


class Span(_Model):
    """Two columns that make a range; an end before its start is period_invalid."""

    start: str
    end: str
    together: tuple[str, ...] = ()


class Column(_Model):
    """One column of a ledger; see the module's reference for the keys."""

    id: str
    header: Wording
    synonyms: tuple[str, ...] = ()
    stems: tuple[str, ...] = ()
    type: ColumnType
    telling: bool = True
    required: bool = False
    unit: MoneyUnit = "yuan"
    sign: Sign = "non_negative"
    minimum: float | None = None
    maximum: float | None = None
    cap_benefit: str | CodeMap | None = None
    code_list: str | None = None
    codes: tuple[str, ...] = ()
    unknown: Literal["refuse", "warn"] = "refuse"
    open_end: bool = False
    yes: tuple[str, ...] = ()
    no: tuple[str, ...] = ()
    halves: Halves | None = None
    from_preamble: tuple[str, ...] = ()
    foreign_documents: bool = False

    @model_validator(mode="after")
    def _keys_fit_the_type(self) -> Self:
        for key, types in _KEYS_OF_TYPES.items():
            if key in self.model_fields_set and self.type not in types:
                raise ValueError(f"{key} does not belong to a column of type {self.type}")
        if self.type == "code" and self.code_list is None:
            raise ValueError("a column of type code needs code_list")
        return self


class Preamble(_Model):
    """One labelled value in the lines above the header."""

    id: str
    labels: tuple[str, ...] = Field(min_length=1)
    type: PreambleType = "text"


class Party(_Model):
    """Which columns name the person and the employer of a row."""

    person: str | None = None
    name: str | None = None
    phone: str | None = None
    bank: str | None = None
    sex: str | None = None
    employer: str | None = None
    employer_code: str | None = None
    employer_kind: str | None = None


class Check(_Model):
    """One cross-column warning of the closed vocabulary."""

    rule: CheckRule
    months: str | None = None
    rate: str | None = None
    amount: str | None = None
    range: str | None = None
    level: str | None = None
    benefit: str | None = None
    earlier: str | None = None
    later: str | None = None
    total: str | None = None
    parts: tuple[str, ...] | None = None
    pay: str | None = None
    base: str | None = None
    sex: str | None = None
    person: str | None = None

    @model_validator(mode="after")
    def _names_its_arguments(self) -> Self:
        given = self.model_fields_set - {"rule"}
        if given != CHECK_ARGUMENTS[self.rule]:
            raise ValueError(f"{self.rule} needs exactly {', '.join(sorted(CHECK_ARGUMENTS[self.rule]))}")
        return self

    def columns(self) -> list[str]:
        """Return the column ids that the check reads."""
        values = [getattr(self, name) for name in CHECK_ARGUMENTS[self.rule] - {"benefit", "parts"}]
        return [*values, *(self.parts or ())]


Source = bool | int | float | CodeMap | str | tuple[str, ...]


class Fact(_Model):
    """One row of a fact table made from every accepted row (that `when` and `stated` let through)."""

    table: str
    columns: dict[str, Source] = Field(min_length=1)
    when: dict[str, tuple[str | bool, ...]] = {}
    stated: tuple[str, ...] = ()

    def references(self) -> Iterator[tuple[str, str]]:
        """Yield (fact column, reference) for everything that is not a constant."""
        for name, source in self.columns.items():
            for item in source if isinstance(source, tuple) else (source,):
                if isinstance(item, CodeMap):
                    yield name, item.of
                elif isinstance(item, str) and not item.startswith("="):
                    yield name, item


class Layout(_Model):
    """One ledger: headers, columns, key, checks and the facts that its rows become."""

    id: str
    title: Wording
    unit: str
    benefits: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    frequency: Literal["monthly", "quarterly", "yearly", "event"]
    due_days: int = Field(default=0, ge=0)
    period: tuple[str, ...] = ("title",)
    marks: tuple[str, ...] = ()
    key: tuple[str, ...] = Field(min_length=1)
    any_of: tuple[tuple[str, ...], ...] = ()
    column: tuple[Column, ...] = Field(min_length=1)
    preamble: tuple[Preamble, ...] = ()
    span: tuple[Span, ...] = ()
    party: Party = Party()
    check: tuple[Check, ...] = ()
    fact: tuple[Fact, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _references_exist(self) -> Self:
        types: dict[str, str] = dict(BUILT_IN)
        for item in (*self.column, *self.preamble):
            if item.id in types:
                raise ValueError(f"the id {item.id} is used twice")
            types[item.id] = item.type
        for where, name in self._references():
            base, _, part = name.partition(".")
            if name in PARTIES or (where == "key" and name == PARTY):
                continue
            if base not in types:
                raise ValueError(f"{where} names {name}, which is neither a column nor a preamble")
            if where == "key" and types[base] in _PERSONAL:
                raise ValueError(f"key names {name}: what identifies a person stays in the vault")
            if where.startswith("fact") and types[base] in ("name", "phone"):
                raise ValueError(f"{where} names {name}: what identifies a person stays in the vault")
            if part and part not in _PARTS.get(types[base], ()):
                raise ValueError(f"{where} names {name}, but {base} is of type {types[base]}")
        return self

    def _references(self) -> Iterator[tuple[str, str]]:
        yield from (("key", name) for name in self.key)
        yield from (("period", name) for name in self.period)
        yield from (("any_of", name) for group in self.any_of for name in group)
        yield from ((f"party.{role}", name) for role, name in self.party.model_dump().items() if name)
        yield from (("span", name) for span in self.span for name in (span.start, span.end))
        yield from (
            (f"column {c.id}.cap_benefit", c.cap_benefit.of) for c in self.column if isinstance(c.cap_benefit, CodeMap)
        )
        yield from ((f"check {check.rule}", name) for check in self.check for name in check.columns())
        yield from ((f"column {c.id}", name) for c in self.column for name in c.from_preamble)
        for fact in self.fact:
            yield from ((f"fact {fact.table}.{name}", source) for name, source in fact.references())
            yield from ((f"fact {fact.table}.when", name) for name in fact.when)
            yield from ((f"fact {fact.table}.stated", name) for name in fact.stated)

    def col(self, column_id: str) -> Column:
        """Return a column; raises KeyError for an unknown id."""
        return {c.id: c for c in self.column}[column_id]

    def required(self) -> tuple[Column, ...]:
        """Return the columns that every row must state."""
        return tuple(c for c in self.column if c.required)

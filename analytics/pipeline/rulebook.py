"""The shipped rules that everything is evaluated by, read once, and the forms made from them."""

from collections.abc import Mapping
from datetime import date
from functools import cache

from analytics import intake, policy
from analytics.intake import Layout, UnknownNameError
from analytics.policy import Policy
from analytics.report import template as forms
from analytics.texts import Lang

Layouts = Mapping[str, Layout]


@cache
def rulebook() -> tuple[Policy, Layouts]:
    """Return the shipped policy and ledger layouts, read once; raises PolicyError and LayoutError."""
    return policy.load(), intake.load_layouts()


def template_bytes(ledger: str, *, period: str | None = None, lang: Lang = "zh", made: date) -> tuple[str, bytes]:
    """Return the name and the bytes of a ledger's official form, see report.template.

    Raises UnknownNameError for a ledger there is not, ValueError for a period that cannot be read.
    """
    rules, ledgers = rulebook()
    if ledger not in ledgers:
        raise UnknownNameError("ledger", name=ledger)
    data = forms.workbook(ledgers[ledger], rules, period=period, lang=lang, made=made)
    return forms.file_name(ledgers[ledger], period), data

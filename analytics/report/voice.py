"""The voice of the report: the names of policy and ledgers, and the catalogue's sentences, in one language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from analytics.intake.layouts import Layout
from analytics.policy import Policy
from analytics.policy.targets import Target
from analytics.texts import Texts

#: The code for rows that name no town.
NOWHERE = "none"


@dataclass(frozen=True)
class Voice:
    """Says ids in words; an unknown id raises what the policy raises."""

    policy: Policy
    texts: Texts
    ledgers: Mapping[str, Layout] = field(default_factory=dict)

    def t(self, key: str, **values: Any) -> str:
        return self.texts.t(key, **values)

    def unit(self, unit_id: str | None) -> str:
        """Return the short name of a unit; nothing for no unit."""
        return self.texts.pick(self.policy.unit(unit_id).short) if unit_id else ""

    def unit_name(self, unit_id: str) -> str:
        return self.texts.pick(self.policy.unit(unit_id).name)

    def town(self, code: str | None) -> str:
        """Return the name of a town; rows without one say so."""
        if code is None or code == NOWHERE:
            return self.t("listing.town.none")
        return self.texts.pick(self.policy.town(code).name)

    def is_town(self, unit_id: str) -> bool:
        return unit_id in {town.id for town in self.policy.towns}

    def unit_or_town(self, unit_id: str) -> str:
        """Return the short name of a bureau, or the name of a town."""
        return self.town(unit_id) if self.is_town(unit_id) else self.unit(unit_id)

    def ledger(self, ledger_id: str | None) -> str:
        """Return the title of a ledger; a sheet that fits none says so."""
        layout = self.ledgers.get(ledger_id or "")
        return self.texts.pick(layout.title) if layout else self.t("ledger.none")

    def task(self, target_id: str) -> str:
        """Return the short title of a target."""
        return self.texts.pick(self.policy.target(target_id).short)

    def article(self, article_id: str) -> str:
        """Return an article by number and title; a section without a number by its title."""
        title = self.texts.pick(self.policy.article(article_id).title)
        return self.t("article.numbered", number=article_id, title=title) if article_id.isdigit() else title

    def reason(self, code: str) -> str:
        return self.t(f"reason.{code}")

    def knows_reason(self, code: str | None) -> bool:
        return self.texts.has(f"reason.{code}")

    def period(self, target: Target, start: date) -> str:
        """Return the name of a target's period by its first day."""
        quarter = (start.month + 2) // 3
        return self.t(f"period.{target.period}", year=start.year, quarter=quarter, month=self.texts.month(start))

    def span(self, start: date, end: date) -> str:
        """Return a run of whole months, first and last included: a year, a quarter, a month, or from and to."""
        months = (end.year - start.year) * 12 + end.month - start.month + 1
        if months == 12 and start.month == 1:
            return self.t("period.year", year=start.year)
        if months == 3 and start.month % 3 == 1:
            return self.t("period.quarter", year=start.year, quarter=(start.month + 2) // 3)
        first, last = self.texts.month(start), self.texts.month(end)
        return first if months == 1 else self.t("calendar.range", start=first, end=last)

    def listing(self, items: list[str]) -> str:
        return self.texts.listing(items)

"""The coverage map: for each article what it promises, who feeds the figures, and what is left without a ledger."""

from collections.abc import Iterable, Mapping
from typing import Protocol

import polars as pl

from analytics.policy.catalogue import Policy
from analytics.policy.document import Article

_LIST = pl.List(pl.String)
SCHEMA = {
    "article": pl.String,
    "title_zh": pl.String,
    "title_en": pl.String,
    "benefits": _LIST,
    "targets": _LIST,
    "milestones": _LIST,
    "ledgers": _LIST,
    "units": _LIST,
    "budget_lines": _LIST,
    "orphans": _LIST,
}


class Feeds(Protocol):
    """What the map asks of a ledger layout: which benefits and targets it feeds, which articles ask for it."""

    @property
    def benefits(self) -> tuple[str, ...]: ...

    @property
    def targets(self) -> tuple[str, ...]: ...

    @property
    def articles(self) -> tuple[str, ...]: ...


def coverage(policy: Policy, ledgers: Mapping[str, Feeds]) -> pl.DataFrame:
    """Return one row per article in the order of the text; every list holds ids.

    orphans: benefits and targets that no ledger feeds, milestones without their ledger, and the article itself when
    it holds neither of them nor a clause or a reading. `ledgers` maps a ledger's id to its layout.
    """
    return pl.DataFrame([_row(policy, ledgers, article) for article in policy.document.articles], schema=SCHEMA)


def _row(policy: Policy, ledgers: Mapping[str, Feeds], article: Article) -> dict[str, object]:
    benefits = [benefit for benefit in policy.benefits if benefit.article == article.id]
    targets = [target for target in policy.targets if target.article == article.id]
    milestones = [milestone for milestone in policy.milestones if milestone.article == article.id]
    feeding = {
        **{item.id: [name for name, ledger in ledgers.items() if item.id in ledger.benefits] for item in benefits},
        **{item.id: _feeding_target(ledgers, item.id, item.owner_ledgers) for item in targets},
        **{item.id: [name for name in ledgers if name == policy.milestone_ledger] for item in milestones},
    }
    asked_for = [name for name, ledger in ledgers.items() if article.id in ledger.articles]
    measures = [measure for measure in policy.measures if measure.article == article.id]
    lines = [item.budget_line for item in (*benefits, *targets) if item.budget_line]
    return {
        "article": article.id,
        "title_zh": article.title.zh,
        "title_en": article.title.en,
        "benefits": [item.id for item in benefits],
        "targets": [item.id for item in targets],
        "milestones": [item.id for item in milestones],
        "ledgers": _once(name for names in (*feeding.values(), asked_for) for name in names),
        "units": _once(u for item in (*measures, *targets, *milestones, *benefits) for u in item.units),
        "budget_lines": _once(lines),
        "orphans": [item for item, names in feeding.items() if not names] or _bare(policy, article, bool(feeding)),
    }


def _feeding_target(ledgers: Mapping[str, Feeds], target_id: str, owners: tuple[str, ...]) -> list[str]:
    return [name for name, ledger in ledgers.items() if name in owners or target_id in ledger.targets]


def _bare(policy: Policy, article: Article, has_items: bool) -> list[str]:
    """The article itself is an orphan when nothing in the catalogue speaks of it."""
    clauses = any(clause.article == article.id for clause in policy.document.clauses)
    readings = any(article.id in reading.articles for reading in policy.readings)
    return [] if has_items or clauses or readings else [article.id]


def _once(items: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(items))

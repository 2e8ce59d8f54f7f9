"""The findings of the rules: what each comes to once every fen is counted once, and which of them are asked for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Final

import polars as pl

from analytics.audit import Audit
from analytics.policy import Policy
from analytics.report.table import Drill

PAGE = "integrity"
FINDINGS = "findings"
CONFIRMED, LEAD, OWED = "confirmed", "lead", "owed"
STANDINGS: Final = (CONFIRMED, LEAD, OWED)
#: No case was made of the finding.
NONE = "none"
_CLAIM = ["record_id", "rule", "is_lead"]


@dataclass(frozen=True)
class Question:
    """Which findings: of one rule, one kind, one standing, one unit, or with a case in one state."""

    rule: int | None = None
    kind: str | None = None
    standing: str | None = None
    unit: str | None = None
    state: str | None = None


def told(found: Audit) -> pl.DataFrame:
    """Return the findings with standing and counted_fen.

    counted_fen: what is counted of a finding, positive: of what is to be claimed back its part of the union, in which
    each fen stands once; of what is owed all of it.
    """
    claims = found.findings.filter(pl.col("amount_fen") > 0)
    claims = claims.select("finding_id", "rule", "is_lead", record_id="record_ids").explode("record_id")
    first = claims.drop_nulls("record_id").unique(_CLAIM, keep="first", maintain_order=True)
    shares = first.join(found.recoverable, on=_CLAIM).group_by("finding_id").agg(counted_fen=pl.col("fen").sum())
    is_owed = pl.col("amount_fen") < 0
    standing = pl.when(is_owed).then(pl.lit(OWED)).when("is_lead").then(pl.lit(LEAD)).otherwise(pl.lit(CONFIRMED))
    joined = found.findings.join(shares, on="finding_id", how="left", maintain_order="left")
    counted = pl.when(is_owed).then(-pl.col("amount_fen")).otherwise(pl.col("counted_fen").fill_null(0))
    return joined.with_columns(standing=standing, counted_fen=counted)


def with_cases(findings: pl.DataFrame, cases: pl.DataFrame) -> pl.DataFrame:
    """Return the findings with `state` and `owner` of their cases, NONE and null where there is none."""
    states = cases.select("finding_id", "state", "owner")
    joined = findings.join(states, on="finding_id", how="left", maintain_order="left")
    return joined.with_columns(pl.col("state").fill_null(NONE))


def selected(findings: pl.DataFrame, question: Question) -> pl.DataFrame:
    """Return the findings that answer the question, the largest first."""
    columns = {"rule": question.rule, "kind": question.kind, "standing": question.standing}
    columns |= {"unit_id": question.unit, "state": question.state}
    asked = pl.all_horizontal(pl.lit(value=True), *(pl.col(name) == value for name, value in columns.items() if value))
    order = {"counted_fen": True, "stake_fen": True, "finding_id": False}
    return findings.filter(asked).sort(list(order), descending=list(order.values()))


def asked(codes: Mapping[str, str], policy: Policy) -> Question:
    """Return the question of an address; a code that names nothing counts as absent."""
    rules = {str(rule.number): rule.number for rule in policy.integrity.rules}
    kinds = {kind.id for rule in policy.integrity.rules for kind in rule.kinds}
    states = {NONE, *policy.integrity.moves}
    return Question(
        rule=rules.get(codes.get("rule", "")),
        kind=_known(codes.get("kind"), kinds),
        standing=_known(codes.get("standing"), set(STANDINGS)),
        unit=_known(codes.get("unit"), {unit.id for unit in policy.units}),
        state=_known(codes.get("state"), states),
    )


def codes(question: Question) -> dict[str, str]:
    """Return the codes that ask the question again."""
    return {"view": FINDINGS} | {name: str(value) for name, value in asdict(question).items() if value is not None}


def opens(question: Question) -> Drill:
    return Drill(PAGE, codes(question))


def opens_one(finding_id: str) -> Drill:
    return Drill(PAGE, {"view": FINDINGS, "finding": finding_id})


def parties() -> pl.Expr:
    """Return how many persons, and employers where a finding names no person, findings are about."""
    named = pl.when(pl.col("persons").list.len() > 0).then("persons").otherwise(pl.concat_list("employer_id"))
    return named.explode().drop_nulls().n_unique()


def _known(code: str | None, known: set[str]) -> str | None:
    return code if code in known else None

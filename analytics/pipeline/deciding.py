"""What the meeting decides on and what became of it, put together from the rooms, in two steps.

What stands without the money comes at once: decisions and what became of them, notes, work lists, red targets that
nobody answers for. The agenda needs the accounts, which take seconds.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import polars as pl

from analytics import decisions
from analytics.assessment import outcomes
from analytics.budget.lines import booked
from analytics.decisions import Agenda, duties, meeting_code, money, targets
from analytics.decisions.follow_up import RUNNING
from analytics.decisions.measures import MEASURES
from analytics.identity import Vault, assessments, cases
from analytics.identity import decisions as kept
from analytics.identity.decisions import Decision, Note, close_decision, decide, issue_note
from analytics.pipeline import assessing
from analytics.pipeline.accounts import Accounts
from analytics.pipeline.evaluation import Opened, Results
from analytics.pipeline.forecasting import attainments
from analytics.pipeline.prices import ReadingPrice
from analytics.pipeline.spending import Costs, Spending
from analytics.policy import Policy
from analytics.policy.base import in_force
from analytics.report import batches

__all__ = [
    "Decision", "Money", "Note", "Standing", "agenda", "close_decision", "corrections", "decide", "history",
    "issue_note",
    "meeting_code", "standing", "told_until", "unanswered", "undecided", "unruled", "waiting_rows",
]  # fmt: skip

_TOLD, _MILESTONE, _MONEY = "budget_line", "milestone", "money"
_BEHIND, _FINAL = "behind", "final"
_DONE_WITH = ("recovered", "closed")


@dataclass(frozen=True, eq=False)
class Standing:
    """What stands on a day. meeting: its code; followed: FOLLOWED; matters: MATTERS; work: WORK; issued: NOTES.

    undecided: targets that are behind and of which no open decision names owner and day.
    """

    as_of: date
    meeting: str
    followed: pl.DataFrame
    matters: pl.DataFrame
    work: pl.DataFrame
    issued: pl.DataFrame
    undecided: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Money:
    """What the agenda takes from the accounts: owed by line, lines of the year, what results cost, audit findings."""

    owed: pl.DataFrame
    lines: pl.DataFrame
    costs: pl.DataFrame
    cases: pl.DataFrame

    @classmethod
    def of(cls, opened: Opened, accounts: Accounts, spending: Spending, costs: Costs) -> "Money":
        closed = cases.cases(opened.vault).filter(pl.col("state").is_in(_DONE_WITH)).select("finding_id")
        return cls(
            money.owed_by_line(accounts.owed, accounts.policy),
            spending.lines,
            costs.costs.filter(pl.col("cohort").is_null()),
            duties.grouped(accounts.audit.findings, closed, accounts.policy),
        )


def told_until(policy: Policy, as_of: date, usual: date) -> datetime | None:
    """Return until when a meeting on an earlier day was told; None for the present one. usual: the day of that."""
    if as_of >= usual:
        return None
    return datetime.combine(as_of + timedelta(days=policy.agenda.meeting.held_within_days), time.max)


def standing(
    opened: Opened,
    results: Results,
    waiting: pl.DataFrame,
    *,
    until: datetime | None = None,
    found: Money | None = None,
    corrected: pl.DataFrame | None = None,
) -> Standing:
    """Return what stands without the accounts, or with what they tell of the measures.

    waiting: the rows of live files that wait for a correction. until: decisions and notes told by then. corrected: as
    `corrections` tells them.
    """
    policy, as_of = opened.policy_known(results.known_at), results.as_of
    rows = waiting.group_by("unit_id").agg(rows=pl.len()).sort("unit_id")
    followed = decisions.follow_up(
        kept.decisions(opened.vault, known_at=until),
        results.history,
        decisions.measures(
            results.progress,
            results.history,
            _silent(opened, results, policy),
            owed=None if found is None else found.owed,
            lines=None if found is None else found.lines,
            cases=None if found is None else found.cases.group_by("ref").agg(pl.col("amount_fen").sum()),
            as_of=as_of,
        ),
        policy,
        as_of=as_of,
    )
    milestones = opened.snapshot.facts(_MILESTONE, results.known_at)
    put_right = decisions.CORRECTED.to_frame() if corrected is None else corrected
    return Standing(
        as_of=as_of,
        meeting=meeting_code(as_of),
        followed=followed,
        matters=decisions.matters(
            results.progress, results.filings, rows, followed, policy, corrected=put_right, as_of=as_of
        ),
        work=decisions.worklist(
            results.progress,
            milestones,
            results.filings,
            rows,
            followed=followed,
            corrected=put_right,
            policy=policy,
            as_of=as_of,
        ),
        issued=kept.notes(opened.vault, known_at=until),
        undecided=undecided(results.progress, followed),
    )


def corrections(opened: Opened, results: Results, *, until: datetime | None = None) -> pl.DataFrame:
    """Return what units have to correct after the last confirmed year, as the running year shows it, see CORRECTED.

    until: years cut off and confirmed by then. The list of a later year takes the place of an earlier one's.
    """
    policy, running = opened.policy_known(results.known_at), results.as_of.year
    told = assessments.cutoffs(opened.vault, known_at=until)
    years = told.filter(pl.col("year") < running)["year"].unique().sort(descending=True)
    cuts = (assessing.frozen(opened, year, until) for year in years)
    cut = next((cut for cut in cuts if cut and cut.stage == _FINAL), None)
    made = cut and assessing.closed(opened, cut.year, until)
    if cut is None or made is None or all(scheme.year != running for scheme in policy.schemes):
        return decisions.CORRECTED.to_frame()
    called = outcomes.corrections(made.totals, made.points, made.evidence, made.scheme, cut.known_at.date())
    points = assessing.assess(opened, results, running).points
    return decisions.corrected(called, points, cut.year, made.scheme.correction.item_ratio, as_of=results.as_of)


def history(vault: Vault, number: int) -> pl.DataFrame:
    """Return what happened to one decision, oldest first."""
    return kept.decision_history(vault).filter(pl.col("number") == number)


def waiting_rows(opened: Opened, known_at: datetime | None = None) -> pl.DataFrame:
    """Return the rows of live files that wait for a correction."""
    return batches.live_waiting(opened.vault.quarantined(), opened.snapshot.sheets(known_at))


def undecided(progress: pl.DataFrame, followed: pl.DataFrame) -> tuple[str, ...]:
    """Return the targets that are behind without an open decision that names an owner and a day."""
    is_open = pl.col("state").is_in(RUNNING) & pl.col("due_date").is_not_null()
    answered = set(followed.filter(is_open)["measure"])
    behind = progress.filter(pl.col("status") == _BEHIND)["id"]
    return tuple(target for target in behind if target not in answered)


def unanswered(opened: Opened, results: Results, *, until: datetime | None = None) -> tuple[str, ...]:
    """Return the same of an evaluation, without all else that stands."""
    told = kept.decisions(opened.vault, known_at=until)
    followed = decisions.follow_up(
        told, results.history, MEASURES.to_frame(), opened.policy_known(results.known_at), as_of=results.as_of
    )
    return undecided(results.progress, followed)


def unruled(policy: Policy, as_of: date) -> list[str]:
    """Return the readings about money that have another option and on which nobody has ruled."""
    return [
        reading.id
        for reading in policy.readings
        if len(reading.options) > 1 and _MONEY in reading.decides and in_force(reading.rulings, as_of) is None
    ]


def agenda(
    opened: Opened,
    results: Results,
    followed: pl.DataFrame,
    found: Money,
    priced: Iterable[ReadingPrice] = (),
) -> Agenda:
    """Return the agenda of the day. followed: of the standing. priced: readings nobody ruled on, as far as reckoned."""
    policy, as_of = opened.policy_known(results.known_at), results.as_of
    each = targets.prices(results.progress, found.costs, found.lines, policy, as_of=as_of)
    lifts = pl.concat([attainments(results, factor) for factor in policy.agenda.targets.lifts])
    ahead = targets.Ahead(results.notices, lifts, results.fan)
    parts = [
        targets.targets(results.progress, each, ahead, policy, as_of=as_of),
        money.arrears(found.owed, policy, as_of=as_of),
        money.lines(found.lines, policy, as_of=as_of),
        money.readings(_changes(priced), policy, as_of=as_of),
        duties.units(_silent(opened, results, policy), policy, as_of=as_of),
        duties.cases(found.cases, policy, as_of=as_of),
    ]
    return decisions.agenda(parts, followed, policy, as_of=as_of)


def _silent(opened: Opened, results: Results, policy: Policy) -> pl.DataFrame:
    """Return the units with missing filings; the money that nobody can check is what finance told of the year."""
    told = booked(opened.snapshot.facts(_TOLD, results.known_at), results.as_of)
    year = told.filter(pl.col("budget_year") == results.as_of.year)
    whole = pl.col("set_fen") + pl.col("adjusted_fen") + pl.col("transferred_in_fen") - pl.col("transferred_out_fen")
    available = dict(year.select("line", whole).iter_rows())
    return duties.silent(results.filings, available, policy, as_of=results.as_of)


def _changes(priced: Iterable[ReadingPrice]) -> pl.DataFrame:
    """Return what other options would change in money, by reading and option."""
    rows = [
        (price.reading, option.option, int(changes["change_fen"].sum()), changes["beneficiary"].n_unique())
        for price in priced
        for option in price.options
        if (changes := option.changes) is not None
    ]
    return pl.DataFrame(rows, schema=money.PRICED, orient="row")

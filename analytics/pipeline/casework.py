"""What somebody says about a finding: the first word makes it a case, the next ones move it on."""

from datetime import datetime

from analytics.identity import MoveRefused, Vault, cases
from analytics.identity.cases import OPEN, Matter
from analytics.policy import Policy


def move(
    vault: Vault,
    policy: Policy,
    matter: Matter,
    to: str,
    *,
    note: str,
    by: str,
    at: datetime,
    owner: str | None = None,
) -> None:
    """Put the case of a finding into a state, opening it first where there is none.

    `owner`: who has it from now on; who opens a case without naming one has it. Raises MoveRefused.
    """
    moves = policy.integrity.moves
    if cases.history(vault, matter.finding_id).is_empty():
        if to != OPEN and to not in moves[OPEN]:
            raise MoveRefused(case=matter.finding_id, state=OPEN, to=to)
        cases.open_case(vault, matter, owner=owner or by, note=note, by=by, at=at)
        if to == OPEN:
            return
    cases.move(vault, matter.finding_id, to, moves, note=note, by=by, at=at, owner=owner)

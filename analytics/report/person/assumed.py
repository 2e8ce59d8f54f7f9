"""What is assumed of somebody made up: stable codes of an address, read with every mistake told, and the form for it.

The codes are those of the tables of the policy; months are written year-month, days year-month-day, money in yuan,
shares in per cent. What a benefit asks for stands under BENEFIT.ROLE.
"""

import re
from calendar import monthrange
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, get_args

from analytics.entitlement.made_up import MadeUp, MadeUpClaim
from analytics.entitlement.rates import KINDS, LOCAL, NO_LEVEL
from analytics.policy import Policy
from analytics.policy.benefits import Benefit
from analytics.policy.claims import Claim, Role
from analytics.report.listing import month_of_code

FOREIGN, FROM, TO, EMPLOYER, UNTIL, BENEFITS = "foreign", "from", "to", "emp", "by", "ben"
YES = "1"
AMOUNT: Role = "amount"
#: Rules whose amount somebody decides: without it only the most that there may be can be told.
DECIDED = ("decided", "case", "multiple_of_base", "per_square_metre")
#: The kinds of level that somebody may hold on entry.
KINDS_OF_LEVEL = tuple(LOCAL)
_UNASKED = ("person", "employer")
_OPTIONAL = (AMOUNT, "until")
_FEN, _BP, _MOST = 100, 100, 10**9
_YEARS = range(1990, 2101)
_NUMBER = re.compile(r"^\d{1,10}(\.\d{1,2})?$")
_DAYS = "day", "since", "until"


@dataclass(frozen=True)
class Mistake:
    """A code of the address that makes no sense; `role` says what it should have been."""

    code: str
    role: str
    value: str


@dataclass(frozen=True)
class Assumed:
    """What was read: the person, if there is a first month; the day reckoned to; and the codes that make no sense.

    capped: claims whose amount nobody has told. lacking: benefit and role of what a benefit needs and was not told.
    """

    person: MadeUp | None
    as_of: date
    capped: tuple[MadeUpClaim, ...]
    mistakes: tuple[Mistake, ...]
    lacking: tuple[tuple[str, str], ...]
    benefits: tuple[str, ...]


def read(codes: Mapping[str, str], policy: Policy, as_of: date) -> Assumed:
    """Return what the codes of an address assume; those that make no sense count as absent and are told."""
    reader = _Reader(codes)
    levels = {kind: reader.one_of(kind, policy.codes[kind].ids) or NO_LEVEL for kind in KINDS_OF_LEVEL}
    since, until = reader.month(FROM), reader.month(TO)
    if since and until and until < since:
        reader.tell(TO, "month")
        until = None
    kind = reader.one_of(EMPLOYER, policy.codes["employer_kind"].ids) or policy.codes["employer_kind"].ids[0]
    last = reader.month(UNTIL)
    named = dict.fromkeys(code for code in (codes.get(BENEFITS) or "").split(",") if code)
    known = [benefit.id for benefit in askable(policy)]
    for code in named:
        if code not in known:
            reader.tell(BENEFITS, "benefit", code)
    benefits = tuple(code for code in named if code in known)
    claims = [_claim(policy.benefit(code), reader) for code in benefits]
    lacking = [(claim.benefit_id, role) for claim, roles in claims for role in roles]
    whole = [claim for claim, roles in claims if not roles]
    capped = tuple(claim for claim in whole if _is_capped(policy, claim))
    is_foreign = reader.one_of(FOREIGN, (YES,)) == YES
    told = tuple(claim for claim in whole if claim not in capped)
    person = MadeUp(levels, since, kind, until, is_foreign, told) if since else None
    return Assumed(person, _end(last) if last else as_of, capped, tuple(reader.mistakes), tuple(lacking), benefits)


def askable(policy: Policy) -> list[Benefit]:
    """Return the benefits that can be asked about besides the monthly allowances."""
    return [benefit for benefit in policy.benefits if benefit.claim and benefit.id not in KINDS]


def roles(benefit: Benefit) -> list[Role]:
    """Return what has to be told for a benefit, in the order of the roles."""
    claim = benefit.claim
    if claim is None:
        return []
    known = {*claim.columns, *(role for condition in claim.conditions for role in condition.brings)}
    left_out = {*_UNASKED, *(("since", "until") if claim.runs_by else ())}
    if len(level_codes(benefit)) < 2:
        left_out.add("level")
    return [role for role in get_args(Role) if role in known and role not in left_out]


def level_codes(benefit: Benefit) -> tuple[str, ...]:
    """Return the levels between which the amounts of a benefit tell apart."""
    whens = [row.when for row in (*benefit.amounts, *benefit.limits)]
    named = [str(getattr(when, key)) for when in whens for key in _LEVELS if getattr(when, key)]
    reads = benefit.claim.reads if benefit.claim else {}
    return tuple(dict.fromkeys([*reads, *(code for code in named if code not in reads.values())]))


_LEVELS = ("degree", "skill_grade", "title", "talent_class", "selection")


def is_needed(role: str) -> bool:
    return role not in _OPTIONAL


def _claim(benefit: Benefit, reader: "_Reader") -> tuple[MadeUpClaim, list[str]]:
    """Return what is told for a benefit, and the roles that are lacking."""
    told: dict[Role, Any] = {}
    levels = level_codes(benefit)
    if len(levels) == 1:
        told["level"] = levels[0]
    for role in roles(benefit):
        code = f"{benefit.id}.{role}"
        value = reader.one_of(code, levels) if role == "level" else reader.value(code, role)
        if value is not None:
            told[role] = value
    if _since_is_day(benefit.claim) and "day" in told:
        told.setdefault("since", told["day"])
    return MadeUpClaim(benefit.id, told), [role for role in roles(benefit) if is_needed(role) and role not in told]


def _since_is_day(claim: Claim | None) -> bool:
    """Tell whether the beginning is the same column as the day."""
    return claim is not None and "day" in claim.columns and claim.columns.get("since") == claim.columns["day"]


def _is_capped(policy: Policy, claim: MadeUpClaim) -> bool:
    rule = policy.benefit(claim.benefit_id).claim
    return rule is not None and rule.rule in DECIDED and AMOUNT not in claim.roles


def _end(month: date) -> date:
    return month.replace(day=monthrange(month.year, month.month)[1])


class _Reader:
    """Reads codes one by one and remembers those that make no sense."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.mistakes: list[Mistake] = []

    def tell(self, code: str, role: str, value: str | None = None) -> None:
        self.mistakes.append(Mistake(code, role, self.codes.get(code, "") if value is None else value))

    def one_of(self, code: str, known: tuple[str, ...]) -> str | None:
        value = self.codes.get(code)
        if value and value not in known:
            self.tell(code, "choice")
        return value if value in known else None

    def month(self, code: str) -> date | None:
        return self._read(code, "month", _month)

    def value(self, code: str, role: str) -> Any:
        return self._read(code, role, _READS[role])

    def _read(self, code: str, role: str, how: Callable[[str], Any]) -> Any:
        text = (self.codes.get(code) or "").strip()
        found = how(text) if text else None
        if text and found is None:
            self.tell(code, role)
        return found


def _month(text: str) -> date | None:
    found = month_of_code(text)
    return found if found and found.year in _YEARS else None


def _day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = month_of_code(text)
    return found if found and found.year in _YEARS else None


def _year(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) == 4 and int(text) in _YEARS else None


def _number(text: str) -> float | None:
    plain = text.replace(",", "")
    return float(plain) if plain.isascii() and _NUMBER.match(plain) and 0 < float(plain) <= _MOST else None


def _times(factor: int, most: float = _MOST) -> Callable[[str], int | None]:
    def read(text: str) -> int | None:
        found = _number(text)
        return round(found * factor) if found is not None and found <= most else None

    return read


_READS: dict[str, Callable[[str], Any]] = {
    **dict.fromkeys(_DAYS, _day),
    "year": _year,
    **dict.fromkeys(("pay", "base", "amount"), _times(_FEN)),
    "share": _times(_BP, 100),
    "area": _number,
    "days": _number,
}


def kept(codes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the codes of an address that are about benefits still asked for, and all that are about the person."""
    asked = (codes.get(BENEFITS) or "").split(",")
    for code, value in codes.items():
        if "." not in code or code.partition(".")[0] in asked:
            yield code, value

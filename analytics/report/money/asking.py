"""A question about money as stable codes of an address, and back; what makes no sense counts as absent."""

from collections.abc import Mapping
from datetime import date

from analytics.policy import Policy
from analytics.report.money.rows import MONEY, MONTHS, OVER, PAID, PLAN, UNDER, Point, Question
from analytics.report.voice import NOWHERE


def codes(question: Question) -> dict[str, str]:
    """Return the question as codes; those that are not asked for are left out."""
    given: dict[str, object] = {
        "rows": question.rows,
        "benefit": question.benefit,
        "year": question.year,
        "side": question.side,
        "age": question.age,
        "unit": question.unit,
        "town": question.town,
        "doc": question.document,
        "since": question.since,
        "who": question.who,
        "line": question.line,
        "spent": question.spent,
    }
    if point := question.plan:
        given |= {"cash": point.ceiling, "order": point.order, "after": point.after, "over": point.over}
    return {code: str(value) for code, value in given.items() if value is not None}


def question(given: Mapping[str, str], policy: Policy) -> Question | None:
    """Return the question that the codes ask; None where they ask for no rows."""
    asked, point = given.get("rows"), _point(given, policy)
    causes = {str(cause.id) for cause in policy.arrears.causes}
    if asked is None or asked not in {*MONEY, PLAN, *causes} or (asked == PLAN and point is None):
        return None
    return Question(
        asked,
        benefit=_one_of(given.get("benefit"), {benefit.id for benefit in policy.benefits}),
        year=_number(given.get("year")),
        side=_one_of(given.get("side"), {UNDER, OVER}),
        age=_one_of(given.get("age"), {age.id for age in policy.arrears.ages}),
        unit=_one_of(given.get("unit"), {NOWHERE, *(unit.id for unit in policy.units)}),
        town=_one_of(given.get("town"), {NOWHERE, *(town.id for town in policy.towns)}),
        document=given.get("doc") or None,
        since=_day(given.get("since")),
        who=given.get("who") or None,
        plan=point if asked == PLAN else None,
        line=_one_of(given.get("line"), set(policy.codes["budget_line"].ids)),
        spent=_number(given.get("spent")) if asked == PAID else None,
    )


def _point(given: Mapping[str, str], policy: Policy) -> Point | None:
    ceiling, after, over = (_number(given.get(code)) for code in ("cash", "after", "over"))
    order = _one_of(given.get("order"), {order.id for order in policy.arrears.orders})
    if ceiling is None or order is None or after is None or after > MONTHS:
        return None
    return Point(ceiling, order, after, over)


def _one_of(code: str | None, known: set[str]) -> str | None:
    return code if code in known else None


def _number(text: str | None) -> int | None:
    return int(text) if text and len(text) <= 7 and text.isascii() and text.isdigit() else None


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None

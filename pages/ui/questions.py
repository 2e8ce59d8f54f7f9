"""The records page's own codes in the address, read as a question and written back as links."""

from datetime import date

from analytics.report import listing, records_view
from analytics.report.listing import Question
from analytics.report.voice import Voice
from pages.ui.address import RECORDS, Address, link


def asked(address: Address, target_id: str, voice: Voice) -> Question:
    """Return the question that the address asks about a target; a code that names nothing counts as absent."""
    units = {unit.id for unit in voice.policy.units}
    towns = {town.id for town in voice.policy.towns} | {listing.NOWHERE}
    state, reason = address.get("state"), address.get("reason")
    return Question(
        target_id=target_id,
        state=state if state in listing.STATES else listing.COUNTED,
        unit=_known(address.get("unit"), units),
        month=listing.month_of_code(address.get("month")),
        town=_known(address.get("town"), towns),
        reason=reason if voice.knows_reason(reason) else None,
        period=_day(address.get("period")),
    )


def to_page(address: Address, question: Question, page: int) -> str:
    """Return the link to a page of the same rows."""
    return link(address, RECORDS, records_view.codes(question) | {"page": str(page)})


def to_state(address: Address, question: Question, state: str) -> str:
    """Return the link to the same rows in another state; a reason belongs to one state only."""
    codes = records_view.codes(question) | {"state": state}
    codes.pop("reason", None)
    return link(address, RECORDS, codes)


def _known(code: str | None, known: set[str]) -> str | None:
    return code if code in known else None


def _day(code: str | None) -> date | None:
    try:
        return date.fromisoformat(code) if code else None
    except ValueError:
        return None

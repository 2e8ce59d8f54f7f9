"""Which reader reads which type of column; types without one are never stored."""

from collections.abc import Mapping

from analytics.intake import identifiers, moments, quantities, wording
from analytics.intake.cells import Reader

READERS: Mapping[str, Reader] = {
    "text": wording.text,
    "name": wording.name,
    "employer_name": wording.employer_name,
    "code": wording.code,
    "yes_no": wording.yes_no,
    "town": wording.town,
    "id_number": identifiers.id_number,
    "party_number": identifiers.party_number,
    "credit_code": identifiers.credit_code,
    "phone": identifiers.phone,
    "bank": identifiers.bank,
    "certificate": identifiers.certificate,
    "date": moments.day,
    "month": moments.month,
    "month_range": moments.stretch,
    "date_range": moments.stretch,
    "money": quantities.money,
    "integer": quantities.count,
    "decimal": quantities.count,
    "share": quantities.share,
    "year": quantities.year,
}

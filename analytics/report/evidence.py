"""What proves a record: who or what it is about (masked), where it was filed, and every stored column in words."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Protocol

import polars as pl

from analytics.identity import mask_id, mask_name
from analytics.report.table import Cell
from analytics.report.voice import Voice

#: The column that names what a record without a person is about; what has no name is about its employer.
SUBJECT = {
    "budget_line": "line_code",
    "college_link": "college_name",
    "event": "event_name",
    "filed_document": "title",
    "higher_award": "award_name",
    "housing_stage": "project_name",
    "institution": "institution_name",
    "loan": "contract_no",
    "loan_loss": "contract_no",
    "milestone": "milestone_id",
    "platform": "platform_name",
    "premises": "premises_name",
    "project": "project_name",
    "trip": "trip_name",
    "vacancy": "post_name",
}
#: Bookkeeping columns, shown apart from what the bureau wrote.
LEDGER_COLUMNS = frozenset({
    "record_id", "batch_id", "sheet_no", "row_no", "row_key", "content", "ledger", "unit_id", "file_name", "sheet",
    "recorded_at", "revoked_at", "person_key", "employer_id", "certificate_key", "account_key", "referrer_id",
    "referrer_key",
})  # fmt: skip


class Records(Protocol):
    """What the report asks of a snapshot."""

    def facts(self, name: str, known_at: datetime | None = None) -> pl.DataFrame: ...
    def sheets(self, known_at: datetime | None = None) -> pl.DataFrame: ...
    def employers(self, known_at: datetime | None = None) -> pl.DataFrame: ...
    def record(self, fact: str, record_id: int) -> dict[str, Any]: ...


class Identities(Protocol):
    """What the report asks of the vault."""

    def reveal(self, person_keys: Sequence[str] | pl.Series) -> pl.DataFrame: ...


def located(rows: pl.DataFrame, records: Records, known_at: datetime | None) -> pl.DataFrame:
    """Return the rows with where each was filed (file_name, sheet, row_no) and what it is about if it is no person."""
    parts = [
        _of_fact(str(fact), part, records, known_at) for (fact,), part in rows.group_by("fact", maintain_order=True)
    ]
    if not parts:
        nothing = {"file_name": pl.String, "sheet": pl.String, "row_no": pl.Int32, "subject": pl.String}
        return rows.with_columns(pl.lit(None, kind).alias(name) for name, kind in nothing.items())
    return pl.concat(parts).sort("place").drop("place")


def _of_fact(fact: str, rows: pl.DataFrame, records: Records, known_at: datetime | None) -> pl.DataFrame:
    stored = records.facts(fact, known_at).filter(pl.col("record_id").is_in(rows["record_id"].implode()))
    named = [pl.col(SUBJECT[fact])] if fact in SUBJECT else []
    if "employer_id" in stored.columns and rows["person_key"].null_count():
        known = records.employers(known_at).select("employer_id", "employer_name")
        stored = stored.join(known, on="employer_id", how="left", maintain_order="left")
        named.append(pl.col("employer_name"))
    subject = pl.coalesce(*named, pl.lit(None, pl.String)).alias("subject")
    stored = stored.select("record_id", "batch_id", "sheet_no", "row_no", subject)
    sheets = records.sheets(known_at).select("batch_id", "sheet_no", "file_name", "sheet")
    filed = stored.join(sheets, on=["batch_id", "sheet_no"], how="left").drop("sheet_no", "batch_id")
    return rows.with_row_index("place").join(filed, on="record_id", how="left", maintain_order="left")


def masked(person_keys: pl.Series, identities: Identities) -> dict[str, str]:
    """Return masked name and number of each person by key; a person the vault does not know has neither."""
    wanted = person_keys.drop_nulls().unique(maintain_order=True)
    if wanted.is_empty():
        return {}
    shown = dict[str, str]()
    for key, name, number in identities.reveal(wanted).select("person_key", "name", "id_number").iter_rows():
        parts = [mask_name(name) if name else "", mask_id(number) if number else ""]
        shown[key] = " ".join(part for part in parts if part)
    return shown


def subject(row: Mapping[str, Any], people: Mapping[str, str], voice: Voice) -> str:
    """Return what a record is about: the masked person, or the event, project, college … by name."""
    key = row["person_key"]
    if key:
        return people.get(key) or voice.t("listing.person.unknown", person=key[:8])
    fact, named = row["fact"], row["subject"]
    return _named(fact, SUBJECT.get(fact, ""), named, voice) if named else voice.t("listing.subject.none")


def filed_columns(fact: str, record: Mapping[str, Any], voice: Voice) -> list[tuple[str, Cell]]:
    """Return what the bureau wrote, column by column, in words; blank cells are left out."""
    shown = list[tuple[str, Cell]]()
    for column, value in record.items():
        if column not in LEDGER_COLUMNS and value is not None:
            shown.append((voice.t(f"column.{column}"), Cell(_worded((fact, column), value, voice))))
    return shown


def _worded(place: tuple[str, str], value: Any, voice: Voice) -> str:
    fact, column = place
    match value:
        case bool():
            return voice.t("value.yes" if value else "value.no")
        case date():
            return voice.texts.month(value) if column.endswith("_month") else voice.texts.date(value)
        case int() if column.endswith("_fen"):
            return voice.texts.money_fen(value)
        case int() if column.endswith("_year"):
            return str(value)
        case int() | float():
            return voice.texts.number(value, 0 if float(value).is_integer() else 2)
        case _:
            return _named(fact, column, str(value), voice)


def _named(fact: str, column: str, value: str, voice: Voice) -> str:
    """Return what a stored code stands for; a value that is no code stands for itself."""
    match column:
        case "town":
            return voice.texts.pick(voice.policy.town(value).name)
        case "benefit_id":
            return voice.texts.pick(voice.policy.benefit(value).title)
        case "milestone_id":
            return voice.texts.pick(voice.policy.milestone(value).title)
    lists = (known for known in voice.policy.codes.values() if f"{fact}.{column}" in known.columns)
    lists = (known for known in lists if value in known.ids)
    return next((voice.texts.pick(known.code(value).label) for known in lists), value)

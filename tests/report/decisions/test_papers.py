"""Notes and work lists as they go out: text with every matter, a document that opens, tables with shape and word."""

import io
import zipfile
from datetime import date
from xml.etree import ElementTree

import polars as pl
import pytest

from analytics.decisions.frames import MATTERS, WORK, framed
from analytics.identity.decisions import NOTES
from analytics.report import docx, workbook
from analytics.report.decisions import headline, notes, work
from analytics.texts import LANGS, Lang
from tests.decisions import known
from tests.decisions.known import AS_OF, FARMERS
from tests.report import frames

TOLD = [
    {"unit_id": "agriculture", "colour": "yellow", "why": "target_behind", "ref": f"target:{FARMERS}",
     "due": date(2026, 12, 31), "days": -92, "actual": 298.0, "asked": 600.0},
    {"unit_id": "agriculture", "colour": "yellow", "why": "rows_wait", "ref": "rows:agriculture", "asked": 77.0},
    {"unit_id": "health", "colour": "red", "why": "filing_missing", "ref": "ledger:expert_days",
     "due": date(2026, 4, 20), "days": 163, "asked": 3.0},
    {"unit_id": "finance", "colour": "blue", "why": "decision_due", "ref": "decision:4", "due": AS_OF, "days": 0},
]  # fmt: skip


def due(lang: Lang, issued: pl.DataFrame | None = None) -> list[notes.Note]:
    told = NOTES.to_frame() if issued is None else issued
    return notes.notes(framed(TOLD, MATTERS), told, {4: "Pay"}, AS_OF, frames.voice(lang))


@pytest.mark.parametrize("lang", LANGS)
def test_one_note_per_unit_and_colour_red_first(lang: Lang) -> None:
    found = due(lang)
    assert [(note.unit_id, note.colour) for note in found] == [
        ("health", "red"), ("agriculture", "yellow"), ("finance", "blue"),
    ]  # fmt: skip
    assert [note.sign.shape for note in found] == ["◆", "▲", "■"]
    table = notes.table(found, frames.voice(lang))
    assert all(row[0].text and row[0].tone for row in table.rows)


def test_the_text_names_every_matter_with_its_numbers_and_asks_for_an_answer() -> None:
    text = due("en")[1].text
    assert "1. Farmers cultivated: 298 of 600 people done, due 31 Dec 2026" in text
    assert "2. 77 rows were returned" in text
    assert "reply in writing by 7 Oct 2026" in text
    assert "due today" in due("en")[2].text


def test_a_note_that_went_out_says_how_often() -> None:
    ref = due("en")[0].ref
    issued = framed([{"number": 1, "ref": ref, "unit_id": "health", "colour": "red", "title": "T", "told_by": "L",
                      "told_at": known.decisions({})["told_at"][0]}], NOTES)  # fmt: skip
    found = due("en", issued)
    assert [note.issued for note in found] == [1, 0, 0]
    assert notes.issued_table(issued, frames.voice("en")).column("colour") == ["◆ Red: overdue"]
    assert notes.sentence([], frames.voice("en")) == "No supervision note is due"
    assert notes.sentence(found, frames.voice("en")).startswith("3 supervision notes are due to 3 units")


def test_a_paper_is_a_document_with_one_paragraph_a_line_and_the_same_bytes_again() -> None:
    note = due("zh")[1]
    made = notes.paper(note.title, note.text, AS_OF)
    assert made == notes.paper(note.title, note.text, AS_OF)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None
        body = ElementTree.fromstring(archive.read("word/document.xml"))
    name = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    assert ["".join(p.itertext()) for p in body.iter(f"{name}p")] == note.text.split("\n")
    assert docx.document("a<b>", ["c & d"], AS_OF)


@pytest.mark.parametrize("lang", LANGS)
def test_a_work_list_of_a_unit_and_of_all(lang: Lang) -> None:
    rows = [
        {"unit_id": "agriculture", "kind": "target", "ref": f"target:{FARMERS}", "is_lead": True, "others": ["finance"],
         "due": date(2026, 12, 31), "actual": 298.0, "asked": 600.0, "share": 0.4967, "state": "behind"},
        {"unit_id": "agriculture", "kind": "milestone", "ref": "milestone:info.incubators", "is_lead": False,
         "state": "running"},
        {"unit_id": "health", "kind": "filing", "ref": "ledger:expert_days", "is_lead": True, "asked": 3.0,
         "state": "missing"},
        {"unit_id": "health", "kind": "rows", "ref": "rows:health", "is_lead": True, "asked": 3.0, "state": "open"},
        {"unit_id": "health", "kind": "decision", "ref": "decision:1", "is_lead": True, "state": "overdue"},
        {"unit_id": "finance", "kind": "correction", "ref": "correction:2025:filing_on_time", "is_lead": True,
         "due": date(2026, 4, 20), "actual": 0.5, "asked": 0.6, "state": "overdue"},
    ]  # fmt: skip
    voice, frame = frames.voice(lang), framed(rows, WORK)
    told = work.decided(known.followed({"actual": 300.0}), voice)
    mine = work.table(frame, "agriculture", told, voice)
    assert len(mine.rows) == 2
    assert mine.column("far")[0] == 0.4967
    everything = work.table(frame, None, told, voice)
    assert everything.columns[0].id == "unit"
    assert workbook.comma_separated(everything, ["said"]).count(b"\r\n") == 10
    assert workbook.xlsx([("a", everything), ("b", mine)], ["said"], AS_OF)[:2] == b"PK"
    assert len(everything.rows) == len(work.document(frame, None)) == 6
    if lang == "en":
        assert work.sentence(frame, "health", voice) == "Health: 3 tasks, 2 of them red, overdue or missing"
        assert mine.rows[0][4].text == "298/600 people (50%)"
        assert everything.rows[-2][1].text == "T"
        last = [cell.text for cell in everything.rows[-1]]
        assert last[1].endswith("(2025 assessment)")
        assert last[5:] == ["50% this year, 60% needed", "◆ Overdue"]


@pytest.mark.parametrize(
    ("why", "days", "said"),
    [("correction_due", -9, ", due 2026-04-20; at –"), ("correction_overdue", 163, "163 days ago; at –")],
)
def test_a_note_tells_what_an_assessment_wants_put_right(why: str, days: int, said: str) -> None:
    row = {"unit_id": "health", "colour": "red", "why": why, "ref": "correction:2025:filing_on_time",
           "due": date(2026, 4, 20), "days": days, "asked": 0.6}  # fmt: skip
    voice = frames.voice("en")
    [note] = notes.notes(framed([row], MATTERS), NOTES.to_frame(), {}, AS_OF, voice)
    [(line, drill)] = note.lines
    assert "(2025 assessment)" in line
    assert said.replace("–", voice.t("value.dash")).replace("2026-04-20", voice.texts.date(date(2026, 4, 20))) in line
    assert drill is not None
    assert drill.page == "assessment"
    late = headline.cards(known.followed(), (), framed([row], MATTERS), voice)[1]
    assert ("Corrections overdue: 1" in [cell.text for cell in late.lines]) == (why == "correction_overdue")

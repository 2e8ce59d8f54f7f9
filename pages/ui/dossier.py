"""The person page: who is asked about, the card of the person, the rows behind a number, the card of a record."""

import streamlit as st

from analytics import pipeline
from analytics.report.person import balance, card, records
from analytics.report.person.card import PersonCard
from analytics.report.table import Table
from pages.ui import blocks, exporting, shell, strips
from pages.ui.address import PERSON, link
from pages.ui.shell import Stage

#: Why somebody looks at a person; the last one where a link led there.
REASONS = ("enquiry", "check", "review")
DRILL = "drill"


def ask(stage: Stage, unknown: str | None = None) -> None:
    """Draw the form that asks for a person; what is typed into it is in no address and in no state that is kept."""
    texts = stage.texts
    shell.html(stage.title(texts.t("person.ask")), blocks.note(texts.t("person.ask.how")))
    if unknown:
        shell.html(blocks.told(texts.t("person.unknown", person=unknown[:8]), is_good=False))
    with st.form("person", border=False, clear_on_submit=True):
        number = st.text_input(texts.t("person.ask.number"), max_chars=30, width=420, key="person_number")
        name = st.text_input(texts.t("person.ask.name"), max_chars=60, width=420, key="person_name")
        phone = st.text_input(texts.t("person.ask.phone"), max_chars=30, width=420, key="person_phone")
        why = st.radio(
            texts.t("person.ask.why"), REASONS, index=None, horizontal=True, key="person_why",
            format_func=lambda code: texts.t(f"person.why.{code}"),
        )  # fmt: skip
        is_asked = st.form_submit_button(texts.t("person.ask.go"), type="primary")
    if not is_asked:
        return
    if why is None or not (number.strip() or (name.strip() and phone.strip())):
        shell.html(blocks.told(texts.t("person.ask.incomplete"), is_good=False))
        return
    _find(stage, why, number, name, phone)


def _find(stage: Stage, why: str, number: str, name: str, phone: str) -> None:
    """Look the person up, write it into the log, and go to the card; the address carries the key alone."""
    scene = stage.scene
    found = pipeline.find_people(scene.accounts, scene.opened.vault, number=number, name=name, phone=phone)
    scene.note_access("search", f"{PERSON}:{why}", found)
    if len(found) == 1:
        st.query_params["p"], st.query_params["why"] = found[0], why
        st.rerun()
    key = "person.ask.several" if found else "person.ask.none"
    shell.html(blocks.told(stage.texts.t(key, count=len(found)), is_good=False))


def show(stage: Stage, key: str) -> None:
    """Draw the card of a person, with the rows or the record that the address asks for before it."""
    scene, texts, address, voice = stage.scene, stage.texts, stage.address, stage.scene.voice
    asked = address.get("why")
    why = asked if asked in REASONS else DRILL
    _note(stage, key, why)
    file = scene.made("person file", lambda: pipeline.person_file(scene.accounts, key), key)
    found = scene.accounts.audit.findings
    made: PersonCard = scene.made(
        "person card", lambda: card.card(file, scene.accounts.readings, found, scene.sources, voice), key
    )
    exporting.menu(stage, texts.t("nav.person"), lambda: _sheets(stage, made), is_personal=True)
    shell.html(stage.title(made.title))
    record = records.card(address.get("rec") or "", file, made.who, scene.sources, voice)
    if record is not None:
        shell.html(blocks.record(record, address))
    _rows(stage, file)
    shell.html(
        strips.strip(made.strip, address) if made.strip.years else "",
        strips.coming(made.coming, texts),
        *(blocks.section(name, blocks.table(table, address)) for name, table in made.tables.items()),
        blocks.note(texts.t("person.masked", why=texts.t(f"person.why.{why}"))),
    )


def _rows(stage: Stage, file: pipeline.PersonFile) -> None:
    """Draw the rows behind an amount, where the address asks for them."""
    address, voice = stage.address, stage.scene.voice
    benefit, side = address.get("b"), address.get("of")
    if side not in balance.SIDES or benefit not in {item.id for item in voice.policy.benefits}:
        return
    table, total = balance.rows(file, str(benefit), str(side), voice)
    back = link(address, PERSON, {code: value for code, value in address.own.items() if code in ("p", "why")})
    shell.html(
        blocks.section("rows", blocks.table(table, address, sums=(len(table.rows), total))),
        blocks.chips([(stage.texts.t("person.rows.back"), back)]),
    )


def _note(stage: Stage, key: str, why: str) -> None:
    """Write into the access log that the person was opened, once a session and version of the data."""
    mark = f"opened_{key}_{stage.scene.opened.version}_{why}"
    if mark not in st.session_state:
        st.session_state[mark] = True
        stage.scene.note_access("open", f"{PERSON}:{why}", [key])


def _sheets(stage: Stage, made: PersonCard) -> list[tuple[str, Table]]:
    tables = {"timeline": made.strip.table, **made.tables}
    return [(stage.texts.t(f"person.sheet.{name}"), table) for name, table in tables.items()]

"""The one gate between the pages and the data, and the only place with caches.

Everything shown comes through a `Scene`: who looks, at which version, cut at which day, known by when, in which
language. These five (and the home) are the key of every cached value: no new scene meets an old number.
"""

import gc
import importlib
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import polars as pl
import streamlit as st

from analytics import clock, house, pipeline
from analytics.access import Viewer
from analytics.pipeline import (
    Accounts,
    Exposure,
    House,
    ImportReport,
    Opened,
    Progress,
    Results,
    Ruling,
    StoreError,
    Told,
    Verdict,
)
from analytics.report import batches, meeting, standing
from analytics.report.disagreements import Matter
from analytics.report.meeting import Meeting
from analytics.report.records_view import Sources
from analytics.report.standing import Standing
from analytics.report.voice import Voice
from analytics.texts import Lang, catalogue
from pages.ui.address import Address, Calendar

__all__ = [
    "Scene", "StoreError", "calendar", "disagreements", "forget_header", "form", "home", "link_queue", "links",
    "opened", "reopen", "returned", "revoke", "rule", "rule_pair", "scene", "take_in", "tell_headers", "this_day",
    "this_moment", "told_headers", "warm", "within",
]  # fmt: skip

Made = TypeVar("Made")
#: Kept in memory: page-ready values, outcomes (every record), accounts (every month of every payee), what-ifs (many).
KEPT, OUTCOMES_KEPT, ACCOUNTS_KEPT, TRIED_KEPT = 128, 8, 2, 64
#: By home the accounts made last: those of the next version keep of them what has not changed.
_LATEST_ACCOUNTS: dict[str, Accounts] = {}


@dataclass(frozen=True)
class Scene:
    """One reader's view of one state of the data; two scenes with the same key show the same numbers."""

    viewer: Viewer
    lang: Lang
    as_of: date
    known_at: datetime | None
    opened: Opened = field(repr=False)

    @cached_property
    def key(self) -> tuple[Hashable, ...]:
        """Return what every cached value is kept under."""
        return (*self.data_key, self.lang)

    @cached_property
    def data_key(self) -> tuple[Hashable, ...]:
        """Return the part of the key that decides the numbers, whatever the language."""
        known = self.known_at.isoformat() if self.known_at else ""
        return (str(self.opened.home), self.viewer.scope, self.opened.version, self.as_of.isoformat(), known)

    @cached_property
    def voice(self) -> Voice:
        return Voice(self.opened.policy, catalogue(self.lang), self.opened.ledgers)

    @property
    def outcome(self) -> Results:
        return _outcome(self.data_key, self)

    @property
    def accounts(self) -> Accounts:
        return _accounts(self.data_key, self)

    @property
    def exposure(self) -> Exposure:
        """Return the book of promises, and what the policy as it stands makes of it."""
        return _exposure(self.data_key, self)

    @property
    def waiting(self) -> pl.DataFrame:
        """Return the rows of live files that wait for a correction, in the viewer's scope."""
        return _waiting(self.data_key, self)

    @property
    def standing(self) -> Standing:
        return standing.standing(self.outcome, self.waiting.height)

    @property
    def meeting(self) -> Meeting:
        return self.made("meeting", lambda: meeting.meeting(self.outcome, self.standing, self.voice))

    @property
    def sources(self) -> Sources:
        return Sources(self.opened.snapshot, self.opened.vault)

    def made(self, what: str, make: Callable[[], Made], *also: Hashable) -> Made:
        """Return a page-ready value from the cache; `what` and `also` tell it from the other values of the scene."""
        return _made((what, *also, *self.key), make)

    def tried(self, what: str, make: Callable[[], Made], *also: Hashable) -> Made:
        """Return a page-ready value of a what-if, kept apart so that many tries do not push out everything else."""
        return _tried((what, *also, *self.key), make)

    def note_access(self, action: str, reason: str, subjects: list[str]) -> None:
        """Write into the access log that this viewer opened or took away something about persons."""
        vault, at = self.opened.vault, clock.now()
        vault.log_access(at, viewer=self.viewer.id, action=action, reason=reason, subjects=subjects)


@st.cache_resource(show_spinner=False)
def warm() -> bool:
    """Load the heavy libraries once and take them out of the garbage collector's rounds, which follow every run."""
    for heavy in ("duckdb", "plotly.graph_objects", "pyarrow"):
        importlib.import_module(heavy)
    gc.collect()
    gc.freeze()
    return True


@st.cache_resource(show_spinner=False)
def _house(folder: str) -> House:
    return House(Path(folder))


def home() -> House:
    """Return the home that this dashboard serves."""
    return _house(str(house.home_dir()))


def opened() -> Opened:
    """Return the state of the data in force; raises StoreError when there is none."""
    return home().open()


def take_in(files: Sequence[Path], *, bureau: str | None, lang: Lang, progress: Progress) -> ImportReport:
    """Take files in now; whoever looks next sees the new version. Raises StoreError."""
    return home().take_in(files, at=clock.now(), bureau=bureau, lang=lang, progress=progress)


def revoke(batch_id: int) -> None:
    """Take a batch out of force now; raises StoreError."""
    home().revoke(batch_id, clock.now())


def this_day() -> date:
    return clock.today()


def this_moment() -> datetime:
    return clock.now()


def form(ledger: str, period: str | None, lang: Lang) -> tuple[str, bytes]:
    """Return the name and the bytes of an official form; raises ValueError for a period that cannot be read."""
    return _form(ledger, period, lang, clock.today())


@st.cache_data(show_spinner=False, max_entries=KEPT)
def _form(ledger: str, period: str | None, lang: Lang, made: date) -> tuple[str, bytes]:
    return pipeline.template_bytes(ledger, period=period, lang=lang, made=made)


def returned(of: Scene, batch_id: int, reason: str) -> tuple[str, bytes]:
    """Return a bureau's own file with what it has to correct; who took it, and why, is logged. Raises StoreError."""
    return home().returned(batch_id, at=clock.now(), viewer=of.viewer.id, reason=reason, lang=of.lang)


def disagreements(of: Scene) -> pl.DataFrame:
    """Return what bureaus state differently about one person, with what has been ruled up to now."""
    statements = of.made("disagreeing", lambda: pipeline.disagreeing(of.opened.snapshot, of.known_at))
    return home().with_rulings(statements)


def rule(matter: Matter, unit: str, reason: str, by: str) -> None:
    """Record that one bureau's statement holds."""
    home().rule(_ruling(matter, unit, reason, by), clock.now())


def reopen(matter: Matter) -> None:
    """Withdraw the ruling on a matter."""
    home().reopen(_ruling(matter, matter.statements[0].unit_id), clock.now())


def _ruling(matter: Matter, unit: str, reason: str = "", by: str = "") -> Ruling:
    value = next(item.value for item in matter.statements if item.unit_id == unit)
    return Ruling(matter.disagreement, matter.person_key, matter.about, unit, value, reason, by)


def links(of: Scene) -> pl.DataFrame:
    """Return the rows taken for a known person's, masked."""
    return of.made("links", home().links)


def link_queue(of: Scene) -> pl.DataFrame:
    """Return the pairs that may be one and the same, masked; a ruling on one makes another version."""
    return of.made("link_queue", home().link_queue)


def rule_pair(number: int, verdict: Verdict, reason: str, by: str) -> None:
    """Rule that a pair is one and the same, is not, or is open again; raises StoreError."""
    home().rule_link(number, verdict, by=by, reason=reason, at=clock.now())


def told_headers() -> tuple[Told, ...]:
    """Return everything people have told about headers."""
    return home().told_headers()


def tell_headers(told: Sequence[Told]) -> None:
    """Remember what people tell about headers."""
    home().tell_headers(told)


def forget_header(entry: Told) -> None:
    """Let a remembered header mean nothing any more from today on."""
    home().forget_header(entry, clock.today())


def calendar(state: Opened) -> Calendar:
    """Return the days that may be asked for; demonstration data ends on the day it was made for."""
    first, today = state.policy.document.window_start, clock.today()
    usual = state.snapshot.default_as_of or clock.last_quarter_end(today)
    return Calendar(first, usual, usual if state.snapshot.is_demo else max(today, usual))


def scene(address: Address, state: Opened) -> Scene:
    """Return the scene of an address; for now there is one viewer, who sees everything."""
    return Scene(Viewer.everything(), address.lang, address.as_of, None, state)


@st.cache_resource(show_spinner=False, max_entries=OUTCOMES_KEPT)
def _outcome(key: tuple[Hashable, ...], _scene: Scene) -> Results:
    assert key == _scene.data_key
    state = _scene.opened
    rules = state.policy_known(_scene.known_at)
    found = pipeline.evaluate(state.snapshot, rules, state.ledgers, as_of=_scene.as_of, known_at=_scene.known_at)
    return within(found, _scene.viewer)


@st.cache_resource(show_spinner=False, max_entries=ACCOUNTS_KEPT)
def _accounts(key: tuple[Hashable, ...], _scene: Scene) -> Accounts:
    assert key == _scene.data_key
    folder = str(_scene.opened.home)
    made = pipeline.account(
        _scene.opened, as_of=_scene.as_of, known_at=_scene.known_at, before=_LATEST_ACCOUNTS.get(folder)
    )
    _LATEST_ACCOUNTS[folder] = made
    return made


@st.cache_resource(show_spinner=False, max_entries=ACCOUNTS_KEPT)
def _exposure(key: tuple[Hashable, ...], _scene: Scene) -> Exposure:
    assert key == _scene.data_key
    return pipeline.exposure(_scene.accounts, _scene.opened.snapshot.batches())


def within(found: Results, viewer: Viewer) -> Results:
    """Return the rows in the viewer's scope: contributions and filings belong to the bureau that filed them."""
    return replace(
        found,
        contributions=viewer.restrict(found.contributions),
        by_unit=viewer.restrict(found.by_unit, "key"),
        filings=viewer.restrict(found.filings),
        completeness=viewer.restrict(found.completeness),
    )


@st.cache_resource(show_spinner=False, max_entries=OUTCOMES_KEPT)
def _waiting(key: tuple[Hashable, ...], _scene: Scene) -> pl.DataFrame:
    assert key == _scene.data_key
    state = _scene.opened
    rows = batches.live_waiting(state.vault.quarantined(), state.snapshot.sheets(_scene.known_at))
    return _scene.viewer.restrict(rows)


@st.cache_resource(show_spinner=False, max_entries=KEPT)
def _made(key: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    assert key
    return _make()


@st.cache_resource(show_spinner=False, max_entries=TRIED_KEPT)
def _tried(key: tuple[Hashable, ...], _make: Callable[[], Any]) -> Any:
    assert key
    return _make()

"""Widgets that show what the URL says and write it when they change: the URL stays the only state."""

from collections.abc import Sequence

import streamlit as st

from analytics.texts import LANGS, Texts, catalogue
from pages.ui.address import Address, Calendar, link, quarters, years
from pages.ui.blocks import reference

_KEYS = {"y": "control_year", "q": "control_quarter"}


def moment(address: Address, calendar: Calendar, texts: Texts) -> None:
    """Draw the choice of year and quarter; a change cuts every number of the page at the end of that quarter."""
    _choice("y", years(calendar), address.year, texts)
    _choice("q", quarters(calendar, address.year), address.quarter, texts)


def languages(address: Address, page: str) -> str:
    """Return the language switch as HTML: the other language is a link to this very page with all its codes."""
    shown = []
    for lang in LANGS:
        name = catalogue(lang).t("language.self")
        target = link(address, page, address.own, lang=lang)
        shown.append(f'<span aria-current="true">{name}</span>' if lang == address.lang else reference(name, target))
    return f'<nav class="langs">{"".join(shown)}</nav>'


def pick(code: str, label: str, options: Sequence[str], names: Sequence[str], chosen: str | None) -> None:
    """Draw a choice of one of many, bound to a code of the page's own; the placeholder asks for a choice."""
    key = f"control_{code}"
    st.session_state[key] = chosen if chosen in options else None
    shown = dict(zip(options, names, strict=True))
    st.selectbox(
        label, options, key=key, index=None, format_func=shown.__getitem__, placeholder=label,
        label_visibility="collapsed", on_change=_write, args=(code, key), filter_mode=None, width=360,
    )  # fmt: skip


def segments(code: str, label: str, options: Sequence[str], names: Sequence[str], chosen: str) -> None:
    """Draw a choice of one of few, bound to a code of the page's own."""
    key = f"control_{code}"
    st.session_state[key] = chosen
    shown = dict(zip(options, names, strict=True))
    st.segmented_control(
        label, options, key=key, format_func=shown.__getitem__, required=True, label_visibility="collapsed",
        on_change=_write, args=(code, key),
    )  # fmt: skip


def slide(code: str, label: str, scale: tuple[int, int, int], chosen: int) -> None:
    """Draw a choice of a number on a scale (least, most, step), bound to a code of the page's own."""
    key, (least, most, step) = f"control_{code}", scale
    st.session_state[key] = chosen
    st.slider(label, least, most, step=step, key=key, on_change=_write, args=(code, key))


def _choice(code: str, options: Sequence[int], chosen: int, texts: Texts) -> None:
    key = _KEYS[code]
    st.session_state[key] = chosen
    st.segmented_control(
        texts.t(f"control.{code}"),
        options,
        key=key,
        format_func=lambda value: texts.t(f"control.{code}.option", value=value),
        required=True,
        label_visibility="collapsed",
        on_change=_write,
        args=(code, key),
        wrap=False,
    )


def _write(code: str, key: str) -> None:
    """Put a changed widget into the URL; another quarter replaces an exact day, another subject its filters."""
    value = st.session_state[key]
    if value is None:
        st.query_params.pop(code, None)
    else:
        st.query_params[code] = str(value)
    for outdated in _OUTDATED.get(code, ()):
        st.query_params.pop(outdated, None)


_OUTDATED = {
    "y": ("asof", "v", "page", "rec"),
    "q": ("asof", "v", "page", "rec"),
    "ind": ("unit", "month", "town", "reason", "period", "page", "rec"),
    "view": (
        "batch",
        "unit",
        "month",
        "state",
        "ledger",
        "list",
        "matter",
        "pair",
        "page",
        "benefit",
        "cash",
        "rule",
        "kind",
        "standing",
        "finding",
        "reading",
        "option",
        "side",
        "step",
        "town",
        "prices",
        "by",
        "line",
        "assumption",
        "note",
    ),
    "state": ("page", "rec", "reason"),
    "rule": ("page", "kind"),
    "standing": ("page",),
    "reading": ("page", "option", "side", "unit"),
}

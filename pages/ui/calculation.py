"""The form of the calculator: every widget shows what the address says and writes it when it changes."""

from collections.abc import Mapping, Sequence

import streamlit as st

from analytics.report.person import assumed, estimate, words
from analytics.report.person.assumed import BENEFITS, EMPLOYER, FOREIGN, FROM, TO, UNTIL, YES, Assumed
from pages.ui import blocks, shell
from pages.ui.address import CALCULATOR, link
from pages.ui.shell import Stage

_WIDTH = 250
_ADD = "calculator_add"
_LIKE: Mapping[str, str] = {
    **dict.fromkeys(("day", "since", "until"), "day"),
    **dict.fromkeys((FROM, TO, UNTIL), "month"),
    "year": "year",
    "share": "share",
}


def form(stage: Stage, told: Assumed) -> None:
    """Draw what is asked of the person, and of every further benefit."""
    texts = stage.texts
    with st.container(horizontal=True, key="calculator_person", vertical_alignment="bottom"):
        for kind in assumed.KINDS_OF_LEVEL:
            _select(stage, kind, _labels(stage, kind))
        _text(stage, FROM)
        _text(stage, TO)
        kinds = _labels(stage, "employer_kind")
        _select(stage, EMPLOYER, kinds, usual=next(iter(kinds)))
        answers = {"": "no", YES: "yes"}
        foreign = {code: texts.t(f"calculator.foreign.{answer}") for code, answer in answers.items()}
        _select(stage, FOREIGN, foreign, usual="")
        _text(stage, UNTIL)
        _add(stage, told)
    for benefit in told.benefits:
        _benefit(stage, benefit, told)


def _labels(stage: Stage, name: str) -> dict[str, str]:
    return {code.id: stage.texts.pick(code.label) for code in stage.scene.voice.policy.codes[name].codes}


def _benefit(stage: Stage, benefit_id: str, told: Assumed) -> None:
    """Draw what one further benefit asks for, and the way to leave it out again."""
    benefit = stage.scene.voice.policy.benefit(benefit_id)
    left = ",".join(code for code in told.benefits if code != benefit_id)
    codes = dict(assumed.kept({**stage.address.own, BENEFITS: left}))
    remove = stage.texts.t("calculator.remove", benefit=words.benefit(benefit_id, stage.scene.voice))
    shell.html(blocks.chips([(remove, link(stage.address, CALCULATOR, {k: v for k, v in codes.items() if v}))]))
    with st.container(horizontal=True, key=f"calculator_{benefit_id}", vertical_alignment="bottom"):
        for role in assumed.roles(benefit):
            code = f"{benefit_id}.{role}"
            if role == "level":
                levels = assumed.level_codes(benefit)
                names = {level: words.level(level, stage.scene.voice) for level in levels}
                _select(stage, code, names, stage.texts.t("claim.role.level"))
            else:
                _text(stage, code, stage.texts.t(f"claim.role.{role}"), role)


def _add(stage: Stage, told: Assumed) -> None:
    voice = stage.scene.voice
    offered = [benefit.id for benefit in assumed.askable(voice.policy) if benefit.id not in told.benefits]
    names = {code: words.benefit(code, voice) for code in offered}
    st.session_state[_ADD] = None
    st.selectbox(
        stage.texts.t("calculator.add"), offered, key=_ADD, index=None, format_func=names.__getitem__,
        placeholder=stage.texts.t("calculator.more"), filter_mode=None, width=_WIDTH, on_change=_append,
        args=(told.benefits,),
    )  # fmt: skip


def _select(
    stage: Stage, code: str, choices: Mapping[str, str], label: str | None = None, *, usual: str | None = None
) -> None:
    """Draw a choice of one of many; `usual` is what no code means, null where that is no choice at all."""
    key = f"calculator_{code}"
    chosen = stage.address.get(code)
    st.session_state[key] = chosen if chosen in choices else usual
    st.selectbox(
        label or estimate.field_name(code, stage.scene.voice), list(choices), key=key, width=_WIDTH,
        index=None if usual is None else 0, format_func=choices.__getitem__,
        placeholder=stage.texts.t("calculator.none"), filter_mode=None, on_change=_write, args=(code, key),
    )  # fmt: skip


def _text(stage: Stage, code: str, label: str | None = None, role: str | None = None) -> None:
    key = f"calculator_{code}"
    st.session_state[key] = stage.address.get(code) or ""
    st.text_input(
        label or estimate.field_name(code, stage.scene.voice), key=key, max_chars=20, width=_WIDTH,
        placeholder=stage.texts.t(f"calculator.like.{_LIKE.get(role or code, 'number')}"),
        on_change=_write, args=(code, key),
    )  # fmt: skip


def _write(code: str, key: str) -> None:
    """Put a changed widget into the address; an empty one takes its code out."""
    value = (st.session_state[key] or "").strip()
    if value:
        st.query_params[code] = value
    else:
        st.query_params.pop(code, None)


def _append(benefits: Sequence[str]) -> None:
    added = st.session_state[_ADD]
    if added:
        st.query_params[BENEFITS] = ",".join([*benefits, added])

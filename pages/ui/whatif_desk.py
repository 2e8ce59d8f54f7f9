"""The sliders of the what-if page: each shows what the address says and writes it when it is moved."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from analytics.report.whatif import links, speech, turning
from analytics.report.whatif.turning import ALL, ENTRANTS, EVERYBODY, GROUP, SINCE, WHO, Desk, Dial, Scope
from analytics.texts import Texts
from pages.ui import blocks, shell
from pages.ui.address import WHATIF, link
from pages.ui.shell import Stage

#: First months that are offered, from the next month on.
_MONTHS = 24
_YEAR = 12


def draw(stage: Stage, desk: Desk) -> None:
    """Draw whom the sliders reach, the sliders, and the rows that none of them shows."""
    texts, voice = stage.texts, stage.scene.voice
    with st.container(key="whatif_scope", gap="small"):
        _scope(stage, desk)
    for about in ("rule", "world"):
        shell.html(f'<p class="lg">{blocks.plain(texts.t(f"whatif.{about}"))}</p>')
        for dial in desk.dials:
            if dial.knob.about == about:
                _slider(stage, desk, dial)
    _others(stage, desk)
    told = blocks.facts(speech.meanings(desk.dials, voice), stage.address)
    shell.html(blocks.folded(texts.t("whatif.meaning"), told))


def _scope(stage: Stage, desk: Desk) -> None:
    """Draw which benefits, from which month, and for whom."""
    texts, scope = stage.texts, desk.scope
    known = turning.groups(desk.policy)
    st.session_state["whatif_group"] = scope.group
    st.selectbox(
        texts.t("whatif.group"), known, key="whatif_group", format_func=lambda name: _named(name, stage),
        filter_mode=None, on_change=_regroup,
    )  # fmt: skip
    months = _months(stage.scene.as_of, scope.since)
    st.session_state["whatif_since"] = _code(scope.since)
    shown = {"": texts.t("whatif.since.next")}
    shown |= {_code(month): texts.t("whatif.since.month", month=texts.month(month)) for month in months}
    st.selectbox(
        texts.t("whatif.since"), list(shown), key="whatif_since", format_func=shown.__getitem__, filter_mode=None,
        on_change=_rescope, args=(desk,),
    )  # fmt: skip
    st.session_state["whatif_who"] = EVERYBODY if scope.existing else ENTRANTS
    st.segmented_control(
        texts.t("whatif.who"), [ENTRANTS, EVERYBODY], key="whatif_who", required=True, width="stretch",
        format_func=lambda who: texts.t(f"whatif.who.{who}"), on_change=_rescope, args=(desk,),
    )  # fmt: skip


def _slider(stage: Stage, desk: Desk, dial: Dial) -> None:
    """Draw one slider; its key does not change with the group, so that it stays in its place."""
    texts, voice = stage.texts, stage.scene.voice
    scale, digits = _scale(dial, texts)
    least, most = (_step(bound / scale, digits) for bound in dial.bounds)
    key = f"whatif_{dial.knob.id}"
    st.session_state[key] = _step(dial.value / scale, digits)
    signs = {"percent": f"%.{digits}f%%", "money": "%d", "months": "%+d" if dial.knob.min < 0 else "%d"}
    step = dial.knob.step / scale if dial.kind != "money" else most / _MONEY_STEPS
    st.slider(
        speech.label(dial, desk.scope, voice), least, most, step=_step(max(step, 10**-digits), digits), key=key,
        format=signs[dial.kind], on_change=_turn, args=(desk, dial.knob.id, key, scale),
    )  # fmt: skip


#: A slider of money has about so many steps.
_MONEY_STEPS = 50


def _scale(dial: Dial, texts: Texts) -> tuple[float, int]:
    """Return what one unit on the slider is, and how many decimals it shows."""
    if dial.kind == "percent":
        return 0.01, 0 if round(dial.knob.step * 1000) % 10 == 0 else 1
    if dial.kind == "money":
        divisor, _ = texts.t("whatif.money.scale").split()
        return float(divisor), 0
    return 1.0, 0


def _step(value: float, digits: int) -> float | int:
    """Return a number as the slider wants them: all whole, or all with a point."""
    return round(value, digits) if digits else round(value)


def _others(stage: Stage, desk: Desk) -> None:
    """Draw the rows that no slider shows; pressing one takes it out."""
    if not desk.others:
        return
    texts, voice = stage.texts, stage.scene.voice
    kept = {code: value for code, value in stage.address.own.items() if code not in links.CODES}
    ways = [
        (
            texts.t("whatif.row.remove", row=speech.row(row, voice)),
            link(stage.address, WHATIF, {**kept, **links.codes(turning.without(desk.scenario, row))}),
        )
        for row in desk.others
    ]
    shell.html(blocks.note(texts.t("whatif.others")), blocks.chips(ways))


def _named(name: str, stage: Stage) -> str:
    """Return a group as the list shows it: a line with its size, its benefits set in."""
    texts, voice = stage.texts, stage.scene.voice
    told, count = speech.group(name, voice), len(turning.members(name, voice.policy))
    if name == ALL:
        return told
    if count > 1:
        return texts.t("whatif.group.line", name=told, count=count)
    return texts.t("whatif.group.own", name=told)


def _months(as_of: date, chosen: date | None) -> Sequence[date]:
    """Return the first months that are offered, and the one that is chosen."""
    start = as_of.year * _YEAR + as_of.month
    offered = {date((start + n) // _YEAR, (start + n) % _YEAR + 1, 1) for n in range(1, _MONTHS)}
    return sorted(offered | ({chosen} if chosen else set()))


def _code(month: date | None) -> str:
    return f"{month:%Y-%m}" if month else ""


def _turn(desk: Desk, knob: str, key: str, scale: float) -> None:
    write(links.codes(desk.turned(knob, round(st.session_state[key] * scale, 6))))


def _regroup() -> None:
    """Show the sliders of another group; month and people are then told by its own rows."""
    st.query_params[GROUP] = st.session_state["whatif_group"]
    for code in (SINCE, WHO):
        st.query_params.pop(code, None)


def _rescope(desk: Desk) -> None:
    """Put the rows of the sliders to another month, or to other people."""
    since, who = st.session_state["whatif_since"], st.session_state["whatif_who"]
    month = date.fromisoformat(f"{since}-01") if since else None
    write(links.codes(desk.moved(Scope(desk.scope.group, month, who == EVERYBODY))))
    st.query_params[WHO] = who
    if since:
        st.query_params[SINCE] = since
    else:
        st.query_params.pop(SINCE, None)


def write(codes: dict[str, str]) -> None:
    """Put a scenario into the address in place of the one that stands there."""
    for code in (*links.CODES, links.SAVED):
        if code in codes:
            st.query_params[code] = codes[code]
        else:
            st.query_params.pop(code, None)


def clear() -> None:
    """Take the scenario and what it reaches out of the address."""
    write({})
    for code in (GROUP, SINCE, WHO):
        st.query_params.pop(code, None)

"""Figures as plain Plotly dictionaries: no default look, own font, direct labels, no axis text but ours.

Text sizes are set by the page's style sheet, so that a figure grows with the wall and fits a phone; the sizes here are
what they are drawn with where there is no style sheet.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from textwrap import wrap
from typing import Any

INK, SOFT, HAIR, NAVY, GREY, GOOD, WARM = "#1B2733", "#4B5865", "#E6EAEE", "#1F4E79", "#8995A1", "#1B9E77", "#C8372D"
#: A line may be paler than the words beside it.
INK_OF = {GREY: SOFT}
FONT = "Noto Sans CJK SC, Noto Sans SC, Source Han Sans SC, Microsoft YaHei, PingFang SC, Talent Sans SC, sans-serif"
SIZE = 17
#: Room for the names at the ends of lines and beside dots, as a share of the axis.
MARGIN_LINES, MARGIN_DOTS, MARGIN_TOP = 0.44, 0.26, 0.16
#: Least distance between two labels, as a share of the axis.
LABEL_STEP = 0.12
#: Letters of a bar's name that fit under it; longer names go on under themselves.
NAME_WIDTH = 10

Figure = dict[str, Any]
#: Places on an axis with their texts.
Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class Line:
    """One line over the positions of a figure: values (None = not known), name at its end, colour, dash, width."""

    name: str
    values: Sequence[float | None]
    colour: str
    dash: str = "solid"
    width: float = 2.5

    def end(self) -> tuple[int, float] | None:
        """Return position and height of the last known value."""
        known = [(place, value) for place, value in enumerate(self.values) if value is not None]
        return known[-1] if known else None


@dataclass(frozen=True)
class Step:
    """One bar of a waterfall: from `base` up by `size`, with the text above it."""

    name: str
    base: float
    size: float
    label: str
    colour: str

    @property
    def top(self) -> float:
        return self.base + self.size


def lines(drawn: Sequence[Line], across: Ticks, up: Ticks, *, has_legend: bool = False) -> Figure:
    """Return lines over positions 0, 1, 2 … with their names at their ends, or above for lines that end together."""
    last = max((len(line.values) for line in drawn), default=1) - 1
    top = _top(up)
    data = [
        {
            "type": "scatter",
            "mode": "lines",
            "name": line.name,
            "x": list(range(len(line.values))),
            "y": list(line.values),
            "line": {"color": line.colour, "width": line.width, "dash": line.dash},
            "cliponaxis": False,
        }
        for line in drawn
    ]
    room = 0 if has_legend else MARGIN_LINES
    horizontal = _axis(across, range=[-0.2, last * (1 + room) + 0.2], showline=True, linecolor=GREY, ticks="outside")
    return {
        "data": data,
        "layout": _layout(
            xaxis=horizontal | {"showgrid": False},
            yaxis=_axis(up, range=[0, top * 1.08]),
            annotations=[
                _label(line.name, x, y, color=INK_OF.get(line.colour, line.colour))
                for line, x, y in _apart(() if has_legend else drawn, top)
            ],
            **(_legend() if has_legend else {}),
        ),
    }


def small_multiples(
    panels: Sequence[tuple[str, Sequence[float | None]]], across: Ticks, up: Ticks, marked: tuple[int, int] | None
) -> Figure:
    """Return bars over positions 0 … 11, one panel a title, on one scale; `marked` is (panel, position)."""
    gap = 0.02
    width = (1 - gap * (len(panels) - 1)) / max(len(panels), 1)
    layout = _layout(annotations=[])
    data = list[Figure]()
    for number, (title, bars) in enumerate(panels):
        suffix, start = "" if number == 0 else str(number + 1), number * (width + gap)
        colours = [NAVY if marked == (number, place) else GREY for place in range(len(bars))]
        bar = {"type": "bar", "x": list(range(len(bars))), "y": list(bars), "marker": {"color": colours}}
        data.append(bar | {"xaxis": f"x{suffix}", "yaxis": f"y{suffix}"})
        spread = {"domain": [start, start + width], "anchor": f"y{suffix}", "range": [-0.7, 11.7], "showgrid": False}
        layout[f"xaxis{suffix}"] = _axis(across, showline=True, linecolor=GREY, **spread)
        layout[f"yaxis{suffix}"] = _axis(
            up, anchor=f"x{suffix}", range=[0, _top(up) * (1 + 2 * MARGIN_TOP)], showticklabels=number == 0
        )
        place = {"align": "left", "xref": "paper", "yref": "paper", "x": start, "y": 1, "xanchor": "left"}
        layout["annotations"].append(_text(f"<b>{title}</b>") | place | {"yanchor": "top"})
    return {"data": data, "layout": layout}


def waterfall(steps: Sequence[Step]) -> Figure:
    """Return bars that start where the last one ended; the axis starts at zero."""
    bars = {
        "type": "bar",
        "x": list(range(len(steps))),
        "base": [step.base for step in steps],
        "y": [step.size for step in steps],
        "marker": {"color": [step.colour for step in steps]},
        "width": 0.66,
    }
    top = max((step.top for step in steps), default=0) or 1
    names = [(place, "<br>".join(wrap(step.name, NAME_WIDTH))) for place, step in enumerate(steps)]
    above = {"yanchor": "bottom", "yshift": 2}
    return {
        "data": [bars],
        "layout": _layout(
            xaxis=_axis(names, showgrid=False, range=[-0.6, len(steps) - 0.4]),
            yaxis=_axis((), range=[0, top * (1 + MARGIN_TOP)], zeroline=True, zerolinecolor=INK),
            annotations=[_text(step.label) | above | {"x": x, "y": step.top} for x, step in enumerate(steps)],
            shapes=[
                _rule((x + 0.33, x + 0.67), (level, level), GREY) for x, level in enumerate(_handovers(steps))
            ],
        ),
    }  # fmt: skip


def dots(named: Sequence[tuple[str, float, str]]) -> Figure:
    """Return one dot a row from the top down: name, value, text beside the dot; the axis starts at zero."""
    places = list(range(len(named), 0, -1))
    values = [value for _, value, _ in named]
    top = max(values, default=0) or 1
    rows = list(zip(places, named, strict=True))
    marks = {"type": "scatter", "mode": "markers", "x": values, "y": places, "cliponaxis": False}
    marks |= {"marker": {"size": 13, "color": NAVY}}
    return {
        "data": [marks],
        "layout": _layout(
            xaxis=_axis((), range=[0, top * (1 + MARGIN_DOTS)], zeroline=True, zerolinecolor=GREY),
            yaxis=_axis([(y, name) for y, (name, _, _) in rows], range=[0.4, len(named) + 0.6], showgrid=False),
            annotations=[_label(text, value, y, shift=11) for y, (_, value, text) in rows],
            shapes=[_rule((0, value), (y, y), HAIR, 3) | {"layer": "below"} for y, (_, value, _) in rows],
        ),
    }


def stacked(
    named: Sequence[tuple[str, Sequence[float], str]], parts: Sequence[tuple[str, str]], *, has_legend: bool = True
) -> Figure:
    """Return one bar a row from the top down, made of parts: name, sizes, text beside the bar; parts: name, colour."""
    places = list(range(len(named), 0, -1))
    top = max((sum(sizes) for _, sizes, _ in named), default=0) or 1
    bars = [
        {
            "type": "bar",
            "orientation": "h",
            "name": part,
            "x": [sizes[number] for _, sizes, _ in named],
            "y": places,
            "marker": {"color": colour},
            "width": 0.62,
        }
        for number, (part, colour) in enumerate(parts)
    ]
    rows = list(zip(places, named, strict=True))
    return {
        "data": bars,
        "layout": _layout(
            barmode="stack",
            **(_legend() if has_legend else {}),
            xaxis=_axis((), range=[0, top * (1 + MARGIN_DOTS)], zeroline=True, zerolinecolor=GREY),
            yaxis=_axis([(y, name) for y, (name, _, _) in rows], range=[0.4, len(named) + 0.6], showgrid=False),
            annotations=[_label(text, sum(sizes), y) for y, (_, sizes, text) in rows],
        ),
    }


def columns(named: Sequence[tuple[str, Sequence[float], str]], parts: Sequence[tuple[str, str]], up: Ticks) -> Figure:
    """Return one bar a place from left to right, made of parts: name, sizes, text above; parts: name, colour."""
    bars = [
        {"type": "bar", "name": part, "x": list(range(len(named))), "y": [sizes[number] for _, sizes, _ in named]}
        | {"marker": {"color": colour}, "width": 0.66}
        for number, (part, colour) in enumerate(parts)
    ]
    above = {"yanchor": "bottom", "yshift": 2}
    return {
        "data": bars,
        "layout": _layout(
            barmode="stack",
            **_legend(),
            xaxis=_axis(list(enumerate(name for name, _, _ in named)), showgrid=False, range=[-0.6, len(named) - 0.4]),
            yaxis=_axis(up, range=[0, _top(up) * (1 + MARGIN_TOP / 2)], zeroline=True, zerolinecolor=INK),
            annotations=[_text(text) | above | {"x": x, "y": sum(sizes)} for x, (_, sizes, text) in enumerate(named)],
        ),
    }


def rounds(top: float, parts: int = 4) -> list[float]:
    """Return tick values from zero to at least `top`, in steps of 1, 2 or 5 times a power of ten, never below 1."""
    rough, power = max(top, 1) / parts, 1
    while power * 10 <= rough:
        power *= 10
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    count = int(-(-max(top, 1) // step))
    return [float(step * place) for place in range(count + 1)]


def _layout(**more: Any) -> Figure:
    plain = {
        "font": {"family": FONT, "size": SIZE, "color": INK},
        "paper_bgcolor": "#FFFFFF",
        "plot_bgcolor": "#FFFFFF",
        "margin": {"l": 8, "r": 8, "t": 14, "b": 8},
        "showlegend": False,
        "hovermode": False,
        "dragmode": False,
        "uirevision": "keep",
    }
    return plain | more


def _legend() -> Figure:
    place = {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "traceorder": "normal", "itemclick": False}
    return {"showlegend": True, "legend": place}


def _axis(marks: Ticks, **more: Any) -> Figure:
    """Return an axis that shows the given ticks and no others."""
    plain = {
        "automargin": True,
        "fixedrange": True,
        "zeroline": False,
        "gridcolor": HAIR,
        "tickcolor": GREY,
        "tickangle": 0,
        "tickvals": [place for place, _ in marks],
        "ticktext": [text for _, text in marks],
    }
    return plain | more


def _text(text: str, **font: Any) -> Figure:
    return {"text": text, "showarrow": False, "font": {"size": SIZE} | font}


def _label(text: str, x: float, y: float, shift: int = 7, **font: Any) -> Figure:
    """Return a text to the right of a point."""
    clear = {"bgcolor": "rgba(255,255,255,0.85)", "borderpad": 1}
    place = {"x": x, "y": y, "xanchor": "left", "xshift": shift, "align": "left"}
    return _text(text, **font) | clear | place


def _rule(x: tuple[float, float], y: tuple[float, float], colour: str, width: float = 1) -> Figure:
    line = {"color": colour, "width": width}
    return {"type": "line", "x0": x[0], "x1": x[1], "y0": y[0], "y1": y[1], "line": line}


def _top(ticks: Ticks) -> float:
    return max((place for place, _ in ticks), default=0) or 1


def _apart(drawn: Sequence[Line], top: float) -> list[tuple[Line, int, float]]:
    """Return position and height of each line's name, pushed down where it would cover the one above."""
    ends = [(line, end) for line in drawn if (end := line.end())]
    placed = list[tuple[Line, int, float]]()
    for line, (x, height) in sorted(ends, key=lambda item: -item[1][1]):
        near = [above for _, other, above in placed if abs(other - x) <= len(line.values) * MARGIN_LINES]
        free = min((above - top * LABEL_STEP for above in near), default=height)
        placed.append((line, x, min(height, free)))
    return placed


def _handovers(steps: Sequence[Step]) -> list[float]:
    """Return the height at which each bar but the last hands over to the next: the edge that both touch."""
    pairs = pairwise(steps)
    return [step.top if step.top in (after.base, after.top) else step.base for step, after in pairs]

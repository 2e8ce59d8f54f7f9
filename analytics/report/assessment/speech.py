"""An assessment in words and cells: units and towns by name, items, bands, points, reasons."""

from analytics.policy.schemes import Scheme
from analytics.report.signs import JUDGED, Sign
from analytics.report.table import Cell, Column
from analytics.report.voice import Voice

_NONE = frozenset[str]()


def columns(
    table: str,
    names: tuple[str, ...],
    voice: Voice,
    *,
    numbers: frozenset[str] = _NONE,
    minor: frozenset[str] = _NONE,
    tight: frozenset[str] = _NONE,
) -> tuple[Column, ...]:
    """Return the columns of a table; those in `numbers` stand on the right."""
    return tuple(
        Column(n, voice.t(f"{table}.{n}"), "right" if n in numbers else "left", n in minor, n in tight or n in numbers)
        for n in names
    )


def unit(unit_id: str | None, voice: Voice) -> str:
    """Return the short name of a bureau, or the name of a town."""
    return "" if unit_id is None else voice.unit_or_town(unit_id)


def class_name(class_id: str, scheme: Scheme, voice: Voice) -> str:
    return next(voice.texts.pick(part.title) for part in scheme.classes if part.id == class_id)


def item(item_id: str, scheme: Scheme, voice: Voice) -> str:
    return voice.texts.pick(scheme.item(item_id).title)


def band(band_id: str, scheme: Scheme, voice: Voice) -> Sign:
    """Return the sign of a band: the lights of the meeting, the best band with the best of them."""
    known = [found.id for found in scheme.bands]
    place = known.index(band_id)
    light = voice.policy.statuses[JUDGED[min(place, len(JUDGED) - 1)]]
    return Sign(light.id, light.shape, voice.texts.pick(scheme.bands[place].title), "", place)


def points(value: float | None, voice: Voice, digits: int = 1) -> str:
    return voice.t("value.dash") if value is None else voice.texts.number(value, digits)


def number(value: float | None, voice: Voice, digits: int = 1) -> Cell:
    """Return points as a cell: rounded to read, in full to export."""
    return Cell(points(value, voice, digits), value)


def share(value: float | None, voice: Voice, digits: int = 0) -> Cell:
    return Cell(voice.t("value.dash") if value is None else voice.texts.pct(value, digits), value)


def between(low: int | None, high: int | None, voice: Voice) -> str:
    """Return the places a unit may stand at."""
    if low is None or high is None:
        return voice.t("value.dash")
    return str(low) if low == high else voice.t("assessment.between", low=low, high=high)


def item_named(item_id: str | None, scheme: Scheme, voice: Voice) -> str:
    """Return what an entry is for: an item or an adjustment of the scheme, or as written where it is neither."""
    titles = {part.id: part.title for part in (*scheme.items, *scheme.adjustments)}
    return voice.texts.pick(titles[item_id]) if item_id in titles else item_id or voice.t("value.dash")


def unit_or(name: str | None, voice: Voice) -> str:
    """Return a unit by its short name, whether it is told by its id or by a name it is known by; others as written."""
    if not name:
        return ""
    if name in {part.id for part in (*voice.policy.units, *voice.policy.towns)}:
        return unit(name, voice)
    known = voice.policy.unit_by_name(name)
    return voice.unit(known.id) if known else name

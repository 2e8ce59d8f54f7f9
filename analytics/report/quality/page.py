"""The page of data quality as one whole."""

from dataclasses import dataclass

from analytics.report.quality import files as filed
from analytics.report.quality.files import File
from analytics.report.quality.flow import Flow, flow, waterfall
from analytics.report.quality.heat import Heat, heat
from analytics.report.quality.subject import Subject
from analytics.report.table import Table
from analytics.report.voice import Voice
from analytics.report.whatif.bars import Bars

#: Below this many points nothing is said of a part of a gain.
_LEAST = 0.05


@dataclass(frozen=True)
class View:
    """The answer, what became of the rows, how complete filings are, units (of all), and files with refused rows."""

    title: str
    said: str
    bars: Bars
    heat: Heat
    units: Table | None
    files: tuple[File, ...]
    list: Table


def view(subject: Subject, voice: Voice) -> View:
    """Return the page of one unit, or of all."""
    found, files = flow(subject), filed.files(subject, voice)
    return View(
        title=headline(subject, found, voice),
        said=_said(subject, voice),
        bars=waterfall(subject, found, voice),
        heat=heat(subject, voice),
        units=filed.by_unit(subject, voice) if subject.unit is None else None,
        files=files,
        list=filed.table(files, voice),
    )


def headline(subject: Subject, found: Flow, voice: Voice) -> str:
    """Return how many rows wait and what putting them right would add, as one sentence."""
    texts, gains = voice.texts, subject.gains.sort("gain", descending=True)
    values = {"waiting": texts.number(found.waiting), "year": subject.year}
    if subject.unit is None:
        units = subject.waiting["unit_id"].n_unique()
        if not units:
            return voice.t("quality.headline.none")
        if gains.is_empty():
            return voice.t("quality.headline.all", units=units, **values)
        most = gains.row(0, named=True)
        gained = texts.number(most["gain"], 1)
        return voice.t(
            "quality.headline.all.gain", units=units, unit=voice.unit(most["unit_id"]), gain=gained, **values
        )
    values["unit"] = voice.unit(subject.unit)
    if not found.waiting:
        return voice.t("quality.headline.unit.none", **values)
    if gains.is_empty():
        return voice.t("quality.headline.unit", **values)
    mine = gains.row(0, named=True)
    rows, gain = texts.number(mine["rows"]), texts.number(mine["gain"], 1)
    return voice.t("quality.headline.unit.gain", rows=rows, gain=gain, **values)


def tables(shown: View, voice: Voice) -> list[tuple[str, Table]]:
    """Return the page as named tables for a workbook."""
    named = {"files": shown.list, "flow": shown.bars.table, "heat": shown.heat.table}
    units = [(voice.t("quality.sheet.units"), shown.units)] if shown.units else []
    return [*units, *((voice.t(f"quality.sheet.{name}"), table) for name, table in named.items())]


def _said(subject: Subject, voice: Voice) -> str:
    """Return how the gain comes about; nothing where there is none."""
    gains = subject.gains
    if subject.unit is None or gains.is_empty():
        return voice.t("quality.said")
    mine = gains.row(0, named=True)
    if mine["of_factor"] < _LEAST:
        return voice.t("quality.said.item")
    texts = voice.texts
    return voice.t(
        "quality.said.unit",
        rest=texts.number(mine["gain"] - mine["of_factor"], 1),
        factor=texts.number(mine["of_factor"], 1),
        dq=texts.pct(mine["dq"], 1),
    )

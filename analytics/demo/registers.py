"""The registers of people: one row per entry of a ledger, under the column ids of its layout, with `on`, its day."""

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.calibration import Calibration
from analytics.demo.calibration_people import Grades, Volumes
from analytics.demo.draws import Draws, keys, picks, some

PERSON = ("name", "sex", "person", "phone", "town")
_EMPLOYER = {"employer_name": "employer", "employer_code": "employer_code", "kind": "employer_kind"}
_SUMMER = 6
_YOUNGEST_GRADUATE = 21
_CERTIFICATE_DIGITS = 10**10


def on_paper(people: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of a person the names that layouts have for them."""
    return people.rename({"id_number": "person"})


def with_employer(rows: pl.DataFrame, staff: pl.DataFrame, number: str = "employer") -> pl.DataFrame:
    """Put employer, employer_code and employer_kind in place of the employer's number."""
    named = staff.select(pl.col("employer").alias(number), *(pl.col(own).alias(f"{own}__") for own in _EMPLOYER))
    return (
        rows.join(named, on=number, how="left", maintain_order="left")
        .drop(number)
        .rename({f"{own}__": written for own, written in _EMPLOYER.items()})
    )


def in_quarters(volumes: Volumes, factor: float, rng: np.random.Generator, last: int) -> pl.Series:
    """Return the day of every record that `volumes` ask for, up to the month `last`."""
    counts = {
        year * months.MONTHS + 3 * quarter: max(min(volume, 1), round(volume * factor))
        for year, quarters in volumes.items()
        for quarter, volume in enumerate(quarters)
    }
    first = np.repeat(np.array(list(counts), dtype=np.int64), list(counts.values()))
    month = np.sort(first + rng.integers(0, 3, len(first)))
    return pl.Series("on", months.days_in(month[month <= last], rng))


def insurance(
    people: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame, kind: str, window_start: int
) -> pl.DataFrame:
    """Every spell is told when it begins and, if it is over, once more when it ended; older ones at the beginning."""
    opened = spells.with_columns(month=pl.max_horizontal("start", pl.lit(window_start)))
    told_open = opened.with_columns(end=pl.when(pl.col("end") <= pl.col("month")).then("end"))
    closed = spells.filter(pl.col("end") > window_start).filter(pl.col("end") > pl.col("start"))
    told_closed = closed.with_columns(month=pl.col("end"))
    both = pl.concat([told_open, told_closed]).with_columns(
        months.as_dates(pl.col("month")).alias("on"),
        months.as_dates(pl.col("start")).alias("start_month"),
        months.as_dates(pl.col("end")).alias("end_month"),
        pl.lit(kind).alias("insurance"),
    )
    return with_employer(both.join(on_paper(people), on="who", how="left", maintain_order="left"), staff)


def young_talents(
    calibration: Calibration, people: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame, draws: Draws
) -> pl.DataFrame:
    """Those who came to work with a degree, on the day they were hired."""
    rng, register = draws.stream("young talents"), calibration.population.register_
    entrants = people.filter(pl.col("group").is_in(["youth", "veteran", "junior", "local"]))
    entrants = entrants.filter(pl.Series(some(rng, register.share, len(entrants))))
    size = len(entrants)
    entry, age = entrants["entry"].to_numpy(), entrants["age"].to_numpy()
    is_spring = entry % months.MONTHS < _SUMMER
    back = np.minimum(rng.integers(1, register.earlier_years + 1, size), np.maximum(0, age - _YOUNGEST_GRADUATE))
    year = entry // months.MONTHS - is_spring - np.where(some(rng, register.fresh_share, size), 0, back)
    rows = entrants.join(spells.select("who", "employer", entry="start"), on=["who", "entry"], how="left", maintain_order="left")
    schools = calibration.names.school
    rows = rows.with_columns(
        graduated_on=pl.date(pl.Series(year), _SUMMER, pl.Series(rng.integers(10, 31, size))),
        on=pl.Series(months.days_in(entry, rng)),
        school=pl.Series(picks(rng, schools.universities, size), dtype=pl.String),
        major=pl.Series(picks(rng, schools.subjects, size), dtype=pl.String),
    ).with_columns(hired_on=pl.col("on"))
    return with_employer(on_paper(rows), staff)


def skill_certificates(calibration: Calibration, people: pl.DataFrame, last: int, draws: Draws) -> pl.DataFrame:
    """Certificates of the skilled, and of the few young talents who gained one as well."""
    rng, grades = draws.stream("skill certificates"), calibration.population.grades
    youth = people.filter(pl.col("group") == "youth")
    youth = youth.filter(pl.Series(some(rng, grades.youth_certified_share, len(youth))))
    rows = _twice(pl.concat([people.filter(pl.col("group") == "skilled"), youth]), grades, last, rng)
    return on_paper(rows).with_columns(
        grade=pl.Series(keys(rng, grades.skill, len(rows)), dtype=pl.String),
        trade=pl.Series(picks(rng, grades.trades, len(rows)), dtype=pl.String),
        certificate=_certificates(rng, len(rows)),
        issued_on=pl.col("on"),
    )


def title_certificates(calibration: Calibration, people: pl.DataFrame, last: int, draws: Draws) -> pl.DataFrame:
    """New professional titles."""
    rng, grades = draws.stream("title certificates"), calibration.population.grades
    rows = _twice(people.filter(pl.col("group") == "titled"), grades, last, rng)
    return on_paper(rows).with_columns(
        level=pl.Series(keys(rng, grades.title, len(rows)), dtype=pl.String),
        series=pl.Series(picks(rng, grades.title_series, len(rows)), dtype=pl.String),
        certificate=_certificates(rng, len(rows)),
        obtained_on=pl.col("on"),
    )


def industrial_talents(calibration: Calibration, people: pl.DataFrame, staff: pl.DataFrame, draws: Draws) -> pl.DataFrame:
    """People hired into the industry chains, a few of them into the countryside."""
    rng, grades = draws.stream("industrial talents"), calibration.population.grades
    rows = people.filter(pl.col("group") == "industrial")
    offers = staff.filter(pl.col("kind") == "enterprise")["employer"].to_numpy()
    rows = rows.with_columns(
        on=pl.Series(months.days_in(rows["entry"].to_numpy(), rng)),
        employer=pl.Series(rng.choice(offers, len(rows))),
        talent_kind=pl.Series(keys(rng, grades.industrial, len(rows)), dtype=pl.String),
        chain=pl.Series(picks(rng, grades.chains, len(rows)), dtype=pl.String),
    ).with_columns(hired_on=pl.col("on"))
    return with_employer(on_paper(rows), staff)


def talent_recognition(
    calibration: Calibration, people: pl.DataFrame, staff: pl.DataFrame, factor: float, last: int, draws: Draws
) -> pl.DataFrame:
    """High-level talents by class."""
    rng, recognition = draws.stream("recognition"), calibration.registers.recognition
    days = in_quarters(recognition.volumes, factor, rng, last)
    rows = _honoured(people, "leader", days, staff, rng)
    return rows.with_columns(
        talent_class=pl.Series(keys(rng, recognition.classes, len(rows)), dtype=pl.String), recognised_on=pl.col("on")
    )


def round_selections(
    calibration: Calibration, people: pl.DataFrame, staff: pl.DataFrame, last: int, draws: Draws
) -> pl.DataFrame:
    """Those of the two-yearly selections and of the talent projects, whatever the size of the city."""
    rng = draws.stream("selections")
    chosen = [
        (result.on, selection)
        for result in calibration.registers.selection
        for selection, count in result.chosen.items()
        for _ in range(count)
        if months.number(result.on) <= last
    ]
    rows = _honoured(people, "selected", pl.Series("on", [on for on, _ in chosen], dtype=pl.Date), staff, rng)
    kinds = pl.Series([kind for _, kind in chosen[: len(rows)]], dtype=pl.String)
    return rows.with_columns(selection=kinds, selected_on=pl.col("on"))


def _honoured(people: pl.DataFrame, group: str, days: pl.Series, staff: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give each day to the next person of a group; there are no more rows than persons."""
    rows = people.filter(pl.col("group") == group).head(len(days))
    offers = staff.filter(pl.col("kind") == "enterprise")["employer"].to_numpy()
    rows = rows.with_columns(on=days.head(len(rows)), employer=pl.Series(rng.choice(offers, len(rows))))
    return with_employer(on_paper(rows), staff)


def _twice(people: pl.DataFrame, grades: Grades, last: int, rng: np.random.Generator) -> pl.DataFrame:
    """Give everybody a day in the month of entry, and some another one later."""
    again = people.filter(pl.Series(some(rng, grades.second_share, len(people))))
    later = again.with_columns(entry=pl.col("entry") + pl.Series(rng.integers(1, grades.second_months + 1, len(again))))
    rows = pl.concat([people, later.filter(pl.col("entry") <= last)])
    return rows.with_columns(on=pl.Series(months.days_in(rows["entry"].to_numpy(), rng)))


def _certificates(rng: np.random.Generator, size: int) -> pl.Series:
    return "Z" + pl.Series(rng.integers(0, _CERTIFICATE_DIGITS, size)).cast(pl.String).str.zfill(10)

"""The registers of people: one row per entry of a ledger, under the column ids of its layout, with `on`, its day."""

import numpy as np
import polars as pl

from analytics.demo import casting, months
from analytics.demo.calibration_people import Volumes
from analytics.demo.casting import DOUBLE, Cast
from analytics.demo.draws import keys, picks, some
from analytics.demo.scene import Scene

_EMPLOYER = {"employer_name": "employer", "employer_code": "employer_code", "kind": "employer_kind"}
_SUMMER = 6
_YOUNGEST_GRADUATE = 21
_CERTIFICATE_DIGITS = 10


def on_paper(people: pl.DataFrame) -> pl.DataFrame:
    """Give the columns of a person the names that layouts have for them."""
    return people.rename({"id_number": "person"})


def with_employer(rows: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Put employer, employer_code and employer_kind in place of the employer's number."""
    named = staff.select(
        pl.col("employer").alias("number"), *(pl.col(own).alias(text) for own, text in _EMPLOYER.items())
    )
    numbered = rows.rename({"employer": "number"})
    return numbered.join(named, on="number", how="left", maintain_order="left").drop("number")


def in_quarters(volumes: Volumes, factor: float, rng: np.random.Generator, last: int) -> pl.Series:
    """Return the day of every record that `volumes` ask for, up to the month `last`; one at least where any are."""
    counts = {
        year * months.MONTHS + months.QUARTER * quarter: max(min(volume, 1), round(volume * factor))
        for year, quarters in volumes.items()
        for quarter, volume in enumerate(quarters)
    }
    first = np.repeat(np.array(list(counts), dtype=np.int64), list(counts.values()))
    month = np.sort(first + rng.integers(0, months.QUARTER, len(first)))
    return pl.Series("on", months.days_in(month[month <= last], rng))


def enterprises(staff: pl.DataFrame, size: int, rng: np.random.Generator, kind: str = "enterprise") -> pl.Series:
    """Return the numbers of `size` employers of a kind, each as likely as the other."""
    offers = staff.filter((pl.col("kind") == kind) & (pl.col("size") > 0))
    return pl.Series("employer", rng.choice(offers["employer"].to_numpy(), size))


def words(rng: np.random.Generator, items: tuple[str, ...], size: int) -> pl.Series:
    return pl.Series(picks(rng, items, size), dtype=pl.String)


def codes(rng: np.random.Generator, weights: dict[str, int], size: int) -> pl.Series:
    return pl.Series(keys(rng, weights, size), dtype=pl.String)


def insurance(scene: Scene, people: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Every spell is told when it begins and, if it is over, once more when it ended; older ones at the beginning."""
    opened = spells.with_columns(month=pl.max_horizontal("start", pl.lit(scene.first)))
    told_open = opened.with_columns(end=pl.when(pl.col("end") <= pl.col("month")).then("end"))
    closed = spells.filter(pl.col("end") > scene.first).filter(pl.col("end") > pl.col("start"))
    told_closed = closed.with_columns(month=pl.col("end"))
    both = pl.concat([told_open, told_closed]).with_columns(
        months.as_dates(pl.col("month")).alias("on"),
        months.as_dates(pl.col("start")).alias("start_month"),
        months.as_dates(pl.col("end")).alias("end_month"),
        pl.lit(scene.calibration.population.employment.insurance).alias("insurance"),
    )
    return with_employer(both.join(on_paper(people), on="who", how="left", maintain_order="left"), staff)


def young_talents(
    scene: Scene, people: pl.DataFrame, spells: pl.DataFrame, staff: pl.DataFrame, degrees: pl.DataFrame
) -> pl.DataFrame:
    """Those who came to work with a degree, on the day they were hired.

    degrees: who, graduated of those whose degree came later than that.
    """
    rng, register = scene.draws.stream("young talents"), scene.calibration.population.register_
    entrants = people.filter(pl.col("group").is_in(["youth", "veteran", "junior", "local"]))
    entrants = entrants.filter(pl.Series(some(rng, register.share, len(entrants))))
    size = len(entrants)
    entry, age = entrants["entry"].to_numpy(), entrants["age"].to_numpy()
    is_spring = entry % months.MONTHS < _SUMMER
    back = np.minimum(rng.integers(1, register.earlier_years + 1, size), np.maximum(0, age - _YOUNGEST_GRADUATE))
    year = entry // months.MONTHS - is_spring - np.where(some(rng, register.fresh_share, size), 0, back)
    firsts = spells.select("who", "employer", entry="start")
    schools = scene.calibration.names.school
    rows = entrants.with_columns(
        pl.Series("graduated", months.days_in(year * months.MONTHS + _SUMMER - 1, rng)),
        pl.Series("on", months.days_in(entry, rng)),
        words(rng, schools.universities, size).alias("school"),
        words(rng, schools.subjects, size).alias("major"),
    ).with_columns(hired_on=pl.col("on"))
    rows = rows.join(degrees, on="who", how="left", maintain_order="left", suffix="_late")
    rows = rows.with_columns(graduated_on=pl.coalesce("graduated_late", "graduated"))
    return with_employer(on_paper(rows.join(firsts, on=["who", "entry"], how="left", maintain_order="left")), staff)


def skill_certificates(scene: Scene, people: pl.DataFrame) -> pl.DataFrame:
    """Certificates of the skilled, and of the few young talents who gained one as well."""
    rng, grades = scene.draws.stream("skill certificates"), scene.calibration.population.grades
    double = people.filter(pl.col("group") == DOUBLE)
    youth = people.filter(pl.col("group") == "youth")
    youth = youth.filter(pl.Series(some(rng, grades.youth_certified_share, len(youth))))
    rows = _twice(scene, pl.concat([people.filter(pl.col("group") == "skilled"), youth]), rng)
    rows = pl.concat([rows, _on_entry(double, rng)])
    grade = codes(rng, grades.skill, len(rows)).set(rows["group"] == DOUBLE, scene.calibration.faults.double_level)
    return on_paper(rows).with_columns(
        grade.alias("grade"),
        words(rng, grades.trades, len(rows)).alias("trade"),
        _certificates(rng, len(rows)).alias("certificate"),
        pl.col("on").alias("issued_on"),
    )


def title_certificates(scene: Scene, people: pl.DataFrame) -> pl.DataFrame:
    """New professional titles."""
    rng = scene.draws.stream("title certificates")
    return _titles(scene, _twice(scene, people.filter(pl.col("group") == "titled"), rng), rng)


def late_titles(scene: Scene, cast: Cast) -> pl.DataFrame:
    """Titles gained after the first insured month, and paid all the same."""
    rng, level = scene.draws.stream("late titles"), scene.calibration.faults.ineligible_title
    gained = cast.people.drop("entry").join(casting.late_titles(scene, cast), on="who", maintain_order="left")
    rows = _titles(scene, _on_entry(gained.select(cast.people.columns), rng), rng)
    return rows.with_columns(level=pl.lit(level))


def _titles(scene: Scene, rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    grades = scene.calibration.population.grades
    return on_paper(rows).with_columns(
        codes(rng, grades.title, len(rows)).alias("level"),
        words(rng, grades.title_series, len(rows)).alias("series"),
        _certificates(rng, len(rows)).alias("certificate"),
        pl.col("on").alias("obtained_on"),
    )


def industrial_talents(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """People hired into the industry chains, a few of them into the countryside."""
    rng, grades = scene.draws.stream("industrial talents"), scene.calibration.population.grades
    rows = people.filter(pl.col("group") == "industrial")
    rows = rows.with_columns(
        pl.Series("on", months.days_in(rows["entry"].to_numpy(), rng)),
        enterprises(staff, len(rows), rng),
        codes(rng, grades.industrial, len(rows)).alias("talent_kind"),
        words(rng, grades.chains, len(rows)).alias("chain"),
    ).with_columns(hired_on=pl.col("on"))
    return with_employer(on_paper(rows), staff)


def talent_recognition(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """High-level talents by class."""
    rng, recognition = scene.draws.stream("recognition"), scene.calibration.registers.recognition
    days = in_quarters(recognition.volumes, scene.scale, rng, scene.last)
    rows = _honoured(people, "leader", days, staff, rng)
    classes = codes(rng, recognition.classes, len(rows)).alias("talent_class")
    return rows.with_columns(classes, pl.col("on").alias("recognised_on"))


def round_selections(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Those of the two-yearly selections and of the talent projects, whatever the size of the city."""
    rng = scene.draws.stream("selections")
    chosen = [
        (result.on, selection)
        for result in scene.calibration.registers.selection
        for selection, count in result.chosen.items()
        for _ in range(count)
        if result.on <= scene.last_day
    ]
    rows = _honoured(people, "selected", pl.Series("on", [on for on, _ in chosen], dtype=pl.Date), staff, rng)
    kinds = pl.Series("selection", [kind for _, kind in chosen[: len(rows)]], dtype=pl.String)
    return rows.with_columns(kinds, pl.col("on").alias("selected_on"))


def _honoured(
    people: pl.DataFrame, group: str, days: pl.Series, staff: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Give each day to the next person of a group; there are no more rows than persons."""
    rows = people.filter(pl.col("group") == group).head(len(days))
    rows = rows.with_columns(days.head(len(rows)), enterprises(staff, len(rows), rng))
    return with_employer(on_paper(rows), staff)


def _twice(scene: Scene, people: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    """Give everybody a day in the month of entry, and some another one later."""
    grades = scene.calibration.population.grades
    again = people.filter(pl.Series(some(rng, grades.second_share, len(people))))
    later = pl.Series(rng.integers(1, grades.second_months + 1, len(again)))
    again = again.with_columns(pl.col("entry") + later).filter(pl.col("entry") <= scene.last)
    return _on_entry(pl.concat([people, again]), rng)


def _on_entry(rows: pl.DataFrame, rng: np.random.Generator) -> pl.DataFrame:
    return rows.with_columns(pl.Series("on", months.days_in(rows["entry"].to_numpy(), rng), dtype=pl.Date))


def _certificates(rng: np.random.Generator, size: int) -> pl.Series:
    return "Z" + pl.Series(rng.integers(0, 10**_CERTIFICATE_DIGITS, size)).cast(pl.String).str.zfill(
        _CERTIFICATE_DIGITS
    )

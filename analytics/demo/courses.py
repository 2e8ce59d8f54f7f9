"""Courses and placements: one row per person and course, under the column ids of the ledger's layout, with `on`."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.calibration_people import Programme
from analytics.demo.draws import Ints, some
from analytics.demo.registers import enterprises, in_quarters, on_paper, with_employer, words
from analytics.demo.scene import Scene

FEN = 100
_DAY = np.timedelta64(1, "D")
_SCHOOL_DAY = 8


@dataclass
class Queue:
    """The people of a pool in the order in which they come to a place; who has been there waits for his turn again."""

    members: Ints
    served: int = 0

    def serve(self, places: int, repeat: float, rng: np.random.Generator) -> Ints:
        """Return who takes each place: the next ones in the queue, some of them people who were there before."""
        turns = self.served + np.arange(places)
        back = some(rng, repeat, places) & (turns > 0)
        earlier = (rng.random(places) * np.maximum(turns, 1)).astype(np.int64)
        self.served += places
        return self.members[np.where(back, earlier, turns) % len(self.members)]


def attendances(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> dict[str, pl.DataFrame]:
    """Return the rows of every programme by ledger. People of a pool go to one place after the other, in time order."""
    programmes = scene.calibration.courses.programme
    places = _places(scene, programmes)
    queues = {name: _queue(scene, people, name) for name in sorted({plan.pool for plan in programmes.values()})}
    rng = scene.draws.stream("places")
    who = np.zeros(len(places), dtype=np.int64)
    quarter = (months.as_numbers(pl.col("on")) // months.QUARTER).alias("quarter")
    for (_, ledger), part in places.with_row_index("place").group_by(quarter, "ledger", maintain_order=True):
        plan = programmes[str(ledger)]
        who[part["place"].to_numpy()] = queues[plan.pool].serve(len(part), plan.repeat, rng)
    taken = _relabelled(scene, programmes, people, places.with_columns(who=pl.Series(who)))
    known = on_paper(people).drop("group")
    return {
        ledger: _rows(scene, ledger, taken.filter(pl.col("ledger") == ledger), known, staff) for ledger in programmes
    }


def _places(scene: Scene, programmes: Mapping[str, Programme]) -> pl.DataFrame:
    """Return the day and the ledger of every place, in time order."""
    parts = [
        _bunched(
            scene, plan, in_quarters(plan.volumes, scene.scale, scene.draws.stream("course", ledger), scene.last)
        ).select("on", ledger=pl.lit(ledger))
        for ledger, plan in programmes.items()
    ]
    return pl.concat(parts).sort("on", maintain_order=True)


def _bunched(scene: Scene, plan: Programme, days: pl.Series) -> pl.DataFrame:
    """Move a share of the places of autumn to December."""
    rng, month = scene.draws.stream("december", plan.pool), pl.col("on").dt.month()
    moves = month.is_in([10, 11]) & pl.lit(pl.Series(some(rng, plan.december, len(days))))
    december = pl.date(pl.col("on").dt.year(), 12, pl.col("on").dt.day())
    is_over = december <= scene.last_day
    return days.to_frame().with_columns(on=pl.when(moves & is_over).then(december).otherwise("on"))


def _relabelled(
    scene: Scene, programmes: Mapping[str, Programme], people: pl.DataFrame, taken: pl.DataFrame
) -> pl.DataFrame:
    """Give a share of the places in December to people who have long been here, each once."""
    for ledger, plan in programmes.items():
        rng = scene.draws.stream("relabelled", ledger)
        own = (taken["ledger"] == ledger) & (taken["on"].dt.month() == months.MONTHS)
        places = (own & pl.Series(some(rng, plan.relabelled, len(taken)))).arg_true()
        others = people.filter(pl.col("group") == plan.relabelled_from)["who"].to_numpy()
        chosen = rng.permutation(others)[: len(places)]
        taken = taken.with_columns(taken["who"].scatter(places.head(len(chosen)), chosen))
    return taken


def _queue(scene: Scene, people: pl.DataFrame, pool: str) -> Queue:
    members = people.filter(pl.col("group") == pool)["who"].to_numpy()
    return Queue(scene.draws.stream("pool", pool).permutation(members))


def _rows(scene: Scene, ledger: str, places: pl.DataFrame, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """Put people into classes: those of a class share course, days and hours."""
    plan, rng = scene.calibration.courses.programme[ledger], scene.draws.stream("rows", ledger)
    size = len(places)
    classes, opening = _classes(places, plan.class_size)
    count = len(opening)
    days = rng.integers(plan.days[0], plan.days[1] + 1, count)[classes]
    anchor = places["on"].to_numpy()[opening][classes]
    start = anchor if plan.told_at == "start" else anchor - (days - 1) * _DAY
    hours = rng.integers(plan.hours[0] // _SCHOOL_DAY, plan.hours[1] // _SCHOOL_DAY + 1, count) * _SCHOOL_DAY
    rows = places.select("who").with_columns(
        pl.Series("on", anchor),
        pl.Series("start", start),
        pl.Series("end", start + (days - 1) * _DAY),
        pl.Series("days", days),
        pl.Series("hours", hours[classes]),
        pl.Series("class_number", classes + 1),
        words(rng, plan.courses, count)[classes].alias("course"),
        words(rng, plan.trades, size).alias("trade"),
        pl.Series("completed", some(rng, plan.completed, size)),
        enterprises(staff, size, rng, plan.employer_kind),
        *_surroundings(scene, size, rng),
    )
    rows = rows.join(people, on="who", how="left", maintain_order="left").with_columns(range=pl.struct("start", "end"))
    if plan.yuan_a_day is not None:
        rows = rows.with_columns(amount=pl.col("days") * plan.yuan_a_day * FEN)
    named = with_employer(rows, staff)
    return named.with_columns(pl.col(source).alias(column) for column, source in plan.columns.items())


def _surroundings(scene: Scene, size: int, rng: np.random.Generator) -> list[pl.Series]:
    """Return schools, hospitals and subjects, for the ledgers that print them."""
    school = scene.calibration.names.school
    choices = {
        "group": school.medical_groups,
        "discipline": school.disciplines,
        "hospital": school.hospitals,
        "teacher_subject": school.teacher_subjects,
        "subject": school.subjects,
        "university": school.universities,
        "vocational": school.vocational,
    }
    return [words(rng, items, size).alias(name) for name, items in choices.items()]


def _classes(places: pl.DataFrame, class_size: int) -> tuple[Ints, Ints]:
    """Return the class of each place, none across the end of a quarter, and the first place of each class."""
    quarter = months.as_numbers(pl.col("on")) // months.QUARTER
    lot = pl.int_range(pl.len()).over(quarter) // class_size
    classes = places.select(pl.struct(quarter, lot.alias("lot")).rle_id()).to_series().to_numpy().astype(np.int64)
    return classes, np.flatnonzero(np.diff(classes, prepend=-1))

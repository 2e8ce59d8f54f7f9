"""Courses and placements: one row per person and course, under the column ids of the ledger's layout, with `on`."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from analytics.demo import months
from analytics.demo.calibration import Calibration
from analytics.demo.calibration_people import Programme
from analytics.demo.draws import Draws, Ints, picks, some
from analytics.demo.registers import in_quarters, on_paper, with_employer

FEN = 100
_DAY = np.timedelta64(1, "D")


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


def attendances(
    calibration: Calibration, people: pl.DataFrame, staff: pl.DataFrame, factor: float, last: int, draws: Draws
) -> dict[str, pl.DataFrame]:
    """Return the rows of every programme by ledger. People of a pool go to one place after the other, in time order."""
    programmes = calibration.courses.programme
    pools = {programme.pool for programme in programmes.values()}
    queues = {name: _queue(people, name, draws) for name in sorted(pools)}
    plans = pl.concat(
        [
            in_quarters(plan.volumes, factor, draws.stream("course", ledger), last).to_frame().with_columns(ledger=pl.lit(ledger))
            for ledger, plan in programmes.items()
        ]
    ).sort("on", maintain_order=True)
    rng = draws.stream("places")
    who = np.zeros(len(plans), dtype=np.int64)
    quarter = (months.as_numbers(pl.col("on")) // 3).alias("quarter")
    for (_, ledger), part in plans.with_row_index("place").group_by(quarter, "ledger", maintain_order=True):
        plan = programmes[str(ledger)]
        who[part["place"].to_numpy()] = queues[plan.pool].serve(len(part), plan.repeat, rng)
    plans = plans.with_columns(who=pl.Series(who))
    known = on_paper(people)
    return {
        ledger: _rows(plans.filter(pl.col("ledger") == ledger), known, plan, calibration, staff, draws.stream("rows", ledger))
        for ledger, plan in programmes.items()
    }


def _queue(people: pl.DataFrame, pool: str, draws: Draws) -> Queue:
    return Queue(draws.stream("pool", pool).permutation(people.filter(pl.col("group") == pool)["who"].to_numpy()))


def _rows(
    places: pl.DataFrame, people: pl.DataFrame, plan: Programme, calibration: Calibration, staff: pl.DataFrame, rng: np.random.Generator
) -> pl.DataFrame:
    """Put people into classes: those of a class share course, days and hours."""
    size = len(places)
    classes, opening = _classes(places, plan.class_size)
    count = len(opening)
    days = rng.integers(plan.days[0], plan.days[1] + 1, count)[classes]
    anchor = places["on"].to_numpy()[opening][classes]
    start = anchor if plan.told_at == "start" else anchor - (days - 1) * _DAY
    course = picks(rng, plan.courses, count)[classes]
    offers = staff.filter(pl.col("kind") == plan.employer_kind)["employer"].to_numpy()
    school = calibration.names.school
    rows = places.select("who").with_columns(
        on=pl.Series(anchor),
        start=pl.Series(start),
        end=pl.Series(start + (days - 1) * _DAY),
        days=pl.Series(days),
        hours=pl.Series(rng.integers(plan.hours[0] // 8, plan.hours[1] // 8 + 1, count)[classes] * 8),
        class_number=pl.Series(classes + 1),
        course=pl.Series(course, dtype=pl.String),
        trade=pl.Series(picks(rng, plan.trades, size), dtype=pl.String),
        completed=pl.Series(some(rng, plan.completed, size)),
        employer=pl.Series(rng.choice(offers, size)),
        group=pl.Series(picks(rng, school.medical_groups, size), dtype=pl.String),
        discipline=pl.Series(picks(rng, school.disciplines, size), dtype=pl.String),
        hospital=pl.Series(picks(rng, school.hospitals, size), dtype=pl.String),
        teacher_subject=pl.Series(picks(rng, school.teacher_subjects, size), dtype=pl.String),
        subject=pl.Series(picks(rng, school.subjects, size), dtype=pl.String),
        university=pl.Series(picks(rng, school.universities, size), dtype=pl.String),
        vocational=pl.Series(picks(rng, school.vocational, size), dtype=pl.String),
    )
    rows = rows.join(people.drop("group"), on="who", how="left", maintain_order="left")
    named = with_employer(rows, staff).with_columns(range=pl.struct("start", "end"))
    if plan.yuan_a_day is not None:
        named = named.with_columns(amount=pl.col("days") * plan.yuan_a_day * FEN)
    return named.with_columns(pl.col(source).alias(column) for column, source in plan.columns.items())


def _classes(places: pl.DataFrame, class_size: int) -> tuple[Ints, Ints]:
    """Return the class of each place, none across the end of a quarter, and the first place of each class."""
    quarter = months.as_numbers(pl.col("on")) // 3
    lot = pl.int_range(pl.len()).over(quarter) // class_size
    classes = places.select(pl.struct(quarter, lot.alias("lot")).rle_id()).to_series().to_numpy().astype(np.int64)
    return classes, np.flatnonzero(np.diff(classes, prepend=-1))

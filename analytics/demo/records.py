"""Ledgers told record by record: activities, loans, platforms, classes, apartments, colleges, budget, milestones."""

from collections.abc import Iterable
from datetime import date

import numpy as np
import polars as pl

from analytics.demo.calibration_records import Budget
from analytics.demo.registers import codes, enterprises, in_quarters, with_employer, words
from analytics.demo.scene import Scene

FEN = 100


def activities(scene: Scene) -> pl.DataFrame:
    """One row per activity held."""
    rows = [
        {
            "event_name": f"{day.year}{item.name}{place:02d}",
            "category": item.category,
            "organiser": scene.policy.unit(item.organiser).name.zh,
            "place": item.place,
            "participants": item.participants,
            "cost": item.cost_yuan * FEN,
            "on": day,
        }
        for item in scene.calibration.chronicle.activity
        for place, day in enumerate(item.on, start=1)
    ]
    return _until(rows, scene.last_day).with_columns(held=pl.struct(start="on", end="on"))


def loans(scene: Scene, people: pl.DataFrame, staff: pl.DataFrame) -> pl.DataFrame:
    """One row per loan paid out, to the enterprise of a talent."""
    rng, book = scene.draws.stream("loans"), scene.calibration.registers.loans
    size = len(book.paid_out)
    borrowers = people.filter(pl.col("group") == "borrower")["who"].to_numpy()
    rows = pl.DataFrame(
        {
            "on": [day for day, _, _ in book.paid_out],
            "amount": [yuan * FEN for _, yuan, _ in book.paid_out],
            "renewal": [renews for _, _, renews in book.paid_out],
            "who": borrowers[np.arange(size) % len(borrowers)],
            "employer": enterprises(staff, size, rng),
            "bank": words(rng, book.banks, size),
            "rate": np.array(book.rates)[rng.integers(0, len(book.rates), size)],
        }
    ).with_columns(
        credit=pl.col("amount") * book.credit_multiple,
        balance=pl.col("amount"),
        disbursed_on=pl.col("on"),
        due_on=pl.col("on").dt.offset_by(f"{book.months}mo"),
        contract_no=pl.format("PDMN{}{}", pl.col("on").dt.year(), pl.int_range(pl.len()).cast(pl.String).str.zfill(4)),
    )
    named = with_employer(rows.join(people.select("who", "name"), on="who", how="left", maintain_order="left"), staff)
    named = named.rename({"employer": "borrower", "employer_code": "party_number"})
    return named.filter(pl.col("on") <= scene.last_day).sort("on")


def platforms(scene: Scene, staff: pl.DataFrame) -> pl.DataFrame:
    """One row per platform recognised, with its award in fen and what of it is paid."""
    rng, plan = scene.draws.stream("platforms"), scene.calibration.registers.platforms
    days = in_quarters(plan.volumes, 1, rng, scene.last)
    size = len(days)
    approved = np.array(plan.awards)[rng.integers(0, len(plan.awards), size)] * FEN
    is_paid = rng.random(size) < plan.paid_share
    rows = pl.DataFrame(
        {
            "on": days,
            "employer": enterprises(staff, size, rng),
            "field": words(rng, plan.fields, size),
            "platform_kind": codes(rng, plan.kinds, size),
            "platform_level": codes(rng, plan.levels, size),
            "approved": approved,
            "paid": np.where(is_paid, approved, 0),
            "unpaid": np.where(is_paid, 0, approved),
        }
    ).with_columns(
        recognised_on=pl.col("on"),
        paid_year=pl.when(pl.col("paid") > 0).then(pl.col("on").dt.year()),
        platform_name=pl.format("{}{}", "field", pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(3)),
    )
    return with_employer(rows, staff)


def order_classes(scene: Scene, staff: pl.DataFrame) -> pl.DataFrame:
    """One row per class opened, whatever the size of the city."""
    rng, plan = scene.draws.stream("order classes"), scene.calibration.registers.order_classes
    school = scene.calibration.names.school
    days = in_quarters(plan.volumes, 1, rng, scene.last)
    size = len(days)
    rows = pl.DataFrame(
        {
            "on": days,
            "employer": enterprises(staff, size, rng),
            "school": words(rng, school.vocational, size),
            "subject": words(rng, school.subjects, size),
            "class_kind": words(rng, plan.kinds, size),
            "students": rng.integers(plan.students[0], plan.students[1] + 1, size),
        }
    ).with_columns(
        opened_on=pl.col("on"),
        class_name=pl.format(
            "{}{}{}{}", pl.col("on").dt.year(), "subject", "class_kind", pl.int_range(1, pl.len() + 1)
        ),
    )
    return with_employer(rows, staff)


def apartments(scene: Scene) -> pl.DataFrame:
    """One row per lot and stage reached."""
    rows = [
        {
            "project": lot.project,
            "batch_name": lot.lot,
            "stage": stage,
            "on": day,
            "dwellings": lot.dwellings,
            "builder": lot.builder,
            "town": scene.policy.town(lot.town).id,
        }
        for lot in scene.calibration.chronicle.lot
        for stage, day in lot.stages.items()
    ]
    return _until(rows, scene.last_day).with_columns(reached_on=pl.col("on"))


def partner_colleges(scene: Scene) -> pl.DataFrame:
    """One row per college; an end that lies ahead is not known yet."""
    rows = [
        {"college": item.name, "is_in_province": item.in_province, "on": item.on, "ended_on": item.until}
        for item in scene.calibration.chronicle.college
    ]
    known = pl.when(pl.col("ended_on") <= scene.last_day).then("ended_on")
    return _until(rows, scene.last_day).with_columns(signed_on=pl.col("on"), ended_on=known)


def budget_lines(scene: Scene) -> pl.DataFrame:
    """What was set, adjusted, spent, moved between lines and set aside by line and year, in fen."""
    budget = scene.calibration.registers.budget
    told = [
        (year, line, kind, yuan, day)
        for line in scene.policy.codes["budget_line"].ids
        for year, total in (budget.lines.get(line) or budget.default).items()
        for kind, yuan, day in _budget_year(budget, year, total, scene.policy.document.window_start)
    ]
    rows = [
        {"budget_year": year, "line": line, "kind": kind, "amount": round(yuan * FEN), "on": day}
        for year, line, kind, yuan, day in [*told, *_moved(budget)]
    ]
    return _until(rows, scene.last_day).with_columns(booked_on=pl.col("on"))


def _budget_year(budget: Budget, year: int, total: int, window_start: date) -> Iterable[tuple[str, float, date]]:
    """Yield kind, yuan and day of one line's year; the first one begins with the policy."""
    is_first = year == window_start.year
    yield "set", total, budget.first_set_on if is_first else date(year, *budget.set_on)
    if not is_first:
        yield "adjusted", total * budget.adjusted_share, date(year, *budget.adjusted_on)
    for share, day in zip(budget.spent_shares, budget.spent_on, strict=True):
        if date(year, *day) > budget.first_set_on:
            yield "spent", total * share, date(year, *day)


def _moved(budget: Budget) -> Iterable[tuple[int, str, str, int, date]]:
    """Yield year, line, kind, yuan and day of what was moved between lines and set aside."""
    for item in budget.transfer:
        yield item.year, item.out_of, "transferred_out", item.yuan, item.on
        if item.into:
            yield item.year, item.into, "transferred_in", item.yuan, item.on
    for item in budget.earmark:
        yield item.year, item.line, "earmarked", item.yuan, item.on


def milestones(scene: Scene) -> pl.DataFrame:
    """One row per milestone and status reached; all are planned on the same day."""
    plan = scene.calibration.chronicle.milestones
    rows = [
        {"milestone": item.id, "status": status, "on": day, "unit_name": scene.policy.unit(item.lead).name.zh}
        for item in scene.policy.milestones
        for status, day in {"planned": plan.planned_on, **plan.reached.get(item.id, {})}.items()
    ]
    return _until(rows, scene.last_day).with_columns(dated=pl.col("on"))


def _until(rows: list[dict[str, object]], last_day: date) -> pl.DataFrame:
    return pl.DataFrame(rows).filter(pl.col("on") <= last_day).sort("on", maintain_order=True)

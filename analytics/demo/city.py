"""The whole demonstration city: every ledger's rows, as they would stand in the bureaus' own books."""

from datetime import date

import polars as pl

from analytics.demo import allowances, careers, courses, months, people, records, registers
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.policy import Policy


def ledgers(calibration: Calibration, policy: Policy, persons: int, as_of: date, draws: Draws) -> dict[str, pl.DataFrame]:
    """Return the rows of every ledger under the column ids of its layout, with `on`, the day of the row."""
    start = policy.document.window_start
    first, last = months.number(start), months.last_whole_month(as_of)
    last_day = months.Period(last, 1).end
    employment = calibration.population.employment
    factor = people.scale(calibration.population, persons)
    inhabitants = people.settle(calibration, persons, start, as_of, draws)
    staff = careers.employers(calibration, persons, draws)
    spells = careers.spells(calibration, inhabitants, staff, start, as_of, draws)
    skills = registers.skill_certificates(calibration, inhabitants, last, draws)
    titles = registers.title_certificates(calibration, inhabitants, last, draws)
    levels = {
        "youth": inhabitants.filter(pl.col("group") == "youth").select("who", level="degree"),
        "skill": _first(skills.filter(pl.col("group") == "skilled"), "who", "trade", "certificate", "issued_on", level="grade"),
        "title": _first(titles, "who", "series", "obtained_on", level="level"),
    }
    return {
        "insurance_spells": registers.insurance(inhabitants, spells, staff, employment.insurance, first),
        "young_talents": registers.young_talents(calibration, inhabitants, spells, staff, draws),
        "skill_certificates": skills,
        "title_certificates": titles,
        "industrial_talents": registers.industrial_talents(calibration, inhabitants, staff, draws),
        "talent_recognition": registers.talent_recognition(calibration, inhabitants, staff, factor, last, draws),
        "round_selections": registers.round_selections(calibration, inhabitants, staff, last, draws),
        **courses.attendances(calibration, inhabitants, staff, factor, last, draws),
        **allowances.rosters(calibration, policy, inhabitants, spells, staff, levels, first, last, draws),
        "activities": records.activities(calibration, policy, last_day),
        "talent_loans": records.loans(calibration, inhabitants, staff, last_day, draws),
        "platform_awards": records.platforms(calibration, staff, last, draws),
        "order_classes": records.order_classes(calibration, staff, last, draws),
        "apartments": records.apartments(calibration, policy, last_day),
        "partner_colleges": records.partner_colleges(calibration, last_day),
        "budget_lines": records.budget_lines(calibration, policy, start, last_day),
        "milestones": records.milestones(calibration, policy, last_day),
    }


def _first(certificates: pl.DataFrame, *columns: str, **renamed: str) -> pl.DataFrame:
    """Return the first certificate of everybody, with the columns asked for."""
    earliest = certificates.sort("on", maintain_order=True).unique("who", keep="first", maintain_order=True)
    return earliest.select(*columns, **{name: pl.col(source) for name, source in renamed.items()})

"""The whole demonstration city: every ledger's rows, as they would stand in the bureaus' own books."""

import polars as pl

from analytics.demo import allowances, careers, courses, people, records, registers
from analytics.demo.scene import Scene


def ledgers(scene: Scene) -> dict[str, pl.DataFrame]:
    """Return the rows of every ledger under the column ids of its layout, with `on`, the day of the row."""
    inhabitants = people.settle(scene)
    staff = careers.employers(scene)
    spells = careers.spells(scene, inhabitants, staff)
    skills = registers.skill_certificates(scene, inhabitants)
    titles = registers.title_certificates(scene, inhabitants)
    skilled = skills.filter(pl.col("group") == "skilled")
    levels = {
        "youth": inhabitants.filter(pl.col("group") == "youth").select("who", level="degree"),
        "skill": _first(skilled, "who", "trade", "certificate", "issued_on", level="grade"),
        "title": _first(titles, "who", "series", "obtained_on", level="level"),
    }
    return {
        "insurance_spells": registers.insurance(scene, inhabitants, spells, staff),
        "young_talents": registers.young_talents(scene, inhabitants, spells, staff),
        "skill_certificates": skills,
        "title_certificates": titles,
        "industrial_talents": registers.industrial_talents(scene, inhabitants, staff),
        "talent_recognition": registers.talent_recognition(scene, inhabitants, staff),
        "round_selections": registers.round_selections(scene, inhabitants, staff),
        **courses.attendances(scene, inhabitants, staff),
        **allowances.rosters(scene, inhabitants, spells, staff, levels),
        "activities": records.activities(scene),
        "talent_loans": records.loans(scene, inhabitants, staff),
        "platform_awards": records.platforms(scene, staff),
        "order_classes": records.order_classes(scene, staff),
        "apartments": records.apartments(scene),
        "partner_colleges": records.partner_colleges(scene),
        "budget_lines": records.budget_lines(scene),
        "milestones": records.milestones(scene),
    }


def _first(certificates: pl.DataFrame, *columns: str, **renamed: str) -> pl.DataFrame:
    """Return the first certificate of everybody, with the columns asked for."""
    earliest = certificates.sort("on", maintain_order=True).unique("who", keep="first", maintain_order=True)
    return earliest.select(*columns, **{name: pl.col(source) for name, source in renamed.items()})

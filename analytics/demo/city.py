"""The whole demonstration city: every ledger's rows, as they would stand in the bureaus' own books."""

from dataclasses import dataclass

import polars as pl

from analytics.demo import (
    allowances,
    approvals,
    careers,
    casting,
    courses,
    entitlements,
    faults,
    flows,
    payments,
    people,
    plain,
    records,
    registers,
    services,
)
from analytics.demo.casting import Cast
from analytics.demo.faults import Book
from analytics.demo.plain import Neighbours
from analytics.demo.scene import Scene


@dataclass(frozen=True)
class City:
    """What is told about a city.

    ledgers: the rows of every ledger under the column ids of its layout, with `on`, the day of the row.
    """

    ledgers: dict[str, pl.DataFrame]
    people: pl.DataFrame
    staff: pl.DataFrame
    book: Book


def draw(scene: Scene) -> City:
    """Draw everything from the scene's chances."""
    staff = careers.employers(scene)
    settled = people.settle(scene)
    cast = casting.cast(scene, settled, staff, careers.spells(scene, settled, staff))
    skills = registers.skill_certificates(scene, cast.people)
    titles = pl.concat([registers.title_certificates(scene, cast.people), registers.late_titles(scene, cast)])
    book = _book(scene, cast, skills, titles)
    owners = entitlements.plant(book, cast.people, cast.spells, casting.late_titles(scene, cast))
    inhabitants = _with_accounts_of(cast.people, owners)
    money = payments.money(scene, book.whole(), cast.spells)
    told = {
        **_registers(scene, cast, skills, titles),
        **courses.attendances(scene, inhabitants, staff),
        **payments.rosters(money, inhabitants, staff),
        **_records(scene, inhabitants, staff),
    }
    near = Neighbours.of(inhabitants, staff, cast.spells)
    told |= plain.ledgers(scene, told, near)
    told |= services.plant(book, told, near)
    awards = flows.awards(scene, told)
    told["decisions"] = flows.joined([approvals.decisions(book, inhabitants, staff), flows.decisions(awards)])
    told["applications"] = flows.joined(
        [approvals.applications(book, inhabitants, staff), flows.applications(scene, awards)]
    )
    told["payments"] = flows.joined([flows.payments(scene, awards), flows.again(book, inhabitants, staff)])
    return City(told, inhabitants, staff, book)


def _book(scene: Scene, cast: Cast, skills: pl.DataFrame, titles: pl.DataFrame) -> Book:
    """Return the approved months of those who applied, with what is planted in them."""
    levels = _first(skills, "who", skill_grade="grade").join(
        _first(titles, "who", title="level"), on="who", how="full", coalesce=True
    )
    parts = [cast.part("degree_after"), cast.part("affiliation"), cast.part("double_identity")]
    forced = pl.concat([*(part["who"] for part in parts), cast.owners])
    asking = cast.people.join(cast.part("title_after"), on="who", how="anti", maintain_order="left")
    takers = allowances.takers(scene, asking, levels, forced)
    book = faults.open_book(scene, cast, allowances.approved(scene, takers, cast.spells, cast.staff))
    faults.plant(book, cast.spells)
    return book


def _with_accounts_of(inhabitants: pl.DataFrame, owners: pl.DataFrame) -> pl.DataFrame:
    """Give everybody with an owner the bank account of the owner."""
    accounts = inhabitants.select(owner="who", shared="account")
    shared = owners.join(accounts, on="owner", how="left").select("who", "shared")
    named = inhabitants.join(shared, on="who", how="left", maintain_order="left")
    return named.with_columns(account=pl.coalesce("shared", "account")).drop("shared")


def _registers(scene: Scene, cast: Cast, skills: pl.DataFrame, titles: pl.DataFrame) -> dict[str, pl.DataFrame]:
    inhabitants, staff, spells = cast.people, cast.staff, cast.spells
    degrees = casting.late_degrees(scene, cast)
    return {
        "insurance_spells": registers.insurance(scene, inhabitants, spells, staff),
        "young_talents": registers.young_talents(scene, inhabitants, spells, staff, degrees),
        "skill_certificates": skills,
        "title_certificates": titles,
        "industrial_talents": registers.industrial_talents(scene, inhabitants, staff),
        "talent_recognition": registers.talent_recognition(scene, inhabitants, staff),
        "round_selections": registers.round_selections(scene, inhabitants, staff),
    }


def _records(scene: Scene, inhabitants: pl.DataFrame, staff: pl.DataFrame) -> dict[str, pl.DataFrame]:
    return {
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

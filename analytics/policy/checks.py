"""What no single file can know: that every reference between the files of the catalogue leads somewhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from analytics.policy.base import repeated
from analytics.policy.benefits import Benefit, When
from analytics.policy.claims import Claim
from analytics.policy.schemes import Scheme
from analytics.policy.targets import Source, Target
from analytics.policy.units import by_stem

if TYPE_CHECKING:
    from analytics.policy.catalogue import Policy


def faults(policy: Policy) -> Iterator[str]:
    """Yield one line for each broken reference or duplicate id, naming file and key."""
    yield from _duplicates(policy)
    yield from _names(policy)
    yield from _owners(policy)
    for benefit in policy.benefits:
        yield from _benefit(policy, benefit)
    yield from _conflicts(policy)
    for target in policy.targets:
        yield from _target(policy, target)
    yield from _readings(policy)
    yield from _arrears(policy)
    yield from _expectations(policy)
    yield from _knobs(policy)
    yield from _assumptions(policy)
    for scheme in policy.schemes:
        yield from _scheme(policy, scheme)


def _assumptions(policy: Policy) -> Iterator[str]:
    told, benefits = policy.assumptions, [benefit.id for benefit in policy.benefits]
    setters = (item.set_by for item in told.assumptions)
    yield from _missing("assumptions.toml: assumption.set_by", "unit", setters, (unit.id for unit in policy.units))
    rated = [rating.benefit for rating in told.ratings]
    yield from _missing("assumptions.toml: rating.benefit", "benefit", rated, benefits)
    unrated = (benefit for benefit in benefits if benefit not in rated)
    yield from (f"assumptions.toml: rating: benefit {benefit} is not rated" for benefit in unrated)


def _expectations(policy: Policy) -> Iterator[str]:
    """What lines of budget, ceilings and results are reckoned from."""
    benefits, codes = {benefit.id: benefit for benefit in policy.benefits}, policy.codes
    told, results = policy.ceilings, policy.results.results
    units, milestones = (unit.id for unit in policy.units), (milestone.id for milestone in policy.milestones)
    yield from _missing("ceilings.toml: origin.set_by", "unit", [told.origin.set_by], units)
    named = [*(item.benefit for item in told.most), *(item.benefit for item in told.milestones)]
    yield from _missing("ceilings.toml: benefit", "benefit", named, benefits)
    capless = [name for name in named if name in benefits and benefits[name].cap_fen is None]
    yield from (f"ceilings.toml: benefit {name} has no ceiling" for name in capless)
    yield from _missing("ceilings.toml: milestone", "milestone", (m.milestone for m in told.milestones), milestones)
    stages = {"application": "application_stage", "project": "project_stage", "milestone": "milestone_status"}
    for source, code_list in stages.items():
        chances = getattr(told.chance, source)
        yield from _missing(f"ceilings.toml: chance.{source}", "code", chances, codes[code_list].ids)
    targets = [target.id for target in policy.targets]
    yield from _missing("results.toml: result.benefit", "benefit", (item.benefit for item in results), benefits)
    for item in results:
        yield from _missing(f"results.toml: result[{item.benefit}].targets", "target", item.targets, targets)


def _missing(place: str, what: str, asked: Iterable[str], known: Iterable[str]) -> Iterator[str]:
    there = set(known)
    yield from (f"{place}: unknown {what} {item}" for item in asked if item not in there)


def _duplicates(policy: Policy) -> Iterator[str]:
    groups = {
        "document.toml: article": policy.document.articles,
        "document.toml: clause": policy.document.clauses,
        "units.toml: unit": policy.units,
        "towns.toml: town": policy.towns,
        "measures.toml: measure": policy.measures,
        "benefits: benefit": policy.benefits,
        "conflicts.toml: group": policy.conflicts,
        "targets.toml: target": policy.targets,
        "milestones.toml: milestone": policy.milestones,
        "readings.toml: reading": policy.readings,
    }
    for place, items in groups.items():
        yield from (f"{place}: id {twice} is used twice" for twice in repeated(item.id for item in items))


def _names(policy: Policy) -> Iterator[str]:
    """No name may stand for two units or two towns."""
    try:
        by_stem({unit.id: unit.names() for unit in policy.units}, policy.unit_affixes, "units.toml: unit")
        by_stem({town.id: town.names() for town in policy.towns}, policy.town_affixes, "towns.toml: town")
    except ValueError as error:
        yield str(error)


def _owners(policy: Policy) -> Iterator[str]:
    """Articles, measures and units of everything that has them."""
    units = [unit.id for unit in policy.units]
    articles = [article.id for article in policy.document.articles]
    measures = [measure.id for measure in policy.measures]
    yield from _missing("units.toml: office", "unit", [policy.office], units)
    yield from _missing("towns.toml: unit", "unit", [policy.town_unit], units)
    yield from _missing("towns.toml: town.kind", "code", (t.kind for t in policy.towns), policy.codes["town_kind"].ids)
    for measure in policy.measures:
        place = f"measures.toml: measure[{measure.id}]"
        yield from _missing(f"{place}.article", "article", [measure.article], articles)
        yield from _missing(f"{place}.units", "unit", measure.units, units)
    for file, item in [
        *((_benefit_place(b), b) for b in policy.benefits),
        *((f"targets.toml: target[{t.id}]", t) for t in policy.targets),
        *((f"milestones.toml: milestone[{m.id}]", m) for m in policy.milestones),
    ]:
        yield from _missing(f"{file}.article", "article", [item.article], articles)
        yield from _missing(f"{file}.measure", "measure", [item.measure] if item.measure else [], measures)
        yield from _missing(f"{file}.units", "unit", item.units, units)


def _benefit_place(benefit: Benefit) -> str:
    return f"benefits/{benefit.measure}.toml: benefit[{benefit.id}]"


def _benefit(policy: Policy, benefit: Benefit) -> Iterator[str]:
    place = _benefit_place(benefit)
    yield from _missing(f"{place}.budget_line", "code", [benefit.budget_line], policy.codes["budget_line"].ids)
    for row in (*benefit.amounts, *benefit.limits):
        yield from _when(policy, f"{place}.when", row.when)
    if benefit.claim is not None:
        yield from _claim(policy, f"{place}.claim", benefit.claim)
    relation = benefit.multiple_of
    if relation is None:
        return
    others = {other.id: other for other in policy.benefits}
    if relation.benefit not in others:
        yield f"{place}.multiple_of: unknown benefit {relation.benefit}"
        return
    for limit in benefit.limits:
        other = others[relation.benefit].limit_on(limit.valid_from)
        if other is None or other.cap_fen is None or other.cap_fen * relation.times != limit.cap_fen:
            yield f"{place}.limit.cap_fen: {limit.cap_fen} is not {relation.times} times that of {relation.benefit}"


def _claim(policy: Policy, place: str, claim: Claim) -> Iterator[str]:
    """Codes named in the evidence must be codes that the column can hold, the reading one that says a hiring date."""
    for part in claim.parts():
        for column, values in (*part.where.items(), *part.unless.items()):
            known = _codes_of(policy, f"{part.fact}.{column}")
            if known:
                yield from _missing(f"{place}.{part.fact}.{column}", "code", (str(value) for value in values), known)
    asked = [claim.hired_reading] if claim.hired_reading else []
    yield from _missing(f"{place}.hired_reading", "reading", asked, (reading.id for reading in policy.readings))


def _when(policy: Policy, place: str, when: When) -> Iterator[str]:
    for condition, value in when.given().items():
        if condition in policy.codes:
            yield from _missing(f"{place}.{condition}", "code", [str(value)], policy.codes[condition].ids)


def _conflicts(policy: Policy) -> Iterator[str]:
    kinds = policy.codes["employer_kind"].ids
    for group in policy.conflicts:
        place = f"conflicts.toml: group[{group.id}]"
        yield from _missing(f"{place}.benefits", "benefit", group.benefits, (b.id for b in policy.benefits))
        yield from _missing(f"{place}.clause", "clause", [group.clause], (c.id for c in policy.document.clauses))
        yield from _missing(f"{place}.article", "article", [group.article], (a.id for a in policy.document.articles))
        yield from _missing(f"{place}.eligible_kinds", "code", group.eligible_kinds, kinds)
        yield from _missing(f"{place}.barred_kinds", "code", group.barred_kinds, kinds)
        asked = [(group.applies.reading, group.applies.option)] if group.applies else []
        yield from _options(policy, f"{place}.applies", asked)
        clock = [group.clock_reading] if group.clock_reading else []
        yield from _missing(f"{place}.clock_reading", "reading", clock, (r.id for r in policy.readings))


def _options(policy: Policy, place: str, asked: Iterable[tuple[str, str]]) -> Iterator[str]:
    known = {reading.id: [option.code for option in reading.options] for reading in policy.readings}
    for reading, option in asked:
        if reading not in known:
            yield f"{place}: unknown reading {reading}"
        elif option not in known[reading]:
            yield f"{place}: unknown option {option} of {reading}"


def _target(policy: Policy, target: Target) -> Iterator[str]:
    place = f"targets.toml: target[{target.id}]"
    line = [target.budget_line] if target.budget_line else []
    yield from _missing(f"{place}.budget_line", "code", line, policy.codes["budget_line"].ids)
    for number, source in enumerate(target.count):
        asked = [(reading, option) for reading, options in source.reading.items() for option in options]
        yield from _options(policy, f"{place}.count[{number}].reading", asked)
        yield from _stored_values(policy, f"{place}.count[{number}]", source)


def _stored_values(policy: Policy, place: str, source: Source) -> Iterator[str]:
    """Codes named in filters must be codes that the column can hold."""
    changes = [change for options in source.reading.values() for change in options.values()]
    for where in (source.where, *(change.where or {} for change in changes)):
        for column, values in where.items():
            known = _codes_of(policy, f"{source.fact}.{column}")
            if known:
                yield from _missing(f"{place}.where.{column}", "code", (str(v) for v in values), known)
    for entry in (source.entry, *(change.entry for change in changes)):
        if entry is not None:
            yield from _missing(f"{place}.entry.kinds", "code", entry.kinds, _codes_of(policy, "qualification.kind"))
            yield from _missing(f"{place}.entry.levels", "code", entry.levels, _codes_of(policy, "qualification.level"))


def _codes_of(policy: Policy, column: str) -> set[str]:
    return {code for codes in policy.codes.values() if column in codes.columns for code in codes.ids}


def _readings(policy: Policy) -> Iterator[str]:
    articles = [article.id for article in policy.document.articles]
    targets = [target.id for target in policy.targets]
    degrees, grades = policy.codes["degree"].ids, policy.codes["skill_grade"].ids
    for reading in policy.readings:
        place = f"readings.toml: reading[{reading.id}]"
        yield from _missing(f"{place}.articles", "article", reading.articles, articles)
        yield from _missing(f"{place}.ruler", "unit", [reading.ruler], (unit.id for unit in policy.units))
        for option in reading.options:
            key = f"{place}.option[{option.code}].values"
            yield from _missing(f"{key}.priority", "target", option.values.priority or (), targets)
            yield from _missing(f"{key}.degrees_at_zero", "code", option.values.degrees_at_zero or (), degrees)
            paid_as = option.values.paid_as or {}
            yield from _missing(f"{key}.paid_as", "code", [*paid_as, *paid_as.values()], grades)


def _knobs(policy: Policy) -> Iterator[str]:
    setters = [knob.set_by for knob in policy.knobs.knobs]
    yield from _missing("knobs.toml: knob.set_by", "unit", setters, (unit.id for unit in policy.units))
    most, reckoned = policy.knobs["extension"].max, policy.assumptions.months("extension_max")
    if most > reckoned:
        yield f"knobs.toml: knob[extension].max: {most:g} is more than extension_max of assumptions.toml, {reckoned}"


def _arrears(policy: Policy) -> Iterator[str]:
    arrears = policy.arrears
    stages = {*arrears.statements.stages, *arrears.differences.ended}
    yield from _missing("arrears.toml: stages", "code", sorted(stages), policy.codes["application_stage"].ids)
    yield from _missing("arrears.toml: money", "code", arrears.statements.money, policy.codes["payment_status"].ids)
    benefits = [benefit.id for benefit in policy.benefits]
    for group in arrears.classes:
        yield from _missing(f"arrears.toml: class[{group.id}]", "benefit", group.benefits, benefits)


def _scheme(policy: Policy, scheme: Scheme) -> Iterator[str]:
    """Units, targets, milestones and stages; a bureau answers only for targets that name it."""
    place = f"assessment/{scheme.year}.toml"
    targets, bureaus = {target.id: target for target in policy.targets}, {unit.id for unit in policy.units}
    units, milestones = [*bureaus, *(town.id for town in policy.towns)], [item.id for item in policy.milestones]
    yield from _missing(f"{place}: gaming.relabelled_targets", "target", scheme.gaming.relabelled_targets, targets)
    for group in scheme.groups:
        yield from _missing(f"{place}: group[{group.id}].units", "unit", group.units, units)
    stages = policy.codes["application_stage"].ids
    for item in scheme.items:
        here = f"{place}: item[{item.id}]"
        yield from _missing(f"{here}.milestones", "milestone", item.milestones, milestones)
        yield from _missing(f"{here}.stages", "code", item.stages, stages)
        yield from _missing(f"{here}.target", "target", [item.target] if item.target else [], targets)
        if item.target in targets:
            others = [unit for unit in scheme.units_of(item) if unit in bureaus]
            yield from _missing(f"{here}.units", f"unit of {item.target}", others, targets[item.target].units)
    yield from _missing(
        f"{place}: expected.milestone", "code", scheme.expected.milestone, policy.codes["milestone_status"].ids
    )
    yield from _missing(f"{place}: gaming.relabelled_targets", "target", scheme.gaming.relabelled_targets, targets)

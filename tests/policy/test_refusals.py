"""A catalogue that cannot be vouched for is refused, and the message names the file and the key."""

from pathlib import Path

import pytest

from analytics.policy import PolicyError, load
from tests.policy.conftest import SHIPPED, Edit

M03 = "benefits/m03.toml"
FIRST = "valid_from = 2022-10-01"
TWO_ROWS = """{first}
valid_to = {end}

[[benefit.amount]]
value_fen = 400_000
when = {{ degree = "doctor" }}
valid_from = {start}
"""


def refused(folder: Path, *parts: str) -> None:
    with pytest.raises(PolicyError) as caught:
        load(folder)
    for part in parts:
        assert part in str(caught.value)


CASES = [
    # an unknown key, at every depth
    ("units.toml", 'short = { zh = "组织部"', 'nick = "x"\nshort = { zh = "组织部"', "organisation].nick: unknown key"),
    (M03, 'kind = "rate"', 'kind = "rate"\ncap = 1', "benefit[b03a].cap: unknown key"),
    (M03, 'degree = "doctor"', 'diploma = "doctor"', "benefit[b03a].amount[0].when.diploma: unknown key"),
    ("targets.toml", "date = ", "dated = ", "target[goal.leaders].count[0].dated: unknown key"),
    ("readings.toml", "rounding_fen = 1\n", "rounding = 1\n", "reading[r32].option[fen].values.rounding: unknown key"),
    ("document.toml", "effective =", "efective =", "efective: unknown key"),
    # a missing key or one language only
    ("targets.toml", 'lead = "organisation"\n', "", "target[goal.leaders].lead: missing key"),
    ("measures.toml", ', en = "Recruit high-level talents"', "", "measure[m01].title.en: missing key"),
    ("measures.toml", 'en = "Recruit high-level talents"', 'en = " "', "measure[m01].title.en:"),
    # a value outside its closed vocabulary
    (M03, 'kind = "rate"', 'kind = "allowance"', "benefit[b03a].kind:"),
    (M03, 'state = "in_force"', 'state = "paused"', "benefit[b03a].status[0].state:"),
    (M03, "value_fen = 300_000", "value_fen = 300_000.5", "benefit[b03a].amount[0].value_fen:"),
    ("targets.toml", 'how = "distinct_person"', 'how = "average"', "target[goal.leaders].count[0].how:"),
    ("statuses.toml", "#C8372D", "red", "light[behind].fill:"),
    # dates that are reversed, overlap or leave a gap
    ("document.toml", "window_end = 2027", "window_end = 2021", "window_end 2021-09-30 is before window_start"),
    (M03, FIRST, f"{FIRST}\nvalid_to = 2022-09-30", "benefit[b03a].amount[0]: valid_to 2022-09-30 is before"),
    (M03, FIRST, TWO_ROWS.format(first=FIRST, end="2025-12-31", start="2026-02-01"), "gap between 2025-12-31 and"),
    (M03, FIRST, TWO_ROWS.format(first=FIRST, end="2025-12-31", start="2025-12-31"), "2025-12-31 overlaps the row"),
    ("units.toml", '"人才办" }', '"人才办", valid_from = 2025-01-01, valid_to = 2024-01-01 }', "人才办]: valid_to"),
    # references that lead nowhere
    ("measures.toml", '"industry", "finance"]', '"industri", "finance"]', "measure[m01].units: unknown unit industri"),
    ("towns.toml", 'unit = "towns"', 'unit = "villages"', "unit: unknown unit villages"),
    ("targets.toml", 'article = "18"', 'article = "21"', "target[goal.apartments].article: unknown article 21"),
    ("targets.toml", 'measure = "m18"', 'measure = "m81"', "target[goal.apartments].measure: unknown measure m81"),
    (M03, 'degree = "doctor"', 'degree = "phd"', "benefit[b03a].when.degree: unknown code phd"),
    (M03, 'budget_line = "youth_allowances"', 'budget_line = "youth"', "benefit[b03a].budget_line: unknown code youth"),
    ("targets.toml", 'level = ["A"', 'level = ["G"', "target[goal.leaders].count[0].where.level: unknown code G"),
    ("targets.toml", 'levels = ["doctor"', 'levels = ["phd"', "target[goal.youth].count[0].entry.levels: unknown code"),
    ("targets.toml", "reading.r10.classes_a_c", "reading.r10.classes_a_b", "unknown option classes_a_b of r10"),
    ("targets.toml", "reading.r10.classes_a_c", "reading.r99.classes_a_c", "unknown reading r99"),
    ("conflicts.toml", '"b03a"', '"b03z"', "group[monthly_allowances].benefits: unknown benefit b03z"),
    ("conflicts.toml", 'clause = "b"', 'clause = "z"', "group[monthly_allowances].clause: unknown clause z"),
    ("benefits/m12.toml", '{ benefit = "b12a"', '{ benefit = "b12z"', "multiple_of: unknown benefit b12z"),
    ("readings.toml", 'ruler = "organisation"', 'ruler = "court"', "reading[r01].ruler: unknown unit court"),
    ("readings.toml", '["junior_college"]', '["college"]', "values.degrees_at_zero: unknown code college"),
    ("readings.toml", '"goal.leaders", "goal', '"goal.leader", "goal', "values.priority: unknown target goal.leader"),
    ("readings.toml", 'default = "per_person"', 'default = "per_head"', "r01]: default: unknown option per_head"),
    ("ceilings.toml", 'benefit = "b13b"', 'benefit = "b13z"', "ceilings.toml: benefit: unknown benefit b13z"),
    ("ceilings.toml", 'benefit = "b13b"', 'benefit = "b03a"', "ceilings.toml: benefit b03a has no ceiling"),
    ("ceilings.toml", "info.institutions", "info.institution", "milestone: unknown milestone info.institution"),
    ("ceilings.toml", "negotiating = 0.30", "talking = 0.30", "chance.project: unknown code talking"),
    ("ceilings.toml", "negotiating = 0.30", "negotiating = 1.30", "project.negotiating: 1.3 is no probability"),
    ("ceilings.toml", "square = 0.3333", "square = 0.6", "square 0.6 is no mean square of shares with mean 0.5"),
    ("ceilings.toml", 'set_by = "finance"', 'set_by = "court"', "origin.set_by: unknown unit court"),
    ("lines.toml", "low = 0.1", "low = 0.95", "high 0.9 is not above low 0.95"),
    ("lines.toml", "years_most = 3", "years_most = 0", "pace.years_most:"),
    ("lines.toml", "likely = 0.5", "likely = 0.05", "likely 0.05 is not above possible 0.1"),
    ("results.toml", "goal.leaders", "goal.leader", "result[b01a].targets: unknown target goal.leader"),
    ("results.toml", 'benefit = "b05b"', 'benefit = "b05d"', "result: b05d is named twice"),
    # ids and words used twice
    ("units.toml", 'id = "industry"', 'id = "finance"', "unit: id finance is used twice"),
    ("targets.toml", 'id = "goal.youth"', 'id = "goal.leaders"', "target: id goal.leaders is used twice"),
    (M03, 'id = "b03b"', 'id = "b03a"', "benefit: id b03a is used twice"),
    ("readings.toml", 'code = "per_benefit"', 'code = "per_person"', "the option per_person is defined twice"),
    ("codes.toml", 'id = "master"', 'id = "doctor"', "degree: the code doctor is defined twice"),
    ("codes.toml", '"博士研究生"', '"硕士研究生"', "degree: master: the word 硕士研究生 already stands for doctor"),
    (M03, '"青鸟计划", ', '"青年人才补贴", ', "b03c: the word 青年人才补贴 already stands for b03a"),
    ("units.toml", '{ name = "工业信息化局" }', '{ name = "金融办" }', "the name 金融办 already stands for industry"),
    ("towns.toml", '"白沙街道"', '"李园镇"', "town 370283005: the name 李园镇 already stands for 370283002"),
    ("statuses.toml", 'shape = "▲"', 'shape = "◆"', "light: shape ◆ is used twice"),
    # numbers that contradict each other
    ("benefits/m12.toml", "cap_fen = 100_000_000", "cap_fen = 90_000_000", "is not 2 times that of b12a"),
    ("benefits/m11.toml", "cap_fen = 30_000_000", "years_max = 1", "[b11b]: limit.cap_fen: a cap benefit needs"),
    ("benefits/m08.toml", "floor_fen = 350_000_000", "years_max = 1", "[b08b]: limit.floor_fen: a floor benefit needs"),
    ("benefits/m02.toml", 'kind = "cap"', 'kind = "fixed"', "benefit[b02c]: amount: a fixed benefit needs one"),
    ("benefits/m06.toml", "year_from = 1, ", "year_from = 3, ", "when: year_to 2 is before year_from 3"),
    (M03, "value_fen = 300_000", "value_fen = 1\nshare_bp = 1", "exactly one of value_fen, share_bp, times_low"),
    ("benefits/m08.toml", "times_high = 5\n", "", "amount[0]: times_low and times_high go together"),
    ("benefits/m02.toml", 'base = "qingdao_award"\n', "", "benefit[b02a]: base: a share or a multiple needs one"),
    ("targets.toml", "low = 5\n", "low = 6\n", "target[round.industry_leaders]: low: a range needs value = low"),
    ("targets.toml", "value = 50\n", "value = 50\nlow = 40\n", "target[goal.leaders]: low: only a range has"),
    ("targets.toml", 'lead = "organisation"', 'lead = "finance"', "[goal.leaders]: units: the first must be"),
    ("milestones.toml", 'lead = "organisation"', 'lead = "finance"', "units: the first must be the lead finance"),
    ("statuses.toml", "slightly_behind_from = -10.0", "slightly_behind_from = 1.0", "thresholds: slightly_behind_from"),
    ("statuses.toml", "p_from = 0.5", "p_from = 0.9", "outlook: p_from must fall from one to the next"),
    ("statuses.toml", "p_from = 0.0", "p_from = 0.1", "outlook: p_from must fall from one to the next, down to 0"),
    ("statuses.toml", 'id = "watch"', 'id = "likely"', "outlook: id likely is used twice"),
    ("statuses.toml", ', behind = "slightly_behind" }', " }", "light: behind is missing"),
    ("statuses.toml", 'behind = "slightly_behind" }', 'behind = "red" }', "outlook[likely].light.behind:"),
    ("targets.toml", 'sum_column = "dwellings"\n', "", "target[goal.apartments].count[0]: sum_column: how = sum needs"),
    ("targets.toml", 'until = "end_date"\n', "", "target[goal.colleges].count[0]: until: how = stock needs one"),
    # what money is owed, and in which order it is paid
    ("arrears.toml", 'decided = "approved"', 'approved = "approved"', "arrears.toml: stages: unknown code approved"),
    ("arrears.toml", 'returned = "never_left"', 'bounced = "never_left"', "arrears.toml: money: unknown code bounced"),
    ("arrears.toml", '"b03b", "b05b", "b05d"', '"b03z", "b05b", "b05d"', "allowances]: unknown benefit b03z"),
    ("arrears.toml", '["b01a", "b01c"', '["b03a", "b01c"', "class: benefit b03a is in two classes"),
    ("arrears.toml", "from = 6\n", "from = 2\n", "age: from must begin at 0 and rise"),
    ("arrears.toml", 'id = "small_first"', 'id = "pro_rata"', "order: id pro_rata is used twice"),
    ("arrears.toml", 'id = "rounding"', 'id = "double"', "cause: id double is used twice"),
    ("arrears.toml", 'by = ["share"]', 'by = ["share", "small"]', "order pro_rata: share stands alone"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "message"), CASES, ids=[case[3][:60] for case in CASES])
def test_bad_data_is_refused_by_file_and_key(edited: Edit, file: str, old: str, new: str, message: str) -> None:
    refused(edited(file, old, new), file.removesuffix(".toml").split("/")[0], message)


def test_a_later_amount_that_follows_on_is_taken(edited: Edit) -> None:
    rows = TWO_ROWS.format(first=FIRST, end="2025-12-31", start="2026-01-01")
    benefit = load(edited(M03, FIRST, rows)).benefit("b03a")
    day = benefit.amounts[0].valid_to
    assert day is not None
    assert [a.value_fen for a in benefit.amounts_on(day) if a.when.degree == "doctor"] == [300_000]
    assert [a.value_fen for a in benefit.amounts_on() if a.when.degree == "doctor"] == [400_000]


def test_a_missing_file_is_named(edited: Edit) -> None:
    folder = edited("pace.toml", "recent_months", "recent_months")
    (folder / "pace.toml").unlink()
    refused(folder, "pace.toml: cannot be read")


def test_a_file_that_is_not_toml_is_named(edited: Edit) -> None:
    refused(edited("targets.toml", "[[target]]", "[[target"), "targets.toml: not valid TOML")


def test_a_benefit_file_under_the_name_of_another_measure_is_refused(edited: Edit) -> None:
    refused(edited(M03, 'measure = "m03"', 'measure = "m04"'), "benefits/m03.toml: measure: must be m03, found 'm04'")


def test_the_shipped_catalogue_is_accepted() -> None:
    assert len(load(SHIPPED).benefits) == len(load().benefits)


def test_every_fault_is_told_at_once(edited: Edit) -> None:
    edited("units.toml", 'id = "industry"', 'id = "finance"')
    refused(edited("targets.toml", 'article = "18"', 'article = "21"'), "used twice", "unknown article 21")


@pytest.mark.parametrize(
    "lookup", ["article", "benefit", "conflict", "measure", "milestone", "reading", "target", "town", "unit"]
)
def test_a_lookup_of_an_unknown_id_says_so(lookup: str) -> None:
    with pytest.raises(PolicyError, match="unknown id nobody"):
        getattr(load(), lookup)("nobody")

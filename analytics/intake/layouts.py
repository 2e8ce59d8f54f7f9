"""The layout of a ledger: what its columns are called, what they hold and which facts they become.

One TOML file per ledger under data/ledgers; this docstring is the reference of its vocabulary.
Unknown keys are refused.

    id = "skill"                      # same as the file name
    title = { zh = "…", en = "…" }
    unit = "human_resources"          # the bureau that files it (a unit id of the policy)
    benefits = ["b05b"]               # ids it feeds; both lists may be empty
    targets = ["goal.others"]
    articles = ["9"]                  # a register that the text asks for beside any benefit or target: the article
    frequency = "quarterly"           # monthly | quarterly | yearly | event (event: no filing is ever due)
    due_days = 15                     # days after the end of the period
    period = ["title", "months_paid"] # where the covered months come from, the first one that is stated wins:
                                      # "title" (see below), a preamble, or a column (its earliest and latest month)
    marks = ["技能人才"]               # words in title, sheet name or file name that decide between two ledgers
                                      # whose headers fit equally
    key = ["person", "months_paid"]   # natural key: twice in one file is duplicate_row, in a later batch it
                                      # supersedes; column or preamble ids, or "@person", "@employer", "@party" (the
                                      # person, else the employer)
    any_of = [["person", "employer"]] # of each group at least one must be stated in the row

    [[column]]
    id = "person"
    like = "person"                   # takes every key from the column of that name in data/ledgers/_columns.toml;
    required = true                   # keys given here win, synonyms and stems given here are added;
                                      # the shared header becomes a synonym of one given here

    [[column]]
    id = "amount"
    header = { zh = "金额", en = "Amount" }
    synonyms = ["补贴金额"]            # exact after normalisation (blanks, brackets, units, punctuation do not count);
                                      # "家庭住址/镇街" is the child 镇街 of the merged parent 家庭住址
    stems = ["金额"]                   # a header nobody has seen is taken for the column when it holds a stem of
                                      # this column only; it is reported as a warning
    type = "money"
    required = true                   # the column must be there, and every row must state it
    telling = false                   # many lists have such a column: it alone does not show which ledger this is
    from_preamble = ["training_dates", "title"]   # a sheet without this column takes the first of these stated
    # further keys, each only for the types named:
    unit = "yuan"                     # money: yuan (default) | wan_yuan | yi_yuan, when neither cell nor header nor
                                      # the unit line above the header says
    sign = "non_negative"             # money, integer, decimal: positive | non_negative (default) | any
    minimum = 0                       # integer, decimal, year: inclusive bounds; outside is a warning
    maximum = 36
    cap_benefit = "b03c"              # money: above the cap of that benefit is over_cap; by the code of a column:
                                      # { of = "platform_kind", codes = { incubator = "b15b" }, other = "b15a" };
                                      # { of = "benefit" }: the code is the benefit
    code_list = "skill_grade"         # code: a list of the policy's codes
    codes = ["technician"]            # code: only these codes of the list are known here (default: all)
    unknown = "refuse"                # code: refuse (default, unknown_code) | warn (the value is dropped)
    foreign_documents = true          # id_number: passports and permits are the rule here: they do not warn, and those
                                      # of eight or nine digits alone are taken
    open_end = true                   # month, date: 至今 and the like mean "still open"

    yes = ["合格"]                     # yes_no: words beside the common ones (_words.toml) that mean yes, or no
    no = ["不合格"]
    halves = { start = ["开始月份"], end = ["结束月份"] }   # month_range, date_range: headers of a range kept in two
                                      # columns (children 起 and 止 of a merged header need not be named)

    [[span]]                          # two columns that make a range: an end before its start is period_invalid
    start = "start_month"
    end = "end_month"
    together = ["参保起止年月"]         # headers of one column that holds both, optional

    [[preamble]]                      # a labelled value in the title lines: 培训时间：2024年9月2日-9月8日
    id = "training_dates"
    labels = ["培训时间", "起止时间"]
    type = "date_range"               # text | date | month | month_range | date_range | integer

    # Two preambles are always there: "title" (month_range: 2024年第三季度 in the title lines, else in the sheet name,
    # else in the file name) and "title_text" (text: the first title line).

    [party]                           # which columns make up the person and the employer of a row (all optional)
    person = "person"                 # id_number or party_number; a credit code in it is that of the employer, and
                                      # the name beside it the employer's
    name = "name"
    phone = "phone"
    bank = "account"
    sex = "sex"
    employer = "employer"             # employer_name
    employer_code = "employer_code"   # credit_code or party_number
    employer_kind = "employer_kind"   # code of employer_kind

    [[check]]                         # a warning on the row, never a refusal
    rule = "months_times_rate"        # months × rate = amount: months, rate, amount
    months = "months"                 # range_months: range = months: range, months
    rate = "rate"                     # rate_of_level: the rate is the benefit's for the level: rate, level, benefit
    amount = "amount"                 # in_order: earlier ≤ later: earlier, later
                                      # sum_of: total = parts: total, parts = [..]
                                      # sex_of_id: the sex agrees with the ID number: sex, person
                                      # award_of_pay: what the benefit gives for the yearly pay: pay, amount, benefit
                                      # amount_of_benefit: one of the benefit's fixed amounts: amount, benefit
                                      # not_below_floor: at least the benefit's floor: amount, benefit
                                      # times_of_base: within the benefit's multiples of the base: pay, base, benefit

    [[fact]]
    table = "payment"
    when = { is_renewal = [false] }   # only rows with one of these values (after parsing); optional
    stated = ["amount"]               # only rows that state all of these; optional
    [fact.columns]                    # column of the fact table -> its source; a column not named stays null
    benefit_id = "=b05b"              # a constant
    is_overseas = false               # a constant
    person_key = "@person"            # keyed hash of the person; null if the row names none
    employer_id = "@employer"         # credit code, else hash of the name; null if the row names none
    amount_fen = "amount"             # a column or preamble; an ID number gives the person key, a bank account and a
                                      # certificate their keyed hash
    start_month = "pay_year.from"     # of a year: .from and .to, its first and its last month
    referrer_id = "referrer.code"     # of a party_number: the credit code in it
    from_month = "months_paid.from"   # of a month_range or date_range: .from and .to (first of the month when the
    to_month = "months_paid.to"       #   fact column ends in _month) and .months (how many calendar months)
    months = ["months", "months_paid.months"]   # the first one that is stated
    kind = { of = "platform_kind", codes = { incubator = "b15b" }, other = "b15a" }   # by the code of a column;
                                      # `other` for every other code and for none

Column types: text name id_number party_number phone bank credit_code certificate date month month_range date_range
money integer decimal share year code yes_no town employer_name sequence ignore. ``party_number`` is an ID number or a
credit code; ``certificate`` becomes a keyed hash; ``date`` also takes a month (its first day); ``money`` becomes Int64
fen, ``share`` (35%, 35, or 0.35 as a spreadsheet keeps a percentage) Int64 basis points.
Values of type name, id_number, phone and bank never leave the vault.
"""

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from analytics import house
from analytics.intake.layout_model import (
    Check,
    CodeMap,
    Column,
    Fact,
    Layout,
    LayoutError,
    Party,
    Preamble,
    Span,
)

__all__ = ["Check", "CodeMap", "Column", "Fact", "Layout", "LayoutError", "Party", "Preamble", "Span", "load_layouts"]

SHARED_COLUMNS = "_columns.toml"


def load_layouts(folder: Path | None = None) -> dict[str, Layout]:
    """Read every layout of a folder (default data/ledgers), by id; raises LayoutError naming file and key."""
    root = folder or house.DATA / "ledgers"
    shared_file = root / SHARED_COLUMNS
    shared = {c["id"]: c for c in _read(shared_file)["column"]} if shared_file.exists() else {}
    return {path.stem: _load(path, shared) for path in sorted(root.glob("[!_]*.toml"))}


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(f"{path.name}: {error}") from error


def _inherit(path: Path, column: dict[str, Any], shared: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Return the column with what its `like` lends it."""
    if "like" not in column:
        return column
    if column["like"] not in shared:
        raise LayoutError(f"{path.name}: column {column.get('id')}: like: {column['like']} is not in {SHARED_COLUMNS}")
    base = shared[column["like"]]
    lists = {k: [*base.get(k, ()), *column.get(k, ())] for k in ("synonyms", "stems") if k in base or k in column}
    if "header" in column:
        lists["synonyms"] = [base["header"]["zh"], *lists.get("synonyms", ())]
    return {k: v for k, v in (base | column | lists).items() if k != "like"}


def _load(path: Path, shared: dict[str, dict[str, Any]]) -> Layout:
    content = _read(path)
    if isinstance(content.get("column"), list):
        content["column"] = [_inherit(path, c, shared) for c in content["column"]]
    try:
        layout = Layout.model_validate(content)
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(str(part) for part in first["loc"]) or "layout"
        raise LayoutError(f"{path.name}: {key}: {first['msg']}") from error
    if layout.id != path.stem:
        raise LayoutError(f"{path.name}: id: {layout.id} is not the name of the file")
    return layout

"""Layouts are data: a closed vocabulary, every slip named with its file and key."""

from pathlib import Path

import pytest

from analytics import house
from analytics.intake import Layout, LayoutError, load_layouts
from analytics.intake.layouts import CodeMap
from analytics.intake.words import load_words
from analytics.policy import Policy
from analytics.records import fact_names, fact_schema

SAMPLES = {
    "youth", "skill", "title", "farmer_training", "ecommerce_training", "platform_awards", "talent_loans",
    "internship_subsidy", "activities", "insurance_spells",
}  # fmt: skip
GOOD = """
id = "good"
title = { zh = "好", en = "good" }
unit = "finance"
frequency = "yearly"
key = ["name"]
[[column]]
id = "name"
header = { zh = "名称", en = "Name" }
type = "text"
[[fact]]
table = "event"
[fact.columns]
event_name = "name"
"""


def load(folder: Path, content: str, name: str = "good") -> dict[str, Layout]:
    (folder / f"{name}.toml").write_text(content, encoding="utf-8")
    return load_layouts(folder)


def test_the_layouts_of_the_ten_samples_are_there(layouts: dict[str, Layout]) -> None:
    assert set(layouts) >= SAMPLES
    assert not [name for name in layouts if name.startswith("_")]


def test_a_layout_is_read(tmp_path: Path) -> None:
    assert load(tmp_path, GOOD)["good"].col("name").header.en == "Name"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('frequency = "yearly"', 'frequency = "weekly"'), "good.toml: frequency"),
        (('unit = "finance"', 'unit = "finance"\ncolour = "red"'), "good.toml: colour"),
        (('type = "text"', 'type = "word"'), "good.toml: column.0.type"),
        (('type = "text"', 'type = "text"\nunit = "yuan"'), "unit does not belong to a column of type text"),
        (('type = "text"', 'type = "code"'), "needs code_list"),
        (('type = "text"', 'type = "name"'), "what identifies a person stays in the vault"),
        (('key = ["name"]', 'key = ["nobody"]'), "key names nobody"),
        (('event_name = "name"', 'event_name = "name.from"'), "names name.from, but name is of type text"),
        (('event_name = "name"', 'event_name = ["name", "x"]'), "fact event.event_name names x"),
        (('id = "good"', 'id = "other"'), "id: other is not the name of the file"),
        (('event_name = "name"', 'event_name = "@party"'), "names @party, which is neither"),
        (
            (
                'event_name = "name"',
                'event_name = "name"\n[[column]]\nid = "who"\nheader = { zh = "a", en = "a" }\n'
                'type = "name"\n[[fact]]\ntable = "event"\n[fact.columns]\nevent_name = "who"',
            ),
            "fact event.event_name names who: what identifies a person stays in the vault",
        ),
        (('id = "name"', 'id = "name"\nlike = "nothing"'), "like: nothing is not in _columns.toml"),
        (("[[fact]]", '[[check]]\nrule = "sum_of"\ntotal = "name"\n[[fact]]'), "sum_of needs exactly parts, total"),
        (("[[fact]]", "[[fact"), "good.toml:"),
    ],
)
def test_a_slip_names_file_and_key(tmp_path: Path, change: tuple[str, str], told: str) -> None:
    with pytest.raises(LayoutError, match=r"^good\.toml") as caught:
        load(tmp_path, GOOD.replace(*change))
    assert told in str(caught.value)


def test_a_column_takes_over_what_the_shared_one_says_and_adds_to_it(tmp_path: Path) -> None:
    shared = (
        '[[column]]\nid = "name"\nheader = { zh = "甲", en = "A" }\nsynonyms = ["乙"]\ntype = "text"\ntelling = false'
    )
    (tmp_path / "_columns.toml").write_text(shared, encoding="utf-8")
    own = GOOD.replace(
        'header = { zh = "名称", en = "Name" }\ntype = "text"', 'like = "name"\nsynonyms = ["丙"]\nrequired = true'
    )
    column = load(tmp_path, own)["good"].col("name")
    assert (column.header.zh, column.synonyms, column.required, column.telling) == ("甲", ("乙", "丙"), True, False)


def test_every_reference_to_policy_and_store_exists(policy: Policy, layouts: dict[str, Layout]) -> None:
    for layout in layouts.values():
        assert policy.unit(layout.unit)
        assert all(policy.benefit(benefit) for benefit in layout.benefits)
        assert all(policy.target(target) for target in layout.targets)
        assert all(column.code_list in policy.codes for column in layout.column if column.code_list)
        for fact in layout.fact:
            assert fact.table in fact_names(), layout.id
            assert set(fact.columns) <= set(fact_schema(fact.table)), layout.id


def test_codes_named_by_a_layout_are_codes_of_their_list(policy: Policy, layouts: dict[str, Layout]) -> None:
    for layout in layouts.values():
        for column in layout.column:
            assert set(column.codes) <= set(policy.codes[column.code_list].ids if column.code_list else ()), layout.id


def test_what_a_fact_must_have_is_required_of_every_row(layouts: dict[str, Layout]) -> None:
    own = {"record_id", "batch_id", "sheet_no", "row_no", "row_key", "ledger", "unit_id", "content"}
    for layout in layouts.values():
        needed = {column.id for column in layout.required()}
        for fact in layout.fact:
            declared = house.sql(f"schema/facts/{fact.table}").splitlines()
            never_null = {line.split()[0] for line in declared if "not null" in line} - own
            for name in never_null:
                source = fact.columns.get(name)
                always = needed | set(fact.stated)
                sources = source if isinstance(source, tuple) else (source,)
                assert any(is_sure(item, layout, always) for item in sources), f"{layout.id}: {fact.table}.{name}"


def is_sure(source: object, layout: Layout, always: set[str]) -> bool:
    """Tell whether a source states something in every row that states `always`."""
    if isinstance(source, CodeMap):
        return source.other is not None or (not source.codes and source.of in always)
    base = layout.party.person if source == "@person" else str(source).partition(".")[0]
    return str(source).startswith("=") or base in always


def test_the_words_are_complete() -> None:
    words = load_words()
    assert {"小计", "合计", "总计", "累计"} <= set(words.total)
    assert words.money_units["万元"] == 10_000
    assert words.first_year < words.last_year

"""The cascade: exact on small cases, right on a whole town, and about nobody but those it names."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.identity.linkage import agrees, doubles, link, normalise_names, normalise_phones
from tests.identity.namesakes import two_files

NUMBER = "370283199505180016"
NAMESAKE = "370283198501030016"
PASSPORT = "E12345678"
PHONE = "13805360001"
KNOWN = {"person_key": str, "name": str, "id_number": str, "phone": str}


def known(*people: tuple[str, str, str, str | None]) -> pl.DataFrame:
    return pl.DataFrame(people, schema=dict.fromkeys(KNOWN, pl.String), orient="row")


def asked(name: str | None, number: str | None, phone: str | None = None) -> pl.DataFrame:
    return pl.DataFrame(
        [{"row": 7, "name": name, "number": number, "phone": phone}], schema_overrides={"phone": pl.String}
    )


ZHANG = ("zhang", "张伟明", NUMBER, PHONE)


@pytest.mark.parametrize(
    ("name", "number", "phone", "rule"),
    [
        ("李娜", NUMBER, None, "id"),
        ("张伟明", f" {NUMBER[:6]} {NUMBER[6:]}", None, "id"),
        ("张伟明", "３７０２８３１９９５０５１８００１６", None, "id"),
        ("张伟明", "370283950518001", None, "id"),
        ("张 伟明先生", "370283********0016", None, "name_id"),
        ("张伟明", "370283XXXXXXXX0016", None, "name_id"),
        ("张·伟·明（本人）", "370283…0016", None, "name_id"),
        ("张伟明", "370283199506180016", None, "name_id"),
        ("张伟明", "370283199505180013", PHONE, "name_phone"),
        ("张伟明", "3.70283E+17", PHONE, "name_phone"),
        ("张伟明", "370283199505180000", PHONE, "name_phone"),
        ("张伟明", "37028319950518001", "+86 138-0536-0001", "name_phone"),
        ("张伟明", None, "（手机）13805360001、88481234", "name_phone"),
        ("张伟明", PASSPORT, PHONE, "name_phone"),
    ],
)
def test_each_rule_links_by_what_it_says(name: str, number: str | None, phone: str | None, rule: str) -> None:
    found = link(asked(name, number, phone), known(ZHANG))
    assert found.links.rows() == [(7, "zhang", NUMBER, rule)]
    assert found.ambiguous.is_empty()


@pytest.mark.parametrize(
    ("name", "number", "phone"),
    [
        ("张伟明", None, None),
        ("张伟明", "370283************", None),
        ("张伟光", "370283********0016", PHONE),
        ("张*明", "370283********0016", PHONE),
        ("张伟明", "370283********0013", PHONE),
        ("张伟明", "370282********0016", PHONE),
        ("张伟明", "370283198001010016", None),
        ("张伟明", "370283198001011234", PHONE),
        ("张伟明", None, "053288481234"),
        (None, "370283********0016", PHONE),
    ],
)
def test_nothing_links_on_less_or_against_what_the_number_shows(
    name: str | None, number: str | None, phone: str | None
) -> None:
    found = link(
        asked(name, number, phone),
        known(("zhang", "张伟明", NUMBER, PHONE), ("li", "张伟明", "370283198001011113", "053288481234")),
    )
    assert found.links.is_empty()
    assert found.ambiguous.is_empty()


def test_two_who_fit_equally_are_ambiguous_under_the_rule_each_fits() -> None:
    found = link(
        asked("张伟明", "370283********0016", PHONE),
        known(("a", "张伟明", NUMBER, None), ("b", "张伟明", NAMESAKE, PHONE)),
    )
    assert found.links.is_empty()
    assert found.ambiguous.select("person_key", "rule").rows() == [("a", "name_id"), ("b", "name_id")]


def test_several_documents_of_one_person_are_one_person() -> None:
    found = link(asked("张伟明", None, PHONE), known(("a", "张伟明", NUMBER, PHONE), ("a", "张伟明", PASSPORT, PHONE)))
    assert found.links["person_key"].to_list() == ["a"]


def test_a_valid_number_of_its_own_is_never_linked_to_another() -> None:
    found = link(asked("张伟明", NAMESAKE, PHONE), known(ZHANG))
    assert found.links.is_empty()
    assert found.ambiguous.select("person_key", "rule").rows() == [("zhang", "name_phone")]


def test_what_a_crowd_shares_tells_nobody_apart() -> None:
    crowd = [(f"p{n}", "张伟明", f"E{n:08d}", PHONE) for n in range(9)]
    assert link(asked("张伟明", None, PHONE), known(*crowd)).ambiguous.is_empty()
    assert link(asked("张伟明", None, PHONE), known(*crowd[:8])).ambiguous.height == 8


def test_a_double_is_exactly_one_other_person() -> None:
    mine = asked("张伟明", NAMESAKE, PHONE)
    own = ("own", "张伟明", NAMESAKE, PHONE)
    assert doubles(mine, known(own, ZHANG))["person_key"].to_list() == ["zhang"]
    assert doubles(mine, known(own)).is_empty()
    assert doubles(mine, known(own, ZHANG, ("third", "张伟明", PASSPORT, PHONE))).is_empty()
    assert doubles(asked("张伟明", NAMESAKE), known(own, ZHANG)).is_empty()


@pytest.mark.parametrize(
    ("stated", "does"),
    [
        (NUMBER, True),
        (NUMBER[:8] + NUMBER[9] + NUMBER[8] + NUMBER[10:], True),
        (NUMBER[:10] + NUMBER[11:], True),
        (NUMBER[:10] + "7" + NUMBER[10:], True),
        (f"9{NUMBER[1:12]}9{NUMBER[13:]}", False),
        ("*" * 14 + NUMBER[-4:], True),
        ("*" * 14 + "9999", False),
        (PASSPORT, True),
        (None, True),
    ],
)
def test_a_number_agrees_when_it_differs_in_one_place_only(stated: str | None, *, does: bool) -> None:
    assert agrees(stated, NUMBER) is does


@pytest.mark.parametrize(
    ("stated", "compared"),
    [
        ("欧阳　明", "欧阳明"),
        ("买买提·艾力", "买买提艾力"),
        ("买买提・艾力", "买买提艾力"),
        ("张伟明女士", "张伟明"),
        ("王女士", "王女士"),
        ("Li Na", "LINA"),
        ("张", None),
        ("张**", None),
        (None, None),
    ],
)
def test_names_compare_by_their_letters(stated: str | None, compared: str | None) -> None:
    assert normalise_names(pl.Series([stated], dtype=pl.String)).to_list() == [compared]


@pytest.mark.parametrize(
    ("stated", "compared"),
    [
        ("138 0536 0001", PHONE),
        ("0086-13805360001", PHONE),
        ("８６１３８０５３６０００１", PHONE),
        ("0532-88481234", None),
        (None, None),
    ],
)
def test_a_mobile_number_is_found_in_what_is_written(stated: str | None, compared: str | None) -> None:
    assert normalise_phones(pl.Series([stated], dtype=pl.String)).to_list() == [compared]


@pytest.mark.parametrize("seed", range(5))
def test_a_town_is_linked_with_hardly_a_mistake(seed: int) -> None:
    files = two_files(seed)
    found = link(files.incoming, files.known)
    links = dict(found.links.select("row", "person_key").iter_rows())
    right = sum(files.truth.get(row) == person for row, person in links.items())
    assert right / len(links) >= 0.999
    assert right / len(files.truth) >= 0.985
    assert set(found.links["rule"]) == {"id", "name_id", "name_phone"}


@given(seed=st.integers(0, 999), strangers=st.integers(1, 40), shuffle=st.integers(0, 99))
@settings(max_examples=15, deadline=None)
def test_strangers_and_the_order_of_rows_change_no_link(seed: int, strangers: int, shuffle: int) -> None:
    files = two_files(seed, size=120, both=60)
    others = two_files(seed + 1000, size=strangers, both=0).known
    others = others.with_columns(
        person_key="strange " + pl.col("person_key"),
        id_number=pl.lit("S") + pl.col("id_number"),
        phone=pl.lit(None, pl.String),
    )
    mixed = pl.concat([files.known, others]).sample(fraction=1, shuffle=True, seed=shuffle)
    before = link(files.incoming, files.known)
    after = link(files.incoming.sample(fraction=1, shuffle=True, seed=shuffle), mixed)
    assert before.links.equals(after.links)
    assert before.ambiguous.equals(after.ambiguous)

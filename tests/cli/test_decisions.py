"""`talent agenda`, `talent worklist`, `talent notes`: the same matters as on the page, in words and as a document."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from analytics import house
from analytics.pipeline import House, deciding, evaluate
from tests.cli.conftest import NAMES, run
from tests.pages.furnished import AS_OF, furnish

DAY = ("--as-of", "2026-09-30")


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(house.HOME_VARIABLE, raising=False)
        yield furnish(tmp_path_factory.mktemp("decisions") / "home", 0.005)


def test_the_agenda_is_ranked_and_every_item_has_options(city: Path) -> None:
    said = run("agenda", "--home", city, "--json", *DAY)
    assert said.code == 0
    told = said.document
    assert told["meeting"] == "2026Q3"
    products = [item["product"] for item in told["items"]]
    assert products == sorted(products, reverse=True)
    for item in told["items"]:
        assert item["product"] == pytest.approx(
            item["at_stake_yuan"] * 100 * item["urgency_factor"] * item["reversal_factor"]
        )
        assert {"ref", "option", "cost_yuan", "effect", "before", "after", "promised"} <= set(item["options"][0])
    red = {item["subject"] for item in told["items"] if item["kind"] == "target"}
    assert set(told["red_without_decision"]) <= red
    assert not any(name in said.out for name in NAMES)


def test_the_agenda_is_told_in_words(city: Path) -> None:
    said = run("agenda", "--home", city, "--lang", "en", *DAY)
    assert said.code == 0
    assert "items for this meeting" in said.out
    assert "Demonstration data" in said.err


def test_a_work_list_by_unit(city: Path) -> None:
    everybody = run("worklist", "--home", city, "--json", *DAY).document["work"]
    mine = run("worklist", "--home", city, "--json", "--unit", "农业农村局", *DAY).document["work"]
    assert {row["unit_id"] for row in mine} == {"agriculture"}
    assert [row for row in everybody if row["unit_id"] == "agriculture"] == mine
    assert "Agriculture" in run("worklist", "--home", city, "--lang", "en", "--unit", "agriculture", *DAY).out
    assert run("worklist", "--home", city, "--unit", "nobody", *DAY).code == 2


def test_notes_have_their_text(city: Path) -> None:
    told = run("notes", "--home", city, "--json", *DAY).document["notes"]
    assert {note["colour"] for note in told} <= {"red", "yellow", "blue"}
    assert all(note["text"].startswith(note["title"]) for note in told)
    assert "supervision notes are due" in run("notes", "--home", city, "--lang", "en", *DAY).out


def test_the_meeting_mark_and_the_page_agree_on_red_tasks(city: Path) -> None:
    opened = House(city).open()
    results = evaluate(opened.snapshot, opened.policy, opened.ledgers, as_of=AS_OF)
    now = deciding.standing(opened, results, deciding.waiting_rows(opened))
    assert now.undecided == deciding.unanswered(opened, results)

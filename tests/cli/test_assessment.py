"""`talent assess` and what freezes a year: points with every contribution, bands, places, what to look at."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import run
from tests.pages.furnished import furnish

WHEN = ("--as-of", "2026-09-30")


@pytest.fixture(scope="module")
def assessed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("TALENT_KEY", raising=False)
        yield furnish(tmp_path_factory.mktemp("assess") / "home")


def test_points_are_told_with_every_contribution(assessed: Path) -> None:
    found = run("assess", "--year", 2026, "--json", "--home", assessed, *WHEN).document
    assert (found["year"], found["stage"]) == (2026, "open")
    assert found["weights"] == {"routine": 30, "key": 50, "innovation": 20}
    assert len(found["units"]) == 37
    for unit in found["units"]:
        assert sum(item["points"] for item in unit["items"]) == pytest.approx(unit["base"], abs=1e-9)
        assert 1 <= unit["rank_low"] <= unit["rank_high"]
        for item in unit["items"]:
            given = [source["points"] for source in item["contributions"]]
            if given and item["points"]:
                assert sum(given) == pytest.approx(item["points"], abs=1e-9)


def test_one_unit_is_asked_for_by_id_or_name(assessed: Path) -> None:
    by_id = run("assess", "--year", 2026, "--unit", "agriculture", "--json", "--home", assessed, *WHEN).document
    by_name = run("assess", "--year", 2026, "--unit", "农业农村局", "--json", "--home", assessed, *WHEN).document
    assert [unit["unit_id"] for unit in by_id["units"]] == ["agriculture"]
    assert by_id == by_name
    town = run("assess", "--year", 2026, "--unit", "东阁街道", "--json", "--home", assessed, *WHEN).document
    assert [unit["unit_id"] for unit in town["units"]] == ["370283001"]
    told = run("assess", "--year", 2026, "--unit", "agriculture", "--home", assessed, "--lang", "en", *WHEN)
    assert told.out.startswith("Agriculture, 2026: ")


def test_both_groups_are_told_apart(assessed: Path) -> None:
    said = run("assess", "--year", 2026, "--home", assessed, *WHEN).out
    assert "2026 年度 19 个市直部门" in said
    assert "2026 年度 18 个镇街园区" in said


def test_an_unknown_unit_and_a_year_without_a_scheme_are_wrong_use(assessed: Path) -> None:
    unknown = run("assess", "--year", 2026, "--unit", "某局", "--home", assessed, *WHEN)
    assert (unknown.code, unknown.err.strip()) == (2, "2026 年度考核没有这个单位：某局")
    assert run("assess", "--year", 2020, "--home", assessed, *WHEN).code == 2


def test_a_year_is_cut_off_and_confirmed_once(assessed: Path) -> None:
    refused = run("assess-cut-off", "--year", 2023, "--by", "李", "--home", assessed)
    assert (refused.code != 0, "没有评审" in refused.err) == (True, True)
    agreed = "--unreviewed-count-nothing"
    done = run("assess-cut-off", "--year", 2023, "--by", "李", agreed, "--home", assessed)
    assert (done.code, "2023 年度已截止，情况截至 2023-12-31" in done.err) == (0, True)
    assert run("assess", "--year", 2023, "--json", "--home", assessed).document["stage"] == "cut_off"
    again = run("assess-cut-off", "--year", 2023, "--by", "李", "--home", assessed)
    assert again.code != 0
    assert "已截止" in again.err
    assert run("assess-confirm", "--year", 2023, "--by", "李", "--home", assessed).code == 0
    assert run("assess", "--year", 2023, "--json", "--home", assessed).document["stage"] == "final"

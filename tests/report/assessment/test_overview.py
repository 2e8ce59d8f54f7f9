"""The overview: bands and tie groups in the sentence, ranges and stacks in the lines, low cells in the grid."""

from dataclasses import replace

import polars as pl
import pytest

from analytics.report.assessment import grid, honours, summary
from analytics.report.assessment.subject import Subject
from analytics.report.voice import Voice
from tests.report.assessment.conftest import VETOED, Make


def test_the_sentence_tells_bands_and_never_a_position(subject: Subject, voice: Voice) -> None:
    said = summary.headline(subject, voice)
    assert said.startswith("2025 年度 6 个市直部门：")
    counts = dict(subject.totals.group_by("band").len().iter_rows())
    for band in subject.scheme.bands:
        if band.id in counts:
            assert f"{band.title.zh} {counts[band.id]} 个" in said
    assert "分不出先后" in said or "只分得出" in said


def test_runs_of_places_that_cannot_be_told_apart_are_named_or_counted(
    subject: Subject, voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes = [[2, 1, 3], [2, 2, 2], [1, 1, 1]]
    said = []
    for tied in sizes:
        monkeypatch.setattr(Subject, "tie_sizes", lambda _, tied=tied: tied)
        said.append(summary.ties(subject, voice))
    assert said == [
        "；第 1–2、4–6 名分不出先后",
        "；只分得出 3 组，组内（如第 1–2 名）不分先后",
        "",
    ]


def test_a_line_has_its_range_and_the_points_of_its_classes_add_up(subject: Subject, voice: Voice) -> None:
    shown = summary.overview(subject, voice)
    totals = dict(subject.totals.select("unit_id", "total").iter_rows())
    for line in shown.lines:
        assert sum(line.stacks) + line.extra == pytest.approx(totals[line.unit_id])
        assert line.low is not None
        assert line.high is not None
        assert 1 <= line.low <= line.high <= len(shown.lines)
    assert shown.lines[0].opens_tie
    assert shown.full >= 100
    assert set(shown.limits) == {band.start for band in subject.scheme.bands if band.start}


def test_a_veto_and_a_class_that_does_not_apply_are_marked_and_explained(subject: Subject, voice: Voice) -> None:
    shown = summary.overview(subject, voice)
    marks = {line.unit_id: "".join(sign for sign, _ in line.notes) for line in shown.lines}
    assert marks[VETOED] == "×"
    assert marks["finance"] == "*"
    assert sum("一票否决" in note or "不适用" in note for note in shown.notes) == 2
    vetoed = next(line for line in shown.lines if line.unit_id == VETOED)
    assert vetoed.band.word == subject.scheme.bands[-1].title.zh


def test_an_open_year_tells_what_is_expected(make: Make, voice: Voice) -> None:
    subject = make("open")
    assert "尚未截止；预计年底：" in summary.headline(subject, voice)
    assert all("→" in line.said for line in summary.overview(subject, voice).lines)
    assert "预计" in summary.standing(subject, pl.DataFrame(), voice)[0]


def test_an_open_year_is_on_the_scale_of_its_end(make: Make) -> None:
    now, cut = make("open"), make("cut_off")
    groups = [dict(of.ranked.select("unit_id", "tie_group").iter_rows())["industry"] for of in (now, cut)]
    assert groups[0] == 1 < groups[1]
    assert dict(now.totals.select("unit_id", "band").iter_rows())["industry"] == now.scheme.bands[0].id
    assert "industry" in honours.collectives(now)["unit_id"]
    assert "industry" not in honours.corrections(now)["unit_id"]
    assert "industry" in honours.corrections(cut)["unit_id"]


def test_no_more_units_are_expected_at_the_top_than_have_room(make: Make) -> None:
    found = make("open")
    top = found.scheme.bands[0]
    assert top.share_max is not None
    assert found.totals.filter(pl.col("projected") >= top.start).height > top.share_max * len(found.units)
    assert found.totals.filter(pl.col("band") == top.id).height <= top.share_max * len(found.units)


def test_who_is_tied_with_a_better_band_is_marked(subject: Subject, voice: Voice) -> None:
    low = subject.scheme.bands[-1].id
    tied = subject.robust.units.with_columns(tie_group=pl.lit(1, pl.Int64))
    one = replace(subject, robust=subject.robust._replace(units=tied))
    shown = summary.overview(one, voice)
    marks = {line.unit_id: [sign for sign, _ in line.notes] for line in shown.lines}
    assert [unit for unit, found in marks.items() if "≈" in found] == ["industry"]
    assert dict(one.totals.select("unit_id", "band").iter_rows())["industry"] == low
    assert any("由会议决定" in note for note in shown.notes)
    listed = honours.corrections_table(honours.corrections(one), one, voice)
    assert {row[0].text: row[2].text for row in listed.rows if row[1].text == "整个单位"} == {
        voice.unit("industry"): "与更好等次并列，由会议决定",
        voice.unit(VETOED): "否决",
    }
    called = honours.corrections(one).filter(pl.col("item_id").is_null())
    assert dict(called.select("unit_id", "standing").iter_rows()) == {"industry": "tied", VETOED: "called"}


def test_a_year_that_is_confirmed_says_who_did_and_when(make: Make, voice: Voice) -> None:
    subject = make("final")
    told = pl.DataFrame(
        {
            "action": ["cut_off", "confirmed"],
            "as_of": [subject.assessment.as_of] * 2,
            "told_by": ["李", "王"],
            "told_at": [subject.assessment.known_at] * 2,
        }
    )
    first, waits = summary.standing(subject, told, voice)
    assert "2026-01-20 截止，按 2025-12-31 的情况计分，王于 2026-01-20 确认" in first
    assert waits == "截止时有 1 项没有评审，计 0 分。"


def test_the_grid_marks_what_is_below_the_limit_and_opens_it(subject: Subject, voice: Voice) -> None:
    found = grid.grid(subject, voice)
    low = {
        (row.unit_id, head.id): cell
        for row in found.rows
        for head, cell in zip(found.heads, row.cells, strict=True)
        if cell.tone == "gap"
    }
    limit = subject.scheme.correction.item_ratio
    below = subject.points.filter(pl.col("ratio") < limit)
    assert set(low) == {(row["unit_id"], row["item_id"]) for row in below.iter_rows(named=True)}
    assert all(cell.text.startswith("◆") and cell.drill for cell in low.values())
    assert found.title.startswith(f"各项完成率（%），{len(low)} 处低于")
    [none] = [
        cell
        for row in found.rows
        if row.unit_id == "finance"
        for head, cell in zip(found.heads, row.cells, strict=True)
        if head.id == "key.farmers_cultivated"
    ]
    assert (none.text, none.value) == ("—", None)


def test_the_table_exports_full_numbers(subject: Subject, voice: Voice) -> None:
    table = summary.table(subject, voice)
    assert table.column("total") == subject.ranked["total"].to_list()

"""HTML of a page: nothing a bureau wrote can become markup, and every status has shape and word."""

from datetime import date

from analytics.report.signs import Sign
from analytics.report.table import Cell, Column, Drill, Table
from pages.ui import blocks
from pages.ui.address import Address

HERE = Address("zh", 2026, 3, date(2026, 9, 30))
EVIL = '<img src=x onerror="alert(1)">&\'"'


def test_every_value_is_escaped() -> None:
    table = Table(EVIL, (Column("a", EVIL),), ((Cell(EVIL, tone='x" onclick="y'),),))
    made = (
        blocks.table(table, HERE)
        + blocks.heading(EVIL, EVIL, EVIL)
        + blocks.note(EVIL)
        + blocks.told(EVIL, is_good=True)
    )
    assert "<img" not in made
    assert 'onclick="y' not in made


def test_a_link_is_escaped_and_stays_in_the_window() -> None:
    made = blocks.anchor(EVIL, Drill("records", {"ind": '"><script>'}), HERE)
    assert "<script" not in made
    assert 'target="_self"' in made
    assert "lang=zh&amp;y=2026&amp;q=3" in made


def test_a_status_has_shape_and_word() -> None:
    assert "◆ 滞后" in blocks.pill(Sign("behind", "◆", "滞后", "", 1))


def test_every_column_has_a_heading_cell_and_a_table_tells_its_count() -> None:
    table = Table("t", (Column("a", "A"), Column("b", "B", "right", is_minor=True)), ((Cell("1"), Cell("2")),) * 3)
    made = blocks.table(table, HERE)
    assert made.count('<th scope="col"') == 2
    assert 'class="n minor"' in made
    assert 'data-count="3"' in made
    assert 'data-count="90" data-sum="7"' in blocks.table(table, HERE, sums=(90, 7))

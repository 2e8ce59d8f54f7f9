"""Every number of the meeting page opens a list that holds exactly as much as the number says."""

import re
from html import unescape
from urllib.parse import parse_qsl, urlparse

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.conftest import Open, text

LINK = re.compile(r'<a href="([^"]+)"[^>]*>([^<]+)</a>')
COUNT = re.compile(r'data-count="(\d+)"(?: data-sum="(\d+)")?')


def links(shown: str) -> list[tuple[str, dict[str, str], str]]:
    """Return page, codes and text of every link."""
    found = []
    for href, words in LINK.findall(shown):
        parts = urlparse(unescape(href))
        found.append((parts.path.strip("./"), dict(parse_qsl(parts.query)), words))
    return found


def listed(app: AppTest) -> tuple[int, int]:
    """Return count and sum of the first list of a page."""
    found = COUNT.search(text(app))
    assert found
    return int(found[1]), int(found[2] or 0)


@pytest.mark.parametrize("quarter", ["1", "3"])
def test_every_actual_opens_records_that_add_up_to_it(visit: Open, quarter: str) -> None:
    meeting = text(visit(y="2026", q=quarter))
    ratios = [(codes, words) for page, codes, words in links(meeting) if page == "records" and "/" in words]
    assert len(ratios) >= 15
    for codes, words in ratios:
        _, total = listed(visit("records", **codes))
        assert words.split("/")[0] in (f"{total:,}", f"{total / 1_000_000:,.0f}")


def test_every_cell_of_the_grid_opens_the_filings_it_counts(visit: Open) -> None:
    grid = text(visit()).split('<table class="hm">')[1]
    cells = [(codes, words) for page, codes, words in links(grid) if page == "intake" and "month" in codes]
    assert len(cells) >= 12
    for codes, words in cells[::3]:
        app = visit("intake", **codes)
        filed, expected = re.findall(r"\d+", words)
        assert listed(app)[0] == int(expected)
        assert text(app).count("● 按时") + text(app).count("▲ 迟报") == int(filed)


def test_what_is_missing_and_what_waits_is_listed(visit: Open) -> None:
    card = text(visit()).split('data-card="filings"')[1].split('class="card')[0]
    for page, codes, words in links(card):
        if codes.get("view") == "quarantine" or codes.get("state") == "missing":
            assert listed(visit(page, **codes))[0] == int(re.findall(r"\d+", words)[-1])


def test_the_parts_and_months_of_a_task_open_as_many_records_as_they_say(visit: Open) -> None:
    shown = text(visit("indicator", ind="goal.youth"))
    numbers = [(codes, words) for page, codes, words in links(shown) if page == "records" and words[0].isdigit()]
    assert len(numbers) > 40
    for codes, words in numbers[::9]:
        app = visit("records", **codes)
        assert f"{listed(app)[0]:,}" == words


def test_earlier_periods_open_their_own_records(visit: Open) -> None:
    shown = text(visit("indicator", ind="quota.talent_loans"))
    earlier = [
        (codes, words)
        for page, codes, words in links(shown)
        if page == "records" and "month" not in codes and "period" in codes
    ]
    assert len(earlier) == 4
    for codes, words in earlier:
        assert f"{listed(visit('records', **codes))[1] / 1_000_000:,.0f}" == words

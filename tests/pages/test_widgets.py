"""Widgets and the address tell the same story, whichever of them changed last."""

import re

import pytest

from tests.pages.conftest import Open, text, widget


def title(app) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text(app))
    assert found
    return found[1]


def test_another_quarter_cuts_the_numbers_there_and_goes_into_the_address(visit: Open) -> None:
    app = visit()
    widget(app, "control_quarter").set_value(1).run()
    assert not app.exception
    assert app.query_params["q"] == "1"
    assert "2026-03-31" in text(app)


def test_another_year_keeps_the_quarter_where_there_is_one(visit: Open) -> None:
    app = visit(y="2026", q="2")
    widget(app, "control_year").set_value(2024).run()
    assert (app.query_params["y"], app.query_params["q"]) == ("2024", "2")
    assert "2024-06-30" in text(app)
    widget(app, "control_year").set_value(2022).run()
    assert "2022-12-31" in text(app)


def test_a_quarter_replaces_an_exact_day(visit: Open) -> None:
    app = visit(asof="2026-02-10")
    assert "2026-02-10" in text(app)
    widget(app, "control_quarter").set_value(2).run()
    assert "asof" not in app.query_params
    assert "2026-06-30" in text(app)


def test_the_address_wins_over_what_a_widget_showed(visit: Open) -> None:
    app = visit(q="1")
    app.query_params["q"] = "2"
    app.run()
    assert widget(app, "control_quarter").value == 2
    assert "2026-06-30" in text(app)


def test_the_quarters_offered_are_those_with_data(visit: Open) -> None:
    assert [int(option[-1]) for option in widget(visit(), "control_quarter").options] == [1, 2, 3]
    assert len(widget(visit(y="2025"), "control_quarter").options) == 4


@pytest.mark.parametrize("page", ["indicator", "records"])
def test_choosing_a_task_goes_into_the_address_and_drops_the_filters_of_the_last(visit: Open, page: str) -> None:
    app = visit(page, ind="goal.youth", month="2026-08", page="3")
    widget(app, "control_ind").set_value("quota.talent_loans").run()
    assert not app.exception
    assert app.query_params["ind"] == "quota.talent_loans"
    assert not {"month", "page"} & set(app.query_params)
    assert title(app).startswith("人才贷")


def test_clearing_the_task_shows_all_of_them(visit: Open) -> None:
    app = visit("indicator", ind="goal.youth")
    widget(app, "control_ind").set_value(None).run()
    assert "ind" not in app.query_params
    assert "请选择" in title(app)


def test_the_views_of_the_filing_page_are_addresses(visit: Open) -> None:
    app = visit("intake")
    widget(app, "control_view").set_value("calendar").run()
    assert app.query_params["view"] == "calendar"
    assert "缺报" in title(app)
    widget(app, "control_unit").set_value("health").run()
    assert app.query_params["unit"] == "health"
    assert title(app).startswith("卫健局")
    widget(app, "control_view").set_value("batches").run()
    assert "unit" not in app.query_params


def test_links_of_a_page_carry_language_and_quarter(visit: Open) -> None:
    links = re.findall(r'href="([^"#]+)"', text(visit(lang="en", y="2026", q="2")))
    inside = [link for link in links if "lang=zh" not in link]
    assert len(inside) > 40
    assert all("lang=en" in link and "y=2026" in link and "q=2" in link for link in inside)


def test_the_language_switch_keeps_the_page_and_its_codes(visit: Open) -> None:
    shown = text(visit("records", ind="goal.youth", month="2026-08", y="2026", q="3"))
    (link,) = re.findall(r'<a href="([^"]+)"[^>]*>EN</a>', shown)
    assert link.startswith("records?ind=goal.youth&amp;month=2026-08&amp;lang=en")

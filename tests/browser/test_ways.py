"""Ways through the dashboard: links, Back, the same address again, exports, and nothing from anywhere else."""

import re
from urllib.parse import parse_qs, urlparse

import fastexcel
import pytest

from tests.browser import looking
from tests.browser.conftest import Look, settle
from tests.browser.serving import bare, served


def quarter(page) -> str:
    return parse_qs(urlparse(page.url).query).get("q", [""])[0]


def test_a_number_opens_its_records_and_back_returns(look: Look) -> None:
    page = look("?lang=zh&y=2026&q=3")
    number = page.locator('tr[data-target="quota.talent_loans"] a[href*="records"]')
    shown = number.inner_text()
    number.click()
    page.wait_for_url("**/records?**")
    settle(page)
    table = page.locator("table.long").first
    assert f"{int(table.get_attribute('data-sum') or 0) // 1_000_000:,}/2,500" == shown
    page.go_back()
    settle(page)
    assert page.locator(".board").is_visible()
    assert quarter(page) == "3"


def test_the_money_card_leads_over_the_expected_spending_to_a_line_and_its_rows(look: Look) -> None:
    page = look("?lang=zh&y=2025&q=4")
    page.locator('[data-card="money"] a', has_text="还要支出").click()
    page.wait_for_url("**/money?**view=exposure**")
    settle(page)
    assert "预计支出责任" in page.locator("h1").inner_text()
    page.locator("#holders a", has_text="青年人才补贴").click()
    page.wait_for_url("**line=youth_allowances**")
    settle(page)
    paid = page.locator('[data-card="paid"] .v a')
    shown = paid.inner_text()
    paid.click()
    page.wait_for_url("**spent=2025**")
    settle(page)
    fen = int(page.locator("table.long").first.get_attribute("data-sum") or 0)
    assert shown == f"{fen // 1_000_000:,}万元" or shown == f"{fen // 100:,}元"
    page.go_back()
    settle(page)
    assert page.locator('[data-card="overrun"]').is_visible()


def test_back_undoes_a_change_of_quarter(look: Look) -> None:
    page = look("?lang=zh&y=2026&q=3")
    page.locator(".st-key-control_quarter").get_by_text("Q1").click()
    page.get_by_text("2026-03-31").first.wait_for()
    assert quarter(page) == "1"
    page.go_back()
    page.get_by_text("2026-09-30").first.wait_for()
    assert quarter(page) == "3"


def test_the_bar_keeps_language_and_quarter(look: Look) -> None:
    page = look("?lang=en&y=2026&q=2")
    page.locator(".menu summary").click()
    page.locator(".menu").get_by_text("Method").click()
    page.wait_for_url("**/method?**")
    page.get_by_text("30 Jun 2026").first.wait_for()
    assert "lang=en" in page.url
    assert "q=2" in page.url
    page.go_back()
    page.wait_for_selector(".board")


def test_the_menu_of_the_bar_opens_by_keyboard_and_is_marked_where_its_page_is_open(look: Look) -> None:
    page = look("?lang=en", "laptop")
    assert page.locator(".menu.here").count() == 0
    page.locator(".menu summary").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/quality?**")
    settle(page)
    assert page.locator(".menu.here summary").inner_text().startswith("Data quality")
    assert page.locator(".menu [aria-current=page]").text_content() == "Data quality"


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_bar_takes_one_line_on_a_laptop_and_its_menu_stays_on_a_phone(look: Look, lang: str) -> None:
    links = look(f"?lang={lang}", "laptop").locator(".st-key-places [data-testid=stPageLink] a, .menu summary").all()
    tops = [box["y"] for link in links if (box := link.bounding_box())]
    assert len(tops) >= 6
    assert max(tops) - min(tops) <= 6
    page = look(f"method?lang={lang}", "phone")
    page.locator(".menu summary").click()
    box = page.locator(".menu nav").bounding_box()
    assert box is not None
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 390


def test_one_click_switches_the_language_and_keeps_the_page(look: Look) -> None:
    page = look("indicator?ind=quota.talent_loans&lang=zh&y=2026&q=2")
    page.get_by_role("link", name="EN", exact=True).click()
    page.wait_for_url("**lang=en**")
    settle(page)
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.locator("h1").inner_text().startswith("Talent loans")
    assert "ind=quota.talent_loans" in page.url
    assert quarter(page) == "2"


def test_the_same_address_shows_the_same_page(look: Look) -> None:
    first, second = (looking.texts(look("?lang=zh&y=2026&q=2&v=2")) for _ in range(2))
    assert first == second


def test_both_languages_show_the_same_numbers(look: Look) -> None:
    def counts(lang: str) -> list[tuple[str | None, str]]:
        rows = look(f"?lang={lang}").locator(".board tbody tr").all()
        return [(row.get_attribute("data-target"), row.locator("td").nth(5).inner_text()) for row in rows]

    assert counts("zh") == counts("en")


@pytest.mark.parametrize("path", ["", "indicator?ind=goal.youth", "records?ind=goal.youth", "intake", "method"])
def test_nothing_is_asked_of_another_host_and_no_script_is_refused(look: Look, address: str, path: str) -> None:
    page = look(path)
    asked, complaints = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.reload()
    settle(page)
    assert asked
    assert not [url for url in asked if urlparse(url).netloc not in ("", urlparse(address).netloc)]
    assert not [text for text in complaints if "404" not in text]


def test_every_chart_has_a_sentence_for_those_who_cannot_see_it(look: Look) -> None:
    page = look("indicator?ind=goal.youth&lang=zh")
    charts = page.get_by_test_id("stPlotlyChart").all()
    assert charts
    for chart in charts:
        told = chart.evaluate("e => (e.closest('[aria-label]') || e.querySelector('[aria-label]')).ariaLabel")
        assert told.startswith("青年人才")
        assert re.search(r"\d", told)


def test_every_bullet_has_a_sentence(look: Look) -> None:
    labels = look("?lang=zh").eval_on_selector_all(".bl, .bt", "bars => bars.map(bar => bar.ariaLabel)")
    assert len(labels) == 25
    assert [label for label in labels if "序时" not in label] == ["人才资金：本年应付的已付 0%"]


def test_the_focus_can_be_seen(look: Look) -> None:
    page = look()
    page.locator(".board a").first.focus()
    page.keyboard.press("Tab")
    width = page.evaluate("() => parseFloat(getComputedStyle(document.activeElement).outlineWidth)")
    assert width >= 2


def test_the_workbook_says_what_the_page_says(look: Look, tmp_path) -> None:
    page = look("?lang=zh")
    page.get_by_role("button", name="导出").click()
    with page.expect_download() as found:
        page.get_by_text("工作簿（xlsx）").click()
    found.value.save_as(tmp_path / "meeting.xlsx")
    assert found.value.suggested_filename == "季度会商_2026-09-30_v2.xlsx"
    sheet = (
        fastexcel.read_excel(str(tmp_path / "meeting.xlsx")).load_sheet(0, header_row=None, dtypes="string").to_polars()
    )
    first = sheet.to_series(0).to_list()
    assert first[0] == page.locator("h1").inner_text()
    assert "数据版本 v2" in first
    tasks = page.locator(".board tbody tr td:nth-child(2)").all_inner_texts()
    assert sheet.to_series(1).to_list()[2 : 2 + len(tasks)] == tasks


def test_the_overview_and_a_chart_page_stay_small(look: Look, address: str) -> None:
    for path, limit in (("?lang=zh", 1_200_000), ("indicator?ind=goal.youth&lang=zh", 2_700_000)):
        page = look("method")
        session = page.context.new_cdp_session(page)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        sizes = list[float]()
        session.on("Network.loadingFinished", lambda event, sizes=sizes: sizes.append(event["encodedDataLength"]))
        page.goto(f"{address}/{path}")
        settle(page)
        assert 100_000 < sum(sizes) <= limit


def test_the_dashboard_also_runs_without_anything_around_it(home, browser) -> None:
    with served(home, bare) as address:
        page = browser.new_page()
        page.goto(address)
        settle(page)
        assert "项任务" in page.locator("h1").inner_text()
        page.close()

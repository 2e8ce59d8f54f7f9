"""The money page: it adds up to the fen, and every number opens rows that come to exactly it."""

from collections.abc import Iterator
from dataclasses import replace

import polars as pl
import pytest

from analytics.report import figures
from analytics.report.money import ageing, asking, benefits, causes, listing, orders, rows, summary, times
from analytics.report.money.books import OWED, sums
from analytics.report.money.rows import DUE, PAID, Point, Question
from analytics.report.money.times import Passage
from analytics.report.table import Cell, Drill, Table
from analytics.texts import Lang
from tests.report.books import FIRM, SKILL, YOUTH, accounts, money, sources
from tests.report.frames import policy, voice

BOOKS, EMPTY = accounts(), accounts(is_empty=True)
#: Columns that count payees or applications; in the others linked numbers are money.
COUNTS = {"people", "count", "standing", "decided", "half", "over_6", "over_12", "over_18"}
COUNTS |= {order.id for order in policy().arrears.orders}
LANGS: list[Lang] = ["zh", "en"]
WORDS = {lang: voice(lang) for lang in LANGS}
ZH = WORDS["zh"]


def tables(lang: Lang) -> Iterator[Table]:
    """Return every table of every view."""
    words = WORDS[lang]
    for benefit in (None, YOUTH, SKILL):
        chart = causes.waterfall(BOOKS, words, benefit)
        assert chart
        yield chart.table
    yield benefits.table(BOOKS, words)
    for benefit in (YOUTH, SKILL, "b01b"):
        yield benefits.batches(BOOKS, benefit, words)
        yield from (benefits.places(BOOKS, benefit, kind, words) for kind in ("unit", "town"))
    yield from (chart.table for chart in ageing.charts(BOOKS, words))
    plan = rows.plan(BOOKS, 5)
    yield orders.compared(plan, 5, words)
    yield from (chart.table for chart in orders.charts(plan, 5, BOOKS, words))
    yield from (times.by_stage(BOOKS, words), times.by_benefit(BOOKS, words), times.at_stage(BOOKS, words))


def behind(drill: Drill) -> tuple[float, int]:
    """Return sum in yuan and count of what a link of the money page opens."""
    passage = times.passage(drill.params, ZH)
    if passage is not None:
        return 0, times.chosen(times.steps(BOOKS), passage, BOOKS).height
    question = asking.question(drill.params, policy())
    assert question is not None
    assert asking.codes(question) == dict(drill.params)
    shown = listing.listing(BOOKS, question, sources(), ZH)
    return shown.total / 100, shown.count


def opened(cell: Cell) -> Drill | None:
    return cell.drill if cell.drill and "rows" in cell.drill.params else None


@pytest.mark.parametrize("lang", LANGS)
def test_every_number_opens_rows_that_come_to_it(lang: Lang) -> None:
    walked = 0
    for table in tables(lang):
        for row in table.rows:
            for column, cell in zip(table.columns, row, strict=True):
                drill = opened(cell)
                if drill is None:
                    continue
                total, count = behind(drill)
                said = cell.value if isinstance(cell.value, int | float) else 0
                assert abs(said) == (count if column.id in COUNTS else abs(total)), (table.caption, column.id, cell)
                walked += 1
    assert walked > 150


def test_an_amount_opens_its_sum_and_a_count_its_payees() -> None:
    table = benefits.table(BOOKS, ZH)
    place = {column.id: n for n, column in enumerate(table.columns)}
    for row in table.rows:
        for name in (DUE, "approved", PAID, OWED, "people"):
            drill = opened(row[place[name]])
            if drill:
                total, count = behind(drill)
                assert row[place[name]].value == (count if name == "people" else total)


def test_the_benefits_add_up_to_the_last_row_and_all_of_them_are_there() -> None:
    table = benefits.table(BOOKS, ZH)
    assert len(table.rows) == len(policy().benefits) + 1
    for name in (DUE, "approved", PAID, OWED, "m12", "m0_3"):
        *parts, whole = table.column(name)
        assert sum(float(part or 0) for part in parts) == whole  # pyright: ignore[reportArgumentType]


def test_the_causes_lead_from_due_to_paid_to_the_fen() -> None:
    for benefit in (None, YOUTH, SKILL):
        found, made = sums(BOOKS, benefit), causes.parts(BOOKS, benefit)
        assert found.due - sum(part.fen for part in made) == found.paid
        assert all((part.fen > 0) == (part.side == "under") for part in made)
    assert (sums(BOOKS).due, sums(BOOKS).paid) == (money(BOOKS, DUE), money(BOOKS, PAID))


def test_the_bars_hand_over_from_due_to_paid() -> None:
    chart = causes.waterfall(BOOKS, ZH)
    assert chart
    bars = chart.figure["data"][0]
    tops = [base + size for base, size in zip(bars["base"], bars["y"], strict=True)]
    level = tops[0]
    for base, top in list(zip(bars["base"], tops, strict=True))[1:-1]:
        assert level in (base, top)
        level = base if level == top else top
    assert level == tops[-1] == sums(BOOKS).paid


def test_the_headline_says_paid_owed_who_waits_and_how_long() -> None:
    found = sums(BOOKS)
    assert (found.people, found.months) == (4, 22)
    assert summary.headline(found, ZH) == "已付 21万元，拖欠 32万元，4 人（含单位）在等，最久的等了 22 个月".replace(
        "21万元", ZH.texts.money_fen(found.paid)
    ).replace("32万元", ZH.texts.money_fen(found.owed))
    assert summary.headline(replace(found, people=0), ZH).endswith("没有人在等")
    assert "还没有" in summary.headline(sums(EMPTY), ZH)


def test_the_cards_open_what_they_say() -> None:
    cards = {card.id: card for card in summary.cards(BOOKS, ZH)}
    assert list(cards) == ["due", "approved", "paid", OWED, "people", "oldest"]
    for card in cards.values():
        assert card.drill
        total, count = behind(card.drill)
        said = {"people": ZH.texts.number(count), "oldest": "22"}
        assert card.value == said.get(card.id, ZH.texts.money_fen(round(total * 100)))
    assert cards["people"].sign
    assert cards["people"].sign.id == "behind"


def test_the_card_of_the_meeting_is_of_this_year() -> None:
    card = summary.meeting_card(BOOKS, ZH)
    now = sums(BOOKS, year=2026)
    assert now.due == 800_200
    assert card.share == pytest.approx(now.paid / now.due)
    assert [line.text for line in card.lines] == [f"欠 {ZH.texts.money_fen(sums(BOOKS).owed)}", "4 人在等"]
    assert card.drill
    assert behind(card.drill)[0] == now.paid / 100


def test_the_months_of_a_payee_add_up_to_its_row() -> None:
    question = Question(OWED, YOUTH)
    shown = listing.listing(BOOKS, question, sources(), ZH)
    for row in listing.table(shown, 1, BOOKS, sources(), ZH).rows:
        drill = row[4].drill
        assert drill
        one = asking.question(drill.params, policy())
        assert one
        months = listing.listing(BOOKS, one, sources(), ZH)
        assert (months.total / 100, months.count) == (row[4].value, row[2].value)
        listed = listing.table(months, 0, BOOKS, sources(), ZH)
        assert sum(float(str(value)) for value in listed.column("amount")) == row[4].value


def test_a_firm_has_its_name_and_no_card_and_a_person_a_card_and_no_name() -> None:
    shown = listing.listing(BOOKS, Question(OWED), sources(), ZH)
    names = {row[0].text: row[0].drill for row in listing.table(shown, 1, BOOKS, sources(), ZH).rows}
    assert names["甲公司"] is None
    assert names["人员 ann"] == Drill("person", {"p": "ann"})


def test_the_rows_are_a_page_at_a_time_and_all_of_them_in_the_workbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listing, "PAGE_ROWS", 3)
    shown = listing.listing(BOOKS, Question(OWED), sources(), ZH)
    sizes = [len(listing.table(shown, page, BOOKS, sources(), ZH).rows) for page in (1, 2, 9, 0)]
    assert sizes == [3, 1, 1, 4]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    "question",
    [
        Question("double", side="over"), Question(OWED, unit="none", town="none", document="none"),
        Question(PAID, year=2026), Question(OWED, who=FIRM), Question("plan", plan=Point(5, "pro_rata", 3, 6)),
    ],
)  # fmt: skip
def test_the_title_of_rows_names_its_filters(question: Question, lang: Lang) -> None:
    shown = listing.listing(BOOKS, question, sources(), WORDS[lang])
    assert ("（" if lang == "zh" else "(") in shown.title
    assert asking.question(asking.codes(question), policy()) == question


@pytest.mark.parametrize(
    "codes",
    [{}, {"rows": "x"}, {"rows": "plan"}, {"rows": "plan", "cash": "5", "order": "oldest_first", "after": "99"}],
)
def test_codes_that_ask_for_no_rows_are_no_question(codes: dict[str, str]) -> None:
    assert asking.question(codes, policy()) is None


def test_codes_that_make_no_sense_count_as_absent() -> None:
    asked = {
        "rows": "paid",
        "benefit": "b99",
        "year": "x",
        "age": "x",
        "unit": "x",
        "town": "x",
        "since": "x",
        "side": "x",
    }
    assert asking.question(asked, policy()) == Question(PAID)


def test_without_money_the_views_say_so_and_draw_nothing() -> None:
    assert causes.waterfall(EMPTY, ZH) is None
    assert ageing.charts(EMPTY, ZH) == []
    assert ageing.sentence(EMPTY, ZH) == "没有拖欠：审定的都已付清"
    assert times.slowest(EMPTY, ZH) is None
    assert {cell.text for cell in benefits.table(EMPTY, ZH).rows[-1][1:]} == {"—", ""}
    assert [card.drill for card in summary.cards(EMPTY, ZH)] == [None] * 6


def test_the_usual_ceiling_is_what_the_leanest_month_paid_and_a_code_is_brought_onto_a_step() -> None:
    offered = orders.ceilings(BOOKS)
    assert offered == orders.Ceilings(50, 50, 200)
    wide = orders.Ceilings(1000, 50, 4350)
    asked = [wide.nearest(code) for code in (None, "x", "0", "1234", "99999", "-5")]
    assert asked == [1000, 1000, 50, 1200, 4350, 1000]


def test_the_plan_says_when_all_is_settled_or_what_is_left() -> None:
    assert "个月还清" in orders.sentence(rows.plan(BOOKS, 5), 5, ZH)
    assert "还欠" in orders.sentence(rows.plan(BOOKS, 0), 0, ZH)
    settled = orders.compared(rows.plan(BOOKS, 5), 5, ZH).column("settled")
    assert settled == [7, 7, 7, 7]
    left = orders.compared(rows.plan(BOOKS, 0), 0, ZH)
    assert {row[1].text for row in left.rows} == {"36 个月内还不清"}


def test_applications_are_told_by_stage_and_those_that_stand_by_place() -> None:
    assert times.sentence(BOOKS, ZH) == "从受理到审定一般 40 天，九成在 40 天内；2 件还没审定"
    table = times.by_stage(BOOKS, ZH)
    assert [tuple(cell.text for cell in row) for row in table.rows] == [
        ("初审", "3", "20", "20", "20", "20"), ("审定", "2", "20", "20", "40", "40"),
    ]  # fmt: skip
    standing = times.at_stage(BOOKS, ZH)
    assert sorted((row[1].text, row[2].value) for row in standing.rows) == [("初审", 1), ("受理", 1)]
    assert times.passage({"rows": "passed", "stage": "x"}, ZH) is None
    steps = times.chosen(times.steps(BOOKS), Passage("standing", "open"), BOOKS)
    assert set(steps["beneficiary"]) == {"cat", "dan"}
    listed = times.listed(steps, BOOKS, sources(), ZH)
    assert {row[2].text for row in listed.rows} == {"S-cat", "S-dan"}


def test_stacked_bars_have_a_part_for_every_age_and_their_sum_beside_them() -> None:
    drawn = figures.stacked([("甲", [1.0, 2.0], "3"), ("乙", [4.0, 0.0], "4")], [("新", "#111111"), ("旧", "#222222")])
    assert [bar["x"] for bar in drawn["data"]] == [[1.0, 4.0], [2.0, 0.0]]
    assert [(text["text"], text["x"]) for text in drawn["layout"]["annotations"]] == [("3", 3.0), ("4", 4.0)]
    assert drawn["layout"]["showlegend"]


def test_the_charts_of_a_view_have_a_sentence_each() -> None:
    for lang in LANGS:
        plan = rows.plan(BOOKS, 5)
        charts = [*ageing.charts(BOOKS, WORDS[lang]), *orders.charts(plan, 5, BOOKS, WORDS[lang])]
        assert len({chart.id for chart in charts}) == len(charts)
        assert all(any(sign.isdigit() for sign in chart.title) and chart.alt for chart in charts)


def test_the_frames_of_the_rows_are_never_written_to() -> None:
    before = BOOKS.waiting.clone()
    list(tables("zh"))
    assert BOOKS.waiting.equals(before)
    assert BOOKS.ledger.open.height == BOOKS.waiting.height
    assert isinstance(BOOKS.waiting, pl.DataFrame)

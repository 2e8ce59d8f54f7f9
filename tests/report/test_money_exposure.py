"""Expected spending responsibility in words: exact sums, bands only where they were tried, and facts that open rows."""

from typing import cast

import polars as pl
import pytest

from analytics.budget.exposure.backtest import SCORES
from analytics.report.money import exposure, holders, promised, proof, runoff, what_if
from analytics.report.money.exposure import Promises
from analytics.report.money.promised import Promised
from analytics.report.money.proof import Proof
from analytics.report.table import Cell, Table
from analytics.texts import Lang
from tests.report import books
from tests.report.frames import policy, voice
from tests.report.promises import SKILL, TAIL, TO_COME, WAN, YOUTH, YOUTH_LINE, promises

LANGS: list[Lang] = ["zh", "en"]
FOUND = cast(Promises, promises())
NOTHING = cast(Promises, promises(is_empty=True))
HELD = Proof({"": (9, 0.78), YOUTH_LINE: (9, 0.8)}, (4, 0.65))
BOOKS = books.accounts()


def scores(*rows: tuple[str, int, float, float | None]) -> pl.DataFrame:
    told = [dict(zip(("name", "origins", "coverage", "error"), row, strict=True)) for row in rows]
    return pl.DataFrame([dict.fromkeys(SCORES.names()) | row for row in told], schema=SCORES)


def cells(table: Table, column: str) -> list[Cell]:
    place = [one.id for one in table.columns].index(column)
    return [row[place] for row in table.rows]


def test_the_sentence_says_what_is_to_come_until_when_and_what_after_the_goals() -> None:
    said = exposure.sentence(FOUND, Proof(), voice("en"))
    assert said == (
        "Under present policy ¥2.0m of expected spending responsibility is still to be paid by 2029, ¥1.0m of it"
        " after Sept 2027"
    )
    assert "债务" not in exposure.sentence(FOUND, Proof(), voice("zh"))
    assert "预计支出责任" in exposure.sentence(FOUND, Proof(), voice("zh"))


def test_a_band_is_told_only_where_the_back_test_bore_it_out() -> None:
    assert "(¥1.8m to ¥2.2m)" in exposure.sentence(FOUND, HELD, voice("en"))
    assert "¥1.8m" not in exposure.sentence(FOUND, Proof({"": (9, 0.4)}, (4, 0.65)), voice("en"))
    bands = {str(row[0].text): row[-1].text for row in holders.table(FOUND, "line", HELD, voice("en")).rows}
    assert bands == {"Youth allowances": "¥1.4m to ¥1.7m", "Skilled talents": "—", "Total": ""}


def test_what_is_owed_without_a_date_is_told_with_the_month_in_which_it_is_counted() -> None:
    said = runoff.undated(FOUND, voice("en"))
    assert said is not None
    assert said.startswith("Of what is approved and unpaid, ¥20,000 has no date")
    assert "Dec 2026" in said
    assert runoff.undated(NOTHING, voice("en")) is None


@pytest.mark.parametrize("lang", LANGS)
def test_without_promises_the_page_says_so(lang: Lang) -> None:
    assert exposure.sentence(NOTHING, Proof(), voice(lang)) == voice(lang).t("money.exposure.none")
    assert runoff.chart(NOTHING, voice(lang)) is None
    assert holders.table(NOTHING, "stream", Proof(), voice(lang)).rows == ()
    assert holders.in_kind(NOTHING, voice(lang)) is None


def test_the_proof_says_how_often_the_band_held_or_why_there_is_none() -> None:
    found = proof.proof(scores(("", 9, 0.78, 0.1), ("housing", 9, 0.2, 0.5), ("loan_risk", 9, 0.0, None)), policy())
    assert found.holds()
    assert "78%" in proof.sentence(found, voice("en"))
    assert "only 20%" in proof.sentence(found, voice("en"), "housing")
    assert proof.sentence(found, voice("en"), "loan_risk") == voice("en").t("money.proof.none")
    few = proof.proof(scores(("", 2, 1.0, 0.1)), policy())
    assert not few.holds()
    assert "only 2 origins" in proof.sentence(few, voice("en"))
    assert proof.proof(None, policy()).tried == {}


def test_bands_of_years_that_no_back_test_reaches_are_withheld_but_that_of_all_years() -> None:
    rows = {"name": [""] * 3, "year": [2026, 2027, None], "low_fen": [1, 1, 1], "high_fen": [2, 2, 2]}
    found = proof.withheld(pl.DataFrame(rows), HELD, "name", 2026)
    assert found["low_fen"].to_list() == [1, None, 1]


def test_years_in_yuan_add_up_to_the_total_by_the_largest_remainders() -> None:
    amounts = [100.4, 100.4, 100.2, 301.0]
    rows = {"name": [""] * 4, "class": ["arrears"] * 4, "year": [2026, 2027, 2028, None]}
    frame = pl.DataFrame(rows | {"nominal_fen": amounts, "expected_fen": amounts})
    assert [row["expected"] for row in what_if.rows_in_yuan(frame)] == [1.01, 1.0, 1.0, 3.01]


def test_the_cards_add_up_and_facts_open_rows() -> None:
    cards = {card.id: card for card in exposure.cards(FOUND, BOOKS, HELD, voice("en"))}
    assert list(cards) == ["to_come", "arrears", "committed", "incurred", "intake", "tail"]
    assert [card.value for card in cards.values()] == ["¥2.0m", "¥0.2m", "¥0.6m", "¥0.3m", "¥1.0m", "¥1.0m"]
    opened = {name: card.drill.page for name, card in cards.items() if card.drill}
    assert opened == {name: "money" if name == "arrears" else "assumptions" for name in cards}
    [people] = cards["committed"].lines
    assert people.text == "if all 2 stay: ¥0.2m"
    assert people.drill == promised.opens(Promised())
    assert [line.drill.params["rows"] for line in cards["incurred"].lines if line.drill] == ["undecided", "unclaimed"]


@pytest.mark.parametrize("lang", LANGS)
def test_the_years_add_up_to_what_was_paid_and_what_is_to_come(lang: Lang) -> None:
    chart = runoff.chart(FOUND, voice(lang))
    assert chart
    years, paid, ahead = (cells(chart.table, name) for name in ("year", "paid", "to_come"))
    assert [cell.text for cell in years[:-1]] == ["2025", "2026", "2027", "2028", "2029"]
    assert [cell.value for cell in paid] == [400_000, 500_000, 0, 0, 0, 900_000]
    assert [cell.value for cell in ahead] == [0, 160_000, 950_000, 690_000, 200_000, TO_COME * 10_000]
    drawn = [sum(bar["y"][n] for bar in chart.figure["data"]) for n in range(5)]
    assert drawn == [400_000, 660_000, 950_000, 690_000, 200_000]
    assert "2027" in chart.title
    assert paid[1].drill
    assert paid[1].drill.params == {"rows": "paid", "spent": "2026"}


def test_the_last_years_share_a_bar_when_they_are_small() -> None:
    small = promises()
    rows = (*small.rows, (YOUTH, "intake", 2030, 1), (YOUTH, "intake", 2031, 1))
    long = type(small)(small.as_of, small.book, small.committed, small.kind, small.reconciled, rows)
    spans = runoff.spans(cast(Promises, long))
    assert [span.name for span in spans][-2:] == ["2029", "2030–2031"]
    assert spans[-1].total == 2 * WAN


@pytest.mark.parametrize("by", holders.BY)
@pytest.mark.parametrize("lang", LANGS)
def test_every_split_adds_up_to_the_same_total(lang: Lang, by: str) -> None:
    table = holders.table(FOUND, holders.chosen(by), HELD, voice(lang))
    *each, whole = table.column("to_come")
    assert whole == TO_COME * 10_000
    assert sum(value for value in each if isinstance(value, int | float)) == whole
    assert table.column("tail")[-1] == TAIL * 10_000
    assert {len(row) for row in table.rows} == {len(table.columns)}


def test_a_benefit_opens_its_arrears_its_people_and_its_assumptions() -> None:
    table = holders.table(FOUND, "stream", HELD, voice("en"), YOUTH_LINE)
    row = dict(zip((column.id for column in table.columns), table.rows[0], strict=True))
    assert len(table.rows) == 2
    asked = {name: cell.drill.params for name, cell in row.items() if cell.drill}
    assert asked["arrears"] == {"rows": "arrears", "benefit": YOUTH}
    assert asked["promised"] == {"rows": "committed", "benefit": YOUTH}
    assert asked["intake"] == {"benefit": YOUTH}
    assert (row["data"].text, row["behaviour"].tone) == ("low", "warn")


def test_what_does_not_agree_with_the_ledger_stands_out() -> None:
    even, odd = (holders.reconciled(cast(Promises, promises(difference=d)), voice("en")) for d in (0, 1))
    assert {cell.text for cell in cells(even, "difference")} == {"0"}
    assert {cell.tone for cell in cells(even, "difference")} == {"good"}
    assert {(cell.text, cell.tone) for cell in cells(odd, "difference")} == {("0.01", "bad")}
    assert even.caption != odd.caption


def test_what_is_given_in_kind_is_told_apart_with_its_value() -> None:
    table = holders.in_kind(FOUND, voice("en"))
    assert table
    assert [cell.value for cell in table.rows[0][1:3]] == [1, 24_000]


def test_the_people_behind_what_is_committed_add_up() -> None:
    found = promised.rows(FOUND.committed, Promised(), policy())
    told = found.select("beneficiary", "amount_fen", "instalments").rows()
    assert told == [("ben", 15_000_000, 3), ("ann", 1_300_000, 14)]
    assert promised.title(found, Promised(), voice("en")).endswith("2 people, ¥163,000 to come if nobody leaves")
    mine = promised.rows(FOUND.committed, Promised(line=YOUTH_LINE), policy())
    assert mine["amount_fen"].sum() == 16_200_000
    assert promised.rows(FOUND.committed, Promised(SKILL), policy())["beneficiary"].to_list() == ["ann"]
    table = promised.table(found, "", books.sources(), BOOKS, voice("en"))
    assert [len(row) for row in table.rows] == [6, 6]


@pytest.mark.parametrize("of", [Promised(), Promised(benefit=YOUTH), Promised(line=YOUTH_LINE)])
def test_a_question_about_people_survives_its_address(of: Promised) -> None:
    assert promised.asked(promised.codes(of), policy()) == of


def test_other_rows_are_not_those_of_people_committed() -> None:
    assert promised.asked({"rows": "arrears"}, policy()) is None
    assert promised.asked({"rows": "committed", "benefit": "b99"}, policy()) == Promised()


def test_the_card_of_the_meeting_gets_what_is_to_come() -> None:
    card = exposure.cards(FOUND, BOOKS, HELD, voice("en"))[0]
    last = exposure.with_exposure(card, FOUND, voice("en")).lines[-1]
    assert last.text == "¥2.0m to come"
    assert last.drill
    assert last.drill.params == {"view": "exposure"}

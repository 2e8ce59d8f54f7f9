"""The book from small histories: facts to the fen, estimates that follow the history or else the register."""

from datetime import date

import numpy as np
import polars as pl
import pytest

from analytics.budget.exposure.book import Book, Stage
from analytics.budget.exposure.estimates import ESTIMATES
from analytics.budget.exposure.frames import SUMMARY, nominal, reconciled, run_off, summary
from analytics.budget.exposure.outlay import project
from analytics.policy import Policy
from tests.budget.exposure.past import ahead, history, made, opened
from tests.budget.frames import ONCE, SKILL, YOUTH, approved, due, month, paid

FEN = 100_000


@pytest.fixture(scope="module")
def empty(policy: Policy) -> Book:
    return made(history(policy))


def of(book: Book, stream: str) -> int:
    return book.streams.index(stream)


def estimates(book: Book, assumption: str, stream: str) -> pl.DataFrame:
    return book.estimates.filter(assumption=assumption, benefit_id=stream)


def test_a_home_without_history_has_the_register_and_expects_nobody(policy: Policy, empty: Book) -> None:
    assert empty.estimates.schema == ESTIMATES
    assert set(empty.estimates["source"]) == {"register"}
    assert empty.intake.sum() == 0
    assert empty.stock.persons.size == 0
    assert project(empty).total == 0
    assert empty.delay.sum(axis=1) == pytest.approx(1)
    assert empty.backlog.sum(axis=2) == pytest.approx(1)
    shares = np.bincount(empty.entry.stream, empty.entry.share, len(empty.streams))
    assert shares == pytest.approx(1)
    assert empty.uptake[of(empty, YOUTH)] == pytest.approx(
        policy.assumptions.value("uptake") * policy.assumptions.value("approval"), rel=0.02
    )


def test_only_what_is_paid_in_money_is_a_stream(empty: Book) -> None:
    assert not {"b06b", "b06d"} & set(empty.streams)
    assert empty.goal_month == 12
    assert (empty.months[0], empty.lines[of(empty, YOUTH)]) == (date(2026, 10, 1), "youth_allowances")


def test_people_who_are_in_are_put_in_cells_by_how_far_they_have_come(policy: Policy) -> None:
    told = history(
        policy,
        due=due(*((who, YOUTH, 22, 33, FEN) for who in ("granted", "asked", "silent", "twin"))),
        approved=approved(("granted", YOUTH, 22, 27, 6 * FEN, date(2026, 5, 1)), ("twin", YOUTH, 22, 27, 6 * FEN)),
        asked=[("asked", YOUTH, date(2026, 7, 1))],
    )
    rows = [(who, YOUTH, "bachelor", 24, FEN, 12) for who in ("granted", "asked", "silent", "twin")]
    waiting = opened(("granted", YOUTH, 22, "arrears", FEN), ("silent", YOUTH, 30, "unclaimed", 2 * FEN))
    book = made(told, ahead(*rows), waiting)
    on_file = book.stock.used == 12
    cells = dict(zip(book.stock.stage[on_file].tolist(), book.stock.persons[on_file].tolist(), strict=True))
    assert cells == {Stage.APPROVED: 2.0, Stage.UNDECIDED: 1.0, Stage.UNCLAIMED: 1.0}
    youth = of(book, YOUTH)
    assert book.open_fen[:, youth].tolist() == [FEN, 0, 2 * FEN]
    assert (set(book.stock.first[on_file]), set(book.stock.last[on_file])) == ({1}, {24})


def test_paid_and_open_money_agree_with_the_ledger_to_the_fen(policy: Policy) -> None:
    money = paid(
        ("a", YOUTH, 22, 22, FEN + 1, date(2026, 1, 5)),
        ("a", YOUTH, 23, 23, FEN, None),
        ("b", "b06b", None, None, 7, date(2026, 2, 1)),
    )
    waiting = opened(
        ("a", YOUTH, 24, "arrears", 3), ("a", SKILL, 25, "undecided", 5), ("c", YOUTH, 26, "unclaimed", 11)
    )
    book = made(history(policy, due=due(("a", YOUTH, 22, 26, FEN)), paid=money), waiting=waiting)
    table = reconciled(book, money, waiting)
    assert table["book_fen"].to_list() == [2 * FEN + 8, 3, 5, 11]
    assert table["difference_fen"].to_list() == [0, 0, 0, 0]
    told = book.paid.filter(benefit_id=YOUTH)
    assert told["month"].to_list() == [month(23), date(2026, 1, 1)]


def leavers(policy: Policy, share: int, people: int = 400) -> Book:
    """Of `people` who enter in January 2024 every `share`-th leaves after a year."""
    rows = [(f"p{n:03}", YOUTH, 1, 12 if n % share == 0 else 33, FEN) for n in range(people)]
    return made(history(policy, due=due(*rows)))


def test_hazards_follow_who_left_and_not_whose_clock_ran_out(policy: Policy) -> None:
    book = leavers(policy, share=4)
    (found,) = estimates(book, "hazard", YOUTH).filter(level="bachelor").rows(named=True)
    months = 100 * 12 + 300 * 29  # three months are not settled, and the first has nobody to leave it
    assert found["value"] == pytest.approx(100 / months, rel=0.15)
    assert found["source"] == "estimated"
    assert found["low"] < found["value"] < found["high"]


def test_who_comes_back_has_not_left(policy: Policy) -> None:
    rows = [(f"p{n:03}", YOUTH, *span, FEN) for n in range(400) for span in ((1, 12), (15, 33))]
    book = made(history(policy, due=due(*rows)))
    (found,) = estimates(book, "hazard", YOUTH).filter(level="bachelor").rows(named=True)
    assert found["value"] < 0.0015


def claimants(policy: Policy, share: int) -> Book:
    """Of 300 who entered in 2024 one in `share` asked three months later and was paid two months after that."""
    who = [f"p{n:03}" for n in range(300)]
    asks = who[::share]
    return made(
        history(
            policy,
            due=due(*((name, YOUTH, 1 + n % 12, 33, FEN) for n, name in enumerate(who))),
            approved=approved(*((w, YOUTH, 1 + who.index(w) % 12, 30, 30 * FEN, date(2024, 12, 1)) for w in asks)),
            paid=paid(
                *(
                    (w, YOUTH, m, m, FEN, date.fromordinal(month(m + 5).toordinal() + 9))
                    for w in asks
                    for m in range(1 + who.index(w) % 12, 26)
                )
            ),
            asked=[(w, YOUTH, month(4 + who.index(w) % 12)) for w in asks],
        ),
        ahead(*((name, YOUTH, "bachelor", 3, FEN, 33) for name in who)),
        opened(*((name, YOUTH, 33, "unclaimed", FEN) for name in who if name not in asks)),
    )


def test_uptake_is_the_share_that_asked_and_the_silent_have_little_chance_left(policy: Policy) -> None:
    book = claimants(policy, share=3)
    youth = of(book, YOUTH)
    assert book.uptake[youth] == pytest.approx(1 / 3, abs=0.04)
    assert book.chance[Stage.UNCLAIMED, youth] < 0.05
    (months,) = estimates(book, "claim_months", YOUTH)["value"]
    assert months == pytest.approx(3, abs=0.4)
    assert np.argmax(book.delay[youth]) == 5


def test_a_value_that_a_person_set_stands_in_for_the_estimate(policy: Policy) -> None:
    told = policy.assuming(
        [("hazard", 0.02, "Li", date(2026, 9, 1), "x"), ("uptake", 0.8, "Li", date(2026, 9, 1), "x")]
    )
    book = leavers(told, share=4)
    assert set(estimates(book, "hazard", YOUTH)["source"]) == {"set"}
    assert book.hazard[book.entry.group[book.entry.stream == of(book, YOUTH)]] == pytest.approx(0.02)
    assert book.uptake[of(book, YOUTH)] == pytest.approx(0.8 * policy.assumptions.value("approval"), rel=0.02)


def test_sums_bring_their_mean_and_mean_square_and_monthly_ones_their_rate(policy: Policy) -> None:
    rows = [(f"p{n}", ONCE, 20 + n % 12, 20 + n % 12, fen) for n, fen in enumerate((1_000_000, 3_000_000) * 12)]
    book = made(history(policy, due=due(*rows, ("q", YOUTH, 20, 33, 2 * FEN))))
    at = {level: np.flatnonzero(book.entry.stream == of(book, level)) for level in (ONCE, YOUTH)}
    assert book.entry.amount[at[ONCE]] == pytest.approx(2_000_000)
    assert book.entry.square[at[ONCE]] == pytest.approx(5e12)
    assert sorted(book.amounts[of(book, ONCE)].tolist()) == [1e6] * 12 + [3e6] * 12
    assert book.amounts[of(book, YOUTH)].size == 0
    assert [book.levels[level] for level in book.entry.level[at[YOUTH]]] == ["master"]
    assert book.entry.square[at[YOUTH]] == pytest.approx(book.entry.amount[at[YOUTH]] ** 2)


def test_who_changes_from_one_allowance_to_another_does_not_enter_again(policy: Policy) -> None:
    once = made(history(policy, due=due(*((f"p{n}", SKILL, 10, 33, 50_000) for n in range(40)))))
    changed = [(f"p{n}", *spell) for n in range(40) for spell in ((SKILL, 10, 20, 50_000), (YOUTH, 21, 33, FEN))]
    twice = made(history(policy, due=due(*changed)))
    assert twice.intake[of(twice, YOUTH)].sum() == 0
    assert twice.intake[of(twice, SKILL)] == pytest.approx(once.intake[of(once, SKILL)])


def test_the_newest_entrants_are_not_on_file_yet_and_are_counted_among_those_who_asked(policy: Policy) -> None:
    rows = [(f"p{n:03}", YOUTH, 1 + n % 33, 33, FEN) for n in range(330)]
    book = made(history(policy, due=due(*rows)))
    assert (book.stock.stage == Stage.UNDECIDED).all()
    unseen = book.stock.persons[(book.stock.first == 1) & (book.stock.last == 1)].sum()
    assert 0 < unseen < 33


def test_the_summary_adds_up_and_nothing_expected_is_above_what_the_rules_allow(policy: Policy) -> None:
    book = claimants(policy, share=2)
    outlay, gross = project(book), nominal(book)
    for by in ("all", "stream", "line", "unit"):
        table = summary(outlay, gross, by)
        assert table.schema == SUMMARY
        whole = table.filter(pl.col("class") == "to_come", pl.col("year").is_null())
        assert whole["expected_fen"].sum() == pytest.approx(outlay.total)
        parts = table.filter(pl.col("class").is_in(["arrears", "committed", "incurred", "intake"]))
        assert parts.filter(pl.col("year").is_null())["expected_fen"].sum() == pytest.approx(outlay.total)
        assert parts.filter(pl.col("year").is_not_null())["expected_fen"].sum() == pytest.approx(outlay.total)
        assert (parts["expected_fen"] <= parts["nominal_fen"] + 1).all()
        told = table.filter(pl.col("class") == "paid", pl.col("year").is_null())
        assert told["expected_fen"].sum() == book.paid["fen"].sum()
        assert (table["low_fen"] <= table["high_fen"] + 1e-6).all()
    assert run_off(outlay)["expected_fen"].sum() == pytest.approx(outlay.total)

"""Names and numbers of the made-up people: valid, unlike each other, and unlike anybody's."""

import numpy as np
import polars as pl

from analytics.demo import identities
from analytics.demo.calibration import Calibration
from analytics.demo.draws import Draws
from analytics.identity.numbers import valid_credit_codes, valid_ids

SIZE = 4000


def _numbers(calibration: Calibration, seed: int) -> pl.Series:
    births = np.full(SIZE, np.datetime64("1999-05-04"))
    return identities.id_numbers(calibration.names, births, np.arange(SIZE) % 2 == 0, Draws(seed))


def test_every_number_is_valid_and_no_two_are_alike_even_on_one_birthday(calibration: Calibration) -> None:
    numbers = _numbers(calibration, 1)
    assert valid_ids(numbers).all()
    assert numbers.n_unique() == SIZE


def test_the_serial_tells_the_sex(calibration: Calibration) -> None:
    is_odd = _numbers(calibration, 1).str.slice(16, 1).cast(pl.Int64) % 2 == 1
    assert (is_odd.to_numpy() == (np.arange(SIZE) % 2 == 0)).all()


def test_no_number_begins_with_a_place_that_ever_had_an_office(calibration: Calibration) -> None:
    counties = _numbers(calibration, 1).str.slice(4, 2).unique().to_list()
    assert set(counties) <= {"97", "98"}


def test_another_seed_gives_other_numbers(calibration: Calibration) -> None:
    assert _numbers(calibration, 1).to_list() == _numbers(calibration, 1).to_list()
    assert _numbers(calibration, 1).to_list() != _numbers(calibration, 2).to_list()


def test_credit_codes_are_valid(calibration: Calibration) -> None:
    kinds = list(calibration.names.identity.credit) * 20
    assert valid_credit_codes(identities.credit_codes(calibration.names, kinds, Draws(1))).all()


def test_phone_numbers_have_the_length_of_a_mobile_number_and_no_operator(calibration: Calibration) -> None:
    phones = identities.phones(calibration.names, 50, Draws(1))
    assert phones.str.contains(r"^154\d{8}$").all()

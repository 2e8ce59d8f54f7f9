"""A payment roster of twenty columns, as long as asked for: the same persons month after month."""

import polars as pl

from analytics import pipeline
from analytics.identity.numbers import complete_credit_codes, complete_ids

_SURNAMES = pl.Series(list("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"))
_GIVEN = pl.Series(list("伟芳娜敏静丽强磊军洋"))
_EMPLOYERS = 3000
_DEGREES = ("bachelor", "master", "doctor")
#: Seven of ten have the first degree, one the last.
_LEVELS = [0] * 7 + [1, 1, 2]


def roster(rows: int, persons: int) -> pl.DataFrame:
    """Return a roster under its official headers; every text column is as clean as an export of a system."""
    policy, layouts = pipeline.rulebook()
    headers = {column.id: column.header.zh for column in layouts["youth"].column}
    amounts = {
        amount.when.given()["degree"]: (amount.value_fen or 0) // 100 for amount in policy.benefit("b03a").amounts_on()
    }
    degrees = {code.id: code.label.zh for code in policy.codes["degree"].codes}
    row = pl.int_range(rows, eager=True)
    person, month = row % persons, row // persons
    one = pl.int_range(persons, eager=True)
    bodies = (
        "370283" + _padded(1985 + one % 15, 4) + _padded(1 + one // 15 % 12, 2) + _padded(1 + one // 180 % 28, 2)
    ) + _padded(one // 5040 % 1000, 3)
    numbers = complete_ids(bodies)
    employer = pl.int_range(_EMPLOYERS, eager=True)
    credit_codes = complete_credit_codes("91370283MA" + _padded(employer, 7))
    names = _SURNAMES.gather(one % len(_SURNAMES)) + _GIVEN.gather(one // len(_SURNAMES) % len(_GIVEN))
    sexes = pl.Series(["女", "男"]).gather(numbers.str.slice(16, 1).cast(pl.Int64) % 2)
    towns = pl.Series([town.name.zh for town in policy.towns])
    level = pl.Series(_LEVELS).gather(person % len(_LEVELS))
    amount = pl.Series([str(amounts[degree]) for degree in _DEGREES]).gather(level)
    year = _padded(2024 + month // 12, 4)
    columns = {
        "sequence": (row + 1).cast(pl.String),
        "name": names.gather(person),
        "sex": sexes.gather(person),
        "birth": (bodies.str.slice(6, 4) + "-" + bodies.str.slice(10, 2)).gather(person),
        "person": numbers.gather(person),
        "degree": pl.Series([degrees[degree] for degree in _DEGREES]).gather(level),
        "school": "模拟大学" + (person % 200).cast(pl.String),
        "major": "专业" + (person % 300).cast(pl.String),
        "graduated_on": _padded(2018 + person % 7, 4) + "07",
        "town": towns.gather(person % len(towns)),
        "employer": "模拟科技" + (person % _EMPLOYERS).cast(pl.String) + "有限公司",
        "employer_code": credit_codes.gather(person % _EMPLOYERS),
        "first_insured": _padded(2020 + person % 4, 4) + "-" + _padded(1 + person % 12, 2),
        "months_paid": year + "年" + (month % 12 + 1).cast(pl.String) + "月",
        "months": pl.repeat("1", rows, eager=True),
        "rate": amount,
        "amount": amount,
        "paid_on": year + "-" + _padded(month % 12 + 1, 2) + "-25",
        "account": "62" + _padded(person * 7919 + 10**12, 17),
        "phone": "13" + _padded(person, 9),
    }
    return pl.DataFrame({headers[name]: values for name, values in columns.items()})


def _padded(numbers: pl.Series, width: int) -> pl.Series:
    return numbers.cast(pl.String).str.zfill(width)

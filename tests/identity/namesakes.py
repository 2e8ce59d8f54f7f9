"""Two files about one town, as bureaus keep them: who is in both is known, how they were written differs."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl

from analytics.identity.numbers import complete_ids

SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰建国红文斌辉玲欣怡浩然子轩雨晨思博"
AREAS = ("370283", "370282", "370285", "370281", "370202")
FIRST_DAY = date(1965, 1, 1)
DAYS = 14_000


@dataclass(frozen=True)
class Person:
    """Somebody of the town, as a perfect file would hold them."""

    name: str
    number: str
    phone: str


@dataclass(frozen=True)
class Files:
    """`known` and `incoming` as analytics.identity.linkage takes them; `truth`: row -> person_key of those in both."""

    known: pl.DataFrame
    incoming: pl.DataFrame
    truth: dict[int, str]


def town(chance: random.Random, size: int) -> list[Person]:
    """Return different persons; many have the name of another."""
    bodies = dict.fromkeys(_body(chance) for _ in range(2 * size))
    numbers = complete_ids(pl.Series(list(bodies)[:size])).to_list()
    return [
        Person(_name(chance), number, f"1{chance.randrange(30, 100)}{chance.randrange(10**8):08d}")
        for number in numbers
    ]


def _body(chance: random.Random) -> str:
    born = FIRST_DAY + timedelta(days=chance.randrange(DAYS))
    return f"{chance.choice(AREAS)}{born:%Y%m%d}{chance.randrange(1000):03d}"


def _name(chance: random.Random) -> str:
    given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2, 2))))
    return chance.choice(SURNAMES) + given


def _cased(chance: random.Random, person: Person) -> Person:
    number = person.number.lower()
    at = chance.randrange(1, 18)
    spaced = chance.choice((f" {number} ", f"{number[:at]} {number[at:]}", f"{number}\u3000", f"'{number}"))
    return Person(chance.choice((person.name, f"{person.name[0]} {person.name[1:]}")), spaced, person.phone)


def _miswritten(chance: random.Random, person: Person) -> Person:
    at = chance.randrange(17)
    digit = chance.choice([d for d in "0123456789" if d != person.number[at]])
    return Person(person.name, person.number[:at] + digit + person.number[at + 1 :], person.phone)


def _old(_: random.Random, person: Person) -> Person:
    return Person(person.name, person.number[:6] + person.number[8:17], person.phone)


def _masked(chance: random.Random, person: Person) -> Person:
    head, tail = person.number[:6], person.number[-4:]
    return Person(person.name, head + chance.choice(("********", "****", "××××××××", "XXXXXXXX")) + tail, person.phone)


def _travelling(chance: random.Random, person: Person) -> Person:
    return Person(person.name, f"{chance.choice('EGK')}{chance.randrange(10**8):08d}", person.phone)


def _renamed(chance: random.Random, person: Person) -> Person:
    other = person.name[:-1] + chance.choice(GIVEN)
    noisy = (f"{person.name}先生", f"{person.name[0]}·{person.name[1:]}", f"{person.name}（本人）", other)
    return Person(chance.choice(noisy), person.number, person.phone)


#: How often each thing happens to a row, in percent.
SLIPS: tuple[tuple[int, Callable[[random.Random, Person], Person]], ...] = (
    (6, _cased),
    (3, _miswritten),
    (3, _old),
    (3, _masked),
    (1, _travelling),
)


def _written(chance: random.Random, person: Person) -> Person:
    draw = chance.randrange(100)
    for share, slip in SLIPS:
        if draw < share:
            person = slip(chance, person)
            break
        draw -= share
    if chance.random() < 0.03:
        person = _renamed(chance, person)
    return person


def two_files(seed: int, size: int = 9_000, both: int = 4_000) -> Files:
    """Return a file of known people and an incoming one of the same size, about so many of whom are in both."""
    chance = random.Random(seed)
    people = town(chance, 2 * size - both)
    known, coming = people[:size], people[size - both :]
    written = [_written(chance, person) for person in coming]
    phones = [person.phone if chance.random() >= 0.1 else None for person in written]
    incoming = pl.DataFrame(
        {"row": range(size), "name": [p.name for p in written], "number": [p.number for p in written], "phone": phones},
        schema={"row": pl.Int64, "name": pl.String, "number": pl.String, "phone": pl.String},
    )
    columns = {"person_key": [f"p{n}" for n in range(size)], "name": [p.name for p in known]}
    columns |= {
        "id_number": [p.number for p in known],
        "phone": [p.phone if chance.random() >= 0.1 else None for p in known],
    }
    return Files(
        pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String)),
        incoming.sample(fraction=1, shuffle=True, seed=seed),
        {row: f"p{size - both + row}" for row in range(both)},
    )

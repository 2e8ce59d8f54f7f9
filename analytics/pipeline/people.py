"""One person of the city: found by what somebody knows of them, and everything about their money."""

import unicodedata
from collections.abc import Mapping
from datetime import date, datetime

import polars as pl

from analytics import entitlement
from analytics.entitlement import Dues
from analytics.identity import Vault
from analytics.identity.numbers import normalise_id
from analytics.pipeline.accounts import Accounts, money_facts
from analytics.pipeline.evaluation import Opened
from analytics.report.person.file import PersonFile, is_known, person_file

#: A mobile number without the code of the country.
_MOBILE = 11

__all__ = ["PersonFile", "dues", "find_people", "is_known", "person_file"]


def dues(
    opened: Opened, *, as_of: date, known_at: datetime | None = None, readings: Mapping[str, str] | None = None
) -> Dues:
    """Return what everybody is due, see entitlement.dues; raises PolicyError for an unknown reading or option."""
    policy = opened.policy_known(known_at)
    facts = money_facts(opened, known_at)
    return entitlement.dues(facts, policy, as_of=as_of, readings=policy.settled(readings, as_of))


def find_people(accounts: Accounts, vault: Vault, *, number: str = "", name: str = "", phone: str = "") -> list[str]:
    """Return the keys of the people whom the records know by an ID number, else by name and phone together.

    What is given is compared in memory and kept nowhere.
    """
    if number.strip():
        keys = [vault.person_key(normalise_id(number))]
    else:
        keys = _by_phone(vault.known_people(), _plain(name), _digits(phone))
    others = vault.aliases()
    return sorted({key for key in (others.get(key, key) for key in keys) if is_known(accounts, key)})


def _by_phone(known: pl.DataFrame, name: str, phone: str) -> list[str]:
    if not (name and phone):
        return []
    digits = pl.col("phone").str.replace_all(r"\D", "").str.tail(_MOBILE)
    plain = pl.col("name").str.normalize("NFKC").str.replace_all(r"\s", "")
    return known.filter(digits == phone, plain == name)["person_key"].to_list()


def _plain(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _digits(phone: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKC", phone) if letter.isdigit())[-_MOBILE:]

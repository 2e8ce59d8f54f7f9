"""Amounts of a target in the words of a language: people, dwellings, classes, and money kept in fen.

Every `value` here is in the counting unit of the target, money in fen; only this module scales it to 万元 or ¥m.
"""

from analytics.texts import Texts

MONEY = "yuan"


def _scale(texts: Texts, unit: str) -> tuple[float, int]:
    """Return divisor and decimals for a counting unit; only money is scaled."""
    if unit != MONEY:
        return 1.0, 0
    divisor, digits = texts.t("count.yuan.scale").split()
    return float(divisor), int(digits)


def word(texts: Texts, unit: str) -> str:
    """Return what is counted, as it stands behind a number."""
    return texts.t(f"count.{unit}")


def bare(texts: Texts, unit: str, value: float) -> str:
    """Return the number alone."""
    divisor, digits = _scale(texts, unit)
    return texts.number(value / divisor, digits)


def exact(texts: Texts, unit: str, value: float) -> str:
    """Return the number with what it counts."""
    return texts.t("count.phrase", value=bare(texts, unit, value), unit=word(texts, unit))


def ratio(texts: Texts, unit: str, actual: float, target: float) -> str:
    """Return actual over target, both in full digits, without the counting word."""
    return texts.t("count.ratio", actual=bare(texts, unit, actual), target=bare(texts, unit, target))


def short(texts: Texts, unit: str, value: float) -> str:
    """Return the number for a card: a large one in the language's own large unit."""
    floor, divisor, digits = (float(part) for part in texts.t("count.large.scale").split())
    if unit == MONEY or abs(value) < floor:
        return bare(texts, unit, value)
    return texts.t("count.large", value=texts.number(value / divisor, int(digits)))


def short_phrase(texts: Texts, unit: str, value: float) -> str:
    """Return the number for a card with what it counts."""
    return texts.t("count.phrase", value=short(texts, unit, value), unit=word(texts, unit))

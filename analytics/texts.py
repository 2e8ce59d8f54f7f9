"""Sentences and numbers of the interface in two languages, from the catalogues under data/locale.

Every room keeps its own ``<room>.po`` per language; a message id is a stable dotted key, never a sentence.
"""

import datetime as dt
from collections.abc import Mapping
from functools import cache
from typing import Any, Literal, cast, get_args

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

from analytics import house

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)
_LOCALES: Mapping[Lang, str] = {"zh": "zh_CN", "en": "en_GB"}
_MINUS = str.maketrans("-", "−")
_FEN_PER_YUAN = 100


class Texts:
    """The messages and number formats of one language."""

    def __init__(self, lang: Lang, messages: Mapping[str, str]) -> None:
        self.lang: Lang = lang
        # A name would be parsed again for every number.
        self.locale = Locale.parse(_LOCALES[lang])
        self._messages = messages

    def t(self, key: str, **values: Any) -> str:
        """Return the message filled with `values`; raises KeyError for an unknown key."""
        return self._messages[key].format(**values)

    def has(self, key: str) -> bool:
        return key in self._messages

    def pick(self, text: Any) -> str:
        """Return this language's side of a two-language text of the policy data."""
        return str(getattr(text, self.lang))

    def keys(self) -> frozenset[str]:
        return frozenset(self._messages)

    def number(self, value: float, digits: int = 0) -> str:
        """Return a grouped number with a real minus sign and exactly `digits` decimals."""
        pattern = "#,##0" + ("." + "0" * digits if digits else "")
        return format_decimal(value, pattern, locale=self.locale).translate(_MINUS)

    def signed(self, value: float, digits: int = 0) -> str:
        """Return the number with its sign always shown; a rounded zero has none."""
        text = self.number(value, digits)
        return f"+{text}" if value > 0 and any(c in "123456789" for c in text) else _unsign_zero(text)

    def pct(self, share: float, digits: int = 0) -> str:
        """Return a share (1.0 = 100 %) as a percentage."""
        pattern = "0" + ("." + "0" * digits if digits else "") + "%"
        return format_percent(share, pattern, locale=self.locale).translate(_MINUS)

    def yuan(self, fen: int) -> float:
        return fen / _FEN_PER_YUAN

    def money_fen(self, fen: int, digits: int | None = None) -> str:
        """Return an amount in the unit people read aloud: 元, 万元, 亿元, or ¥, ¥m."""
        for unit in ("large", "middle", "small"):
            floor, divisor, decimals = (float(x) for x in self.t(f"money.{unit}.scale").split())
            if abs(fen) >= floor:
                shown = self.number(fen / divisor, int(decimals) if digits is None else digits)
                return self.t(f"money.{unit}", value=shown)
        raise AssertionError("the smallest money scale starts at zero")

    def date(self, day: dt.date) -> str:
        return format_date(day, self.t("format.date"), locale=self.locale)

    def month(self, day: dt.date) -> str:
        return format_date(day, self.t("format.month"), locale=self.locale)

    def skeleton(self, day: dt.date, skeleton: str) -> str:
        return format_skeleton(skeleton, day, locale=self.locale)

    def listing(self, items: list[str]) -> str:
        """Join names the way the language lists them."""
        return self.t("format.list_separator").join(items)


def _unsign_zero(text: str) -> str:
    return text if any(c in "123456789" for c in text) else text.lstrip("−")


@cache
def catalogue(lang: Lang) -> Texts:
    """Return the merged catalogue of a language; raises ValueError when two rooms define one key."""
    messages: dict[str, str] = {}
    for path in sorted((house.DATA / "locale" / lang).glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream):
                if not message.id:
                    continue
                if message.id in messages:
                    raise ValueError(f"{path.name}: the key {message.id} is defined twice")
                messages[cast(str, message.id)] = cast(str, message.string)
    return Texts(lang, messages)

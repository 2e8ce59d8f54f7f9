"""How names of units, towns and codes are compared: with width, blanks, punctuation and case folded, never by parts."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

_SEPARATORS = re.compile(r"[/\\|()\[\]{}<>《》〈〉【】〔〕,;:、。·•]+")
_NOISE = re.compile(r"[\W_]+")
#: Headers, units and codes repeat from file to file; the words in use are a few thousand.
_REMEMBERED = 16384


@lru_cache(_REMEMBERED)
def fold(text: str) -> str:
    """Return `text` in NFKC, lower case, without blanks and punctuation; empty for a cell of signs only."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", text).casefold())


def pieces(text: str) -> list[str]:
    """Return the folded parts of `text` between slashes, brackets and commas, without empty ones."""
    folded = (fold(part) for part in _SEPARATORS.split(unicodedata.normalize("NFKC", text)))
    return [part for part in folded if part]


def strip_affixes(name: str, prefixes: Iterable[str], suffixes: Iterable[str] = ()) -> str:
    """Return the folded name without the longest matching prefix and suffix; a name made of affixes alone stays."""
    folded = fold(name)
    prefix = _longest(p for p in map(fold, prefixes) if folded.startswith(p))
    rest = folded[len(prefix) :] or folded
    suffix = _longest(s for s in map(fold, suffixes) if rest.endswith(s))
    return rest[: len(rest) - len(suffix)] or rest


def _longest(affixes: Iterable[str]) -> str:
    return max(affixes, key=len, default="")

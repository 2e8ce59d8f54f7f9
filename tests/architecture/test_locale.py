"""Both languages say the same things: same keys, same placeholders, no word of the other language."""

import re
from string import Formatter

from analytics.texts import LANGS, catalogue

HAN = re.compile(r"[\u4e00-\u9fff]")
#: Latin words a Chinese reader expects as they are.
LATIN_KEPT = {
    "CSV",
    "Excel",
    "xlsx",
    "xls",
    "csv",
    "GB",
    "UTF",
    "ID",
    "EN",
    "WPS",
    "Q",
    "SHA",
    "GBK",
    "PDF",
    "P",
    "DuckDB",
}


def _message(lang: str, key: str) -> str:
    return catalogue(lang)._messages[key]  # pyright: ignore[reportPrivateUsage, reportArgumentType]


def _placeholders(message: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(message) if field}


def test_the_languages_have_the_same_keys() -> None:
    zh, en = (catalogue(lang).keys() for lang in LANGS)
    assert zh ^ en == set()


def test_a_message_takes_the_same_values_in_both_languages() -> None:
    keys = [key for key in sorted(catalogue("zh").keys()) if catalogue("en").has(key)]
    assert len(keys) > 1000
    assert not [key for key in keys if _placeholders(_message("zh", key)) != _placeholders(_message("en", key))]


def test_an_english_message_has_no_chinese() -> None:
    keys = [key for key in sorted(catalogue("en").keys()) if not key.startswith(("format.", "language."))]
    assert len(keys) > 1000
    assert not [key for key in keys if HAN.search(_message("en", key))]


def test_no_message_is_empty() -> None:
    keys = catalogue("zh").keys()
    assert not [(lang, key) for lang in LANGS for key in keys if not _message(lang, key).strip()]

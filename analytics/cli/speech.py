"""The language of the command line: chosen by --lang or TALENT_LANG before anything else is read."""

import os
import sys
from collections.abc import Sequence
from typing import cast

from analytics.texts import LANGS, Lang, Texts, catalogue

LANG_VARIABLE = "TALENT_LANG"
_OPTION = "--lang"


def asked_language(arguments: Sequence[str], variable: str | None) -> Lang:
    """Return the language that the arguments ask for, else the environment's, else the first one there is.

    Help texts are worded while the commands are being declared, long before the arguments are parsed.
    """
    asked = variable
    for argument, following in zip(arguments, [*arguments[1:], None], strict=False):
        if argument == _OPTION:
            asked = following
        elif argument.startswith(f"{_OPTION}="):
            asked = argument.partition("=")[2]
    return cast(Lang, asked) if asked in LANGS else LANGS[0]


def words() -> Texts:
    """Return the texts of this process's language."""
    return catalogue(asked_language(sys.argv[1:], os.environ.get(LANG_VARIABLE)))


def told(key: str) -> str:
    """Return a help text."""
    return words().t(f"cli.help.{key}")

"""The language is known before the arguments are parsed."""

import pytest

from analytics.cli.speech import asked_language


@pytest.mark.parametrize(
    ("arguments", "variable", "language"),
    [
        ([], None, "zh"),
        ([], "en", "en"),
        (["--lang", "en", "progress"], None, "en"),
        (["progress", "--lang=en"], "zh", "en"),
        (["progress", "--lang", "zh"], "en", "zh"),
        (["--lang"], None, "zh"),
        (["--lang", "fr"], None, "zh"),
    ],
)
def test_the_arguments_win_over_the_environment(arguments: list[str], variable: str | None, language: str) -> None:
    assert asked_language(arguments, variable) == language

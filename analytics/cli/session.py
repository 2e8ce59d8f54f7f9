"""One command at work: the home, the language, where results go and where everything else goes."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Self

import typer
from rich.console import Console
from rich.table import Table

from analytics import clock, house
from analytics.cli.speech import words
from analytics.pipeline import House, Opened
from analytics.report import table
from analytics.texts import Lang, Texts, catalogue

DONE, FOUND, WRONG_USE, UNUSABLE = range(4)
STOPPED = 130  # what shells say of a command that Ctrl+C ended
#: The columns of a table that is not shown in a terminal.
_WIDE = 240


@dataclass
class Start:
    """What stood before the name of the command; `texts` are those of the command once it has begun."""

    home: Path | None
    texts: Texts

    @classmethod
    def of(cls, home: Path | None, lang: Lang | None) -> Self:
        return cls(home, catalogue(lang) if lang else words())


@dataclass(frozen=True)
class Session:
    """The command's own options win over those before its name."""

    home: Path
    texts: Texts
    as_json: bool

    @classmethod
    def begin(cls, context: typer.Context, home: Path | None, lang: Lang | None, *, as_json: bool = False) -> Self:
        start: Start = context.obj
        if lang:
            start.texts = catalogue(lang)
        return cls(house.home_dir(home or start.home), start.texts, as_json)

    @property
    def house(self) -> House:
        return House(self.home)

    def document(self, value: Any) -> None:
        """Print one JSON document on stdout, in UTF-8 whatever the terminal speaks."""
        text = json.dumps(value, ensure_ascii=False, indent=2, default=str, allow_nan=False)
        typer.echo(f"{text}\n".encode(), nl=False)

    def table(self, shown: table.Table) -> None:
        """Print a page-ready table on stdout."""
        drawn = Table(title=shown.caption, title_justify="left", header_style="bold")
        for column in shown.columns:
            drawn.add_column(column.title, justify="right" if column.align == "right" else "left", overflow="fold")
        for row in shown.rows:
            drawn.add_row(*(cell.text for cell in row))
        console = Console(highlight=False, markup=False)
        if not console.is_terminal:
            console.width = _WIDE
        console.print(drawn)

    def write(self, sentence: str) -> None:
        """Print a sentence of the result on stdout."""
        typer.echo(f"{sentence}\n".encode(), nl=False)

    def say(self, key: str, **values: Any) -> None:
        """Say something about the work on stderr."""
        tell(self.texts.t(f"cli.{key}", **values))


def tell(sentence: str, style: str | None = None) -> None:
    """Print a sentence on stderr, as it is."""
    Console(stderr=True, highlight=False, markup=False).print(sentence, style=style, soft_wrap=True)


def day_of(opened: Opened, asked: date | None) -> date:
    """Return the day asked for, else the one a demonstration was made for, else the end of the last quarter."""
    usual = opened.snapshot.default_as_of if opened.snapshot.is_demo else None
    return asked or usual or clock.last_quarter_end(clock.today())

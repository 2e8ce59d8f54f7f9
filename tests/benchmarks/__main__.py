"""`make bench`: prints the tables; a speed is read here and never asserted in a test."""

import tempfile
from pathlib import Path

from rich.console import Console
from rich.table import Table

from tests.benchmarks import (
    assessment,
    browser,
    entitlement,
    exposure,
    forecasts,
    home,
    intake,
    linkage,
    money,
    pages,
    progress,
)
from tests.benchmarks.timing import Timed


def main() -> None:
    console = Console(width=120)
    with tempfile.TemporaryDirectory() as folder:
        console.print("· building the demonstration home")
        built, spent = home.build(Path(folder) / "home")
        _show(console, "Demonstration data", spent)
        _show(console, "Entitlement", entitlement.measure())
        _show(console, "Progress", progress.measure(built))
        _show(console, "Money", money.measure(built))
        _show(console, "Forecasts", forecasts.measure())
        _show(console, "Exposure", exposure.measure(built))
        _show(console, "Assessment", assessment.measure(built))
        _show(console, "Pages", pages.measure(built))
        _show(console, "Browser", browser.measure(built))
        _show(console, "Linkage", linkage.measure())
        _show(console, "Intake", intake.measure(Path(folder), built))


def _show(console: Console, title: str, lines: list[Timed]) -> None:
    table = Table("what", "median", "worst", "target", title=f"{title} (milliseconds)", title_justify="left")
    for line in lines:
        table.add_row(line.what, f"{line.median:,.0f}", f"{line.worst:,.0f}", line.target)
    console.print(table)


if __name__ == "__main__":
    main()

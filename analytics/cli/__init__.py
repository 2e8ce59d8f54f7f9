"""The command `talent`. Results go to stdout, everything else to stderr.

Exit codes: 0 done, 1 done but something was refused or found, 2 wrong use, 3 the store is unusable, 130 stopped.
"""

import signal

from analytics.cli import (
    assessment,
    audit,
    catalogue,
    decisions,
    disputes,
    entitlement,
    expectations,
    exposure,
    filing,
    forecasts,
    home,
    kinship,
    money,
    papers,
    readings,
    scoreboard,
    seeking,
)
from analytics.cli.app import app

__all__ = [
    "app",
    "assessment",
    "audit",
    "catalogue",
    "decisions",
    "disputes",
    "entitlement",
    "expectations",
    "exposure",
    "filing",
    "forecasts",
    "home",
    "kinship",
    "main",
    "money",
    "papers",
    "readings",
    "scoreboard",
    "seeking",
]


def main() -> None:
    """Run the command with the arguments of this process; a request to end it undoes what it has not finished."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    app(prog_name="talent")

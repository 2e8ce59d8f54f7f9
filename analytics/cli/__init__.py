"""The command `talent`. Results go to stdout, everything else to stderr.

Exit codes: 0 done, 1 done but something was refused or found, 2 wrong use, 3 the store is unusable.
"""

from analytics.cli import catalogue, filing, home, scoreboard
from analytics.cli.app import app

__all__ = ["app", "catalogue", "filing", "home", "main", "scoreboard"]


def main() -> None:
    """Run the command with the arguments of this process."""
    app(prog_name="talent")

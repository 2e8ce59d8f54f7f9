"""Serves the dashboard at a day that is told: the moment in a file, so that a year can be walked in a minute."""

import runpy
import sys
from datetime import datetime
from pathlib import Path

from analytics import clock, house


def command(told: Path, port: int) -> list[str]:
    """Return the command that serves with the moment of the file as its clock."""
    return [sys.executable, __file__, str(told), str(port)]


def main(told: Path, port: str) -> None:
    clock.now = lambda: datetime.fromisoformat(told.read_text(encoding="utf-8"))
    sys.path.insert(0, str(house.ROOT))
    sys.argv = [str(house.ROOT / "serve.py"), "--port", port]
    runpy.run_path(sys.argv[0], run_name="__main__")


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])

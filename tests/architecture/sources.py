"""The files under review: what is committed, read once for all health tests."""

import ast
import subprocess
from functools import cache
from pathlib import Path

from analytics import house

CODE_FOLDERS = ("analytics", "pages")
CODE_FILES = ("dashboard.py", "serve.py")


@cache
def code() -> tuple[Path, ...]:
    """Return every Python file of the product (tests aside)."""
    found = [house.ROOT / name for name in CODE_FILES]
    for folder in CODE_FOLDERS:
        found += sorted((house.ROOT / folder).rglob("*.py"))
    return tuple(found)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def tracked() -> tuple[Path, ...]:
    """Return every file git knows or would add."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=house.ROOT, capture_output=True, check=True
    )
    names = listed.stdout.decode("utf-8").split("\0")
    return tuple(path for name in names if name and (path := house.ROOT / name).is_file())


def name(path: Path) -> str:
    return path.relative_to(house.ROOT).as_posix()

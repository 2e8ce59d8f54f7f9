"""The environments of the peers: pinned, apart from the project's own, made once beside it."""

import subprocess
import sys
from pathlib import Path

from analytics import house

#: Peer -> the package that is imported, and the name of its constraints.
PEERS = {"OpenFisca": ("openfisca_core", "openfisca"), "PolicyEngine": ("policyengine_core", "policyengine")}
_FOLDER = house.ROOT / ".venv" / "peers"


def python(peer: str) -> Path:
    """Return the interpreter of the environment of a rules engine."""
    return interpreter(PEERS[peer][1])


def interpreter(name: str) -> Path:
    """Return the interpreter of the environment of some constraints, made when it is not there or they have changed."""
    folder, pins = _FOLDER / name, house.ROOT / "constraints" / f"peers-{name}.txt"
    own, mark = folder / "bin" / "python", folder / ".ready"
    if not mark.exists() or mark.stat().st_mtime < pins.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pins)]
        subprocess.run([str(own), *install], check=True, stderr=subprocess.DEVNULL)
        mark.touch()
    return own

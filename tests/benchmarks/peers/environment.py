"""The environments of the peers: pinned, apart from the project's own, made once beside it."""

import subprocess
import sys
from pathlib import Path

from analytics import house

#: Peer -> the package that is imported, and the name of its constraints.
PEERS = {"OpenFisca": ("openfisca_core", "openfisca"), "PolicyEngine": ("policyengine_core", "policyengine")}
_FOLDER = house.ROOT / ".venv" / "peers"


def python(peer: str) -> Path:
    """Return the interpreter of a peer's environment, which is made when it is not there or its pins have changed."""
    name = PEERS[peer][1]
    folder, pins = _FOLDER / name, house.ROOT / "constraints" / f"peers-{name}.txt"
    interpreter, mark = folder / "bin" / "python", folder / ".ready"
    if not mark.exists() or mark.stat().st_mtime < pins.stat().st_mtime:
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "-r", str(pins)]
        subprocess.run([str(interpreter), *install], check=True, stderr=subprocess.DEVNULL)
        mark.touch()
    return interpreter

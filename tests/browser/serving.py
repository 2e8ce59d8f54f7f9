"""A dashboard served for a test: on a free loopback port, stopped by its process id."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from analytics import house

_PATIENCE = 90.0


def free_port() -> int:
    """Return a loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def usual(port: int) -> list[str]:
    """Return the command that serves the dashboard with everything around it."""
    return [sys.executable, str(house.ROOT / "serve.py"), "--port", str(port)]


def bare(port: int) -> list[str]:
    """Return the command that runs the dashboard and nothing around it."""
    script = str(house.ROOT / "dashboard.py")
    return [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]


@contextmanager
def served(home: Path, command_of: Callable[[int], list[str]] = usual) -> Iterator[str]:
    """Serve a home and yield the address; raises RuntimeError when the server does not come up."""
    port = free_port()
    environment = os.environ | {house.HOME_VARIABLE: str(home)}
    command = command_of(port)
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        _wait(process, address)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=_PATIENCE)


def _wait(process: subprocess.Popen[bytes], address: str) -> None:
    deadline = time.monotonic() + _PATIENCE
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"the server ended with {process.returncode}")
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, TimeoutError, ConnectionError):
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")

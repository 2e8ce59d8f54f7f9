"""Serves the dashboard with compression, the reader's language and protective headers around it."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from analytics.texts import catalogue
from pages.ui import shell
from pages.ui.middleware import Language, Protection, StaticCompression

HERE = Path(__file__).resolve().parent
LOOPBACK = "127.0.0.1"
PORT = 8501
#: Below this size a packed answer saves nothing.
SMALL = 1024


def build() -> st.App:
    """Return the dashboard as an ASGI application."""
    page = Path(st.__file__).parent / "static" / "index.html"
    return st.App(
        HERE / "dashboard.py",
        on_script_error=shell.apologise,
        middleware=[
            Middleware(Protection, page=page),
            Middleware(StaticCompression),
            Middleware(GZipMiddleware, minimum_size=SMALL, compresslevel=6),
            Middleware(Language),
        ],
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until stopped; only this machine can reach the dashboard unless --host says otherwise."""
    words = catalogue("zh")
    parser = argparse.ArgumentParser(prog="serve", description=words.t("serve.about"))
    parser.add_argument("--host", default=LOOPBACK, help=words.t("serve.host"))
    parser.add_argument("--port", type=int, default=PORT, help=words.t("serve.port"))
    asked = parser.parse_args(arguments)
    # Streamlit looks for its configuration and the static folder beside the program that was started.
    sys.argv = [str(Path(__file__).resolve())]
    build().run(
        config={"server.address": asked.host, "server.port": asked.port, "browser.gatherUsageStats": False},
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main())

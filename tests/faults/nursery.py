"""A process that has loaded the command and waits: each line of its input is one `talent` in a child of its own.

Loading takes longer than many an import, and a kill should meet the import. It says when it is ready, then the id of
each child it starts, and its end: the number of the signal that killed it (negative), or its exit code.
"""

import json
import os
import sys
from contextlib import suppress

from analytics.cli import main


def serve() -> None:
    print("ready", flush=True)  # noqa: T201 - this is what the process is for
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(json.loads(line))
        print(child, flush=True)  # noqa: T201
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


def _become(arguments: list[str]) -> None:
    """Run the command, its output thrown away, and end without what the parent would do at its end."""
    silence = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(silence, stream)
    sys.argv = ["talent", *arguments]
    code = 1
    with suppress(BaseException):
        try:
            main()
        except SystemExit as end:
            code = end.code if isinstance(end.code, int) else 1
    os._exit(code)


if __name__ == "__main__":
    serve()

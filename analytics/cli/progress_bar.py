"""A bar on stderr for work that takes a while; where stderr is no terminal it stays silent."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from analytics.texts import Texts

#: Called with what is done, what there is in all, and the name of the stage.
Report = Callable[[int, int, str], None]


@contextmanager
def bar(texts: Texts) -> Iterator[Report]:
    """Show the stages of one piece of work, worded ``cli.stage.<stage>``."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as shown:
        task = shown.add_task("", total=None)

        def report(done: int, total: int, stage: str) -> None:
            shown.update(task, completed=done, total=total, description=texts.t(f"cli.stage.{stage}"))

        yield report

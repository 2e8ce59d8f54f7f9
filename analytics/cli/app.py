"""The command `talent`: what stands before the name of a command, and what an error means to whoever called."""

import sqlite3
from typing import Any

import typer
from typer.core import TyperGroup

from analytics.budget.exposure.faults import ScenarioError
from analytics.cli import options
from analytics.cli.session import STOPPED, UNUSABLE, WRONG_USE, Start, tell
from analytics.cli.speech import told
from analytics.identity import CaseUnknown, MoveRefused, PairUnknown, StoreError
from analytics.intake import LayoutError, UnknownNameError
from analytics.policy import PolicyError
from analytics.records import BatchRevoked, BatchUnknown

#: What somebody asked for that there is not, or that cannot be.
_WRONG = (BatchRevoked, BatchUnknown, CaseUnknown, MoveRefused, PairUnknown, ScenarioError, UnknownNameError)


class Commands(TyperGroup):
    """Turns the errors that somebody can do something about into a sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except _WRONG as error:
            _end(error.sentence(ctx.obj.texts), WRONG_USE)
        except PolicyError as error:
            _end(str(error), WRONG_USE)
        except StoreError as error:
            _end(error.sentence(ctx.obj.texts), UNUSABLE)
        except KeyboardInterrupt:
            _end(ctx.obj.texts.t("cli.stopped"), STOPPED)
        except BrokenPipeError:
            raise  # whoever read our output has gone: nothing is wrong with the data
        except (LayoutError, OSError, sqlite3.DatabaseError) as error:
            _end(ctx.obj.texts.t("cli.unusable", reason=error), UNUSABLE)


app = typer.Typer(
    cls=Commands, help=told("talent"), no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False
)


@app.callback()
def _before(context: typer.Context, *, home: options.Home = None, lang: options.Language = None) -> None:
    context.obj = Start.of(home, lang)


def _end(sentence: str, code: int) -> None:
    tell(sentence, style="red")
    raise typer.Exit(code)

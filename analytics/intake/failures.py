"""What stops a file or a command: worded in the catalogues, named by a code."""

from typing import TYPE_CHECKING, Any

from analytics.texts import Texts

if TYPE_CHECKING:
    from analytics.intake.recognise import Match


class RefusedError(Exception):
    """A file that cannot come in; `code` is the last part of the message key, `values` fill the message.

    `nearest`: what the sheet would be if its other headers were understood, where there is such a thing.
    """

    nearest: "Match | None" = None

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def sentence(self, texts: Texts) -> str:
        return texts.t(f"intake.refused.{self.code}", **self.values)


class UnknownNameError(ValueError):
    """A bureau or a ledger that the command names and nobody knows; `code` is bureau or ledger."""

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def sentence(self, texts: Texts) -> str:
        return texts.t(f"intake.unknown.{self.code}", **self.values)

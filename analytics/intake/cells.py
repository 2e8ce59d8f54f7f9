"""One column of a ledger, from cells to values: what was stated, what it means, what is wrong with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import polars as pl

from analytics.intake.layouts import Column
from analytics.intake.periods import Stretch
from analytics.intake.text import ERROR_PATTERN, FEW_CELLS
from analytics.intake.words import load_words
from analytics.policy import Policy

MISSING, MASKED, PRECISION_LOST, CHECKSUM, UNKNOWN_CODE = (
    "missing_required",
    "id_masked",
    "id_precision_lost",
    "id_checksum",
    "unknown_code",
)
PERIOD, DATE, AMOUNT, OVER_CAP, DUPLICATE = (
    "period_invalid",
    "date_invalid",
    "amount_invalid",
    "over_cap",
    "duplicate_row",
)
#: Every rule that refuses a row; of several the first one is reported.
RULES = (
    MISSING, MASKED, PRECISION_LOST, CHECKSUM, UNKNOWN_CODE, PERIOD, DATE, AMOUNT, OVER_CAP, DUPLICATE,
)  # fmt: skip

_DASHES = r"^[-—–−_/\\.·~]+$"
_SIGNS = r"^[\W_]+$"
_MASK_RUN = r"[*×●○■□#]{4,}"
#: What a cell of dashes and signs has not, and what the words that state nothing begin with.
_CONTENT = re.compile(r"[0-9A-Za-z\u4e00-\u9fff]")


@dataclass(frozen=True)
class Question:
    """The cells of one column and all that is needed to read them; series are aligned to the data rows of a sheet.

    `unit`: how many yuan an amount without a unit stands for. `context`: the period of the title.
    """

    column: Column
    texts: pl.Series
    is_number: pl.Series | None
    policy: Policy
    unit: int = 1
    context: Stretch | None = None

    def rows_that(self, pattern: str) -> pl.Series:
        """Tell which cells match a pattern; a blank one does not."""
        cell = pl.col(self.texts.name)
        return self.texts.to_frame().select(cell.str.contains(pattern).fill_null(value=False)).to_series()

    def asked(self, *questions: pl.Expr, **named: pl.Expr) -> pl.DataFrame:
        """Answer questions about the cells (`CELL`) together; `IS_NUMBER` tells which arrived as numbers."""
        return pl.DataFrame([self.texts.alias("cell"), self.numeric().alias("is_number")]).select(*questions, **named)

    def all_are(self, pattern: re.Pattern[str], *, numbers: bool = False) -> bool:
        """Tell whether all stated cells are of one plain form; as texts, unless `numbers` will do."""
        if not (numbers or self.is_number is None or not self.is_number.any()):
            return False
        if len(self.texts) > FEW_CELLS:
            return bool(self.texts.str.contains(rf"\A(?:{pattern.pattern})\z").all())
        return all(text is None or pattern.fullmatch(text) for text in self.texts.to_list())

    def unread(self, values: pl.Series) -> pl.Series:
        """Tell which stated cells have no value; one that is blank never has one."""
        if values.null_count() == self.texts.null_count():
            return never(len(values))
        return self.texts.is_not_null() & values.is_null()

    def numeric(self) -> pl.Series:
        """Tell which cells arrived as numbers; none where the file cannot tell."""
        return never(len(self.texts)) if self.is_number is None else self.is_number.fill_null(value=False)


@dataclass(frozen=True)
class Answer:
    """What the cells mean. `values` by suffix: "" or the parts of a range; `rule` is null where nothing is wrong."""

    values: Mapping[str, pl.Series]
    rule: pl.Series
    warnings: Mapping[str, pl.Series] = field(default_factory=dict)


#: A cell of a question, and whether it arrived as a number: never null.
CELL, IS_NUMBER = pl.col("cell"), pl.col("is_number")
Reader = Callable[[Question], Answer]


def never(height: int) -> pl.Series:
    """Return False for every row."""
    return pl.Series([False], dtype=pl.Boolean).new_from_index(0, height)


def fault(rule: str, rows: pl.Series) -> pl.Series:
    """Return the rule for the rows it hits, null for the others."""
    return fine(len(rows)).set(rows, rule)


def fine(height: int) -> pl.Series:
    return pl.Series("rule", [None], dtype=pl.String).new_from_index(0, height)


def stated_only(question: Question) -> Question:
    """Return the question with the cells blanked that state nothing: dashes, and 无 and its like in optional columns.

    A word such as 无 in a required column stays: it was stated, and the reader of the column says what is wrong.
    """
    texts = question.texts
    if len(texts) > FEW_CELLS:
        is_stated = pl.when(~_is_unstated(question)).then(pl.all())
        return replace(question, texts=texts.to_frame().select(is_stated).to_series())
    stated = texts.to_list()
    doubtful = [text for text in dict.fromkeys(stated) if text is not None and _may_state_nothing(text)]
    if not doubtful:
        return question
    cells = pl.Series(texts.name, doubtful, dtype=pl.String)
    blank = set(cells.filter(cells.to_frame().select(_is_unstated(question)).to_series()))
    kept = [None if text in blank else text for text in stated]
    return replace(question, texts=pl.Series(texts.name, kept, dtype=pl.String)) if blank else question


def _may_state_nothing(text: str) -> bool:
    """Tell whether a cell needs a closer look: it holds signs alone, is an error, or begins like a word for nothing."""
    first = _CONTENT.search(text)
    return first is None or text[0] == "#" or first[0].lower() in load_words().unstated_firsts


def _is_unstated(question: Question) -> pl.Expr:
    """Tell which cells state nothing; null for a blank one."""
    column, cell = question.column, pl.col(question.texts.name)
    blank = cell.str.contains(_DASHES)
    if not column.required and column.type != "yes_no":
        words = list(load_words().unstated_folded)
        blank |= cell.str.contains(_SIGNS) & ~cell.str.contains(_MASK_RUN)
        blank |= cell.str.to_lowercase().str.replace_all(r"[\W_]+", "").is_in(words)
    if column.type in ("name", "text", "employer_name", "certificate"):
        blank |= cell.str.contains(ERROR_PATTERN)
    return blank

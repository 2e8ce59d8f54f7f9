"""What a row below a header is: data, or one of the many things people put between and below data."""

import re
from collections.abc import Iterable
from functools import cache

import polars as pl

from analytics.intake.cells import never
from analytics.intake.recognise import Match
from analytics.intake.sheet import Merge, Sheet, column_name
from analytics.intake.text import squeeze, squeeze_text, tidy_text
from analytics.intake.words import load_words
from analytics.policy.names import fold

DATA = "data"
HEADER = "header"
#: Sums and headings stand in the first columns.
_FIRST_COLUMNS = 6
#: A lone cell longer than this is a note; where it should hold the name of a person, much earlier.
_LONG_NOTE, _LONG_NAME = 25, 5
_PAGE = r"^第\d+页|^\d{1,2}[.、)]\D*\p{Han}"
_FORMULAS = 6
_NOTHING = r"^[¥-]?\s*(?:0(?:\.0+)?)?元?-?$"
_WIDE_MERGE = 3
_ID_DIGITS = r"\d{14}|\d{6}[^\d\s]{2,}\d{2,}|[eE]\+"
_SIGNED_DATE = r"^(?:\d{4})?年(?:\d{1,2})?月(?:\d{1,2})?日$"
_STARRED = r"^[*※★☆▲△◆●]\D"
_FEWEST_REQUIRED = 3
_FOLD = r"[\W_]+"


def kinds(sheet: Sheet, match: Match, cells: pl.DataFrame) -> pl.Series:
    """Return the kind of each row below the header; `cells` are the tidied cells of these rows."""
    filled = cells.select(pl.sum_horizontal(pl.all().is_not_null())).to_series()
    first = squeeze(cells.select(pl.coalesce(pl.all())).to_series().fill_null(""))
    has_id = _holds(cells, match, match.layout.party.person, _ID_DIGITS)
    is_sure = has_id | (_is_complete(cells, match) & ~first.str.contains(":"))
    content = filled - _any_filled(cells, match, _sequence_columns(match)).cast(filled.dtype)
    content = content.set(_is_unused_form(cells, match, content), 0)
    required = _any_filled(cells, match, [column.id for column in match.layout.required()])
    tests = (
        ("blank", filled == 0),
        (HEADER, _repeats_header(cells, match, filled)),
        (HEADER, _says_headers(cells, match, filled) & ~has_id),
        (HEADER, _counts_columns(cells)),
        (HEADER, (filled <= 2) & first.is_in(_title_cells(sheet, match.top))),
        ("total", _is_total(cells, filled) & ~is_sure),
        ("signature", _is_signature(cells, first, 2 * filled <= len(match.headers)) & ~is_sure),
        ("section", (filled == 1) & (first.str.contains(_section()) | _is_wide(sheet, match, len(filled)))),
        ("note", _is_note(first) & ~is_sure),
        ("note", (filled == 1) & _is_alone(first, match) & ~has_id),
        ("note", _is_example(first)),
        ("sequence", content == 0),
        ("note", (content == 1) & ~required),
    )
    kind = pl.Series("kind", [DATA], dtype=pl.String).new_from_index(0, len(filled))
    for name, test in tests:
        kind = kind.set(test.fill_null(value=False) & (kind == DATA), name)
    return kind


def _is_unused_form(cells: pl.DataFrame, match: Match, content: pl.Series) -> pl.Series:
    """Tell which thin rows hold nothing but zeros and dashes: a form with formulas that nobody filled in."""
    thin = (content > 0) & (content <= _FORMULAS)
    unused = never(cells.height)
    if not thin.any():
        return unused
    sequence = {column_name(match.columns[name]) for name in _sequence_columns(match) if name in match.columns}
    rows = cells.filter(thin).select(pl.all().exclude(sequence))
    empty = rows.select(pl.all_horizontal(pl.all().str.contains(_NOTHING).fill_null(value=True))).to_series()
    return unused.scatter(thin.arg_true().filter(empty), True)


def _section() -> str:
    return rf"^[(]?[{load_words().numerals}]+[)]?[、.)]"


@cache
def _column_number() -> re.Pattern[str]:
    marks = "".join(load_words().column_marks)
    return re.compile(rf"^[(]?(\d{{1,2}})[)]?(?:=.*)?$|^[{marks}]$")


def _sequence_columns(match: Match) -> list[str]:
    return [column.id for column in match.layout.column if column.type == "sequence"]


def _any_filled(cells: pl.DataFrame, match: Match, targets: Iterable[str]) -> pl.Series:
    numbers = {number for target, number in match.columns.items() if target.partition(".")[0] in set(targets)}
    found = never(cells.height)
    for number in numbers:
        found |= cells[column_name(number)].is_not_null()
    return found


def _holds(cells: pl.DataFrame, match: Match, target: str | None, pattern: str) -> pl.Series:
    number = match.columns.get(target or "")
    if number is None:
        return never(cells.height)
    return squeeze(cells[column_name(number)]).str.contains(pattern).fill_null(value=False)


def _is_complete(cells: pl.DataFrame, match: Match) -> pl.Series:
    """Tell which rows state everything that the ledger requires and the sheet has a column for."""
    required = {column.id for column in match.layout.required()}
    names = [column_name(number) for target, number in match.columns.items() if target.partition(".")[0] in required]
    if len(names) < _FEWEST_REQUIRED:
        return never(cells.height)
    return cells.select(pl.all_horizontal(pl.col(names).is_not_null())).to_series()


def _folded(cells: pl.Series) -> pl.Series:
    return cells.str.to_lowercase().str.replace_all(_FOLD, "")


def _repeats_header(cells: pl.DataFrame, match: Match, filled: pl.Series) -> pl.Series:
    """Tell which rows say again what the header says, at least in half of their cells."""
    count = pl.Series([0]).new_from_index(0, cells.height)
    for header in match.headers:
        texts = cells[column_name(header.column)]
        starts = list({tidy_text(part)[:1] for part in header.path})
        candidates = texts.str.slice(0, 1).is_in(starts).fill_null(value=False)
        if candidates.any():
            says = _folded(texts.filter(candidates)).is_in([fold(part) for part in header.path])
            count = count.scatter(candidates.arg_true().filter(says), count.filter(candidates).filter(says) + 1)
    return (count > 0) & (2 * count >= filled)


def _says_headers(cells: pl.DataFrame, match: Match, filled: pl.Series) -> pl.Series:
    """Tell which rows hold headers of the ledger in other words or places than the header above: two lists in one."""
    words = sorted({tidy_text(word) for c in match.layout.column for word in (c.header.zh, *c.synonyms)})
    count = pl.Series([0]).new_from_index(0, cells.height)
    for texts in cells.get_columns():
        count += texts.is_in(words).fill_null(value=False).cast(count.dtype)
    return (count >= _WIDE_MERGE) & (2 * count >= filled)


def _counts_columns(cells: pl.DataFrame) -> pl.Series:
    """Tell whether one of the first two rows numbers the columns: 甲, 乙, 1, 2, 3 …"""
    numbering = never(cells.height)
    for number, row in enumerate(cells.head(2).rows()):
        texts = [squeeze_text(cell) for cell in row if cell]
        found = [match for text in texts if (match := _column_number().match(text))]
        counted = [int(match.group(1)) for match in found if match.group(1)]
        is_counting = counted == list(range(counted[0], counted[0] + len(counted))) if counted else False
        if len(texts) >= _WIDE_MERGE and len(found) == len(texts) and is_counting and len(counted) >= 2:
            numbering = numbering.scatter(number, True)
    return numbering


def _title_cells(sheet: Sheet, top: int) -> list[str]:
    texts = {squeeze_text(tidy_text(cell)) for row in sheet.cells.head(top).rows() for cell in row if cell}
    return sorted(text for text in texts if text)


def _is_total(cells: pl.DataFrame, filled: pl.Series) -> pl.Series:
    """Tell which rows name a sum: the word alone, or beside a few characters where the row is thin.

    Beyond the first columns only the bare word in a thin row counts.
    """
    words = "|".join(sorted(map(re.escape, load_words().total), key=len, reverse=True))
    found = never(cells.height)
    is_thin = 5 * filled <= 3 * cells.width
    for number, texts in enumerate(cells.get_columns()):
        candidates = texts.str.contains("计|总|结").fill_null(value=False)
        if candidates.any():
            named = squeeze(texts.filter(candidates))
            alone = named.str.contains(rf"^(?:{words})[:：]?$")
            beside = named.str.contains(rf"^\D{{0,8}}(?:{words})(?:[:(\d]\S*)?$") & is_thin.filter(candidates)
            hit = (alone | beside) if number < _FIRST_COLUMNS else (alone & is_thin.filter(candidates))
            found = found.scatter(candidates.arg_true().filter(hit), True)
    return found


def _is_signature(cells: pl.DataFrame, first: pl.Series, is_thin: pl.Series) -> pl.Series:
    """Tell which rows begin with a label for a signature: before a colon, with another one, or alone in a thin row."""
    words = "|".join(sorted(map(re.escape, load_words().signature), key=len, reverse=True))
    head = first.str.replace(r"^([^:]*):.*$", "${1}").str.replace_all(r"[()\[\]_*]", "")
    is_label = head.str.contains(rf"^(?:{words})$")
    labels = cells.select(pl.sum_horizontal(pl.all().str.contains(rf"^(?:{words}):?$"))).to_series()
    labelled = first.str.contains(rf"^(?:{words})[:(_]|^(?:{words}).*(?:{words})[:_]?")
    return labelled | (is_label & (is_thin | (labels > 1) | first.str.contains(":")))


def _is_note(first: pl.Series) -> pl.Series:
    words = "|".join(sorted(map(re.escape, load_words().note), key=len, reverse=True))
    return first.str.contains(rf"^[(\[*※]?(?:{words})\d{{0,2}}(?:[:.、)\]]|$)")


def _is_alone(first: pl.Series, match: Match) -> pl.Series:
    """Tell which lone cells are no data: dates of signature, numbered notes, titles and pages, long sentences."""
    tables = "|".join(map(re.escape, load_words().tables))
    longest = _LONG_NAME if match.layout.party.name in match.columns else _LONG_NOTE
    patterns = f"{_SIGNED_DATE}|{_STARRED}|{_PAGE}|(?:{tables})(?:\\(.*\\))?$"
    return first.str.contains(patterns) | ((first.str.len_chars() > longest) & ~first.str.contains("·"))


def _is_example(first: pl.Series) -> pl.Series:
    """Tell which rows show how to fill in the form; they may look like data otherwise."""
    examples = "|".join(map(re.escape, load_words().example))
    return first.str.contains(rf"^[(\[]?(?:{examples})[)\]:]?\d*$")


def _is_wide(sheet: Sheet, match: Match, height: int) -> pl.Series:
    """Tell which rows are merged over several columns, as headings between groups are."""
    start = match.bottom + 1

    def is_heading(merge: Merge) -> bool:
        return merge.right - merge.left + 1 >= _WIDE_MERGE and 0 <= merge.top - start < height

    rows = sorted({merge.top - start for merge in sheet.merges if is_heading(merge)})
    wide = never(height)
    return wide.scatter(rows, True) if rows else wide

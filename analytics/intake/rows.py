"""What a row below a header is: data, or one of the many things people put between and below data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

import polars as pl

from analytics.intake.cells import never
from analytics.intake.distinct import Spellings, by_cell
from analytics.intake.layouts import Layout
from analytics.intake.recognise import Match
from analytics.intake.sheet import Merge, Sheet, column_name
from analytics.intake.text import FEW_CELLS, squeeze_text, tidy_text
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
#: Every word of sums has one of them.
_SUM_SIGN = re.compile("计|总|结")
_BLANKS = r"\s+"


def kinds(sheet: Sheet, match: Match, cells: pl.DataFrame, columns: Mapping[str, Spellings] | None = None) -> pl.Series:
    """Return the kind of each row below the header; `cells` are its tidied cells, `columns` the same by spelling."""
    told = _told(match, columns or {name: Spellings(cells[name]) for name in cells.columns})
    filled, has_id = told["filled"], told["has_id"]
    first = _told_by_first(sheet, match, cells, filled)
    is_sure = has_id | (told["is_complete"] & ~first["colon"])
    content = told["content"].set(_is_unused_form(cells, match, told["content"]), 0)
    signs = first["labelled"] | (
        first["label"] & ((2 * filled <= len(match.headers)) | (told["labels"] > 1) | first["colon"])
    )
    tests = (
        ("blank", filled == 0),
        (HEADER, (told["repeats"] > 0) & (2 * told["repeats"] >= filled)),
        (HEADER, (told["says"] >= _WIDE_MERGE) & (2 * told["says"] >= filled) & ~has_id),
        (HEADER, _counts_columns(cells)),
        (HEADER, (filled <= 2) & first["title"]),
        ("total", (told["sum"] | (told["sum_if_thin"] & (5 * filled <= 3 * cells.width))) & ~is_sure),
        ("signature", signs & ~is_sure),
        ("section", (filled == 1) & (first["section"] | _is_wide(sheet, match, len(filled)))),
        ("note", first["note"] & ~is_sure),
        ("note", (filled == 1) & first["alone"] & ~has_id),
        ("note", first["example"]),
        ("sequence", content == 0),
        ("note", (content == 1) & ~told["required"]),
    )
    return _first_that_holds(tests)


def _first_that_holds(tests: Sequence[tuple[str, pl.Series]]) -> pl.Series:
    """Return for each row the name of the first test that it passes, else that it is data."""
    together = pl.DataFrame([test.alias(str(number)) for number, (_, test) in enumerate(tests)])
    names = [pl.when(pl.col(str(number))).then(pl.lit(name)) for number, (name, _) in enumerate(tests)]
    return together.select(pl.coalesce(*names, pl.lit(DATA)).alias("kind")).to_series()


def _told(match: Match, columns: Mapping[str, Spellings]) -> pl.DataFrame:
    """Return what the cells of each row tell together, whatever column they stand in."""
    plain = _plain_columns(match, columns)
    cells = by_cell(columns, lambda names: _of_cells(match, list(columns), names, plain))
    cells = _only_repeated(match, columns, cells)

    def among(*kinds: str) -> list[str]:
        return [name for name in cells.columns if name.partition(":")[2] in kinds]

    def filled(names: Iterable[str]) -> pl.Expr:
        return pl.any_horizontal(pl.lit(value=False), pl.col(sorted(names)))

    def count(names: Sequence[str]) -> pl.Expr:
        return pl.sum_horizontal(pl.lit(0, pl.UInt32), pl.col(names).cast(pl.UInt32))

    required = _columns_of(match, [column.id for column in match.layout.required()])
    is_complete = [pl.col(name) for name in _required_columns(match)]
    return cells.select(
        filled=count(list(columns)),
        has_id=filled(among("id")),
        is_complete=pl.all_horizontal(is_complete) if len(is_complete) >= _FEWEST_REQUIRED else pl.lit(value=False),
        content=count(list(columns)) - filled(_columns_of(match, _sequence_columns(match))).cast(pl.UInt32),
        required=filled(required),
        repeats=count(among("repeats")),
        says=count(among("says")),
        sum=filled(among("sum")),
        sum_if_thin=filled(among("sum_if_thin")),
        labels=count(among("labels")),
    )


def _plain_columns(match: Match, columns: Mapping[str, Spellings]) -> set[str]:
    """Return the columns of a short sheet without a cell that says anything of its row: no word of sums, no header."""
    headers = set(_header_words(match.layout)[0])
    parts = [part for header in match.headers for part in header.path]
    folded, signs = set(map(fold, parts)), tuple(load_words().signature)
    firsts = {word[:1] for word in (*map(tidy_text, parts), *signs)}

    def is_plain(text: str) -> bool:
        if text in headers or _SUM_SIGN.search(text):
            return False
        return text[0] not in firsts or not (fold(text) in folded or text.startswith(signs))

    short = [name for name, found in columns.items() if len(found.distinct) <= FEW_CELLS]
    return {name for name in short if all(map(is_plain, set(columns[name].distinct.to_list()) - {None}))}


def _of_cells(match: Match, order: list[str], names: list[str], plain: set[str]) -> Iterator[pl.Expr]:
    """Yield the questions about the cells of some columns, each a Boolean that is never null."""

    def asked(test: pl.Expr, what: str) -> pl.Expr:
        return test.fill_null(value=False).name.suffix(f":{what}")

    cells = pl.col(names)
    yield cells.is_not_null()
    if party := _columns_of(match, {match.layout.party.person or ""}) & set(names):
        yield asked(pl.col(party).str.replace_all(_BLANKS, "").str.contains(_ID_DIGITS), "id")
    names = [name for name in names if name not in plain]
    if not names:
        return
    cells = pl.col(names)
    if under := [name for name in names if int(name) in {header.column for header in match.headers}]:
        yield asked(_folded_among(pl.col(under), [part for header in match.headers for part in header.path]), "repeats")
    yield asked(cells.is_in(_header_words(match.layout)), "says")
    early = [name for name in names if order.index(name) < _FIRST_COLUMNS]
    late = [name for name in names if name not in early]
    words = _any_of("total")
    alone, beside = rf"^(?:{words})[:：]?$", rf"^\D{{0,8}}(?:{words})(?:[:(\d]\S*)?$"
    if early:
        yield asked(_sum_like(early).str.contains(alone), "sum")
        yield asked(_sum_like(early).str.contains(beside), "sum_if_thin")
    if late:
        yield asked(_sum_like(late).str.contains(alone), "sum_if_thin")
    yield asked(cells.str.contains(rf"^(?:{_any_of('signature')}):?$"), "labels")


def _sum_like(names: list[str]) -> pl.Expr:
    """Return the cells without blanks where they may name a sum."""
    cells = pl.col(names)
    return pl.when(cells.str.contains(_SUM_SIGN.pattern)).then(cells.str.replace_all(_BLANKS, ""))


def _folded_among(cells: pl.Expr, parts: Sequence[str]) -> pl.Expr:
    """Tell which cells say one of the parts of a header."""
    starts = sorted({tidy_text(part)[:1] for part in parts})
    folded = pl.when(cells.str.slice(0, 1).is_in(starts)).then(cells.str.to_lowercase().str.replace_all(_FOLD, ""))
    return folded.is_in(sorted({fold(part) for part in parts}))


def _only_repeated(match: Match, columns: Mapping[str, Spellings], cells: pl.DataFrame) -> pl.DataFrame:
    """Count a header that is said again only where it stands in its own column."""
    for header in match.headers:
        name = column_name(header.column)
        said = f"{name}:repeats"
        if said in cells.columns and cells[said].any():
            own = _folded_among(pl.col(name), header.path).fill_null(value=False).alias(said)
            cells = cells.with_columns(by_cell({name: columns[name]}, lambda _, own=own: [own]))
    return cells


def _header_words(layout: Layout) -> pl.Series:
    """Return every way to write a header of the ledger: a row of such words is another list's header."""
    return _tidied(tuple(word for column in layout.column for word in (column.header.zh, *column.synonyms)))


@lru_cache(maxsize=128)
def _tidied(words: tuple[str, ...]) -> pl.Series:
    return pl.Series(sorted({tidy_text(word) for word in words})).implode()


@cache
def _any_of(kind: str) -> str:
    words: Iterable[str] = getattr(load_words(), kind)
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))


def _told_by_first(sheet: Sheet, match: Match, cells: pl.DataFrame, filled: pl.Series) -> pl.DataFrame:
    """Return what the first stated cell of each row tells; a number before other cells tells nothing."""
    first = cells.select(pl.coalesce(pl.all()).fill_null("").alias("first")).to_series()
    first = first.set(first.str.contains(r"^\d{1,9}$") & (filled > 2), "")
    text = pl.col("first").str.replace_all(_BLANKS, "")
    words = _any_of("signature")
    head = text.str.replace(r"^([^:]*):.*$", "${1}").str.replace_all(r"[()\[\]_*]", "")
    tests = {
        "colon": text.str.contains(":"),
        "title": text.is_in(_title_cells(sheet, match.top)),
        "label": head.str.contains(rf"^(?:{words})$"),
        "labelled": text.str.contains(rf"^(?:{words})[:(_]|^(?:{words}).*(?:{words})[:_]?"),
        "section": text.str.contains(_section()),
        "note": text.str.contains(rf"^[(\[*※]?(?:{_any_of('note')})\d{{0,2}}(?:[:.、)\]]|$)"),
        "alone": _is_alone(text, match),
        "example": text.str.contains(rf"^[(\[]?(?:{_any_of('example')})[)\]:]?\d*$"),
    }
    return by_cell({"first": Spellings.of(first)}, lambda _: [test.alias(name) for name, test in tests.items()])


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


def _columns_of(match: Match, targets: Iterable[str]) -> set[str]:
    wanted = set(targets)
    return {column_name(number) for target, number in match.columns.items() if target.partition(".")[0] in wanted}


def _required_columns(match: Match) -> list[str]:
    """Return the columns of everything that the ledger requires and the sheet has."""
    required = {column.id for column in match.layout.required()}
    return [column_name(number) for target, number in match.columns.items() if target.partition(".")[0] in required]


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


def _is_alone(first: pl.Expr, match: Match) -> pl.Expr:
    """Tell which lone cells are no data: dates of signature, numbered notes, titles and pages, long sentences."""
    longest = _LONG_NAME if match.layout.party.name in match.columns else _LONG_NOTE
    patterns = f"{_SIGNED_DATE}|{_STARRED}|{_PAGE}|(?:{_any_of('tables')})(?:\\(.*\\))?$"
    return first.str.contains(patterns) | ((first.str.len_chars() > longest) & ~first.str.contains("·"))


def _is_wide(sheet: Sheet, match: Match, height: int) -> pl.Series:
    """Tell which rows are merged over several columns, as headings between groups are."""
    start = match.bottom + 1

    def is_heading(merge: Merge) -> bool:
        return merge.right - merge.left + 1 >= _WIDE_MERGE and 0 <= merge.top - start < height

    rows = sorted({merge.top - start for merge in sheet.merges if is_heading(merge)})
    wide = never(height)
    return wide.scatter(rows, True) if rows else wide

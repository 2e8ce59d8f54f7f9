"""Three hundred workbooks gone wrong in ways nobody planned: real ones and made ones, altered by a seeded chance."""

import csv
import io
import random
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import xlsxwriter
import xlwt

from analytics.intake.files import read_sheets
from tests.faults import workshop

SAMPLES = Path(__file__).parent.parent / "cases" / "samples"
Table = list[list[str | None]]
#: What else may stand in a cell.
STRANGE = (
    "", " ", "合计", "#REF!", "-1", "1e308", "2024-13-45", "３７０２８３", "\u200b", "同上", "null", "0", "9" * 40,
    "长" * 500, "370283199001011235", "2024年7月-", "=1+1", "'", '"', "a,b", "\t", "制表人：", "∞", "-0",
    "2024.1", "二〇二四年", "+10113-09-19 00:00:00",
)  # fmt: skip


def tables() -> list[Table]:
    """Return what the samples and a made ledger hold, as text."""
    found: list[Table] = [[[str(cell) for cell in row] for row in (workshop.HEADER, *workshop.ROWS)]]
    for path in sorted(SAMPLES.glob("*.xlsx")) + sorted(SAMPLES.glob("*.csv")):
        sheet = read_sheets(path.read_bytes())[0]
        found.append([list(row) for row in sheet.cells.head(60).rows()])
    return found


def swap_cells(table: Table, chance: random.Random) -> Table:
    for _ in range(chance.randint(1, 20)):
        (a, b), (c, d) = _place(table, chance), _place(table, chance)
        table[a][b], table[c][d] = table[c][d], table[a][b]
    return table


def put_strange(table: Table, chance: random.Random) -> Table:
    for _ in range(chance.randint(1, 40)):
        row, column = _place(table, chance)
        table[row][column] = chance.choice(STRANGE)
    return table


def shuffle_rows(table: Table, chance: random.Random) -> Table:
    top = chance.choice([0, 0, 3])
    below = table[top:]
    chance.shuffle(below)
    return table[:top] + below


def cut_sheet(table: Table, chance: random.Random) -> Table:
    start, end = sorted(chance.randrange(len(table) + 1) for _ in range(2))
    return table[:start] if chance.random() < 0.5 else table[start:end]


def move_column(table: Table, chance: random.Random) -> Table:
    source, target = chance.randrange(len(table[0])), chance.randrange(len(table[0]))
    for row in table:
        row.insert(target, row.pop(source))
    return table


def remove_column(table: Table, chance: random.Random) -> Table:
    column = chance.randrange(len(table[0]))
    return [row[:column] + row[column + 1 :] for row in table]


def repeat_column(table: Table, chance: random.Random) -> Table:
    column = chance.randrange(len(table[0]))
    return [[*row, row[column]] for row in table]


def repeat_rows(table: Table, chance: random.Random) -> Table:
    return [list(row) for row in table for _ in range(chance.choice([1, 1, 2, 3]))]


def lose_cells(table: Table, chance: random.Random) -> Table:
    return [[None if chance.random() < 0.3 else cell for cell in row] for row in table]


SHUFFLES = (
    swap_cells, put_strange, shuffle_rows, cut_sheet, move_column, remove_column, repeat_column, repeat_rows,
    lose_cells,
)  # fmt: skip


def _place(table: Table, chance: random.Random) -> tuple[int, int]:
    row = chance.randrange(len(table))
    return row, chance.randrange(len(table[row]))


def as_xlsx(table: Table, chance: random.Random) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": chance.random() < 0.5}) as book:
        for _ in range(chance.choice([1, 1, 2])):
            sheet = book.add_worksheet()
            for number, row in enumerate(table):
                for column, cell in enumerate(row):
                    sheet.write(number, column, cell)
            if table and chance.random() < 0.3:
                top, left = chance.randrange(len(table)), chance.randrange(5)
                sheet.merge_range(top, left, top + chance.randint(1, 9), left + chance.randrange(3), "合并")
    return stream.getvalue()


def as_xls(table: Table, chance: random.Random) -> bytes:
    book, stream = xlwt.Workbook(encoding="utf-8"), io.BytesIO()
    sheet = book.add_sheet("台账")
    for number, row in enumerate(table):
        for column, cell in enumerate(row[:256]):
            if cell is not None:
                sheet.write(number, column, cell)
    book.save(stream)
    return stream.getvalue()


def as_csv(table: Table, chance: random.Random) -> bytes:
    stream = io.StringIO(newline="")
    csv.writer(stream, delimiter=chance.choice(",,;\t"), lineterminator=chance.choice(["\n", "\r\n", "\r"])).writerows(
        table
    )
    encoding = chance.choice(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-8"])
    return stream.getvalue().encode(encoding)


def flip_bytes(data: bytes, chance: random.Random) -> bytes:
    altered = bytearray(data)
    for _ in range(chance.choice([1, 3, 30])):
        altered[chance.randrange(len(altered))] = chance.randrange(256)
    return bytes(altered)


def truncate(data: bytes, chance: random.Random) -> bytes:
    return data[: chance.randrange(len(data))]


def change_part(data: bytes, chance: random.Random) -> bytes:
    """Alter the XML inside a workbook, so that its container stays whole."""
    if not zipfile.is_zipfile(io.BytesIO(data)):
        return flip_bytes(data, chance)
    parts = workshop.parts(data)
    name = chance.choice(sorted(parts))
    way = chance.choice(["flip", "cut", "drop", "tag"])
    if way == "drop":
        del parts[name]
    elif way == "tag":
        old, new = chance.choice(
            [(b"<row ", b"<col "), (b' t="s"', b' t="b"'), (b"<v>", b"<v>9"), (b"<c ", b"<c x='' ")]
        )
        parts[name] = parts[name].replace(old, new, chance.choice([1, 5, -1]))
    else:
        parts[name] = flip_bytes(parts[name], chance) if way == "flip" else truncate(parts[name], chance)
    return workshop.packed(parts)


def another_encoding(data: bytes, chance: random.Random) -> bytes:
    """Read a text as one encoding and write it as another; a workbook is only given another tail."""
    try:
        return data.decode("utf-8").encode(chance.choice(["gb18030", "utf-16", "utf-16-be"]))
    except UnicodeDecodeError:
        return data + chance.randbytes(50)


DAMAGES = (flip_bytes, truncate, change_part, change_part, another_encoding)
Writer = Callable[[Table, random.Random], bytes]


def mutants(first: int, last: int) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of the mutants of these numbers; the same number gives the same mutant."""
    known = tables()
    for number in range(first, last):
        chance = random.Random(number)
        table = [list(row) for row in chance.choice(known)]
        for shuffle in chance.sample(SHUFFLES, chance.randint(0, 3)):
            if table and table[0]:
                table = shuffle(table, chance)
        kind, write = chance.choice([("xlsx", as_xlsx), ("xlsx", as_xlsx), ("xls", as_xls), ("csv", as_csv)])
        data = write(table, chance)
        if chance.random() < 0.5 and data:
            data = chance.choice(DAMAGES)(data, chance)
        yield f"mutant{number}.{kind}", data

"""Results of formulas, put back into a workbook that was written without them.

The writer keeps formulas and forgets what they had come to; whoever reads the file before a spreadsheet has calculated
it anew would find nothing in these cells.
"""

import io
import re
import warnings
import zipfile
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f[^>]*(?:/>|>[^<]*</f>))<v\s*(?:/>|></v>)</c>')
_ERROR = re.compile(r"#[A-Z/0!?_]+[!?A]?")
_MOMENTS = (datetime, date, time, timedelta)


def restored(written: bytes, book: Workbook, original: bytes) -> bytes:
    """Return the written workbook with the results that stood in the original, in sheets of the same name."""
    places = {sheet.title: f"xl/worksheets/sheet{n}.xml" for n, sheet in enumerate(book.worksheets, start=1)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the same as when it was opened for writing
        results = load_workbook(io.BytesIO(original), data_only=True)
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(written)) as source, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target:
        sheets = {part: results[title] for title, part in places.items() if title in results.sheetnames}
        for item in source.infolist():
            content = source.read(item)
            if item.filename in sheets:
                content = _with_results(content.decode(), sheets[item.filename]).encode()
            target.writestr(item, content)
    return buffer.getvalue()


def _with_results(xml: str, results: Any) -> str:
    def put_back(match: re.Match[str]) -> str:
        place, attributes, formula = match.groups()
        kind, text = _stored(results[place].value, results.parent.epoch)
        return f'<c r="{place}"{attributes}{kind}>{formula}{text}</c>' if text else match.group()

    return _CELL.sub(put_back, xml)


def _stored(value: Any, epoch: datetime) -> tuple[str, str]:
    """Return the type and the value of a cell the way the file keeps a result; nothing where there was none."""
    if value is None:
        return "", ""
    if isinstance(value, str):
        return f' t="{"e" if _ERROR.fullmatch(value) else "str"}"', f"<v>{escape(value)}</v>"
    if isinstance(value, bool):
        return ' t="b"', f"<v>{int(value)}</v>"
    number = to_excel(value, epoch) if isinstance(value, _MOMENTS) else value
    return "", f"<v>{number!r}</v>"

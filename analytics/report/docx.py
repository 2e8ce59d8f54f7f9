"""A plain document for a word processor: a title and paragraphs, the same bytes for the same text."""

import io
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MIME = f"{_WORD}.document"
#: A4 with margins, in twentieths of a point; sizes of letters in half points.
_MARGINS = '<w:pgMar w:top="1701" w:right="1474" w:bottom="1417" w:left="1588"/>'
_PAGE = f'<w:sectPr><w:pgSz w:w="11906" w:h="16838"/>{_MARGINS}</w:sectPr>'
_TITLE, _TEXT = 36, 28
_FONTS = '<w:rFonts w:ascii="Noto Sans" w:hAnsi="Noto Sans" w:eastAsia="Noto Sans CJK SC"/>'


def document(title: str, paragraphs: Sequence[str], made: date) -> bytes:
    """Return the document; the first paragraph is left out where it is the title again."""
    rest = paragraphs[1:] if paragraphs and paragraphs[0] == title else paragraphs
    body = _paragraph(title, _TITLE, is_title=True) + "".join(_paragraph(text, _TEXT) for text in rest)
    parts = {
        "[Content_Types].xml": (
            f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
            '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f'<Override PartName="/word/document.xml" ContentType="{_WORD}.document.main+xml"/></Types>'
        ),
        "_rels/.rels": (
            f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
        ),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_MAIN}"><w:body>{body}{_PAGE}</w:body></w:document>',
    }
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (made.year, made.month, made.day, 0, 0, 0)), text.encode())
    return buffer.getvalue()


def _paragraph(text: str, size: int, *, is_title: bool = False) -> str:
    centre = '<w:jc w:val="center"/>' if is_title else ""
    bold = "<w:b/>" if is_title else ""
    style = f'<w:pPr><w:spacing w:after="160" w:line="400" w:lineRule="auto"/>{centre}</w:pPr>'
    run = f'<w:rPr>{_FONTS}{bold}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escape(text)}</w:t>'
    return f"<w:p>{style}<w:r>{run}</w:r></w:p>"

"""The mark on a workbook that was given back to its bureau: which file, when corrected, it brings again."""

import re

from analytics.intake.excel import ZIP_MAGIC
from analytics.intake.failures import RefusedError
from analytics.intake.package import Package

#: The name of the document property; its value is the sha256 of the file as it was received.
PROPERTY = "talent-returned"
_PART = "docProps/custom.xml"
_VALUE = re.compile(rf'name="{PROPERTY}"[^>]*>\s*<(?:\w+:)?lpwstr[^>]*>([0-9a-f]{{64}})<'.encode())


def returned_file(data: bytes) -> str | None:
    """Return the sha256 of the file that a corrected workbook brings again, None for any other file."""
    if not data.startswith(ZIP_MAGIC):
        return None
    try:
        package = Package(data)
        properties = package.read(_PART) if _PART in package else b""
    except RefusedError:
        return None
    found = _VALUE.search(properties)
    return found.group(1).decode() if found else None

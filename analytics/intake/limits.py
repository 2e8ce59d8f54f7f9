"""What a received file may demand of this machine."""

import tomllib
from functools import cache

from pydantic import BaseModel, ConfigDict

from analytics import house


class Limits(BaseModel):
    """data/ledgers/_limits.toml; each number is explained there."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    file_bytes: int
    workbook_bytes: int
    text_bytes: int
    markup_bytes: int
    part_bytes: int
    unpacked_bytes: int
    parts: int
    ratio: int
    ratio_from_bytes: int
    cells: int
    shared_bytes: int
    text_cells: int
    spanned_cells: int
    sheets: int
    headers: int
    merges: int
    cell_characters: int
    attempts: int


@cache
def load_limits() -> Limits:
    """Read the limits once."""
    path = house.DATA / "ledgers" / "_limits.toml"
    return Limits.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))

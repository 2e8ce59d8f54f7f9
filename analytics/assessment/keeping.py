"""An assessment as one file, from which it can be told again without the records, the files and the scheme of today.

A zip of the scheme and of what it was made from (JSON) and of every frame (Parquet). The same assessment gives the same
bytes: entries carry no time.
"""

import io
import json
import zipfile
from datetime import date, datetime

import polars as pl

from analytics.assessment.assessing import Assessment
from analytics.policy.schemes import Scheme

_FRAMES = (
    "items", "evidence", "points", "classes", "totals", "adjustments", "quality", "pending", "outlook",
)  # fmt: skip
_SCHEME, _MADE = "scheme.json", "made.json"
_UNDATED = (1980, 1, 1, 0, 0, 0)


def pack(made: Assessment) -> bytes:
    """Return an assessment as the bytes of a file."""
    known_at = made.known_at.isoformat() if made.known_at else None
    told = {"year": made.year, "stage": made.stage, "as_of": made.as_of.isoformat(), "known_at": known_at}
    parts = {_SCHEME: made.scheme.model_dump_json(by_alias=True, exclude_unset=True), _MADE: json.dumps(told)}
    parts |= {f"{name}.parquet": _written(getattr(made, name)) for name in _FRAMES}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as folder:
        for name, content in parts.items():
            folder.writestr(zipfile.ZipInfo(name, _UNDATED), content)
    return packed.getvalue()


def unpack(packed: bytes) -> Assessment:
    """Return the assessment of a packed file."""
    with zipfile.ZipFile(io.BytesIO(packed)) as folder:
        told = json.loads(folder.read(_MADE))
        scheme = Scheme.model_validate_json(folder.read(_SCHEME))
        frames = {name: pl.read_parquet(folder.read(f"{name}.parquet")) for name in _FRAMES}
    known_at = datetime.fromisoformat(told["known_at"]) if told["known_at"] else None
    as_of = date.fromisoformat(told["as_of"])
    return Assessment(told["year"], told["stage"], as_of, known_at, scheme, **frames)


def _written(frame: pl.DataFrame) -> bytes:
    content = io.BytesIO()
    frame.write_parquet(content, compression="zstd", statistics=False)
    return content.getvalue()

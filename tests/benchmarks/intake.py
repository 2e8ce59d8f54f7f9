"""How fast workbooks come in, beside the bare parse of the same file."""

import csv
import itertools
import time
from datetime import datetime
from pathlib import Path

import polars as pl

from analytics import intake, pipeline
from analytics.identity.numbers import complete_ids
from tests.benchmarks.timing import Timed

ROWS = 100_000
RECORDED = datetime(2026, 9, 30, 9)  # noqa: DTZ001 - the store keeps wall times


def measure(folder: Path) -> list[Timed]:
    """Return the bare parse and the whole import of a large insurance file."""
    path = folder / "spells.csv"
    _write(path)
    start = time.perf_counter()
    pl.read_csv(path, infer_schema=False)
    bare = (time.perf_counter() - start) * 1000
    policy, layouts = pipeline.rulebook()
    start = time.perf_counter()
    report = intake.import_files(folder / "home", None, policy, layouts, [path], recorded_at=RECORDED)
    whole = (time.perf_counter() - start) * 1000
    assert report.files[0].status == "imported", report.files[0].message
    return [
        Timed(f"bare text parse of {ROWS:,} rows of CSV", bare, bare),
        Timed(f"import of {ROWS:,} rows: read, check, seal names, store, publish", whole, whole),
    ]


def _write(path: Path) -> None:
    policy, layouts = pipeline.rulebook()
    headers = [column.header.zh for column in layouts["insurance_spells"].column]
    columns = [column.id for column in layouts["insurance_spells"].column]
    bodies = pl.Series([f"370283{1970 + n % 30}{1 + n % 12:02d}{1 + n % 28:02d}{n % 1000:03d}" for n in range(ROWS)])
    kinds = itertools.cycle(code.label.zh for code in policy.codes["employer_kind"].codes)
    samples = zip(complete_ids(bodies), kinds, range(ROWS), strict=False)
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(headers)
        for number, kind, n in samples:
            known = {"name": "模拟", "person": number, "employer": f"模拟单位{n % 500}", "employer_kind": kind}
            known |= {"start": f"202{3 + n % 3}{1 + n % 12:02d}"}
            writer.writerow([known.get(column, "") for column in columns])

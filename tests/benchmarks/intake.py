"""How fast workbooks come in, beside the bare parse of the same file; every run in a process of its own."""

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import fastexcel
import polars as pl

from analytics import intake, pipeline
from tests.benchmarks.roster import roster
from tests.benchmarks.timing import Timed

CSV_ROWS, XLSX_ROWS, SMALL_ROWS, PERSONS = 1_000_000, 200_000, 200, 100_000
SMALL_FILES = 200
RECORDED = datetime(2026, 9, 30, 9)  # noqa: DTZ001 - the store keeps wall times
_RUNS = 3
_KIB = 1024


def measure(folder: Path, city: Path) -> list[Timed]:
    """Return how long a long text file, a long workbook, a batch into the full city and many small files take."""
    whole = roster(CSV_ROWS, PERSONS)
    text, workbook, batch = folder / "roster.csv", folder / "roster.xlsx", folder / "batch.csv"
    whole.write_csv(text)
    whole.head(XLSX_ROWS).write_excel(workbook)
    whole.sample(1000, seed=1).write_csv(batch)
    small = folder / "small"
    small.mkdir()
    for number, part in enumerate(whole.head(SMALL_FILES * SMALL_ROWS).iter_slices(SMALL_ROWS)):
        part.write_csv(small / f"{number:03}.csv")
    del whole
    lines = _beside(f"{CSV_ROWS:,} rows of CSV", text, folder / "csv_home", 4)
    lines += _beside(f"{XLSX_ROWS:,} rows of xlsx", workbook, folder / "xlsx_home", 2)
    lines += [_batch(batch, city), _small(sorted(small.iterdir()), folder / "small_home")]
    return lines


def _beside(what: str, path: Path, home: Path, most: int) -> list[Timed]:
    bare, done = _fresh("bare", home, [path]), _fresh("import", home, [path])
    rest = f"x {done['spent'] / bare['spent']:.1f} of it, {done['peak'] / _KIB:,.0f} MiB at most"
    limit = "≤ 2,000 MiB, " if path.suffix == ".csv" else ""
    return [
        Timed(f"bare text parse of {what}", bare["spent"], bare["worst"]),
        Timed(f"import of {what}: {rest}", done["spent"], done["worst"], f"{limit}≤ x {most}"),
    ]


def _batch(path: Path, city: Path) -> Timed:
    done = _fresh("import", city, [path])
    return Timed("batch of 1,000 rows into the full city, published", done["spent"], done["worst"], "≤ 1 000")


def _small(files: Sequence[Path], home: Path) -> Timed:
    done = _fresh("import", home, files)
    each = done["spent"] / len(files)
    return Timed(f"{len(files)} files of {SMALL_ROWS} rows: {each:.0f} each", done["spent"], done["worst"])


def _fresh(kind: str, home: Path, files: Sequence[Path]) -> dict[str, float]:
    command = [sys.executable, "-m", "tests.benchmarks.intake", kind, str(home), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _bare(path: Path) -> None:
    if path.suffix == ".csv":
        pl.read_csv(path, infer_schema=False)
    else:
        fastexcel.read_excel(path).load_sheet(0, header_row=None, dtypes="string").to_arrow_with_errors()


def _import(home: Path, files: Sequence[Path]) -> None:
    policy, layouts = pipeline.rulebook()
    report = intake.import_files(home, None, policy, layouts, files, recorded_at=RECORDED)
    for file in report.files:
        assert file.status == "imported", file.message


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def main(kind: str, home: str, *files: str) -> None:
    """Write out what one process spent (milliseconds) and its greatest memory (KiB)."""
    paths = [Path(file) for file in files]
    if kind == "bare":
        spent = [_timed(lambda: _bare(paths[0])) for _ in range(_RUNS)]
    else:
        spent = [_timed(lambda: _import(Path(home), paths))]
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    found = {"spent": sorted(spent)[len(spent) // 2], "worst": max(spent), "peak": peak}
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

"""How long the money of the whole city takes: what is due, decided, paid and owed, and what the rules find."""

import shutil
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import polars as pl

from analytics import pipeline
from analytics.pipeline import House
from analytics.records import BatchHeader, BatchSheet, fact_schema
from tests.benchmarks.home import AS_OF
from tests.benchmarks.timing import Timed, fresh, repeated

ROWS = 1_000
_RUNS = 3
#: A fact that money does not rest on, and the one that everything rests on.
BATCHES = {"event": "of another ledger", "payment": "of payments"}

_COLD = """
import time
from datetime import date
from pathlib import Path
from analytics import pipeline
import pyarrow
pipeline.rulebook()
start = time.perf_counter()
state = pipeline.House(Path({home!r})).open()
accounts = pipeline.account(state, as_of=date.fromisoformat({as_of!r}), is_audited={is_audited})
{is_audited} and accounts.audit
print((time.perf_counter() - start) * 1000)
"""


def measure(home: Path) -> list[Timed]:
    """Return the money of the city cold in a fresh process, warm, and after one more batch."""
    state = House(home).open()

    def whole() -> object:
        return pipeline.account(state, as_of=AS_OF).audit

    return [
        _cold("money of the city, cold from the snapshot: dues, statements, ledger", home),
        _cold("the same, and the audit beside it", home, "≤ 2 000", is_audited=True),
        repeated("the same, warm", whole, times=3),
        *(timed for fact, named in BATCHES.items() for timed in _after(home, fact, named)),
    ]


def _cold(what: str, home: Path, target: str = "", *, is_audited: bool = False) -> Timed:
    script = _COLD.format(home=str(home), as_of=AS_OF.isoformat(), is_audited=is_audited)
    return fresh(what, script, target=target)


def _after(city: Path, fact: str, named: str) -> list[Timed]:
    """Time the money after each of some batches that came into a copy of the home, kept from before where it holds."""
    spent: list[float] = []
    audited: list[float] = []
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        shutil.copytree(city, home)
        house = House(home)
        before = pipeline.account(house.open(), as_of=AS_OF)
        assert before.audit.findings.height
        for run in range(_RUNS):
            _bring(house, fact, run)
            start = time.perf_counter()
            before = pipeline.account(house.open(), as_of=AS_OF, before=before)
            spent.append((time.perf_counter() - start) * 1000)
            assert before.audit.findings.height
            audited.append((time.perf_counter() - start) * 1000)
    what = f"after one more batch of {ROWS:,} rows {named}"
    return [_middle(what, spent, "≤ 300"), _middle(f"{what}, until the audit is there", audited)]


def _middle(what: str, spent: list[float], target: str = "") -> Timed:
    return Timed(what, sorted(spent)[len(spent) // 2], max(spent), target)


def _bring(house: House, fact: str, run: int) -> None:
    """Publish rows of the fact once more, as new ones, recorded after all others."""
    snapshot = house.open().snapshot
    stored = snapshot.facts(fact)
    rows = pl.concat([stored] * (ROWS // stored.height + 1)).tail(ROWS).select(fact_schema(fact).names())
    rows = rows.with_columns(row_key=pl.format("{}|{}|{}", "row_key", pl.lit(run), pl.int_range(pl.len())))
    at = max(snapshot.batches()["recorded_at"].to_list()) + timedelta(days=1)
    header = BatchHeader("more.csv", f"{run:064}", None, received_at=at, recorded_at=at)
    sheet = BatchSheet(0, "", str(rows["ledger"][0]), None, ROWS + 1, ROWS, ROWS, 0, 1)
    with house.store.writer() as writer:
        writer.add_batch(header, [sheet], {fact: rows})

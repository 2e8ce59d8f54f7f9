"""How fast, how surely and how completely two files about one town are linked."""

from analytics.identity.linkage import link
from tests.benchmarks.timing import Timed, repeated
from tests.identity.namesakes import two_files

SEEDS = 5


def measure() -> list[Timed]:
    """Return the time of one linkage of 9,000 rows to 9,000 people, and how many of five are right and found."""
    files = two_files(0)
    return [repeated(f"linkage of 9,000 rows to 9,000 people: {_quality()}", lambda: link(files.incoming, files.known))]


def _quality() -> str:
    made, right, true = 0, 0, 0
    for seed in range(SEEDS):
        files = two_files(seed)
        links = dict(link(files.incoming, files.known).links.select("row", "person_key").iter_rows())
        made += len(links)
        right += sum(files.truth.get(row) == person for row, person in links.items())
        true += len(files.truth)
    return f"precision {right / made:.4f} (≥ 0.999), recall {right / true:.4f} (≥ 0.985)"

"""People who are in by the rules and not on file yet: what has happened and has not been reported.

Their facts come months late, so that of the newest entrants most are unknown. How many there are is what the rate of
intake and the delays of reports tell; those who will claim count as if they had asked.
"""

from dataclasses import fields

import numpy as np

from analytics.budget.exposure.book import Entry, FloatArray, Stage, Stock
from analytics.budget.exposure.claiming import Claiming
from analytics.budget.exposure.leaving import Leaving

_YEAR = 12
#: Fewer people than that in a cell are left out.
_LEAST = 0.005


def unreported(entry: Entry, missing: FloatArray, claims: Claiming, left: Leaving) -> Stock:
    """Return cells of those who entered by as_of and are not on file; missing: [stream, age], see `Entrants`.

    Two cells each: what fell due by now, which is found out next month, and the instalments still to come.
    """
    brings, age = (part.ravel() for part in np.indices((entry.stream.size, missing.shape[1])))
    stream, every, hazard = entry.stream[brings], entry.every[brings], left.hazard[entry.group[brings]]
    persons = missing[stream, age] * entry.share[brings] * claims.claimed[stream, -1]
    length, step = entry.length[brings], np.maximum(every, 1)
    elapsed = np.where(every > 0, np.minimum(age, length - 1) // step + 1, 1)
    begin = np.where(every == _YEAR, _YEAR - age % _YEAR, 1)
    last = begin + (length // step - elapsed - 1) * step
    ones = np.ones_like(age)
    past = (persons > _LEAST, ones, ones, entry.amount[brings] * elapsed, persons)
    ahead = (past[0] & (every > 0) & (last >= begin), begin, last, entry.amount[brings], persons * (1 - hazard) ** age)
    parts = []
    for kept, first, end, amount, people in (past, ahead):
        parts.append(
            Stock(
                stream=stream[kept],
                level=entry.level[brings][kept],
                group=entry.group[brings][kept],
                stage=np.full(int(kept.sum()), int(Stage.UNDECIDED), np.int64),
                used=(elapsed * step)[kept] if end is last else np.zeros(int(kept.sum()), np.int64),
                first=first[kept],
                last=end[kept],
                every=step[kept],
                amount=amount[kept],
                persons=people[kept],
            )
        )
    return joined(*parts)


def joined(*parts: Stock) -> Stock:
    """Return the cells of all parts."""
    return Stock(*(np.concatenate([getattr(part, field.name) for part in parts]) for field in fields(Stock)))

"""Rows taken for a known person's, though their number is masked, miswritten, rounded or missing.

Known are the people of earlier batches in force, those of the files before in the same command included. The people of
the file itself can make a claim ambiguous, but nothing is linked to them: one file alone is read as it stands. Who may
be meant is decided by analytics.identity.linkage; here it is settled what follows:

- a row that only its number refuses, and that means exactly one known person, comes in as that person's, with a
  warning. One that means several stays refused and its pairs wait for a ruling. One that means nobody is refused as
  ever. No link is made that would repeat the key of another row.
- a row with a passport or permit that means exactly one known person by name and telephone is linked likewise; where
  several are meant it stays its own and the pairs wait.
- a row with a valid ID number is always its own. Where exactly one other person has the same name and telephone, or the
  same name and almost the same number, the two wait for a ruling.

Rulings made before count: `different` takes a person out of the choice, `same` decides it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import polars as pl

from analytics.identity import CLAIM, Linked, Vault, linkage
from analytics.identity.links import ADDED_LINKS, ADDED_PAIRS
from analytics.intake.acquaintance import Acquaintance, News, has_claims, people_of
from analytics.intake.claims import claims, evidence, people, taken
from analytics.intake.duplicates import repeating
from analytics.intake.reading import Reading
from analytics.records import Snapshot, Writer

_STATED = ("id_number", "name", "phone")
_KNOWN = pl.Schema(dict.fromkeys(("person_key", "name", "id_number", "phone"), pl.String))


@dataclass
class Linker:
    """Links the files of one command, in their order; `records` tell which batches are in force, and up to what."""

    vault: Vault
    records: Writer | Snapshot
    _vaulted: pl.DataFrame | None = field(default=None, init=False)
    _acquaintance: Acquaintance | None = field(default=None, init=False)
    _last: Sequence[Reading] = field(default=(), init=False)
    _met: set[str] = field(default_factory=set, init=False)

    def link(self, readings: Sequence[Reading]) -> tuple[Sequence[Reading], Linked]:
        """Return the readings with the linked rows accepted, and what the vault is to keep of it."""
        if not any(reading.layout.party.name in reading.values.columns for reading in readings):
            return readings, Linked()
        known = self._known_to(readings)
        if known is None:
            return readings, Linked()
        asked = claims(readings) if known.height else claims(())
        pairs = ADDED_PAIRS.to_frame()
        links = ADDED_LINKS.to_frame()
        if asked.height:
            asked = asked.with_columns(left_key=self._left_keys(asked))
            decision = linkage.decided(self._choices(asked, readings, known))
            readings, links = _linked(readings, asked.join(decision.links, on="row"), known)
            pairs = _waiting(readings, asked.join(decision.ambiguous, on="row"))
        pairs = self._news(pl.concat([pairs, self._doubles(readings, known)]))
        self._last = readings
        return readings, Linked(links, pairs)

    def _known_to(self, readings: Sequence[Reading]) -> pl.DataFrame | None:
        """Return whom rows in question may mean, or new people be, of all known before; None where that is nobody.

        For the first file that is everybody: for a single one it would take longer to choose.
        """
        if self._vaulted is None:
            self._vaulted = self.vault.known_people(self.records.version).select(_KNOWN.names())
            return self._vaulted
        if self._acquaintance is None:
            self._acquaintance = Acquaintance(self._vaulted.select(_STATED).iter_rows())
        self._meet(self._acquaintance, self._acquaintance.news(people_of(self._last)))
        self._last = ()
        news = self._acquaintance.news(people_of(readings))
        if not has_claims(readings) and not self._acquaintance.may_have_doubles(news):
            self._meet(self._acquaintance, news)
            return None
        stated = linkage.readable(claims(readings).rename({"number": "stated"}))
        meant = self._acquaintance.near(stated.select("number", "name", "mobile").iter_rows())
        near = self._acquaintance.near([*news, *meant])  # who is meant may have doubles too
        found = pl.DataFrame(near, schema=dict.fromkeys(_STATED, pl.String), orient="row")
        return found.with_columns(self.vault.person_keys(found["id_number"])).select(_KNOWN.names())

    def _meet(self, acquaintance: Acquaintance, news: News) -> None:
        acquaintance.meet(news)
        self._met.update(number for number, *_ in news)

    def _choices(self, asked: pl.DataFrame, readings: Sequence[Reading], known: pl.DataFrame) -> pl.DataFrame:
        """Return whom each claim may mean, see linkage.candidates; claims that mean nobody known are left out."""
        own = people(readings, sharing=False).filter(pl.col("name").is_in(asked["name"].implode()))
        rivals = own.join(asked, left_on="id_number", right_on="own", how="anti")
        rivals = rivals.with_columns(self.vault.person_keys(rivals["id_number"])).select(_KNOWN.names())
        found = linkage.candidates(asked.select("row", "name", "number", "phone"), pl.concat([known, rivals]))
        is_known = pl.col("person_key").is_in(known["person_key"].implode())
        found = found.filter(pl.col("rule") != linkage.ID).with_columns(is_known=is_known)
        gone = self._gone(found.filter("is_known"))
        found = found.filter(~pl.col("person_key").is_in(gone.implode()))
        found = found.filter(pl.col("is_known").any().over("row")).drop("is_known")
        return self._ruled(found.join(asked.select("row", "left_key"), on="row"))

    def _gone(self, found: pl.DataFrame) -> pl.Series:
        """Return the keys of those found who are in no batch in force any more, nor in an earlier file."""
        persons = found.select("id_number", "person_key").unique(maintain_order=True).iter_rows()
        asked = pl.Series([key for number, key in persons if number not in self._met], dtype=pl.String)
        return asked.filter(~asked.is_in(self.records.live_persons(asked).implode())) if len(asked) else asked

    def _ruled(self, found: pl.DataFrame) -> pl.DataFrame:
        """Apply the rulings: several ruled one and the same are one, `different` is out, `same` leaves nobody else."""
        aliases, queue = self._ruled_so_far()
        ruled = queue.select("left_key", "status", right=pl.col("right_key").replace(aliases))
        found = found.with_columns(right=pl.col("person_key").replace(aliases))
        found = found.join(ruled, on=["left_key", "right"], how="left", maintain_order="left")
        is_same = pl.col("status").eq_missing("same")
        found = found.filter(pl.col("status").ne_missing("different"), is_same | ~is_same.any().over("row"))
        found = found.with_columns(person_key="right").unique(("row", "person_key"), keep="first", maintain_order=True)
        return found.drop("left_key", "status", "right")

    def _ruled_so_far(self) -> tuple[dict[str, str], pl.DataFrame]:
        version = self.records.version
        return self.vault.aliases(version), self.vault.link_queue(self.records.revoked_batches(), version)

    def _left_keys(self, asked: pl.DataFrame) -> pl.Series:
        """Return what stands for the left side of each claim's pairs: its own person, else what the row states."""
        own = self.vault.person_keys(asked["own"])
        stated = asked.select(pl.concat_str(pl.col("name", "number", "phone").fill_null(""), separator="|")).to_series()
        return own.fill_null(CLAIM + self.vault.certificate_keys(stated)).alias("left_key")

    def _doubles(self, readings: Sequence[Reading], known: pl.DataFrame) -> pl.DataFrame:
        """Return the pairs of persons with numbers of their own who may be one and the same."""
        told = ("id_number", "name", "phone")
        sharing = people(readings, sharing=True)
        news = sharing
        if self._acquaintance:
            stated = people(readings, sharing=False)
            is_new = [not self._acquaintance.knows(person) for person in stated.select(told).iter_rows()]
            news = stated.filter(pl.Series(is_new, dtype=pl.Boolean))
        elif known.height:
            news = people(readings, sharing=False).join(known, on=told, how="anti", nulls_equal=True)
        news = news.rename({"id_number": "number"}).with_row_index("row").cast({"row": pl.Int64})
        others = pl.concat([known.select(told), sharing.select(told)]).with_columns(person_key="id_number")
        found = news.join(linkage.doubles(news, others).drop("person_key"), on="row")
        left, right = self.vault.person_keys(found["number"]), self.vault.person_keys(found["id_number"])
        pairs = found.with_columns(left.alias("left_key"), right.alias("person_key"))
        gone = self._gone(pairs.filter(pl.col("person_key").is_in(known["person_key"].implode())))
        return _waiting(readings, pairs.filter(~pl.col("person_key").is_in(gone.implode())))

    def _news(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Return the pairs that nobody has met before, each once, whichever side comes first."""
        if pairs.is_empty():
            return pairs
        aliases, queue = self._ruled_so_far()
        known = {frozenset(pair) for pair in queue.select("left_key", "right_key").iter_rows()}
        kept: list[bool] = []
        for left, right in pairs.select("left_key", "right_key").iter_rows():
            pair = frozenset((left, right))
            kept.append(pair not in known and aliases.get(left, left) != aliases.get(right, right))
            known.add(pair)
        return pairs.filter(pl.Series(kept, dtype=pl.Boolean))


def _linked(
    readings: Sequence[Reading], mine: pl.DataFrame, known: pl.DataFrame
) -> tuple[Sequence[Reading], pl.DataFrame]:
    """Return the readings with the claims taken for known people's, but those that would repeat another row's key."""
    last = known.unique("id_number", keep="last").select("id_number", known_name="name", known_phone="phone")
    mine = mine.join(last, on="id_number", how="left", maintain_order="left")
    tried = _taken(readings, mine)
    doubtful = [r.rows.is_in(r.rows.gather(_places(mine, n)).implode()) for n, r in enumerate(readings)]
    repeated = [rows.arg_true().to_list() for rows in repeating(tried, doubtful)]
    made = mine.filter(
        pl.Series([at not in repeated[n] for n, at in mine.select("reading", "at").iter_rows()], dtype=pl.Boolean)
    )
    links = [
        {
            "sheet": readings[n].sheet.name,
            "row": readings[n].rows[at],
            "rule": rule,
            "person_key": key,
            "evidence": evidence(*stated),
        }
        for n, at, rule, key, *stated in made.select(
            "reading", "at", "rule", "person_key", "name", "number", "phone"
        ).iter_rows()
    ]
    return _taken(readings, made), pl.DataFrame(links, schema=ADDED_LINKS)


def _taken(readings: Sequence[Reading], mine: pl.DataFrame) -> list[Reading]:
    parts = ((reading, mine.filter(pl.col("reading") == n)) for n, reading in enumerate(readings))
    return [taken(reading, part) if part.height else reading for reading, part in parts]


def _places(mine: pl.DataFrame, number: int) -> pl.Series:
    return mine.filter(pl.col("reading") == number)["at"]


def _waiting(readings: Sequence[Reading], pairs: pl.DataFrame) -> pl.DataFrame:
    """Return pairs as the vault keeps them."""
    columns = ("reading", "at", "rule", "left_key", "person_key", "name", "number", "phone")
    rows = [
        (readings[n].sheet.name, readings[n].rows[at], rule, left, right, evidence(*stated))
        for n, at, rule, left, right, *stated in pairs.select(columns).iter_rows()
    ]
    return pl.DataFrame(rows, schema=ADDED_PAIRS, orient="row")

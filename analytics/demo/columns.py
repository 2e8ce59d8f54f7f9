"""One column of a plain ledger, filled as data/demo/ledgers.toml says; see calibration_ledgers.Draw."""

from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl

from analytics.demo.calibration_ledgers import Draw
from analytics.demo.draws import keys, picks, some

_FEN = 100
_BASIS_POINTS = 10_000


def filled(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator, last_day: date) -> pl.Series:
    """Return the column; no day in it lies after `last_day`, money is in fen."""
    fill = next(fill for name, fill in _FILLS.items() if getattr(draw, name) not in (None, (), {}))
    column = rows.select(fill(rows, draw, rng).alias("column")).to_series()
    if column.dtype == pl.Date:
        column = column.to_frame().select(pl.when(pl.col("column") <= last_day).then("column")).to_series()
    if draw.given < 1:
        column = (
            column.to_frame().select(pl.when(pl.Series(some(rng, draw.given, len(rows)))).then("column")).to_series()
        )
    if draw.if_stated:
        column = rows.select(pl.when(pl.col(draw.if_stated).is_not_null()).then(column)).to_series()
    return column


def _text(values: np.ndarray) -> pl.Expr:
    return pl.lit(pl.Series(values, dtype=pl.String))


def _between(span: tuple[int, int], step: int, size: int, rng: np.random.Generator) -> pl.Expr:
    low, high = span
    return pl.lit(pl.Series(low + step * rng.integers(0, (high - low) // step + 1, size), dtype=pl.Int64))


def _number(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator) -> pl.Expr:
    return _between(draw.number or (0, 0), draw.step, len(rows), rng)


def _yuan(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator) -> pl.Expr:
    return _between(draw.yuan or (0, 0), draw.step, len(rows), rng) * _FEN


def _decimal(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator) -> pl.Expr:
    low, high = draw.decimal or (0.0, 0.0)
    return pl.lit(pl.Series(np.round(rng.uniform(low, high, len(rows)), 1)))


def _yuan_by(_: pl.DataFrame, draw: Draw, __: np.random.Generator) -> pl.Expr:
    by = draw.yuan_by
    fen = {code: yuan * _FEN for code, yuan in by.yuan.items()} if by else {}
    return pl.col(by.of if by else "").replace_strict(fen, default=None, return_dtype=pl.Int64)


def _part(_: pl.DataFrame, draw: Draw, __: np.random.Generator) -> pl.Expr:
    part = draw.part_of
    if part is None:
        return pl.lit(None, pl.Int64)
    share = pl.col(part.by) / _BASIS_POINTS if part.by else pl.lit(part.share)
    fen = (pl.col(part.of) * share / _FEN).floor().cast(pl.Int64) * _FEN
    return pl.min_horizontal(fen, pl.lit(part.most_yuan * _FEN)) if part.most_yuan else fen


def _tier(_: pl.DataFrame, draw: Draw, __: np.random.Generator) -> pl.Expr:
    tiers = draw.tiers
    found = [pl.when(pl.col(tiers.of) >= least * _FEN).then(yuan * _FEN) for least, yuan in tiers.yuan] if tiers else []
    return pl.coalesce(*found, pl.lit(None, pl.Int64))


def _days(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator) -> pl.Expr:
    return pl.col(draw.since) + pl.duration(days=_between(draw.days or (0, 0), 1, len(rows), rng))


def _stretch(rows: pl.DataFrame, draw: Draw, rng: np.random.Generator) -> pl.Expr:
    days = _between(draw.stretch or (0, 0), 1, len(rows), rng)
    return pl.struct(start=pl.col(draw.since), end=pl.col(draw.since) + pl.duration(days=days))


def _named(rows: pl.DataFrame, draw: Draw, _: np.random.Generator) -> pl.Expr:
    pattern = draw.text or ""
    names = [name for name in rows.columns if f"{{{name}}}" in pattern]
    names = sorted(names, key=lambda name: pattern.index(f"{{{name}}}"))
    running = pl.int_range(1, pl.len() + 1).cast(pl.String).str.zfill(3)
    for name in names:
        pattern = pattern.replace(f"{{{name}}}", "{}", 1)
    head, is_numbered, tail = pattern.partition("{n}")
    text = pl.format(head, *names) if names else pl.lit(head)
    return pl.concat_str(text, running, pl.lit(tail)) if is_numbered else text


_FILLS: dict[str, Callable[[pl.DataFrame, Draw, np.random.Generator], pl.Expr]] = {
    "words": lambda rows, draw, rng: _text(picks(rng, draw.words, len(rows))),
    "codes": lambda rows, draw, rng: _text(keys(rng, draw.codes, len(rows))),
    "turns": lambda rows, draw, _: _text(np.resize(np.array(draw.turns, dtype=object), len(rows))),
    "number": _number,
    "decimal": _decimal,
    "yuan": _yuan,
    "yuan_by": _yuan_by,
    "part_of": _part,
    "tiers": _tier,
    "yes": lambda rows, draw, rng: pl.lit(pl.Series(some(rng, draw.yes or 0, len(rows)))),
    "days": _days,
    "stretch": _stretch,
    "year_of": lambda _, draw, __: pl.col(draw.year_of or "").dt.year() - draw.back,
    "copy_of": lambda _, draw, __: pl.col(draw.copy_of or ""),
    "text": _named,
}

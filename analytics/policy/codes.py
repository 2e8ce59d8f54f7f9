"""Closed code lists: what the store keeps, how it is shown, and every word the bureaus write for it."""

from functools import cached_property
from typing import Self

from pydantic import Field, model_validator

from analytics.policy.base import Part, Text, Words, repeated
from analytics.policy.names import fold, pieces, strip_affixes


class Code(Part):
    """One stored value of a list."""

    id: Words
    label: Text
    synonyms: tuple[Words, ...] = ()

    def words(self) -> list[str]:
        return [self.id, self.label.zh, self.label.en, *self.synonyms]


class CodeList(Part):
    """A closed list.

    columns: the fact columns that store it, as table.column. qualifiers: words beside a value that say nothing about
    it (full-time, certified …).
    """

    title: Text
    columns: tuple[Words, ...] = ()
    qualifiers: tuple[Words, ...] = ()
    codes: tuple[Code, ...] = Field(alias="code")

    @model_validator(mode="after")
    def _words_are_unambiguous(self) -> Self:
        if twice := repeated(code.id for code in self.codes):
            raise ValueError(f"the code {twice[0]} is defined twice")
        owner: dict[str, str] = {}
        for code in self.codes:
            for word in code.words():
                if owner.setdefault(fold(word), code.id) != code.id:
                    raise ValueError(f"{code.id}: the word {word} already stands for {owner[fold(word)]}")
        return self

    @cached_property
    def ids(self) -> tuple[str, ...]:
        return tuple(code.id for code in self.codes)

    @cached_property
    def _by_word(self) -> dict[str, str]:
        return {fold(word): code.id for code in self.codes for word in code.words()}

    @cached_property
    def _silent(self) -> frozenset[str]:
        return frozenset(fold(word) for word in self.qualifiers)

    @cached_property
    def _by_id(self) -> dict[str, Code]:
        return {code.id: code for code in self.codes}

    def code(self, code_id: str) -> Code:
        """Return the code; raises KeyError for an unknown id."""
        return self._by_id[code_id]

    def match(self, text: str | None) -> str | None:
        """Return the code that `text` names, or None.

        The whole cell is looked up first, then its parts between slashes and brackets: all parts that are not
        mere qualifiers must name the same code. Qualifiers grown onto a word (a full-time master) are taken off;
        beyond that, words are never searched inside other words.
        """
        folded = fold(text or "")
        if not folded:
            return None
        if whole := self._named(folded):
            return whole
        telling = [part for part in pieces(text or "") if part not in self._silent]
        found = {self._named(part) for part in telling}
        return found.pop() if len(found) == 1 else None

    def _named(self, word: str) -> str | None:
        """Return the code of a folded word, with the qualifiers at its ends or without them."""
        while word and word not in self._by_word:
            bare = strip_affixes(word, self.qualifiers, self.qualifiers)
            word = bare if bare != word else ""
        return self._by_word.get(word)

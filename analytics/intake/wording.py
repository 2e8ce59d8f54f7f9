"""Names, codes and plain text, by column."""

import re
from collections.abc import Callable

import polars as pl

from analytics.identity import mask_id, mask_phone
from analytics.intake.cells import CELL, UNKNOWN_CODE, Answer, Question, fault, fine
from analytics.intake.text import by_unique, mapped, squeeze_text
from analytics.intake.words import load_words
from analytics.policy.names import fold

_HAN = r"\p{Han}"
_DOTS = r"[•‧・･∙⋅●．]"
_ID_INSIDE = re.compile(r"(?<!\d)[1-9]\d{16}[\dXx](?!\d)")
_MOBILE_INSIDE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
_PERSONAL = r"\d{11}"
#: Names and texts in which nothing is to be changed: of Han characters alone; without blanks and long numbers.
_PLAIN_NAME = re.compile(r"[\u4e00-\u9fff]+")
_PLAIN_TEXT = re.compile(r"[^\s\d]*(?:\d{1,10}[^\s\d]+)*\d{0,10}")
#: No name of a person of so many characters holds a word of an organisation.
_SHORTEST_SURE = 4
_PERSON_LIKE = re.compile(r"^[\u4e00-\u9fff]{2,3}$")


def name(question: Question) -> Answer:
    """Read names of people: no blanks between Han characters, one kind of middle dot."""
    if question.all_are(_PLAIN_NAME):
        return Answer({"": question.texts}, fine(len(question.texts)))
    spaced = CELL.str.replace_all(r"\s+", " ").str.replace_all(_DOTS, "·")
    plain = pl.when(spaced.str.contains(_HAN)).then(spaced.str.replace_all(" ", "", literal=True)).otherwise(spaced)
    names = question.asked(name=plain)["name"]
    return Answer({"": names}, fine(len(names)))


def text(question: Question) -> Answer:
    """Read plain text; an ID number or a mobile number inside it is masked, for it is not what the column is for."""
    if question.all_are(_PLAIN_TEXT, numbers=True):
        return Answer({"": question.texts}, fine(len(question.texts)))
    plain = CELL.str.replace_all(r"\s+", " ")
    is_personal = plain.str.contains(_PERSONAL).fill_null(value=False)
    texts, personal = question.asked(text=plain, is_personal=is_personal).get_columns()
    if personal.any():
        cleaned = mapped(texts.filter(personal), by_unique(texts.filter(personal), without_numbers), pl.String)
        texts = texts.scatter(personal.arg_true(), cleaned)
    return Answer({"": texts}, fine(len(texts)))


def without_numbers(content: str) -> str:
    """Mask every ID number and mobile number inside a text."""
    masked = _ID_INSIDE.sub(lambda match: mask_id(match.group()), content)
    return _MOBILE_INSIDE.sub(lambda match: mask_phone(match.group()), masked)


def employer_name(question: Question) -> Answer:
    """Read names of organisations; one that is the name of a person is withheld with a warning, not stored."""
    found = by_unique(question.texts, _organisation)
    values = mapped(question.texts, found, pl.String)
    withheld = question.unread(values)
    return Answer({"": values}, fine(len(values)), {"employer_name_withheld": withheld})


def surely_organisation(content: str) -> str | None:
    """Return the name of an organisation; None where it might as well be that of a person."""
    plain = squeeze_text(content)
    is_sure = len(plain) >= _SHORTEST_SURE and any(word in plain for word in load_words().organisation)
    return without_numbers(plain) if is_sure else None


def _organisation(content: str) -> str | None:
    words = load_words()
    plain = squeeze_text(content)
    is_person = (
        _PERSON_LIKE.match(plain) and plain[0] in words.surnames and not any(w in plain for w in words.organisation)
    )
    return None if is_person else without_numbers(plain)


def code(question: Question) -> Answer:
    """Read a code of the policy's closed lists by any of its synonyms."""
    column = question.column
    known = question.policy.codes[column.code_list or ""]
    allowed = frozenset(column.codes or known.ids)

    def read(content: str) -> str | None:
        found = known.match(content)
        return found if found in allowed else None

    return _looked_up(question, read, refuses=column.unknown == "refuse", warning="code_unknown")


def yes_no(question: Question) -> Answer:
    """Read yes and no, in the words of the column, the signs of any form, or the policy's list."""
    column, words = question.column, load_words()
    answers = {fold(word): True for word in column.yes} | {fold(word): False for word in column.no}
    signs = {**dict.fromkeys(words.yes, True), **dict.fromkeys(words.no, False)}
    listed = question.policy.codes["yes_no"]

    def read(content: str) -> bool | None:
        plain = squeeze_text(content).casefold()
        if plain in signs:
            return signs[plain]
        if fold(plain) in answers:
            return answers[fold(plain)]
        found = listed.match(content)
        return None if found is None else found == "true"

    return _looked_up(question, read, refuses=False, warning="answer_unknown", kind=pl.Boolean)


def town(question: Question) -> Answer:
    """Read a town, street or park into its statistical code; an unknown one warns and stays blank."""

    def read(content: str) -> str | None:
        found = question.policy.town_by_name(content)
        return found.id if found else None

    return _looked_up(question, read, refuses=False, warning="town_unknown")


def _looked_up(
    question: Question,
    read: Callable[[str], str | bool | None],
    *,
    refuses: bool,
    warning: str,
    kind: type[pl.DataType] = pl.String,
) -> Answer:
    values = mapped(question.texts, by_unique(question.texts, read), kind)
    unknown = question.unread(values)
    if refuses or (question.column.required and question.column.unknown == "refuse"):
        return Answer({"": values}, fault(UNKNOWN_CODE, unknown))
    return Answer({"": values}, fine(len(values)), {warning: unknown})

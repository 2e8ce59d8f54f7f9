"""The manner of the house, held by the machine: small modules, short functions, no sentence in the code."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture import sources

MODULE_LINES = 300
FUNCTION_LINES = 60
HAN = re.compile(r"[\u4e00-\u9fff]")
#: Cells of workbooks are made of these signs; they are grammar of dates and amounts, not sentences.
GRAMMAR_FOLDER = "analytics/intake/"
GRAMMAR_RUN = re.compile(r"[\u4e00-\u9fff]{4,}")

every_file = pytest.mark.parametrize("path", sources.code(), ids=sources.name)


def _docstrings(module: ast.Module) -> set[int]:
    owners = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    found: set[int] = set()
    for node in ast.walk(module):
        if isinstance(node, owners) and ast.get_docstring(node, clean=False) is not None:
            first = node.body[0]
            assert isinstance(first, ast.Expr)
            found.add(id(first.value))
    return found


@every_file
def test_a_module_stays_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MODULE_LINES


@every_file
def test_a_function_fits_on_a_screen(path: Path) -> None:
    functions = (n for n in ast.walk(sources.tree(path)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef))
    long = {
        f.name: f.end_lineno - f.lineno for f in functions if f.end_lineno and f.end_lineno - f.lineno > FUNCTION_LINES
    }
    assert not long


@every_file
def test_no_sentence_of_the_interface_stands_in_code(path: Path) -> None:
    module = sources.tree(path)
    skipped = _docstrings(module)
    limit = GRAMMAR_RUN if sources.name(path).startswith(GRAMMAR_FOLDER) else HAN
    texts = (n for n in ast.walk(module) if isinstance(n, ast.Constant) and isinstance(n.value, str))
    assert not [n.value for n in texts if id(n) not in skipped and limit.search(str(n.value))]


@every_file
def test_a_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(sources.tree(path))


@every_file
def test_the_clock_is_read_in_one_place(path: Path) -> None:
    if sources.name(path) == "analytics/clock.py":
        return
    calls = (n.func for n in ast.walk(sources.tree(path)) if isinstance(n, ast.Call))
    assert not [
        c.attr
        for c in calls
        if isinstance(c, ast.Attribute) and c.attr in {"now", "today", "utcnow"} and not _is_clock(c)
    ]


def _is_clock(call: ast.Attribute) -> bool:
    return isinstance(call.value, ast.Name) and call.value.id == "clock"


def test_no_catch_all_module() -> None:
    assert not [p for p in sources.code() if p.stem in {"utils", "util", "helpers", "common", "misc"}]


def test_sql_stays_in_small_files_and_out_of_code() -> None:
    statement = re.compile(r"\b(select|insert|update|delete)\b.+\b(from|into|set)\b", re.IGNORECASE | re.DOTALL)
    for path in sources.code():
        module = sources.tree(path)
        skipped = _docstrings(module)
        for node in ast.walk(module):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped:
                assert not statement.search(node.value), f"{sources.name(path)}: {node.value[:60]}"

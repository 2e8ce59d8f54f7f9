"""The command as a process of its own: stdout is one document, whatever the terminal; exit codes; no traceback."""

import json
import os
import subprocess
import sys
from pathlib import Path

from analytics import house

COMMAND = [sys.executable, "-c", "from analytics.cli import main; main()"]


def _talent(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    known = {name: value for name, value in os.environ.items() if not name.startswith("TALENT_")}
    return subprocess.run(
        [*COMMAND, *arguments], env=known | environment, cwd=house.ROOT, capture_output=True, check=False, timeout=120
    )


def test_stdout_is_one_utf8_document_even_in_a_plain_terminal(home: Path) -> None:
    said = _talent("progress", "--json", "--as-of", "2026-09-30", TALENT_HOME=str(home), PYTHONIOENCODING="ascii")
    assert said.returncode == 0
    assert len(json.loads(said.stdout.decode("utf-8"))) == 21


def test_the_import_speaks_on_stderr_only(tmp_path: Path, files: dict[str, Path]) -> None:
    said = _talent("import", str(files["classes"]), "--json", "--home", str(tmp_path / "home"))
    assert said.returncode == 1
    assert json.loads(said.stdout)["files"][0]["file"] == "classes.csv"


def test_an_unusable_store_ends_with_three_and_a_sentence(tmp_path: Path) -> None:
    said = _talent("progress", "--json", "--home", str(tmp_path))
    assert (said.returncode, said.stdout) == (3, b"")
    assert b"Traceback" not in said.stderr
    assert str(tmp_path).encode() in said.stderr


def test_wrong_use_ends_with_two() -> None:
    assert _talent("progress", "--as-of", "soon").returncode == 2


def test_help_is_worded_in_the_language_asked_for() -> None:
    english, chinese = (_talent("--help", "--lang", lang).stdout.decode("utf-8") for lang in ("en", "zh"))
    assert "ledgers" in english
    assert "台账" in chinese
    assert "台账" in _talent("--help").stdout.decode("utf-8")
    assert "ledgers" in _talent("--help", TALENT_LANG="en").stdout.decode("utf-8")


def test_a_reader_that_goes_away_is_no_fault_of_the_data() -> None:
    process = subprocess.Popen(
        [*COMMAND, "policy", "--json"], cwd=house.ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    complaint = process.stderr.read()
    process.stderr.close()
    assert process.wait(timeout=60) in (0, 1)
    assert b"Traceback" not in complaint
    assert b"pipe" not in complaint.lower()

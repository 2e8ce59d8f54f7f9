"""Every file that cannot come in is refused with a sentence, is kept in the archive, and leaves the store as it was."""

import re
from pathlib import Path

import pytest

from analytics.texts import LANGS, catalogue
from tests.cli.conftest import run
from tests.faults import workshop
from tests.faults.conftest import Sent
from tests.faults.workshop import Fault

every_fault = pytest.mark.parametrize("fault", workshop.REFUSED, ids=lambda fault: fault.name)
#: The larger files are read once only.
SMALL = 100_000
#: What a sentence tells people to do begins with one of these.
ADVICE = {
    "zh": "请",
    "en": r"\b(?:Save|Send|send|Split|Remove|Unpack|Export|Check|Keep|Correct|Rename|Type|Delete|save)\b",
}


def _pattern(code: str, lang: str) -> str:
    template = catalogue(lang)._messages[f"intake.refused.{code}"]  # pyright: ignore[reportPrivateUsage, reportArgumentType]
    return re.sub(r"\\\{\w+\\\}", ".+", re.escape(template))


@every_fault
@pytest.mark.parametrize("lang", LANGS)
def test_it_is_refused_by_what_is_wrong_with_it(sent: Sent, fault: Fault, lang: str) -> None:
    outcome = sent.outcomes[lang][fault.name]
    assert (outcome.status, outcome.batch_id, outcome.sheets) == ("refused", None, ())
    assert re.fullmatch(_pattern(fault.code, lang), outcome.message), outcome.message
    assert re.search(ADVICE[lang], outcome.message), outcome.message


@every_fault
def test_its_bytes_are_in_the_archive_if_there_are_any(sent: Sent, fault: Fault) -> None:
    content = sent.paths[fault.name].read_bytes()
    sha256 = sent.outcomes["zh"][fault.name].sha256
    if fault.code == "empty":
        assert sha256 is None
    else:
        assert sha256 is not None
        assert sent.house.vault.read_archive(sha256) == content


def test_nothing_of_them_is_in_the_store(sent: Sent) -> None:
    assert sent.house.open().version == 1
    assert sent.house.verify() == []


def test_the_command_names_each_file_and_ends_with_one(sent: Sent, tmp_path: Path) -> None:
    small = [path for path in sent.paths.values() if path.stat().st_size < SMALL]
    said = run("import", *small, "--home", tmp_path / "home", "--lang", "en")
    assert said.code == 1
    for path in small:
        assert f"{path.name}: " in said.out
    assert "Traceback" not in said.err
    assert run("verify", "--home", tmp_path / "home").code == 0

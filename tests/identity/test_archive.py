"""Every file received is kept sealed under the hash of its content."""

import hashlib
from pathlib import Path

import pytest

from analytics.identity import ArchiveBroken, ArchiveMissing, Vault

DATA = "姓名,身份证号\n张三,370283199001011235\n".encode()
SHA256 = hashlib.sha256(DATA).hexdigest()
LARGE = DATA * 40_000


def test_a_file_comes_back_by_the_hash_of_its_content(vault: Vault) -> None:
    assert not vault.is_archived(SHA256)
    assert vault.archive(DATA) == SHA256
    assert vault.is_archived(SHA256)
    assert vault.read_archive(SHA256) == DATA
    assert list(vault.archived()) == [SHA256]


def test_the_same_file_is_kept_once(vault: Vault) -> None:
    vault.archive(DATA)
    [kept] = (vault.home / "archive").iterdir()
    before = kept.read_bytes()
    vault.archive(DATA)
    assert [path.read_bytes() for path in (vault.home / "archive").iterdir()] == [before]


def test_a_large_file_is_kept_once_the_block_has_ended_however_it_ends(vault: Vault) -> None:
    with vault.archiving(LARGE) as sha256:
        assert sha256 == hashlib.sha256(LARGE).hexdigest()
    assert vault.read_archive(sha256) == LARGE
    with pytest.raises(KeyError), vault.archiving(LARGE[1:]) as other:
        raise KeyError
    assert vault.read_archive(other) == LARGE[1:]


def test_an_empty_file_is_kept_too(vault: Vault) -> None:
    assert vault.read_archive(vault.archive(b"")) == b""


def test_the_archived_file_shows_nothing_and_is_for_its_owner_alone(vault: Vault) -> None:
    vault.archive(DATA)
    [kept] = (vault.home / "archive").iterdir()
    assert "张三".encode() not in kept.read_bytes()
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_missing_file_is_named(vault: Vault) -> None:
    with pytest.raises(ArchiveMissing, match=SHA256):
        vault.read_archive(SHA256)


@pytest.mark.parametrize("damage", [b"", b"short", b"x" * 200])
def test_a_damaged_file_is_named(vault: Vault, damage: bytes) -> None:
    vault.archive(DATA)
    (vault.home / "archive" / SHA256).write_bytes(damage)
    with pytest.raises(ArchiveBroken, match=SHA256):
        vault.read_archive(SHA256)


def test_a_file_sealed_under_a_name_that_is_not_its_hash_is_named(vault: Vault) -> None:
    (vault.home / "archive" / SHA256).write_bytes(vault.keyring.seal(b"something else", SHA256))
    with pytest.raises(ArchiveBroken, match=SHA256):
        vault.read_archive(SHA256)


def test_a_file_half_written_is_not_listed(vault: Vault) -> None:
    (vault.home / "archive" / f".{SHA256}.x.tmp").write_bytes(b"half")
    assert list(vault.archived()) == []


@pytest.mark.parametrize("data", [DATA, LARGE])
def test_a_write_that_fails_leaves_nothing_behind(vault: Vault, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    def full(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError):  # noqa: PT011 - whatever the system says
        vault.archive(data)
    assert list((vault.home / "archive").iterdir()) == []

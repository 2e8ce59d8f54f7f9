"""One secret: keyed hashes that join, sealed values that open only as they were sealed."""

import hashlib
import hmac
from pathlib import Path

import polars as pl
import pytest

from analytics.identity import Vault, VaultKeyBroken, VaultKeyMissing, VaultKeyWrong, keys
from analytics.identity.keys import Keyring

SECRET = bytes(range(32))
NUMBER = "370283199001011235"


def test_a_person_key_is_the_keyed_hash_of_the_number() -> None:
    expected = hmac.new(SECRET, NUMBER.encode(), hashlib.sha256).hexdigest()[:16]
    assert Keyring(SECRET).person_key(NUMBER) == expected


def test_a_column_of_keys_agrees_with_the_single_key_and_keeps_nulls() -> None:
    ring = Keyring(SECRET)
    keys = ring.person_keys(pl.Series(["a", None, NUMBER, "a"]))
    assert keys.to_list() == [ring.person_key("a"), None, ring.person_key(NUMBER), ring.person_key("a")]
    assert keys.name == "person_key"
    assert ring.person_keys(pl.Series([None, None])).to_list() == [None, None]
    assert ring.person_keys(pl.Series([], dtype=pl.String)).to_list() == []


def test_a_long_column_of_keys_agrees_with_the_single_key() -> None:
    ring, numbers = Keyring(SECRET), [f"{number:018}" for number in range(2_500)]
    numbers[7] = "模拟" * 100
    keys = ring.certificate_keys(pl.Series([*numbers, None, *numbers]))
    single = [ring.certificate_keys(pl.Series([number]))[0] for number in numbers]
    assert keys.to_list() == [*single, None, *single]


def test_another_secret_gives_other_keys() -> None:
    assert Keyring(SECRET).person_key(NUMBER) != Keyring(SECRET[::-1]).person_key(NUMBER)


def test_a_certificate_never_joins_with_a_person_of_the_same_number() -> None:
    ring, column = Keyring(SECRET), pl.Series([NUMBER, None])
    assert ring.certificate_keys(column)[0] != ring.person_keys(column)[0]
    assert ring.certificate_keys(column)[1] is None


def test_what_is_sealed_opens_again_and_looks_different_every_time() -> None:
    ring = Keyring(SECRET)
    first, second = (ring.seal(b"name", "purpose") for _ in range(2))
    assert first != second
    assert ring.unseal(first, "purpose") == ring.unseal(second, "purpose") == b"name"


@pytest.mark.parametrize("place", [0, 12, -1])
def test_an_altered_seal_does_not_open(place: int) -> None:
    sealed = bytearray(Keyring(SECRET).seal(b"name", "purpose"))
    sealed[place] ^= 1
    with pytest.raises(ValueError, match="purpose"):
        Keyring(SECRET).unseal(bytes(sealed), "purpose")


@pytest.mark.parametrize("size", [0, 1, keys.PIECE, 2 * keys.PIECE + 5])
def test_what_is_sealed_piece_by_piece_opens_as_a_whole(size: int) -> None:
    ring, data = Keyring(SECRET), bytes(number % 251 for number in range(size))
    sealed = b"".join(bytes(piece) for piece in ring.sealing(data, "purpose"))
    assert ring.unseal(sealed, "purpose") == data
    with pytest.raises(ValueError, match="other"):
        ring.unseal(sealed, "other")


def test_a_seal_opens_neither_for_another_purpose_nor_with_another_secret() -> None:
    sealed = Keyring(SECRET).seal(b"name", "purpose")
    for ring, purpose in ((Keyring(SECRET), "other"), (Keyring(SECRET[::-1]), "purpose")):
        with pytest.raises(ValueError, match=purpose):
            ring.unseal(sealed, purpose)
    with pytest.raises(ValueError, match="purpose"):
        Keyring(SECRET).unseal(b"", "purpose")


def test_every_home_has_a_secret_of_its_own(vault: Vault, tmp_path: Path) -> None:
    other = Vault(tmp_path / "other")
    other.create()
    assert other.person_key(NUMBER) != vault.person_key(NUMBER)
    assert Vault(vault.home).person_key(NUMBER) == vault.person_key(NUMBER)


def test_the_vault_gives_the_keys_of_its_own_secret(vault: Vault) -> None:
    column = pl.Series([NUMBER, None])
    assert vault.person_keys(column).to_list() == [vault.person_key(NUMBER), None]
    assert vault.certificate_keys(column).to_list() == vault.keyring.certificate_keys(column).to_list()


def test_the_secret_of_the_environment_leaves_none_in_the_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_KEY", SECRET.hex())
    vault = Vault(tmp_path / "home")
    vault.create()
    assert vault.person_key(NUMBER) == Keyring(SECRET).person_key(NUMBER)
    assert not (vault.home / "secret.key").exists()
    monkeypatch.delenv("TALENT_KEY")
    with pytest.raises(VaultKeyMissing, match=r"secret\.key"):
        Vault(vault.home).person_key(NUMBER)


def test_a_lost_secret_is_never_replaced_by_a_new_one(vault: Vault) -> None:
    (vault.home / "secret.key").unlink()
    with pytest.raises(VaultKeyMissing):
        Vault(vault.home).create()
    assert not (vault.home / "secret.key").exists()


def test_a_secret_of_another_home_is_refused(vault: Vault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TALENT_KEY", SECRET.hex())
    with pytest.raises(VaultKeyWrong):
        Vault(vault.home).person_key(NUMBER)


@pytest.mark.parametrize("content", ["", "xyz", "ab" * 31, "ab" * 33])
def test_a_secret_that_is_not_32_bytes_is_refused(vault: Vault, content: str) -> None:
    (vault.home / "secret.key").write_text(content)
    with pytest.raises(VaultKeyBroken, match="64 hexadecimal digits"):
        Vault(vault.home).person_key(NUMBER)


def test_a_home_without_a_vault_has_no_keys_and_gets_none_by_asking(tmp_path: Path) -> None:
    with pytest.raises(VaultKeyMissing):
        Vault(tmp_path).person_key(NUMBER)
    assert list(tmp_path.iterdir()) == []

"""The secret of a home: keyed hashes that join records without naming anyone, and sealed values."""

import hmac
import os
from collections.abc import Iterable, Iterator
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import polars as pl
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from analytics.identity.errors import VaultKeyBroken

VARIABLE = "TALENT_KEY"
SECRET_BYTES = 32
NONCE_BYTES = 12
_TAG_BYTES = 16
KEY_HEX = 16
#: What is sealed in one go stays in the cache of the processor.
PIECE = 1 << 18
#: How much more room the cipher asks for.
_BLOCK = 16
#: What HMAC (RFC 2104) lays over the key inside and around.
_HMAC_PADS = (0x36, 0x5C)
#: Up to so many texts are told apart faster one by one than by a query.
_FEW_TEXTS = 2_000


class Keyring:
    """Everything that is computed with one secret of 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @cached_property
    def fingerprint(self) -> str:
        """A value that tells two secrets apart and gives neither away."""
        return self._derived("fingerprint").hex()

    @cached_property
    def _aead(self) -> AESGCM:
        return AESGCM(self._seal_key)

    @cached_property
    def _seal_key(self) -> bytes:
        return self._derived("seal")

    @cached_property
    def _certificate_key(self) -> bytes:
        return self._derived("certificate")

    @cached_property
    def _account_key(self) -> bytes:
        return self._derived("account")

    def person_key(self, id_number: str) -> str:
        """Return the 16 hexadecimal digits that stand for a person; the number must be normalised already."""
        return _keyed(self._secret, id_number)

    def person_keys(self, id_numbers: pl.Series) -> pl.Series:
        """Return the person key of each normalised number, null for null."""
        return _keyed_series(self._secret, id_numbers, "person_key")

    def certificate_keys(self, numbers: pl.Series) -> pl.Series:
        """Return what stands for each certificate number; unrelated to the person key of the same text."""
        return _keyed_series(self._certificate_key, numbers, "certificate_key")

    def account_keys(self, numbers: pl.Series) -> pl.Series:
        """Return what stands for each bank account; unrelated to the other keys of the same text."""
        return _keyed_series(self._account_key, numbers, "account_key")

    def seal(self, data: bytes, purpose: str) -> bytearray:
        """Encrypt and authenticate with AES-256-GCM; `purpose` must be given again to open."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = bytearray(NONCE_BYTES + len(data) + _TAG_BYTES)
        sealed[:NONCE_BYTES] = nonce
        self._aead.encrypt_into(nonce, data, purpose.encode(), memoryview(sealed)[NONCE_BYTES:])
        return sealed

    def sealing(self, data: bytes, purpose: str) -> Iterator[memoryview | bytes]:
        """Yield piece by piece what `seal` returns; a piece is gone when the next one is asked for."""
        nonce = os.urandom(NONCE_BYTES)
        engine = Cipher(algorithms.AES(self._seal_key), modes.GCM(nonce)).encryptor()
        engine.authenticate_additional_data(purpose.encode())
        yield nonce
        room, plain = memoryview(bytearray(PIECE + _BLOCK)), memoryview(data)
        for start in range(0, len(data), PIECE):
            yield room[: engine.update_into(plain[start : start + PIECE], room)]
        yield engine.finalize() + engine.tag

    def unseal(self, sealed: bytes | bytearray, purpose: str) -> bytes:
        """Return what was sealed; raises ValueError for altered data, another purpose or another secret."""
        try:
            return self._aead.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], purpose.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
            raise ValueError(purpose) from error

    def _derived(self, purpose: str) -> bytes:
        return HKDF(hashes.SHA256(), SECRET_BYTES, salt=None, info=purpose.encode()).derive(self._secret)


def _keyed(key: bytes, text: str) -> str:
    return hmac.digest(key, text.encode(), "sha256").hex()[:KEY_HEX]


def _keyed_all(key: bytes, texts: Iterable[str]) -> Iterator[str]:
    """Yield what `_keyed` returns of each text; the key is worked in once and not for every text."""
    padded = key.ljust(sha256().block_size, b"\0")
    inner, outer = (sha256(bytes(byte ^ pad for byte in padded)) for pad in _HMAC_PADS)
    for text in texts:
        inside, around = inner.copy(), outer.copy()
        inside.update(text.encode())
        around.update(inside.digest())
        yield around.hexdigest()[:KEY_HEX]


def _keyed_series(key: bytes, texts: pl.Series, name: str) -> pl.Series:
    if len(texts) <= _FEW_TEXTS:
        stated: list[str | None] = texts.to_list()
        known = {text: _keyed(key, text) for text in dict.fromkeys(stated) if text is not None}
        return pl.Series(name, [None if text is None else known[text] for text in stated], dtype=pl.String)
    distinct = texts.cast(pl.String).unique().drop_nulls()
    keyed = pl.Series(_keyed_all(key, distinct.to_list()), dtype=pl.String)
    return texts.cast(pl.String).replace_strict(distinct, keyed, default=None, return_dtype=pl.String).alias(name)


def load_secret(path: Path) -> bytes | None:
    """Return the secret of the environment, else of the file, None without either; raises VaultKeyBroken."""
    given = os.environ.get(VARIABLE)
    if given:
        return _parsed(given, VARIABLE)
    try:
        return _parsed(path.read_text(encoding="ascii"), str(path))
    except FileNotFoundError:
        return None


def new_secret() -> bytes:
    """Return a new secret the way the secret's file holds it."""
    return os.urandom(SECRET_BYTES).hex().encode() + b"\n"


def _parsed(text: str, source: str) -> bytes:
    try:
        secret = bytes.fromhex(text.strip())
    except ValueError as error:
        raise VaultKeyBroken(source=source) from error
    if len(secret) != SECRET_BYTES:
        raise VaultKeyBroken(source=source)
    return secret

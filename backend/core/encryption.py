"""Encrypts what is stored and read again, by Fernet: AES-128-CBC and HMAC-SHA-256.

The library for it, cryptography, takes 8 MiB of memory. It is imported when the first
cipher is made, because most requests need none.
"""

import base64
from collections.abc import Iterable


class Undecryptable(Exception):
    """What is to be decrypted was changed, or encrypted with another key."""


class Cipher:
    """Encrypts with the first of these keys, and decrypts with whichever fits.

    A key has 32 bytes.
    """

    def __init__(self, keys: Iterable[bytes]) -> None:
        from cryptography.fernet import Fernet, InvalidToken, MultiFernet

        each = [Fernet(base64.urlsafe_b64encode(key)) for key in keys]
        self._first, self._all = each[0], MultiFernet(each)
        self._refusal = InvalidToken

    def encrypt(self, content: bytes) -> bytes:
        """Return the content as printable ASCII, each time another."""
        return self._first.encrypt(content)

    def decrypt(self, encrypted: bytes) -> bytes:
        """Return the content, or raise Undecryptable."""
        try:
            return self._all.decrypt(encrypted)
        except self._refusal:
            raise Undecryptable from None

    def is_under_first_key(self, encrypted: bytes) -> bool:
        """Return whether the content is encrypted with the first key."""
        try:
            self._first.decrypt(encrypted)
        except self._refusal:
            return False
        return True


def derived_key(secret: str, purpose: bytes) -> bytes:
    """Return a key that is derived from a secret: HKDF-SHA-256 (RFC 5869), no salt."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    hkdf = HKDF(SHA256(), length=32, salt=None, info=purpose)
    return hkdf.derive(secret.encode())

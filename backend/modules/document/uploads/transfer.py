"""Decodes the Content-Transfer-Encoding of a form's parts (RFC 2045, section 6).

Forms must not have one (RFC 7578, section 4.7), but some clients send it. Ignoring it
would store the encoded text instead of the file.
"""

import base64
import binascii
from collections.abc import Callable

Decoder = Callable[[bytes, bool], bytes]

_MAX_LINE = 64 * 1024


def decoder(encoding: bytes) -> Decoder | None:
    """Return a function that decodes the next piece; None if nothing is encoded.

    The function takes a piece and whether it is the last, and raises ValueError.

    Raises:
        ValueError: the encoding is unknown.
    """
    match encoding.strip().lower():
        case b"" | b"7bit" | b"8bit" | b"binary":
            return None
        case b"base64":
            return _Base64()
        case b"quoted-printable":
            return _QuotedPrintable()
    raise ValueError("must not have this Content-Transfer-Encoding")


class _Base64:
    def __init__(self) -> None:
        self._rest = b""

    def __call__(self, data: bytes, is_last: bool) -> bytes:
        text = self._rest + data.translate(None, b" \t\r\n")
        end = len(text) if is_last else len(text) // 4 * 4
        self._rest = text[end:]
        try:
            return base64.b64decode(text[:end], validate=True)
        except binascii.Error as error:
            raise ValueError("must be valid base64") from error


class _QuotedPrintable:
    def __init__(self) -> None:
        self._rest = b""

    def __call__(self, data: bytes, is_last: bool) -> bytes:
        text = self._rest + data
        end = len(text) if is_last else text.rfind(b"\n") + 1
        self._rest = text[end:]
        if len(self._rest) > _MAX_LINE:
            raise ValueError("must be valid quoted-printable")
        return binascii.a2b_qp(text[:end])

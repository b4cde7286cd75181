"""Checks that a file is plain text while it streams in, and finds its encoding."""

import codecs
import re

from backend.modules.document.exceptions import ContentMismatch

UTF_8, UTF_16, WINDOWS = "utf-8", "utf-16", "windows-1252"
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# Binary files have bytes like these; text has none of them. Not listed: bell, backspace,
# tab, line ends, form feed, the DOS end of file, escape, separators and delete.
_BINARY = bytes([*range(0x07), *range(0x0E, 0x1A)])
_BINARY_CHARACTERS = re.compile(r"[\x00-\x06\x0e-\x19]")
_NOT_IN_WINDOWS = b"\x81\x8d\x8f\x90\x9d"


class PlainText:
    """Text in UTF-8, in UTF-16 with a byte order mark, or in Windows-1252.

    Excel writes CSV in all three. A file is Windows-1252 if the first bytes beyond ASCII
    in it are not UTF-8. If they are and later ones are not, the file is damaged UTF-8.
    """

    def __init__(self, *, is_utf_8: bool) -> None:
        self.charset = UTF_8
        self._is_utf_8 = is_utf_8
        self._decoder: codecs.IncrementalDecoder | None = None
        self._start = b""
        self._is_ascii = True

    def add(self, data: bytes, *, is_last: bool = False) -> None:
        """Check the next bytes, or raise ContentMismatch."""
        if self._decoder is None:
            self._start += data
            if len(self._start) < len(codecs.BOM_UTF16) and not is_last:
                return
            data = self._start
            if data.startswith(_MARKS) and not self._is_utf_8:
                self.charset = UTF_16
            self._decoder = codecs.getincrementaldecoder(self.charset)()
        if self.charset == WINDOWS:
            self._check_windows(data)
        else:
            self._decode(self._decoder, data, is_last)
        # In both other encodings a byte below 0x80 is always a whole character, so
        # checking bytes is enough. To look for one after the other takes half the time of
        # `translate`, and a regular expression half the time of a whole upload.
        if self.charset != UTF_16 and any(byte in data for byte in _BINARY):
            raise ContentMismatch(self._message)

    def _decode(
        self, decoder: codecs.IncrementalDecoder, data: bytes, is_last: bool
    ) -> None:
        try:
            text = decoder.decode(data, is_last)
        except UnicodeDecodeError as error:
            before = error.object[: error.start]
            is_first = self._is_ascii and before.isascii()
            if self.charset != UTF_8 or self._is_utf_8 or not is_first:
                raise ContentMismatch(self._message) from error
            self.charset = WINDOWS
            self._check_windows(error.object)
            return
        self._is_ascii = self._is_ascii and text.isascii()
        if self.charset == UTF_16 and _BINARY_CHARACTERS.search(text):
            raise ContentMismatch(self._message)

    def _check_windows(self, data: bytes) -> None:
        if len(data.translate(None, _NOT_IN_WINDOWS)) != len(data):
            raise ContentMismatch(self._message)

    @property
    def _message(self) -> str:
        if self._is_utf_8:
            return "A file with this extension must be text in UTF-8."
        return (
            "A file with this extension must be text in UTF-8, in UTF-16 with a byte "
            "order mark, or in Windows-1252."
        )

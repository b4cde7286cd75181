"""Checks the content of an upload: its extension sets the type, its bytes must match.

Only the first bytes of a file are checked; plain text is decoded to its end. Archives
are never unpacked, so a decompression bomb does no harm.
"""

import codecs
import hashlib
import re
from collections.abc import Callable

from backend.core.config import settings
from backend.modules.document.exceptions import ContentMismatch, TypeNotAllowed
from backend.modules.document.lib import extension

_HEAD_BYTES = 1024
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# A browser that ignores nosniff would show text that begins like this as a page.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|body|svg|script|iframe)\b",
    re.IGNORECASE,
)
# Control characters except tab, line feed, form feed, carriage return and escape.
_NOT_IN_TEXT = bytes({*range(0x20), 0x7F} - set(b"\t\n\f\r\x1b"))


def _starts(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_odf(kind: str) -> Callable[[bytes], bool]:
    # The first ZIP entry is "mimetype", uncompressed (ODF 1.3, part 2, section 3.3).
    mark = f"mimetype{_ODF}.{kind}".encode()
    return lambda head: head[:4] == b"PK\x03\x04" and head[30:].startswith(mark)


_zip = _starts(b"PK\x03\x04")
TEXT_TYPES = {"text/plain", "text/markdown"}
# By extension: the media type, and the check of the first bytes. None: plain text.
_TYPES: dict[str, tuple[str, Callable[[bytes], bool] | None]] = {
    "txt": ("text/plain", None),
    "md": ("text/markdown", None),
    "csv": ("text/csv", None),
    "json": ("application/json", None),
    "pdf": ("application/pdf", _starts(b"%PDF-")),
    "png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "jpeg": ("image/jpeg", _starts(b"\xff\xd8\xff")),
    "gif": ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _is_webp),
    "tif": ("image/tiff", _starts(b"II*\x00", b"MM\x00*")),
    "tiff": ("image/tiff", _starts(b"II*\x00", b"MM\x00*")),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _zip),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _zip),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _zip),
    "odt": (f"{_ODF}.text", _is_odf("text")),
    "ods": (f"{_ODF}.spreadsheet", _is_odf("spreadsheet")),
    "odp": (f"{_ODF}.presentation", _is_odf("presentation")),
    "zip": ("application/zip", _zip),
    "mp4": ("video/mp4", lambda head: head[4:8] == b"ftyp"),
    "mp3": ("audio/mpeg", _starts(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2")),
}


class Content:
    """Counts, hashes and checks a file while it streams in.

    Raises:
        TypeNotAllowed: files with this extension are not accepted.
    """

    def __init__(self, name: str) -> None:
        ending = extension(name)
        if ending not in settings.DOCUMENT_EXTENSIONS or ending not in _TYPES:
            raise TypeNotAllowed
        self.media_type, self._agrees = _TYPES[ending]
        self.size = 0
        self._hash = hashlib.sha256()
        self._head = b""
        self._decoder = codecs.getincrementaldecoder("utf-8")()

    def add(self, data: bytes) -> None:
        """Check and hash the next bytes, or raise ContentMismatch."""
        self.size += len(data)
        self._hash.update(data)
        if len(self._head) < _HEAD_BYTES:
            self._head = (self._head + data)[:_HEAD_BYTES]
            if len(self._head) == _HEAD_BYTES:
                self._check_head()
        if self._agrees is None:
            self._check_text(data)

    def finish(self) -> bytes:
        """Return the SHA-256 of the whole file, or raise ContentMismatch."""
        self._check_head()
        if self._agrees is None:
            self._check_text(b"", final=True)
        return self._hash.digest()

    def _check_head(self) -> None:
        if self._agrees is None:
            if _MARKUP.match(self._head):
                raise ContentMismatch
        elif not self._agrees(self._head):
            raise ContentMismatch

    def _check_text(self, data: bytes, *, final: bool = False) -> None:
        try:
            self._decoder.decode(data, final)
        except UnicodeDecodeError as error:
            raise ContentMismatch from error
        # In UTF-8 a byte below 0x80 is always a whole character, so checking bytes is
        # enough. A regular expression would take half the time of a whole upload.
        if len(data.translate(None, _NOT_IN_TEXT)) != len(data):
            raise ContentMismatch

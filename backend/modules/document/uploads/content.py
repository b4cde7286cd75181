"""Checks the content of an upload: its extension sets the type, its bytes must match.

A check looks at the first bytes and, in some types, for a mark in the rest. Plain text
is decoded to its end. Archives are never unpacked, so a decompression bomb does no harm.
"""

import codecs
import hashlib
import re
from collections.abc import Callable

from backend.core.config import settings
from backend.modules.document.exceptions import ContentMismatch, TypeNotAllowed
from backend.modules.document.lib import extension
from backend.modules.document.uploads.plain import UTF_8, PlainText

# A check gets the first HEAD_BYTES. It returns whether they match, or a mark that must
# come anywhere in the file.
Check = Callable[[bytes], bool | bytes]

_PDF_MARK = b"%PDF-"
# The mark must begin in the first kilobyte (ISO 32000-2, section 7.5.2, note 1).
HEAD_BYTES = 1024 + len(_PDF_MARK) - 1
_OFFICE = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
# A browser that ignores nosniff would show text that begins like this as a page.
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|\?xml|html|head|body|svg|script|iframe)\b",
    re.IGNORECASE,
)
# They may come first in a page, and often begin a Markdown file.
_COMMENTS = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s*<!--.*?(?:-->|\Z))*", re.DOTALL)


def _starts(*starts: bytes) -> Check:
    return lambda head: head.startswith(starts)


def _is_pdf(head: bytes) -> bool:
    return _PDF_MARK in head and not _MARKUP.match(head)


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_mp4(head: bytes) -> bool:
    # Old files have no "ftyp", and others have it later (ISO/IEC 14496-12, section 4.3).
    return head[4:8] in {b"ftyp", b"styp", b"moov", b"mdat", b"free", b"skip", b"wide"}


def _is_mp3(head: bytes) -> bool:
    # The first 11 bits of a frame are set; version 01 and all layers but III are not MP3.
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE6 == 0xE2:
        return head[1] & 0x18 != 0x08
    return head.startswith((b"ID3", b"APETAGEX"))


def _is_office(head: bytes) -> bool | bytes:
    # A file with a password is no ZIP but a compound file ([MS-OFFCRYPTO], section 2.3.4).
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "EncryptedPackage".encode("utf-16-le")
    return head.startswith(_ZIP_ENTRY)


def _is_odf(kind: str) -> Check:
    mark = f"{_ODF}.{kind}".encode()

    def check(head: bytes) -> bool | bytes:
        if not head.startswith(_ZIP_ENTRY):
            return False
        # The first entry should be "mimetype", uncompressed; the manifest must exist
        # (ODF 1.3, part 2, sections 3.2 and 3.3).
        kind_of_file = head[30:].removeprefix(b"mimetype")
        if kind_of_file.startswith(b"application/"):
            return kind_of_file.startswith(mark)
        return b"META-INF/manifest.xml"

    return check


_ZIP_ENTRY = b"PK\x03\x04"
# Also an empty ZIP, in both formats of its end, and one part of a split ZIP (APPNOTE
# 6.3.10, sections 4.3 and 8.5).
_is_zip = _starts(
    _ZIP_ENTRY, b"PK\x05\x06", b"PK\x06\x06", b"PK\x07\x08PK", b"PK00PK\x03\x04"
)
_is_jpeg = _starts(b"\xff\xd8\xff")
_is_tiff = _starts(b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")  # the last: BigTIFF
# By extension: the media type, and the check of the content. None: plain text.
_TYPES: dict[str, tuple[str, Check | None]] = {
    "txt": ("text/plain", None),
    "md": ("text/markdown", None),
    "csv": ("text/csv", None),
    "json": ("application/json", None),
    "pdf": ("application/pdf", _is_pdf),
    "png": ("image/png", _starts(b"\x89PNG\r\n\x1a\n")),
    "jpg": ("image/jpeg", _is_jpeg),
    "jpeg": ("image/jpeg", _is_jpeg),
    "gif": ("image/gif", _starts(b"GIF87a", b"GIF89a")),
    "webp": ("image/webp", _is_webp),
    "tif": ("image/tiff", _is_tiff),
    "tiff": ("image/tiff", _is_tiff),
    "docx": (f"{_OFFICE}.wordprocessingml.document", _is_office),
    "xlsx": (f"{_OFFICE}.spreadsheetml.sheet", _is_office),
    "pptx": (f"{_OFFICE}.presentationml.presentation", _is_office),
    "odt": (f"{_ODF}.text", _is_odf("text")),
    "ods": (f"{_ODF}.spreadsheet", _is_odf("spreadsheet")),
    "odp": (f"{_ODF}.presentation", _is_odf("presentation")),
    "zip": ("application/zip", _is_zip),
    "mp4": ("video/mp4", _is_mp4),
    "mp3": ("audio/mpeg", _is_mp3),
}
MEDIA_TYPES = sorted({media_type for media_type, _ in _TYPES.values()})


def accepted() -> dict[str, str]:
    """Return the media type of each extension whose files may be uploaded."""
    return {e: _TYPES[e][0] for e in settings.DOCUMENT_EXTENSIONS if e in _TYPES}


class Content:
    """Counts, hashes and checks a file while it streams in.

    Raises:
        TypeNotAllowed: files with this extension are not accepted.
    """

    def __init__(self, name: str) -> None:
        ending = extension(name)
        if ending not in settings.DOCUMENT_EXTENSIONS or ending not in _TYPES:
            raise TypeNotAllowed
        self.media_type, self._check = _TYPES[ending]
        self.size = 0
        self._hash = hashlib.sha256()
        self._head: bytes | None = b""
        self._text = (
            PlainText(is_utf_8=ending == "json") if self._check is None else None
        )
        # What is still to be found in the file, and the end of the bytes searched for it.
        self._mark = b""
        self._searched = b""

    @property
    def charset(self) -> str | None:
        """The encoding of a text that is not UTF-8; None for all other files."""
        found = self._text.charset if self._text else UTF_8
        return None if found == UTF_8 else found

    def add(self, data: bytes) -> None:
        """Check and hash the next bytes, or raise ContentMismatch."""
        self.size += len(data)
        self._hash.update(data)
        if self._text is not None:
            self._text.add(data)
        if self._head is not None:
            self._head += data
            if len(self._head) >= HEAD_BYTES:
                self._check_head(self._head)
        elif self._mark:
            self._search(data)

    def finish(self) -> bytes:
        """Return the SHA-256 of the whole file, or raise ContentMismatch."""
        if self._text is not None:
            self._text.add(b"", is_last=True)
        if self._head is not None:
            self._check_head(self._head)
        if self._mark:
            raise ContentMismatch
        return self._hash.digest()

    def _check_head(self, data: bytes) -> None:
        """Check the first bytes. `data` is all of the file so far."""
        self._head = None
        head = data[:HEAD_BYTES]
        if self._check is None:
            self._check_no_page(head)
            return
        found = self._check(head)
        if not found:
            raise ContentMismatch
        if isinstance(found, bytes):
            self._mark = found
            self._search(data)

    def _check_no_page(self, head: bytes) -> None:
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            head = head.decode("utf-16", errors="ignore").encode()
        if _MARKUP.match(_COMMENTS.sub(b"", head, count=1)):
            raise ContentMismatch

    def _search(self, data: bytes) -> None:
        data = self._searched + data
        if self._mark in data:
            self._mark = self._searched = b""
        else:
            self._searched = data[1 - len(self._mark) :]

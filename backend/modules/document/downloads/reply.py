"""Replies that stream a file, whole or in part, or answer 304 or 412."""

from typing import Annotated, Any
from urllib.parse import urlsplit

from fastapi import Depends, Header, Request, Response

from backend.api.conditions import NOT_MODIFIED, ConditionsDep
from backend.core import clock, storage
from backend.core.config import settings
from backend.core.exceptions import NotModified
from backend.core.prepared import PreparedReply
from backend.modules.document.downloads.conditions import (
    Wish,
    digest_field,
    disposition,
    etag_of_file,
    http_time,
    wanted_range,
)
from backend.modules.document.downloads.downloads import StoredFile
from backend.modules.document.downloads.links import VIEWABLE
from backend.modules.document.exceptions import DocumentChanged

# No browser may show a file, whatever it contains, as a page of this origin.
SAFE_HEADERS = {
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "Cache-Control": "private, no-cache",
}
_APP = urlsplit(settings.APP_PUBLIC_URL)
# The middleware forbids framing for all other replies.
_FRAMED = f"frame-ancestors 'self' {_APP.scheme}://{_APP.netloc}"
_SHOWN = f"default-src 'none'; style-src 'unsafe-inline'; {_FRAMED}"
_BINARY = {"schema": {"type": "string", "format": "binary"}}
# The real type is that of the file. Client generators do not take "*/*" for a file.
_FILE = {"application/octet-stream": _BINARY}
_HEADERS = {
    "ETag": {"schema": {"type": "string"}},
    "Last-Modified": {
        "description": "Missing in the first second after a change.",
        "schema": {"type": "string"},
    },
    "Repr-Digest": {
        "description": "SHA-256 of the whole file (RFC 9530).",
        "schema": {"type": "string"},
    },
}
_CONTENT_RANGE = {"Content-Range": {"schema": {"type": "string"}}}
FILE_RESPONSES: dict[int | str, dict[str, Any]] = {
    200: {"description": "The file.", "content": _FILE, "headers": _HEADERS},
    206: {
        "description": "The requested `Range` of the file.",
        "content": _FILE,
        "headers": _HEADERS | _CONTENT_RANGE,
    },
    **NOT_MODIFIED,
}


async def wish(
    request: Request,
    conditions: ConditionsDep,
    if_range: Annotated[str | None, Header()] = None,
    range: Annotated[  # noqa: A002
        str | None, Header(description="One range: `bytes=0-1023`.")
    ] = None,
) -> Wish:
    """Return the conditional and range headers of the request."""
    if request.method == "HEAD":  # ranges are for GET only (RFC 9110, section 14.2)
        range = None  # noqa: A001
    return Wish(conditions, if_range=if_range, range=range)


WishDep = Annotated[Wish, Depends(wish)]


class FileReply(PreparedReply):
    """A file or a part of it."""

    def __init__(self, file: StoredFile, wish: Wish, *, inline: bool) -> None:
        headers = _validators(file, inline=inline) | {
            "Accept-Ranges": "bytes",
            "Repr-Digest": digest_field(file.sha256),
            "Content-Disposition": disposition(file.name, inline=inline),
        }
        part = wanted_range(
            wish,
            etag=headers["ETag"],
            modified_at=file.modified_at,
            size=file.size,
        )
        start, end = part or (0, file.size)
        if part:
            headers["Content-Range"] = f"bytes {start}-{end - 1}/{file.size}"
        headers["Content-Length"] = str(end - start)
        super().__init__(
            storage.get().read(file.storage_name, start, end),
            206 if part else 200,
            headers,
            media_type=_with_charset(file) if inline else file.content_type,
        )


def file_reply(file: StoredFile, wish: Wish, *, inline: bool = False) -> Response:
    """Return the file or a part of it, to be saved or shown.

    Only files of VIEWABLE types are ever shown.

    Raises:
        NotModified: the caller already has the file.
        DocumentChanged: the caller wants a part of another file.
        RangeNotSatisfiable: the range begins after the end of the file.
    """
    inline = inline and _kind_of(file) in VIEWABLE
    verdict = wish.conditions.evaluate(
        etag=etag_of_file(file.sha256), modified_at=file.modified_at
    )
    if verdict == "failed":
        raise DocumentChanged
    if verdict == "not modified":
        raise NotModified(_validators(file, inline=inline))
    return FileReply(file, wish, inline=inline)


def _kind_of(file: StoredFile) -> str:
    return file.content_type.partition(";")[0]


def _with_charset(file: StoredFile) -> str:
    """Return the type of a file to show. Text without a charset is UTF-8."""
    is_bare = file.content_type == "text/plain"
    return f"{file.content_type}; charset=utf-8" if is_bare else file.content_type


def _validators(file: StoredFile, *, inline: bool) -> dict[str, str]:
    """Return the headers of every reply about a file, 304 included."""
    headers = {**SAFE_HEADERS, "ETag": etag_of_file(file.sha256)}
    if inline:
        is_pdf = _kind_of(file) == "application/pdf"
        # Not every browser starts its viewer of PDFs in a sandbox.
        policy = _SHOWN if is_pdf else f"sandbox; {_SHOWN}"
        headers["Content-Security-Policy"] = policy
    if file.modified_at <= clock.now():
        headers["Last-Modified"] = http_time(file.modified_at)
    return headers
